"""What an expression turns out to mean, and looks around one that every reading takes."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.records.times import anchoring
from onrecord.records.times.anchoring import Scene
from onrecord.records.times.grammar import Hit


class Found(NamedTuple):
    """An expression read: where it stands, its type, value and modifier, what it hangs on."""

    start: int
    end: int
    type: str
    value: str | None
    mod: str | None = None
    anchor: str | None = None


class When(NamedTuple):
    """A value, and the value it was reckoned from."""

    value: str | None
    anchor: str | None = None


def date(hit: Hit, when: When) -> list[Found]:
    """One DATE of all the words of a hit."""
    return [Found(hit.start, hit.end, "DATE", when.value, hit.value("e"), when.anchor)]


def ahead(hit: Hit) -> int:
    """1 where the clause around the hit looks ahead, -1 where back, else 0."""
    tokens = hit.tokens
    return anchoring.heading(tokens.text, tokens.starts[0], hit.start, hit.end, tokens.ends[-1])


def before(hit: Hit, back: int = 1) -> str:
    """The word before the hit, in small letters."""
    return hit.tokens.word(hit.first - back)


def behind(hit: Hit, on: int = 0) -> str:
    """The word behind the hit, in small letters."""
    return hit.tokens.word(hit.last + on)


def named_behind(hit: Hit) -> bool:
    """Whether a word with a capital follows that is no word of time."""
    return hit.tokens.codes[hit.last : hit.last + 1] == "O"


def plain_behind(hit: Hit) -> bool:
    """Whether a word in small letters follows that is no word of time."""
    return hit.tokens.codes[hit.last : hit.last + 1] == "o"


def told_year(scene: Scene) -> int | None:
    """In a text about other years, the year told before."""
    value = scene.last if scene.narrative else None
    return int(value[:4]) if value and value[:4].isdigit() else None
