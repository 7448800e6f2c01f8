"""What a search finds, whatever store is under it."""

from __future__ import annotations

import pytest
from reports import MINE, document, mine, note

from onrecord.archive import Archive, Hit, parse
from onrecord.schema import Record


@pytest.fixture
def filled(archive: Archive) -> Archive:
    archive.add(mine(), "v1")
    for number in range(40):
        archive.add(note(number), "v1")
    return archive


def found(archive: Archive, query: str) -> list[tuple[str | None, str]]:
    """Item and title of every hit."""
    hits = archive.search(parse(query), limit=1000).hits
    return [(hit.item, str(hit.title)) for hit in hits]


@pytest.mark.parametrize(
    ("query", "items"),
    [
        ("pumps", [None]),
        ("PUMP", [None]),
        ("pumps miners", [None]),
        ('"come back when"', [None]),
        ('"come when back"', []),
        ("pumps absent", []),
        ("reporter*", [None]),
        ("speaker:brill", ["s2", "s1"]),
        ('speaker:"Oda Brill"', ["s2", "s1"]),
        ('speaker:"Deputy Minister"', ["s1"]),
        ("speaker:brill pumps", ["s2"]),
        ("speaker:brill pumps lost", []),
        ('speaker:"the board"', ["s3"]),
        ("speaker:oda speaker:brill", ["s2", "s1"]),
        ("addressee:reporters", ["s2"]),
        ("channel:press_conference", ["s2"]),
        ('channel:"press conference"', ["s2"]),
        ("attitude:denial tonnes", ["s1"]),
        ("attitude:promise attitude:denial publisher:courier", ["s2", "s1"]),
        ("form:direct", ["s2"]),
        ("kind:statement place:marren", ["s2"]),
        ("event:consult", ["v1"]),
        ("event:CONSULT event:RETREAT", ["v2", "v1"]),
        ("event:visit", ["v1"]),
        ("status:planned", ["v2"]),
        ("actor:vessa", ["v1"]),
        ('recipient:"mining board"', ["v1"]),
        ("event:return speaker:brill channel:press_conference", ["v2"]),
        ("event:return place:troms", ["v2"]),
        ("event:return place:norway", ["v2"]),
        ("when:2031-03", ["v1"]),
        ("when:2031-04", []),
        ("figure:7000", ["f1"]),
        ("figure:7,000", ["f1"]),
        ("figure:>=7000", ["f1"]),
        ("figure:>7000", []),
        ("figure:>300", ["f2", "f1"]),
        ("figure:<301", ["f2"]),
        ("figure:100..400", ["f2"]),
        ("of:miners", ["f2"]),
        ("of:miner figure:>7000", []),
        ("unit:t speaker:brill", ["f1"]),
        ("unit:t attitude:denial", ["f1"]),
        ('place:"Port Marren"', [None]),
        ("near:69.5,19,50", [None]),
        ("near:69.5,19,1", []),
        ("near:-69,19,50", []),
        ("event:retreat near:70,19,100", ["v2"]),
        ("publisher:courier", [None]),
        ("after:2031", [None]),
        ("after:2031-03-03", [None]),
        ("after:2031-03-04", []),
        ("miners before:2031-03-03", []),
        ("kind:figure", ["f2", "f1"]),
        ("language:de", []),
        ("kind:document speaker:brill attitude:denial", [None]),
        ("kind:document actor:vessa figure:7000", [None]),
        ("kind:document actor:vessa figure:7001", []),
        ("kind:statement figure:7000", ["s1"]),
        ("kind:statement of:miners", ["s3"]),
        ("kind:statement event:return", ["s2"]),
        ("kind:event figure:7000", []),
        ("event:consult figure:1..900", []),
        ("speaker:ness number24", ["s1"]),
    ],
)
def test_everything_asked_must_hold(filled: Archive, query: str, items: list[str | None]) -> None:
    assert sorted(i or "" for i, _ in found(filled, query)) == sorted(i or "" for i in items)


def test_the_newest_come_first(filled: Archive) -> None:
    days = [h.published for h in filled.search(parse("speaker:krag"), limit=50).hits]
    assert len(days) > 3
    assert days == sorted(days, key=str, reverse=True)


def test_words_are_ranked_by_how_well_they_match(archive: Archive) -> None:
    texts = ("Rain fell. " + "Nothing else happened on that long day. " * 9, "Rain, rain.", "Sun.")
    for text in texts:
        archive.add(Record(document=document(text)))
    hits = archive.search(parse("rain")).hits
    assert [hit.text for hit in hits] == ["Rain, rain.", "Rain fell."]
    assert (hits[0].score or 0) > (hits[1].score or 0) > 0


def test_a_hit_says_what_and_where_from(filled: Archive) -> None:
    (hit,) = filled.search(parse("speaker:brill pumps")).hits
    assert hit.speaker == "Oda Brill"
    assert (hit.attitude, hit.channel, hit.addressees) == (
        "promise", "press_conference", "reporters",
    )  # fmt: skip
    assert (hit.title, hit.publisher, hit.published, hit.uri) == (
        mine().document.title, "The Invented Courier", "2031-03-03", "https://example.org/mine",
    )  # fmt: skip
    assert hit.document == mine().document.id
    assert MINE[hit.start : hit.end] == hit.text
    assert hit.text.startswith("“We will come back")
    assert [hit.text[a:b] for a, b in hit.marks] == ["pumps"]


def test_an_event_and_a_figure_say_whose_word_they_stand_on(filled: Archive) -> None:
    (event,) = filled.search(parse("event:return")).hits
    assert (event.actors, event.place, event.status) == ("Oda Brill", "Port Marren", "planned")
    assert (event.words, event.speaker) == ("come back", "Oda Brill")
    (figure,) = filled.search(parse("of:miners")).hits
    assert (figure.words, figure.low, figure.high) == ("more than 300", 300.0, None)
    assert (figure.qualifier, figure.speaker, figure.counted) == (
        "more_than", "Mining Board", "miners",
    )  # fmt: skip


def test_a_document_shows_the_sentence_with_most_of_the_words(filled: Archive) -> None:
    (hit,) = filled.search(parse("miners board")).hits
    assert hit.text == "The board said more than 300 miners had left."
    assert [hit.text[a:b] for a, b in hit.marks] == ["board", "miners"]


def test_a_document_near_a_point_shows_where(filled: Archive) -> None:
    (hit,) = filled.search(parse("near:69.5,19,50")).hits
    assert hit.place == "Port Marren"
    assert hit.text.endswith("Brill told reporters in Port Marren.")


def test_hits_are_counted_and_paged(filled: Archive) -> None:
    query = parse("kind:statement valley")
    pages = [filled.search(query, limit=15, offset=n) for n in (0, 15, 30, 45)]
    assert [page.total for page in pages] == [40, 40, 40, 40]
    assert [len(page.hits) for page in pages] == [15, 15, 10, 0]
    together = [hit.document for page in pages for hit in page.hits]
    assert len(set(together)) == 40
    assert filled.search(query, limit=0).total == 40


def test_facets_count_every_hit(filled: Archive) -> None:
    facets = {f.field: dict(f.counts) for f in filled.facets(parse("kind:statement"), most=99)}
    assert sum(facets["speaker"].values()) == 43
    assert facets["speaker"]["Oda Brill"] == 2
    assert facets["channel"] == {"press_conference": 1}
    assert facets["publisher"]["Gazette N"] == 10
    assert facets["month"]["2031-03"] == 3
    for kind in ("document", "event", "figure"):
        assert filled.facets(parse(f"kind:{kind}"))


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "*",
        "“”",
        "''",
        "AND OR NOT",
        "a:b"[1:],
        "NEAR(a b)",
        "words : x",
        "-",
        "^a",
        "(((",
        "a*b",
    ],
)
def test_no_words_are_taken_for_orders_to_the_database(filled: Archive, query: str) -> None:
    try:
        asked = parse(query)
    except ValueError:
        return
    assert filled.search(asked).kind == "document"


def test_an_empty_archive_finds_nothing(archive: Archive) -> None:
    for query in ("", "a", "speaker:a", "event:agree", "figure:>1", "near:1,1,1", "after:2020"):
        assert archive.search(parse(query)).hits == ()
        assert archive.search(parse(query)).total == 0
        assert all(f.counts == () for f in archive.facets(parse(query)))


def test_hits_have_every_field_of_their_row(filled: Archive) -> None:
    fields = set(Hit.__struct_fields__)
    assert {"speaker", "attitude", "type", "status", "low", "counted", "place"} <= fields
