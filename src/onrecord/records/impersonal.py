"""Statements that nobody makes: there are fears that, it is believed that.

A closed set of constructions, read by rule, because the training data hold too few of
them to learn from: in 924 articles the tagger's annotators met twelve.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.schema import Spans, hull, overlaps

CONFIDENCE = 0.6
"""Given to all: too few are marked anywhere to measure it."""

_FEELING = (
    r"concerns?|fears?|hopes?|worr(?:y|ies)|suspicions?|speculation|rumou?rs?|reports?|"
    r"expectations?|claims|allegations?|accusations?"
)
_HELD = (
    r"feared|believed|hoped|expected|thought|understood|reported|alleged|assumed|rumou?red|"
    r"claimed|said|estimated|suspected"
)
_CONSTRUCTION = re.compile(
    r"\b(?P<cue>[Tt]here (?:is|are|was|were|has been|have been) (?:(?!no\b)[a-z]+ ){0,3}?"
    rf"(?:{_FEELING})|[Ii]t (?:is|was|has been|had been) (?:[a-z]+ )??(?:{_HELD}))"
    r"(?: (?:in|among|across|within|at) [^.,;\n]{1,60}?)?,? (?P<that>that )"
)
_END = re.compile(r"[.!?;](?=[\s”\"'’)]|$)|[”\"]")


class Impersonal(NamedTuple):
    """An attribution without a source."""

    cue: Spans
    content: Spans
    confidence: float = CONFIDENCE
    source: Spans = ()


def find(text: str, lines: Sequence[tuple[int, int]], known: Sequence[Spans]) -> list[Impersonal]:
    """Impersonal statements in the given lines.

    Args:
        text: the document's text.
        lines: intervals to look in.
        known: cues found otherwise; a construction that meets one is left to it.
    """
    out = []
    for start, end in lines:
        for match in _CONSTRUCTION.finditer(text, start, end):
            cue = (match.span("cue"),)
            stop = _END.search(text, match.end(), end)
            begin, limit = match.start("that"), stop.start() if stop else end
            said = text[begin:limit].rstrip(" ,")
            content = ((begin, begin + len(said)),)
            near = (hull(cue, content),)
            if not any(overlaps(cue, k) for k in known if overlaps(near, k)):
                out.append(Impersonal(cue, content))
    return out
