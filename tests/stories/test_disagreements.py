"""Figures about the same thing that differ are found, and no others."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling_records import Made, toll

from onrecord.schema import Figure, Record
from onrecord.stories.amounts import agree
from onrecord.stories.disagreements import find


def figure(low: float | None, high: float | None, qualifier: str = "exact") -> Figure:
    return Figure(id="f", start=0, end=1, low=low, high=high, qualifier=qualifier)


@pytest.mark.parametrize(
    ("one", "other", "so"),
    [
        (figure(None, 7000, "at_most"), figure(5000, 5000, "about"), True),
        (figure(150, None, "more_than"), figure(142, 142), False),
        (figure(200, 200, "about"), figure(203, 203), True),
        (figure(690, 720, "between"), figure(705, 705), True),
        (figure(3, None, "at_least"), figure(5, 5), True),
        (figure(2, 2), figure(3, 3), False),
        (figure(2900, 2900), figure(2870, 2870), True),
        (figure(4200, 4200), figure(2900, 2900), False),
        (figure(150, None, "more_than"), figure(150, 150), False),
        (figure(None, None, "vague"), figure(1, 1), True),
    ],
)
def test_figures_agree_where_a_number_is_in_both(one: Figure, other: Figure, so: bool) -> None:
    assert agree(one, other) == agree(other, one) == so


@given(st.integers(0, 10**7), st.sampled_from(["exact", "about", "at_least", "at_most"]))
def test_a_figure_agrees_with_itself(number: int, qualifier: str) -> None:
    low = None if qualifier == "at_most" else number
    high = None if qualifier == "at_least" else number
    assert agree(figure(low, high, qualifier), figure(low, high, qualifier))


def test_two_owners_on_one_day_are_in_conflict() -> None:
    (found,) = find([toll("2031-03-03", [("Oda Brill", "four", 4), ("Bo Krag", "six", 6)])])
    assert found.how == "conflict"
    assert found.about == "people, dead"
    assert [(s.low, s.cited.speaker) for s in found.sides] == [(4, "Oda Brill"), (6, "Bo Krag")]
    for side in found.sides:
        start, end = side.cited.marks[0]
        assert side.cited.text[start:end] == side.words


def test_a_growing_toll_is_a_change() -> None:
    records = [
        toll("2031-03-03", [("Oda Brill", "four", 4)]),
        toll("2031-03-05", [("Bo Krag", "six", 6)]),
    ]
    (found,) = find(records)
    assert (found.how, [s.date for s in found.sides]) == ("change", ["2031-03-03", "2031-03-05"])
    assert find(records[::-1]) == (found,)


def test_figures_of_other_towns_days_or_things_do_not_disagree() -> None:
    here = toll("2031-03-03", [("Oda Brill", "four", 4)])
    there = toll("2031-03-03", [("Bo Krag", "six", 6)], town="Holm")
    far = msgspec.structs.replace(
        there, places=tuple(msgspec.structs.replace(p, lat=59.9, lon=10.7) for p in there.places)
    )
    assert find([here, far]) == ()
    hurt = Made("Hurt\nBo Krag said six people were injured in Marren.\n")
    hurt.figure("six", 6, 6, "people")
    assert find([here, hurt.record()]) == ()


def test_one_voice_in_one_report_does_not_disagree_with_itself() -> None:
    record = toll("2031-03-03", [("Oda Brill", "four", 4), ("Oda Brill", "six", 6)])
    assert find([record]) == ()


def test_a_bare_number_goes_on_with_the_figure_before() -> None:
    made = Made(
        "Grain\nSome 38,000 tonnes are waiting, the port said. An agent put the figure nearer "
        "to 55,000.\n"
    )
    made.figure("38,000 tonnes", 38000, 38000, unit="t", qualifier="about")
    made.figure("55,000", 55000, 55000)
    said = made.say("the port", "said", "Some 38,000 tonnes are waiting")
    made.figures[0] = msgspec.structs.replace(made.figures[0], statement=said)
    (found,) = find([made.record()])
    assert [(s.low, found.unit) for s in found.sides] == [(38000, "t"), (55000, "t")]


def test_a_difference_or_a_part_is_not_the_whole() -> None:
    made = Made("Toll\nFour people died, Oda Brill said. Bo Krag said two others died.\n")
    made.figure("Four", 4, 4, "people")
    made.figure("two", 2, 2, "others")
    assert find([made.record()]) == ()


def test_a_corrected_figure_is_a_change() -> None:
    made = Made(
        "Correction\nAn earlier version said that three people had died.\n"
        "The governor confirmed two deaths.\n"
    )
    early = made.say("An earlier version", "said", "that three people had died")
    made.figure("three", 3, 3, "people", statement=early)
    late = made.say("The governor", "confirmed", "two deaths")
    made.figure("two", 2, 2, "deaths", statement=late)
    (found,) = find([made.record()])
    assert found.how == "change"


SAMPLES = {
    "people, displaced": ("conflict", {4200, 2900, 3000, 2870}),
    "villages, displaced": ("change", {11, 9}),
    "people, dead": ("change", {2, 3}),
    "flow": ("conflict", {640, 1150, 870, 900, 705, 720}),
    "waiting": ("conflict", {38000, 55000}),
}
"""What the samples say of the same thing differently, read by eye."""


@pytest.fixture(scope="module")
def told(samples_records: list[Record]) -> dict[str, tuple[str, set[float]]]:
    return {
        d.about: (d.how, {s.high if s.high is not None else s.low or 0.0 for s in d.sides})
        for d in find(samples_records)
    }


@pytest.mark.model
def test_every_disagreement_of_the_samples_is_found_and_no_other(
    told: dict[str, tuple[str, set[float]]],
) -> None:
    assert told == SAMPLES
