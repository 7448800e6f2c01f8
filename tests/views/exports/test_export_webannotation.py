"""Web Annotations, read by a JSON-LD processor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contexts import AS, OA, expanded, triples
from exported import HOSTILE, full, hostile, write

from onrecord.schema import Record
from onrecord.views.exports.names import text_iri


def read(records: list[Record], folder: Path) -> Any:
    return json.loads(write("webannotation", records, folder / "a.jsonld").read_bytes())


def items(plain: Any) -> list[Any]:
    (collection,) = expanded(plain)
    assert collection["@type"] == [AS + "OrderedCollection"]
    (page,) = collection[AS + "first"]
    (held,) = page[AS + "items"]
    found: list[Any] = held["@list"]
    return found


def targets(annotation: Any) -> Iterator[tuple[str, str, Any, Any]]:
    """Source, part, position and quotation of each target."""
    for target in annotation[OA + "hasTarget"]:
        by_type = {s["@type"][0]: s for s in target[OA + "hasSelector"]}
        yield (
            target[OA + "hasSource"][0]["@id"],
            target[OA + "styleClass"][0]["@value"],
            by_type[OA + "TextPositionSelector"],
            by_type[OA + "TextQuoteSelector"],
        )


def value(node: Any, name: str) -> Any:
    return node[OA + name][0]["@value"] if OA + name in node else ""


def test_every_item_is_an_annotation_of_its_own(tmp_path: Path) -> None:
    record = full()
    found = items(read([record], tmp_path))
    layers = ("statements", "events", "figures", "times", "places", "occupancies", "mentions")
    assert len(found) == sum(len(getattr(record, layer)) for layer in layers)
    assert len({a["@id"] for a in found}) == len(found)
    assert all(a["@type"] == [OA + "Annotation"] for a in found)
    assert all(a["@id"].startswith("ni:///sha-256;") for a in found)


def test_no_term_is_lost_on_the_way_to_triples(tmp_path: Path) -> None:
    plain = read([full()], tmp_path)
    kept = json.dumps(expanded(plain))
    for key in ("rdf-syntax-ns#value", "oa#purpose", "hasPurpose", "motivatedBy", "dc/elements"):
        assert (key in kept) == (key != "oa#purpose")
    assert triples(plain) > 500


def test_positions_and_quotations_find_the_same_words(tmp_path: Path) -> None:
    record = full()
    text = record.document.text
    parts = set()
    for annotation in items(read([record], tmp_path)):
        for source, part, position, quote in targets(annotation):
            start, end = (int(value(position, name)) for name in ("start", "end"))
            exact = value(quote, "exact")
            assert text[start:end] == exact
            around = value(quote, "prefix") + exact + value(quote, "suffix")
            assert text.index(around) == start - len(value(quote, "prefix"))
            assert source == record.document.uri
            parts.add(part)
    assert {"source", "cue", "content", "trigger", "actor", "recipient", "figure"} <= parts


def test_a_text_from_nowhere_is_named_by_its_digest(tmp_path: Path) -> None:
    for record in hostile():
        for annotation in items(read([record], tmp_path)):
            for source, *_ in targets(annotation):
                assert source == text_iri(record.document)


def test_hostile_texts_keep_their_offsets(tmp_path: Path) -> None:
    found = items(read(hostile(), tmp_path))
    quoted = {value(q, "exact") for a in found for *_, q in targets(a)}
    assert {words.replace("\ud800", "\ufffd") for words in HOSTILE} <= quoted
    for annotation in found:
        for _, _, position, quote in targets(annotation):
            length = int(value(position, "end")) - int(value(position, "start"))
            assert length == len(value(quote, "exact"))


def test_no_records_are_an_empty_collection(tmp_path: Path) -> None:
    assert items(read([], tmp_path)) == []
