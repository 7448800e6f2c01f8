"""What an archive does with records, whatever store is under it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from reports import MINE, at, document, mine, note

from onrecord.archive import Archive, ArchiveError, Correction, Failed, parse
from onrecord.schema import (
    Event,
    Failure,
    Figure,
    Occupancy,
    Place,
    Record,
    Statement,
    encode,
)


def denial(**change: object) -> Correction:
    """A correction of the statement that 7,000 tonnes were not lost."""
    return Correction(
        document=mine().document.id,
        kind="statement",
        anchor=at(MINE, "denied"),
        change=dict(change) or None,  # type: ignore[arg-type]
    )


def test_a_record_comes_back_as_it_was(archive: Archive) -> None:
    assert archive.add(mine(), "v1")
    assert archive.record(mine().document.id) == mine()
    assert list(archive.records()) == [mine()]


def test_no_record_is_null(archive: Archive) -> None:
    assert archive.record("0" * 64) is None
    assert len(archive) == 0


def test_adding_the_same_again_changes_nothing(archive: Archive) -> None:
    assert archive.add(mine(), "v1")
    before = archive.search(parse("kind:statement"))
    assert not archive.add(mine(), "v1")
    assert archive.search(parse("kind:statement")) == before
    assert len(archive) == 1


def test_a_new_reading_replaces_the_old(archive: Archive) -> None:
    archive.add(mine(), "v1")
    assert archive.has(mine().document.id, "v1")
    fewer = msgspec.structs.replace(mine(), statements=mine().statements[:1])
    assert archive.add(fewer, "v2")
    assert not archive.has(mine().document.id, "v1")
    assert archive.record(mine().document.id) == fewer
    assert archive.search(parse("kind:statement")).total == 1
    assert archive.search(parse("pumps kind:statement")).total == 0
    assert len(archive) == 1


def test_records_come_in_the_order_in_which_they_came(archive: Archive) -> None:
    for number in (3, 1, 2):
        archive.add(note(number), "v1")
    archive.add(note(1), "v2")
    assert list(archive.records()) == [note(3), note(1), note(2)]


def test_an_empty_record_is_kept(archive: Archive) -> None:
    empty = Record(document=document(""))
    archive.add(empty)
    assert archive.record(empty.document.id) == empty
    assert archive.search(parse("")).total == 1


def test_what_utf_8_cannot_say_is_kept(archive: Archive) -> None:
    broken = Record(
        document=document("A \ud800 said \x00 so. Ünï 👩‍🚀.", title="\udfff", uri="a\x00")
    )
    archive.add(broken)
    back = archive.record(broken.document.id)
    assert back == broken
    assert archive.search(parse("said")).hits[0].text == "A \ud800 said \x00 so."


def test_a_record_that_refers_to_nothing_is_kept(archive: Archive) -> None:
    nowhere: Any = {"id": "s", "source": (), "cue": (), "content": (), "form": "?"}
    strange = Record(
        document=document("short"),
        occupancies=(
            Occupancy(holder="no", position="", organisation=None, status="?", spans=()),
        ),
        statements=(
            Statement(**nowhere, speaker="no", speaker_kind="?", addressees=("no",)),
            Statement(**nowhere | {"cue": ((90, 99),)}, speaker=None, speaker_kind="?"),
        ),
        events=(Event(id="v", type="?", trigger=(50, 60), actors=("no",), place="no"),),
        figures=(Figure(id="f", start=99, end=120, low=None, high=None, statement="no"),),
        places=(
            Place(
                mention="no", geonames=None, name="", country="??", admin1=None, lat=None,
                lon=None, precision="?",
            ),
        ),
    )  # fmt: skip
    archive.add(strange)
    assert archive.record(strange.document.id) == strange
    for kind, total in (("document", 1), ("statement", 2), ("event", 1), ("figure", 1)):
        assert archive.search(parse(f"kind:{kind}")).total == total


# Corrections.


def test_a_correction_shows_at_once_and_can_be_found(archive: Archive) -> None:
    archive.add(mine(), "v1")
    archive.correct(denial(attitude="accusation", channel="letter"))
    found = archive.search(parse("attitude:accusation channel:letter"))
    assert [hit.item for hit in found.hits] == ["s1"]
    assert archive.search(parse("attitude:denial")).total == 0
    record = archive.record(mine().document.id)
    assert record is not None
    assert record.statements[0].attitude == "accusation"


def test_a_correction_outlives_a_new_reading(archive: Archive) -> None:
    archive.add(mine(), "v1")
    archive.correct(denial(attitude="accusation"))
    archive.add(mine(), "v2")
    assert archive.search(parse("attitude:accusation")).total == 1
    assert list(archive.corrections()) == [denial(attitude="accusation")]


def test_a_correction_finds_an_item_whose_characters_have_moved(archive: Archive) -> None:
    start, end = at(MINE, "denied")
    wider = Correction(
        document=mine().document.id, kind="statement", anchor=(start - 3, end),
        change={"attitude": "question"},
    )  # fmt: skip
    archive.correct(wider)
    archive.add(mine(), "v1")
    assert [h.item for h in archive.search(parse("attitude:question")).hits] == ["s1"]


def test_a_speaker_is_corrected_by_name(archive: Archive) -> None:
    archive.add(mine(), "v1")
    archive.correct(denial(speaker="mining board"))
    assert archive.search(parse('speaker:"mining board"')).total == 2
    archive.correct(denial(speaker="Nils Aune"))
    record = archive.record(mine().document.id)
    assert record is not None
    assert record.entity(record.statements[0].speaker).name == "Nils Aune"  # type: ignore[union-attr]
    assert archive.search(parse("speaker:aune")).total == 1
    assert len(list(archive.corrections())) == 1


@pytest.mark.parametrize(
    ("kind", "anchor", "change", "query"),
    [
        ("event", at(MINE, "met"), {"type": "AGREE", "mode": None}, "event:agree"),
        ("figure", at(MINE, "7,000"), {"low": 9000, "high": 9000}, "figure:9000"),
        ("place", at(MINE, "Port Marren"), {"lat": 1.0, "lon": 1.0}, "near:1,1,5"),
    ],
)
def test_every_kind_can_be_corrected(
    archive: Archive, kind: str, anchor: tuple[int, int], change: dict[str, object], query: str
) -> None:
    archive.add(mine(), "v1")
    assert archive.search(parse(query)).total == 0
    archive.correct(
        Correction(document=mine().document.id, kind=kind, anchor=anchor, change=change)  # type: ignore[arg-type]
    )
    assert archive.search(parse(query)).total == 1


def test_an_item_can_be_taken_out_and_put_back(archive: Archive) -> None:
    archive.add(mine(), "v1")
    archive.correct(denial())
    assert archive.search(parse("kind:statement")).total == 2
    assert archive.undo(denial())
    assert not archive.undo(denial())
    assert archive.record(mine().document.id) == mine()


def test_a_correction_without_its_item_is_kept(archive: Archive) -> None:
    archive.correct(denial(attitude="accusation"))
    bare = msgspec.structs.replace(mine(), statements=())
    archive.add(bare, "v1")
    assert archive.record(mine().document.id) == bare
    archive.add(mine(), "v2")
    assert archive.search(parse("attitude:accusation")).total == 1


def test_what_cannot_be_corrected_is_told(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="content cannot be corrected") as error:
        archive.correct(denial(content="other words"))
    assert "attitude" in error.value.hint
    assert list(archive.corrections()) == []


# Failures.

WRONG = Failure(uri="a.pdf", stage="parse", reason="it is locked", hint="Unlock it.")


def test_failures_are_counted_and_settled(archive: Archive) -> None:
    archive.note(WRONG, "/reports", "2031-01-01T00:00:00")
    archive.note(WRONG, "/reports", "2031-01-02T00:00:00")
    other = msgspec.structs.replace(WRONG, uri="b.pdf")
    archive.note(other, "/reports", "2031-01-01T00:00:00")
    archive.note(other, "/else", "2031-01-01T00:00:00")
    assert [(f.source, f.uri, f.tries) for f in archive.failures()] == [
        ("/else", "b.pdf", 1), ("/reports", "a.pdf", 2), ("/reports", "b.pdf", 1),
    ]  # fmt: skip
    archive.settle("/reports", "2031-01-02T00:00:00")
    assert [(f.source, f.uri) for f in archive.failures()] == [
        ("/else", "b.pdf"),
        ("/reports", "a.pdf"),
    ]
    assert next(archive.failures()) == Failed(
        source="/else", uri="b.pdf", stage="parse", reason="it is locked", hint="Unlock it.",
        when="2031-01-01T00:00:00",
    )  # fmt: skip


def test_what_is_stored_is_what_was_encoded(archive: Archive) -> None:
    archive.add(mine(), "v1")
    stored = archive.store.get(mine().document.id)
    assert stored is not None
    assert (stored.reading, stored.body) == ("v1", encode(mine()))
