"""What `who` and `which` stand for: the name or the description right before them."""

from __future__ import annotations

import re

from onrecord.knowledge import sources
from onrecord.records.discourse import Discourse
from onrecord.schema import Span

_SEVERAL = re.compile(r"\w[^s\W]s\s*$")
"""The words before `who` end in a plural."""

_IS_ONE = re.compile(
    r"\s+(?:is|was|became|remains|['’]s|has been|had been)\s+(?:an?|the|one|now|also)\s[^,;:.()]*$"
)
"""What a name is said to be: `Reed is a former lawyer who`."""

_HANGS = (
    r"(?:\s+(?:of|for|from|in|at|with|to|on)\s+(?:the\s+|an?\s+)?"
    r"[^\W_][\w’'.-]*(?:\s[A-Z&][\w’'.-]*)*){0,2}"
)
_DESCRIBED = re.compile(
    r"\b(?P<all>(?:the|this|that|an?|one|another|his|her|their|its)\s+"
    rf"(?P<noun>(?:[^\W_][\w’'.-]*\s+){{0,4}}?[^\W_][\w’'.-]*){_HANGS}),?\s+$",
    re.I,
)
_REACH = 110
_OF = re.compile(
    r"\b(?:the|an?|one|this|that|his|her|their|its)\s+(?:[^\W_][\w’'.-]*\s+){1,4}(?:of|for|from|in|at)\s+(?:the\s+)?$",
    re.I,
)


def named(discourse: Discourse, at: int) -> int | None:
    """The name before a place, or one that words between commas part from it."""
    cast, text = discourse.cast, discourse.text
    sentence = cast.sentence_span(at)[0]
    hits = [h for h in cast.inside((sentence, at)) if h.form != "adjective"]
    body = None
    for hit in reversed(hits):
        between = text[hit.end : at]
        number = cast.of[hit.start, hit.end]
        kind = cast.actors[number].type
        if kind not in ("Person", "Unknown", "Organisation"):
            continue
        lead = hit.lead if hit.lead >= 0 else hit.start
        if not between.strip(" ,—–-"):
            head = _described_before(text, sentence, lead) if kind != "Person" else None
            if head is not None:
                # `the governor of Edirne, who`: a person, not the place.
                return _apposed(discourse, sentence, head)
            if kind != "Organisation":
                return number
            # `Reed, the head of the Chamber, who`: the body only if nobody comes before it.
            body = number
            continue
        if kind == "Person" and _IS_ONE.match(between) and not _SEVERAL.search(between):
            return number
        # `Reed, the Chamber's chief strategist, who`; `Reed, R-Ohio, who`; `Reed (D), who`.
        apart = between.rstrip().endswith((",", ")", "-", "—"))
        one = re.match(r",\s+(?:the|a|an|his|her)\s", between) and not _SEVERAL.search(between)
        if kind != "Organisation" and re.match(r"\s*[,(]", between):
            if apart or one:
                return number
            break
    return body


def _described_before(text: str, sentence: int, lead: int) -> int | None:
    """Where the noun that means a person begins on which a name hangs: `the governor of`."""
    begin = max(sentence, lead - _REACH)
    match = _OF.search(text, begin, lead)
    if match is None:
        return None
    noun = sources.source_noun(match.group().rsplit(None, 1)[0])
    return match.start() if noun is not None and noun.personal else None


def _apposed(discourse: Discourse, sentence: int, at: int) -> int | None:
    """The person whom a description behind a comma is about: `Reed, a clerk at the Chamber`."""
    cast = discourse.cast
    for hit in reversed(cast.inside((sentence, at))):
        number = cast.of[hit.start, hit.end]
        if discourse.text[hit.end : at].strip() == "," and cast.actors[number].type == "Person":
            return number
        break
    return None


def described(text: str, sentence: int, at: int) -> Span | None:
    """The description right before a place: `the governor of Edirne`, `a diplomat`."""
    start = max(sentence, at - _REACH)
    found = _DESCRIBED.search(text[start:at])
    if found is None:
        return None
    return start + found.start("all"), start + found.end("all")
