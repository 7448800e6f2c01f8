"""FollowTheMoney entities, read by its own library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exported import full, hostile, write

ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed")


def entities(path: Path) -> list[Any]:
    return [ftm.model.get_proxy(json.loads(line)) for line in path.read_bytes().splitlines()]


@pytest.fixture
def read(tmp_path: Path) -> dict[str, Any]:
    return {e.id: e for e in entities(write("followthemoney", [full()], tmp_path / "a.json"))}


def of(read: dict[str, Any], schema: str) -> list[Any]:
    return [e for e in read.values() if e.schema.name == schema]


def test_every_value_is_one_that_the_library_would_write(tmp_path: Path) -> None:
    path = write("followthemoney", [full()], tmp_path / "a.json")
    for line in path.read_bytes().splitlines():
        plain = json.loads(line)
        schema = ftm.model.get(plain["schema"])
        for name, values in plain["properties"].items():
            assert [schema.get(name).type.clean(v) for v in values] == values, (schema.name, name)


def test_every_link_leads_to_an_entity_that_may_stand_there(read: dict[str, Any]) -> None:
    links = 0
    for entity in read.values():
        for prop in entity.iterprops():
            if prop.type.name != "entity":
                continue
            for identifier in entity.get(prop):
                assert read[identifier].schema.is_a(prop.range.name), (entity.schema.name, prop)
                links += 1
    assert links > 20


def test_all_that_is_told_has_the_article_for_proof(read: dict[str, Any]) -> None:
    (article,) = of(read, "Article")
    assert article.caption == "Vessa weighs the return of its miners"
    assert article.get("publishedAt") == ["2031-03-03"]
    assert article.get("bodyText") == [full().document.text.strip()]
    for entity in read.values():
        if entity.schema.name not in ("Article", "Mention"):
            assert entity.get("proof") == [article.id]


def test_people_offices_and_events(read: dict[str, Any]) -> None:
    (brill,) = of(read, "Person")
    assert brill.get("name") == ["Oda Brill"]
    held = {o.first("status"): read[o.first("post")] for o in of(read, "Occupancy")}
    assert held["current"].caption == "deputy minister, Vessa"
    assert held["ended"].caption == "mayor"
    board = next(e for e in of(read, "PublicBody") if e.caption == "the mining board")
    assert board.get("wikidataId") == ["Q42"]
    events = {e.caption: e for e in of(read, "Event")}
    visit = events["Oda Brill → consult, visit → the mining board"]
    assert set(visit.get("involved")) == {brill.id, board.id}
    assert read[visit.first("addressEntity")].get("city") == ["Port Marren"]
    assert any(name.endswith("(denied)") for name in events)


def test_statements_hang_on_their_speaker(read: dict[str, Any]) -> None:
    notes = {n.first("name"): n for n in of(read, "Note")}
    assert "Oda Brill denies: that 7,000 tonnes were lost" in notes
    note = notes["Oda Brill promises: We will come back … when the pumps are running"]
    assert read[note.first("entity")].caption == "Oda Brill"
    assert note.first("summary") == "Deputy Minister Oda Brill told"
    (member,) = of(read, "Membership")
    assert member.first("description") == "as Vessa says"
    assert len(of(read, "UnknownLink")) == 1


def test_hostile_texts_are_entities_that_the_library_takes(tmp_path: Path) -> None:
    path = write("followthemoney", hostile(), tmp_path / "a.json")
    found = entities(path)
    assert len({e.id for e in found}) > len(hostile()) * 5
    for line in path.read_bytes().splitlines():
        plain = json.loads(line)
        assert ftm.registry.entity.clean(plain["id"]) == plain["id"]
        schema = ftm.model.get(plain["schema"])
        for name, values in plain["properties"].items():
            if schema.get(name).type.name in ("country", "date", "entity", "number"):
                assert [schema.get(name).type.clean(v) for v in values] == values


def test_reports_of_one_text_merge(tmp_path: Path) -> None:
    once = entities(write("followthemoney", [full()], tmp_path / "a.json"))
    twice = entities(write("followthemoney", [full(), full()], tmp_path / "b.json"))
    assert {e.id for e in once} == {e.id for e in twice}
