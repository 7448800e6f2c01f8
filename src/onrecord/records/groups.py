"""Several who speak together: pairs in talks, `A and B`, `the two men`, `they`."""

from __future__ import annotations

import re
from itertools import pairwise

from onrecord.records.cast import Cast
from onrecord.records.conversations import Conversation
from onrecord.records.naming import NameHit
from onrecord.schema import Span

PAIR = re.compile(
    r"^(?:the|both|these|those)\s+(?:two\s+|both\s+)?"
    r"(?:men|women|leaders|ministers|officials|presidents|sides|secretaries|diplomats|pair|two|"
    r"politicians|statesmen|counterparts|envoys|generals|heads of state)$",
    re.I,
)
"""Words for two who were told of."""

_TWO = re.compile(r"\b(?:the two|both (?:men|women|candidates|leaders|sides))\b", re.I)
_JOINT = re.compile(r",? and (?:the )?|, (?:the )?")
_APPOSED = re.compile(r"(?:,[^,.;:()]{3,60}| \([^()]{1,20}\)),? and (?:[A-Z]\w+\.? )?")
"""What may stand between two persons of a list: `Lee, Republican of Iowa, and Roe`."""

_PREPOSITION = re.compile(r"\b(?:of|from|in|at|who|with|for|on|to|by|near|behind|about|close)\b")


def they(
    cast: Cast, at: int, spoke: int | None, conversations: tuple[Conversation, ...]
) -> int | None:
    """A pair in talks that was last spoken of, or else the group that last spoke.

    Args:
        cast: the actors of the report.
        at: where `they` stands.
        spoke: the group that spoke in the statement before, if one did.
        conversations: conversations told in the report.
    """
    here = cast.sentence(at)
    talks = [c for c in conversations if c.start < at and here - cast.sentence(c.start) <= 4]
    if talks:
        return group(cast, talks[-1].participants)
    if spoke is not None:
        return spoke
    begin = cast.sentences[max(0, here - 1)] if cast.sentences else 0
    two = _TWO.search(cast.text, begin, at)
    return pair(cast, two.start(), conversations) if two else listed(cast, at, 1)


def is_person(cast: Cast, number: int) -> bool:
    """Whether an actor is a person."""
    return cast.actors[number].type == "Person"


def group(cast: Cast, members: tuple[int, ...]) -> int:
    """The actor that these make up together."""
    ordered = tuple(sorted(members))
    key = "+".join(map(str, ordered))
    return cast.add("Group", key, " and ".join(cast.actors[m].name for m in members), members)


def pair(cast: Cast, at: int, conversations: tuple[Conversation, ...]) -> int | None:
    """Two persons in talks before this place, or else the only two persons lately named."""
    talks = [c for c in conversations if c.start < at]
    if talks:
        return group(cast, talks[-1].participants)
    here = cast.sentence(at)
    near = [
        cast.of[h.start, h.end]
        for h in cast.before(at)
        if here - cast.sentence(h.start) <= 3 and is_person(cast, cast.of[h.start, h.end])
    ]
    persons = list(dict.fromkeys(near))
    if len(persons) == 2:
        return group(cast, tuple(reversed(persons)))
    both = listed(cast, at, 3)
    return both if both is not None and len(cast.actors[both].members) == 2 else None


def listed(cast: Cast, at: int, back: int) -> int | None:
    """The persons last named with `and` between them, at most so many sentences before."""
    here = cast.sentence(at)
    begin = cast.sentences[max(0, here - back)] if cast.sentences else 0
    for members in reversed(_lists(cast, (begin, at))):
        if all(is_person(cast, n) for n in members):
            return group(cast, members)
    return None


def several(cast: Cast, text: str, span: Span) -> int | None:
    """`A and B` or `A, B and C`, all named."""
    hits = cast.inside(span)
    if len(hits) < 2 or _PREPOSITION.search(text[span[0] : hits[0].start]):
        return None
    found = _lists(cast, span)
    return group(cast, found[0]) if found else None


def _both_persons(cast: Cast, left: NameHit, right: NameHit) -> bool:
    return all(is_person(cast, cast.of[h.start, h.end]) for h in (left, right))


def _lists(cast: Cast, span: Span) -> list[tuple[int, ...]]:
    """Actors named one after the other with commas and an `and` between them."""
    out: list[tuple[int, ...]] = []
    run: list[int] = []
    closed = False
    hits = [h for h in cast.inside(span) if h.form != "adjective"]
    for left, right in pairwise(hits):
        lead = right.lead if right.lead >= 0 else right.start
        joint = _JOINT.fullmatch(cast.text, left.end, max(left.end, lead))
        if joint is None and _both_persons(cast, left, right):
            joint = _APPOSED.fullmatch(cast.text, left.end, max(left.end, lead))
        if joint is None or closed:
            if closed:
                out.append(tuple(dict.fromkeys(run)))
            run, closed = [], False
        if joint is not None:
            run = run or [cast.of[left.start, left.end]]
            run.append(cast.of[right.start, right.end])
            closed = "and" in joint.group()
    if closed:
        out.append(tuple(dict.fromkeys(run)))
    return [members for members in out if len(members) > 1]
