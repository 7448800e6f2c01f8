"""The pieces of one phrase are one part of an event."""

import pytest

from onrecord.schema import FoundPart
from onrecord.spans.events import _joined


def parts(text, *words, role="recipient"):
    return [FoundPart(role, text.index(w), text.index(w) + len(w), 0.8) for w in words]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "They hailed the government of Iraq’s initiative",
            ["the government", "Iraq", "initiative"],
        ),
        ("She mocked Dorn's supporters", ["Dorn", "supporters"]),
        ("They met the heads of the agencies", ["the heads", "agencies"]),
    ],
)
def test_a_possessive_or_of_does_not_cut_a_phrase_in_two(text, pieces):
    (one,) = _joined(text, parts(text, *pieces))
    assert text[one.start : one.end] == text[text.index(pieces[0]) :]


def test_those_who_are_listed_stay_apart():
    text = "They met Norway, Sweden and Finland"
    assert len(_joined(text, parts(text, "Norway", "Sweden", "Finland"))) == 3


def test_pieces_of_different_roles_stay_apart():
    text = "the agents of Dorn"
    mixed = [*parts(text, "the agents"), *parts(text, "Dorn", role="actor")]
    assert _joined(text, mixed) == mixed
