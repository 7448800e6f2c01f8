"""One event told by many reports is counted once; two events are two."""

from __future__ import annotations

import json
from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling_records import FAR, Made, killing

from onrecord.schema import Record
from onrecord.stories.doing import once
from onrecord.stories.happenings import HappeningMatcher, happening
from onrecord.stories.matching import Piece

MATCHER = HappeningMatcher()


def same(one: Record, other: Record) -> float:
    (left,), (right,) = MATCHER.pieces(one), MATCHER.pieces(other)
    return MATCHER.same(left, right)


def test_two_reports_of_one_killing_are_one_event() -> None:
    assert same(killing(), killing("Editor dead", "2031-03-04")) >= 0.5


def test_what_was_planned_and_then_done_is_one_event() -> None:
    planned = killing("Plot against an editor", "2031-02-20", status="planned")
    assert same(planned, killing()) >= 0.5


def test_a_month_holds_its_days_and_another_day_does_not() -> None:
    assert same(killing(date="2031-03"), killing("Editor dead")) >= 0.5
    assert same(killing(date="2031-03-09"), killing("Editor dead")) == 0


@pytest.mark.parametrize(
    "other",
    [
        killing("Pilot shot", victim="Ilka Torn"),
        killing("Editor shot in the other Marren", point=FAR),
        killing("Editor to be tried", type="AGREE", date="2031-06-01"),
    ],
    ids=["another victim", "another place", "another time and class"],
)
def test_what_differs_in_one_of_these_is_another_event(other: Record) -> None:
    assert same(killing(), other) < 0.5


def test_militants_in_two_towns_on_no_known_day_are_not_one() -> None:
    made = []
    for town in ("Marren", "Holm"):
        one = Made(f"Attack in {town}\nMilitants attacked a post in {town}.\n", None)
        who = one.common("Militants")
        one.event("attacked", actors=(who,), place=one.town(town, after="Militants"))
        made.append(one.record())
    assert same(*made) < 0.5


def test_candidates_share_a_term() -> None:
    (one,), (other,) = (
        MATCHER.pieces(r) for r in (killing(), killing("Editor dead", date="2031-03-03"))
    )
    assert set(one.terms) & set(other.terms)


def test_an_event_told_twice_in_a_report_is_one_with_what_either_says() -> None:
    made = Made("Attack in Marren\nA blast killed Oda Brill.\nThe attack shook Marren.\n")
    made.event("killed", recipients=(made.name("Oda Brill"),))
    made.event("attack", after="The attack", place=made.town("Marren", after="shook"))
    one, other = MATCHER.pieces(made.record())
    assert MATCHER.same(one, other) == 1.0
    assert one.body == other.body


def test_the_matching_is_symmetric_and_its_bodies_are_plain() -> None:
    records = [killing(), killing("b", victim="Ilka Torn"), killing("c", date=None)]
    pieces = [p for r in records for p in MATCHER.pieces(r)]
    for one, other in combinations(pieces, 2):
        assert MATCHER.same(one, other) == MATCHER.same(other, one)
    for piece in pieces:
        back = msgspec.structs.replace(piece, body=json.loads(json.dumps(piece.body)))
        assert MATCHER.same(back, pieces[0]) == MATCHER.same(piece, pieces[0])


@given(st.permutations(range(3)))
def test_a_happening_is_the_same_in_any_order(order: list[int]) -> None:
    records = [killing(), killing("Editor dead", "2031-03-04"), killing("Trial", "2031-04-01")]
    by_id = {r.document.id: r for r in records}
    pieces = [p for i in order for p in MATCHER.pieces(records[i])]
    told = happening(pieces, by_id)
    assert told == happening(pieces[::-1], by_id)
    assert (told.reports, told.sources) == (3, 3)
    assert [p.name for p in told.recipients] == ["Oda Brill"]
    assert (told.place, told.date) == ("Marren", "2031-03-02")
    assert [c.published for c in told.cited] == ["2031-03-03", "2031-03-04", "2031-04-01"]


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        ("alleged", "occurred", "occurred"),
        ("occurred", "denied", "denied"),
        ("occurred", "hypothetical", "occurred"),
        ("hypothetical", "hypothetical", "hypothetical"),
    ],
)
def test_the_newest_report_that_takes_a_side_gives_the_status(
    first: str, last: str, status: str
) -> None:
    records = [killing(status=first), killing("Editor dead", "2031-03-05", status=last)]
    pieces = [p for r in records for p in MATCHER.pieces(r)]
    assert happening(pieces, {r.document.id: r for r in records}).status == status


def test_copies_and_reports_on_one_outlets_word_count_once() -> None:
    first = killing(publisher="Marren Post")
    copy = killing("Editor dead", "2031-03-04")
    made = Made("Shots\nMarren Post reported that gunmen killed Oda Brill.\n", "2031-03-05")
    made.name("Marren Post", "Organisation")
    said = made.say("Marren Post", "reported", "that gunmen killed Oda Brill")
    made.event("killed", recipients=(made.name("Oda Brill"),), statement=said)
    records = {r.document.id: r for r in (first, copy, made.record())}
    pieces = [p for r in records.values() for p in MATCHER.pieces(r)]

    def copy_of(document: str) -> str:
        return first.document.id if document == copy.document.id else document

    told = happening(pieces, records, copy_of=copy_of)
    assert (told.reports, told.sources) == (3, 1)


def test_an_event_that_nobody_tells_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        happening((), {})


@given(
    st.lists(st.sampled_from(["Oda Brill", "Ilka Torn", "Bo Krag"]), min_size=1, max_size=4),
    st.sampled_from([None, "2031", "2031-03", "2031-03-02", "XXXX-03-02", "XXXX-WXX-2"]),
)
def test_any_pieces_match_between_naught_and_one(victims: list[str], date: str | None) -> None:
    pieces: list[Piece] = []
    for number, victim in enumerate(victims):
        pieces += MATCHER.pieces(killing(f"Report {number}", victim=victim, date=date))
    for one in pieces:
        assert all(0 <= MATCHER.same(one, p) <= 1 for p in pieces)
        assert MATCHER.same(one, one) == 1


def test_a_name_without_letters_is_nobody() -> None:
    assert once(["", "marek", "", "marek"]) == ("marek",)
