"""Who speaks without a name: `a Turkish official`, `her spokeswoman`, `the governor's office`.

Each is an actor called by the words that bring it in, so that `she`, `it`, `the official` and
`who` behind those words find it.
"""

from __future__ import annotations

import re

from onrecord.knowledge.sources import SourceNoun
from onrecord.records.cast import Cast
from onrecord.records.discourse import Discourse
from onrecord.schema import Span

_CUT = re.compile(r"[,;:(]|\s(?:who|which|familiar|briefed|speaking|close to|involved)\b")
_LEAD = re.compile(r"^(?:the|this|that|an?|one|another|at least one)\s+", re.I)
_ALONE = re.compile(r"^(?:an?|one|another|the other|a second|a third)\s", re.I)
_OWNED = re.compile(r"^(?:(?i:his|her|their|its)|(?:[A-Z]\S*\s){0,4}\S+['’]s?)\s")
_WHOSE = re.compile(r"^the\s(?:[\w’'-]+\s){1,4}(?:of|for|at|in|from)\s(?:the\s)?[A-Z]", re.I)
"""`the governor of Edirne`: so full a title brings somebody in."""

_ASKING = frozenset(
    ("reporter", "journalist", "questioner", "interviewer", "moderator", "correspondent")
)
"""Who asks, and is then spoken of no more."""


def person(discourse: Discourse, phrase: str, noun: SourceNoun, span: Span) -> int | None:
    """The person whom an indefinite phrase brings in, or one whom the report owns to another.

    Null for `the official`, which means somebody told of before.
    """
    owned = _OWNED.match(phrase) or _OWNED.match(_LEAD.sub("", phrase)) or _WHOSE.match(phrase)
    if not (_ALONE.match(phrase) or owned):
        return None
    # One whose words change each time is another each time; `her lawyer` stays the same.
    key = f"?{span[0]}" if _ALONE.match(phrase) else f"?{_bare(phrase).lower()}"
    return _brought_in(discourse, "Person", key, phrase, noun, span)


def body(discourse: Discourse, phrase: str, noun: SourceNoun, span: Span) -> int:
    """The body that a common noun brings in: a name of its own for each wording."""
    return _brought_in(discourse, "Organisation", f"?{_bare(phrase).lower()}", phrase, noun, span)


def asks(cast: Cast, number: int) -> bool:
    """Whether an actor is known only as one who asks."""
    actor = cast.actors[number]
    return actor.unnamed and bool(actor.titles & _ASKING)


def told_of(discourse: Discourse, lemma: str, at: int) -> tuple[int, int] | None:
    """Where an unnamed actor with this noun stands last before a place, and which it is."""
    places = [
        (start, number)
        for number, actor in enumerate(discourse.cast.actors)
        if actor.unnamed and lemma in actor.titles
        for start, *_ in actor.places
        if start < at
    ]
    return max(places, default=None)


def brought_in_at(discourse: Discourse, start: int) -> int | None:
    """The unnamed actor that was brought in at a place."""
    for number, actor in enumerate(discourse.cast.actors):
        if actor.unnamed and any(place[0] == start for place in actor.places):
            return number
    return None


def _brought_in(
    discourse: Discourse, kind: str, key: str, phrase: str, noun: SourceNoun, span: Span
) -> int:
    cut = _CUT.search(phrase)
    name = phrase[: cut.start()] if cut is not None else phrase
    number = discourse.cast.add(kind, key, name)
    actor = discourse.cast.actors[number]
    actor.unnamed = True
    actor.titles.add(noun.lemma)
    actor.gender = actor.gender or noun.gender
    if noun.lemma not in _ASKING:
        discourse.note(*span, number, subject=True)
    return number


def _bare(phrase: str) -> str:
    """The phrase up to its first break and without its article."""
    cut = _CUT.search(phrase)
    short = phrase[: cut.start()] if cut is not None else phrase
    return " ".join(_LEAD.sub("", short).replace("’", "'").split())
