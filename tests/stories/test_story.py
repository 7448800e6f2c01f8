"""Reports of one matter are one story; its timeline goes by day, whatever the order of reports."""

from __future__ import annotations

import json
from itertools import combinations, permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling_records import Made, killing, toll

from onrecord.schema import Record, Time
from onrecord.stories import days
from onrecord.stories.citing import Citer, cite
from onrecord.stories.happenings import HappeningMatcher, happening
from onrecord.stories.nouns import Happening
from onrecord.stories.telling import StoryMatcher, story, timeline, view

MATCHER = StoryMatcher()

VALUES = st.sampled_from(
    [None, "2031", "2031-03", "2031-03-02", "XXXX-03-02", "XXXX-WXX-2", "2031-W10", "2031-W10-WE",
     "2031-SP", "2031-Q1", "PRESENT_REF", "P1D", "2031-03-02T10:30", "2031-02-31", "", "203X"]
)  # fmt: skip


def same(one: Record, other: Record) -> float:
    (left,), (right,) = MATCHER.pieces(one), MATCHER.pieces(other)
    assert MATCHER.same(left, right) == MATCHER.same(right, left)
    return MATCHER.same(left, right)


def happenings(records: list[Record]) -> list[Happening]:
    pieces = [p for r in records for p in HappeningMatcher().pieces(r)]
    return [happening(pieces, {r.document.id: r for r in records})]


def test_reports_of_one_matter_are_one_story() -> None:
    assert same(killing(), killing("Editor killed", "2031-03-05")) >= 0.5


def test_reports_of_other_times_or_matters_are_not() -> None:
    assert same(killing(), killing("Editor killed", "2031-06-05")) < 0.5
    made = Made("Grain is dear\nWheat slipped as traders bet on rain, Ilka Torn said.\n")
    made.name("Ilka Torn")
    assert same(killing(), made.record()) < 0.5


def test_a_report_that_names_nobody_is_in_no_story() -> None:
    assert MATCHER.pieces(Made("Rain\nIt rained.\n").record()) == ()


def test_bodies_are_plain_json() -> None:
    (piece,) = MATCHER.pieces(killing())
    back = msgspec.structs.replace(piece, body=json.loads(json.dumps(piece.body)))
    assert MATCHER.same(back, piece) == 1.0


def test_a_timeline_goes_by_day_and_tells_each_happening_once() -> None:
    records = [
        killing("Editor shot in Marren", "2031-03-03"),
        toll("2031-03-05", [("Oda Brill", "four", 4), ("Bo Krag", "six", 6)]),
    ]
    told = view(records, id="x", happenings=happenings(records[:1]))
    assert [(m.day, m.kind) for m in told.timeline] == [
        ("2031-03-02", "event"),
        ("2031-03-03", "report"),
        ("2031-03-05", "figure"),
        ("2031-03-05", "figure"),
        ("2031-03-05", "report"),
    ]
    assert told.timeline[0].label == "killed Oda Brill"
    assert len(told.disagreements) == 1


def test_a_view_is_the_same_in_any_order_of_reports() -> None:
    records = [killing(), killing("Editor dead", "2031-03-04"), toll("2031-03-05", [])]
    views = {msgspec.json.encode(view(list(some), id="x")) for some in permutations(records)}
    assert len(views) == 1


def test_a_story_is_called_by_the_report_that_has_most_in_common() -> None:
    records = [
        killing("Editor shot in Marren", "2031-03-03"),
        killing("Editor shot dead in Marren", "2031-03-04"),
        killing("Weather", "2031-03-05", victim="Bo Krag"),
    ]
    head = story(records, id="x")
    assert "Editor shot" in head.title
    assert (head.first, head.last, head.reports, head.sources) == (
        "2031-03-03", "2031-03-05", 3, 3,
    )  # fmt: skip
    assert head.places == ("Marren",)
    assert [p.name for p in head.people] == ["Oda Brill", "Bo Krag"]


def test_a_story_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        story([], id="x")


def test_statements_that_move_a_story_are_moments() -> None:
    made = Made("Denial\nOda Brill denied that the pumps had failed.\n")
    made.name("Oda Brill")
    made.say("Oda Brill", "denied", "that the pumps had failed", "denial")
    moments = timeline([made.record()], (), ())
    assert [m.label for m in moments if m.kind == "statement"] == [
        "Oda Brill: that the pumps had failed"
    ]


def test_the_dateline_gives_the_day_of_a_report_that_has_no_other() -> None:
    made = Made("Flood\nMARREN, Feb. 3 — It rained.\n", None)
    start, end = made.at("Feb. 3")
    section = msgspec.structs.replace(made.document.sections[1], kind="dateline", start=start)
    document = msgspec.structs.replace(made.document, sections=(section,))
    time = Time(start=start, end=end, type="DATE", value="XXXX-02-03")
    record = msgspec.structs.replace(made.record(), document=document, times=(time,))
    assert days.reported(record) == "XXXX-02-03"
    assert days.completed("XXXX-02-03", "2031") == "2031-02-03"


@given(VALUES, VALUES)
def test_days_compare_either_way(one: str | None, other: str | None) -> None:
    assert days.compatible(one, other) == days.compatible(other, one)
    assert days.apart(one, other) == days.apart(other, one)
    assert days.compatible(one, one)
    apart = days.apart(one, other)
    assert apart is None or (apart == 0) == days.compatible(one, other)
    days.order(one)


@given(st.text("ab .!?\n“”", min_size=1, max_size=60), st.data())
def test_what_is_cited_stands_there(text: str, data: st.DataObject) -> None:
    record = Made(text).record()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cited = cite(record, (start, end))
    assert cited.text == text[cited.at : cited.at + len(cited.text)]
    ((first, last),) = cited.marks
    assert (cited.at + first, cited.at + last) == (start, end)
    assert cited.text[first:last] == text[start:end]


def test_a_citation_says_on_whose_word_it_stands() -> None:
    made = Made("Denial\nOda Brill said that the pumps had failed.\n")
    made.name("Oda Brill")
    said = made.say("Oda Brill", "said", "that the pumps had failed")
    record = made.record()
    persons = {f"{record.document.id}:n0": "p"}
    cited = Citer(record, persons).cite((made.at("pumps"),), statement=said)
    assert (cited.speaker, cited.person) == ("Oda Brill", "p")


@pytest.mark.model
def test_the_samples_are_one_story_in_the_order_of_their_days(
    samples_records: list[Record],
) -> None:
    pieces = [p for r in samples_records for p in MATCHER.pieces(r)]
    reached = {pieces[0].key}
    for _ in pieces:
        for one, other in combinations(pieces, 2):
            linked = set(one.terms) & set(other.terms) and MATCHER.same(one, other) >= 0.5
            if linked and {one.key, other.key} & reached:
                reached |= {one.key, other.key}
    assert len(reached) == len(samples_records) == 13
    told = view(samples_records, id="x")
    assert (told.story.first, told.story.last) == ("2026-02-03", "2026-02-08")
    reported = [m.day for m in told.timeline if m.kind == "report"]
    assert reported == sorted(d for d in reported if d)
