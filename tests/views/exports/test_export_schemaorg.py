"""Quotations and claims of schema.org, read by a JSON-LD processor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from contexts import SCHEMA, expanded, triples
from exported import full, hostile, write

from onrecord.schema import Record


def graph(records: list[Record], folder: Path) -> list[Any]:
    plain = json.loads(write("schemaorg", records, folder / "a.jsonld").read_bytes())
    found: list[Any] = expanded(plain)
    return found


def of(found: list[Any], kind: str) -> list[Any]:
    return [node for node in found if node["@type"] == [SCHEMA + kind]]


def value(node: Any, name: str) -> Any:
    first = node[SCHEMA + name][0]
    return first.get("@value", first.get("@id"))


def test_direct_words_are_quotations_by_who_said_them(tmp_path: Path) -> None:
    found = graph([full()], tmp_path)
    by_id = {node["@id"]: node for node in found}
    quotations = {value(q, "text"): q for q in of(found, "Quotation")}
    assert len(quotations) == 2
    brill = quotations["We will come back … when the pumps are running"]
    assert value(by_id[value(brill, "spokenByCharacter")], "name") == "Oda Brill"
    assert value(brill, "creditText") == "Deputy Minister Oda Brill"
    (article,) = of(found, "NewsArticle")
    assert value(brill, "isPartOf") == article["@id"]
    assert value(article, "url") == "https://example.org/vessa?a=1&b=2"


def test_what_is_put_forward_as_so_is_a_claim_by_its_claimant(tmp_path: Path) -> None:
    found = graph([full()], tmp_path)
    claims = {value(c, "text"): c for c in of(found, "Claim")}
    # A wish and a promise cannot be checked; nobody stands behind concerns.
    assert len(claims) == 2
    denial = claims["Brill … denied … that 7,000 tonnes were lost"]
    assert value(denial, "creativeWorkStatus") == "denial"
    assert value(denial, "datePublished") == "2031-03-03"


def test_the_review_of_a_claim_is_a_draft_without_a_verdict(tmp_path: Path) -> None:
    found = graph([full()], tmp_path)
    claims = {claim["@id"]: claim for claim in of(found, "Claim")}
    reviews = of(found, "ClaimReview")
    assert {value(review, "itemReviewed") for review in reviews} == set(claims)
    for review in reviews:
        assert value(review, "creativeWorkStatus") == "Draft"
        assert value(review, "claimReviewed") == value(
            claims[value(review, "itemReviewed")], "text"
        )
        assert not {SCHEMA + "reviewRating", SCHEMA + "author"} & set(review)


def test_every_reference_leads_somewhere(tmp_path: Path) -> None:
    found = graph([full(), *hostile()], tmp_path)
    known = {node["@id"] for node in found}
    for node in found:
        for name in ("spokenByCharacter", "author", "isPartOf", "appearance", "itemReviewed"):
            for reference in node.get(SCHEMA + name, ()):
                assert reference["@id"] in known


def test_hostile_texts_are_values_and_no_addresses(tmp_path: Path) -> None:
    path = write("schemaorg", hostile(), tmp_path / "b.jsonld")
    found = expanded(json.loads(path.read_bytes()))
    assert all(node["@id"].startswith("ni:///sha-256;") for node in found)
    assert triples(json.loads(path.read_bytes())) > 100
    assert not any(SCHEMA + "url" in node for node in found)
