"""Where in a text the words looked for stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from onrecord.archive.passages import Sentences
from onrecord.schema import Span

Token = tuple[int, int, str]
Tokens = Callable[[str], list[Token]]
"""Cuts a text into words as a store compares them: start, end, reduced form."""


class Sought(NamedTuple):
    """A word or phrase looked for, in reduced words; `open` where the last may go on."""

    stems: tuple[str, ...]
    open: bool


def sought(words: Sequence[str], tokens: Tokens) -> list[Sought]:
    """What is looked for, of those words and phrases that have anything to look for."""
    cut = ((tuple(stem for *_, stem in tokens(w)), w.rstrip().endswith("*")) for w in words)
    return [Sought(stems, goes_on) for stems, goes_on in cut if stems]


def marked(text: str, wanted: Sequence[Sought], tokens: Tokens) -> tuple[Span, ...]:
    """The intervals of a text that were looked for, in order and without overlap."""
    if not wanted:
        return ()
    out: list[Span] = []
    for start, end, _ in sorted(_places(tokens(text), wanted)):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return tuple(out)


def best_passage(text: str, wanted: Sequence[Sought], tokens: Tokens) -> Span:
    """The first of the sentences that have most of what was looked for, else the first one."""
    sentences = Sentences(text)
    held: dict[Span, set[int]] = {}
    for start, _, number in sorted(_places(tokens(text), wanted)) if wanted else ():
        held.setdefault(sentences.around(start, start + 1), set()).add(number)
    if not held:
        return sentences.first()
    return max(held, key=lambda span: (len(held[span]), -span[0]))


def _places(found: Sequence[Token], wanted: Sequence[Sought]) -> Iterator[tuple[int, int, int]]:
    """Start and end of every place where something stands, with its number."""
    at_of: dict[str, list[int]] = {}
    for at, (_, _, stem) in enumerate(found):
        at_of.setdefault(stem, []).append(at)
    for number, (stems, goes_on) in enumerate(wanted):
        *whole, last = stems
        for begin in _begins(at_of, stems, goes_on):
            end = begin + len(whole)
            if end >= len(found) or any(found[begin + i][2] != s for i, s in enumerate(whole)):
                continue
            stem = found[end][2]
            if stem == last or (goes_on and stem.startswith(last)):
                yield found[begin][0], found[end][1], number


def _begins(at_of: dict[str, list[int]], stems: tuple[str, ...], goes_on: bool) -> list[int]:
    """Where the first word stands."""
    if len(stems) == 1 and goes_on:
        return [at for stem, ats in at_of.items() if stem.startswith(stems[0]) for at in ats]
    return at_of.get(stems[0], [])
