"""Titles by which a report calls again whom it has told of: `the president`, `the senator`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.knowledge import sources
from onrecord.records.cast import Cast
from onrecord.schema import Span

_THE = re.compile(r"\b[Tt]he ((?:[\w.’'-]+ ){0,4}?)([a-z][a-z-]+)\b")
_HANGING = re.compile(r"\s+(?:of|for|at|in|to|who|whom|whose|[A-Z])|-")
"""What makes an office that of somebody brought in here rather than told of before."""

_ACTING = re.compile(
    r"\s+(?:\w+ly\s+)?(?:was|is|has|had|will|would|could|did|does|may|might|must|should|"
    r"\w{2,}ed|\w{3,}s|said|told|went|took|made|came|began|won|lost|gave|spoke|wrote)\b"
)


class Title(NamedTuple):
    """A title alone: where it stands, its noun, the gender that tells, whether it acts.

    `whose` says that a complement follows: `the governor of Edirne`.
    """

    span: Span
    lemma: str
    gender: str | None
    acts: bool
    whose: bool


def titles(cast: Cast) -> Iterator[Title]:
    """Every office behind `the` that no name follows, in text order."""
    text = cast.text
    for match in _THE.finditer(text):
        noun = sources.source_noun(match.group())
        if noun is None or noun.plural or noun.kind != "office":
            continue
        if noun.lemma.split()[-1] != match.group(2):
            continue
        hanging = _HANGING.match(text, match.end())
        if hanging and hanging.group().strip() not in ("of", "for"):
            continue
        if any(h.end == match.end() for h in cast.inside(match.span())):
            continue
        acts = _ACTING.match(text, match.end()) is not None
        yield Title(match.span(), noun.lemma, noun.gender, acts, hanging is not None)
