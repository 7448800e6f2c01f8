"""Bodies behind common nouns: governments, campaigns, `the department`, `the group`."""

from __future__ import annotations

import re

from onrecord.knowledge import sources, states, tables
from onrecord.records import unnamed
from onrecord.records.bodies import Place
from onrecord.records.cast import Cast
from onrecord.records.meanings import Meanings
from onrecord.records.naming import NameHit
from onrecord.schema import Span, Spans

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_GOVERNMENT = re.compile(r"^(?:government|administration|authorities|regime)$", re.I)
_PREPOSITION = re.compile(r"\b(?:of|from|in|at|who|with|for|on|to|by|near|behind|about|close)\b")
_LED = re.compile(r"(?:['’]s?)?\s+(campaign|administration)\b")
_PART = re.compile(
    r"\s+(?:manager|chair|aide|official|spokes|staff|advis|strategist|director|operative|trail|rall|"
    r"stop|event|ads?\b|finance|volunteer|headquarters|team|surrogate|communications|fund|speech|"
    r"promise|policy|press|source|counsel|lawyer|attorney|co-chair|chief|donor|office|website|season|"
    r"slogan|appearance|message|officer|member|insider|veteran|worker|organiz|rhetoric|pledge|plane|"
    r"bus\b|song|logo|memo|email|statement|document|filing)\w*"
)
"""What makes a campaign the owner rather than the head: `the Lee campaign manager`."""


def head_word(phrase: str) -> str:
    """The last word before what hangs on it: `the conversation between them` → conversation."""
    words = _WORD.findall(_PREPOSITION.split(phrase)[0])
    return words[-1] if words else ""


def government(cast: Cast, phrase: str) -> int | None:
    """A state behind its government: `the Iraqi government`, `the government of Iraq`."""
    if not _GOVERNMENT.match(head_word(phrase)):
        return None
    found = states.find(phrase)
    noun = sources.source_noun(phrase)
    if len(found) != 1 or (
        noun is not None and noun.kind != "group" and not _GOVERNMENT.match(noun.lemma)
    ):
        return None
    state = found[0][2]
    return cast.add("State", state.code, state.name)


def name_campaigns(cast: Cast) -> None:
    """Make a body of each campaign and administration that is called by who leads it.

    `the Lee campaign` and `Ann Lee's campaign` are one body, and no mention of Lee.
    """
    for hit in list(cast.hits):
        leader = cast.of[hit.start, hit.end]
        if cast.actors[leader].type not in ("Person", "Unknown"):
            continue
        match = _LED.match(cast.text, hit.end)
        if match is None or _PART.match(cast.text, match.end()):
            continue
        noun = match.group(1)
        name = f"{cast.actors[leader].name.split()[-1]} {noun}"
        number = cast.add("Organisation", f"@{leader} {noun}", name)
        cast.name(NameHit(hit.start, match.end(1), "body", name, "", hit.start), number)


def body(discourse: Meanings, words: list[str], span: Span, content: Spans) -> int | None:
    """The body that an article and a noun mean, in small letters: `the department`, `the group`.

    The one last named whose name holds the noun; else whom the model takes it to mean; else, for
    a bare noun that any body may go by, the likeliest.
    """
    cast, noun = discourse.cast, words[-1]
    without = unnamed.told_of(discourse, noun, span[0])
    for hit in cast.before(span[0], limit=10_000):
        if without is not None and hit.start < without[0]:
            break
        actor = cast.actors[cast.of[hit.start, hit.end]]
        if actor.type == "Organisation" and noun in actor.name.lower().split():
            return cast.of[hit.start, hit.end]
    if without is not None and len(words) <= 2:
        discourse.note(*span, without[1], subject=True)
        return without[1]
    if len(words) > 2 or noun not in tables.words("any_body"):
        return discourse.linked(span[0], ("Organisation",))
    return discourse.body(Place(span, "body", content, noun))
