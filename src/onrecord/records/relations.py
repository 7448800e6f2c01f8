"""How actors stand to each other, and on whose word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.knowledge import sources
from onrecord.records import bearings
from onrecord.records.cast import Cast
from onrecord.records.conversations import Conversation
from onrecord.schema import FoundMention, FoundRelation, Relation, Span, Statement

RULED = 0.9
"""Confidence of what a closed construction says."""

_LONGEST = 80
_LED_BY = re.compile(
    r"\b(?P<led>(?:the|an?|any|some|another)\s+(?:(?!that\b|which\b|and\b)[\w’'-]+\s+){0,3}?[\w-]+),?\s+"
    r"(?:controlled|led|headed|run|commanded|ruled|governed|dominated|chaired|owned)\s+by\s+(?:the\s+)?",
    re.I,
)
_BEHIND_ACTOR = (
    r"\s+(?:(?:have|has|had|are|is|were|was|been|being|recently|fully|finally|largely)\s+){0,3}"
)
_MOVES = (
    (
        "Apart",
        re.compile(
            _BEHIND_ACTOR + r"(?:(?:withdrew|withdraws?|withdrawn|retreated|departed|fled)\s+from|"
            r"pulled\s+out\s+of|left)\s+(?:the\s+)?$"
        ),
    ),
    (
        "CoLocated",
        re.compile(
            _BEHIND_ACTOR + r"(?:stationed|deployed|based|housed|held|detained|arrived|remain|"
            r"remained|stayed)\s+(?:at|in|on)\s+(?:the\s+)?$"
        ),
    ),
)
"""What stands between an actor and the place that it left or is at."""

_COMPOUNDS = {
    **dict.fromkeys(("led", "run", "controlled", "owned", "dominated"), "InChargeOf"),
    **dict.fromkeys(("backed", "supported", "sponsored", "funded"), "Likes"),
    **dict.fromkeys(("allied", "aligned"), "AlliesOf"),
}
_COMPOUND = re.compile(
    rf"[-–](?P<how>{'|'.join(_COMPOUNDS)})\s+(?P<noun>(?:[\w-]+\s+){{0,2}}?[a-z][\w-]+)\b"
)


class Tied(NamedTuple):
    """Two intervals of the text and how what they mention stands to each other."""

    type: str
    source: Span
    target: Span
    confidence: float


def by_model(related: Sequence[FoundRelation], found: Sequence[FoundMention]) -> list[Tied]:
    """The model's relations by the places of their mentions."""
    out = []
    for one in related:
        source, target = ((found[n].start, found[n].end) for n in (one.source, one.target))
        out.append(Tied(one.type, source, target, one.confidence))
    return out


def by_rule(
    cast: Cast, talks: Sequence[Conversation], found: Sequence[FoundMention] = ()
) -> list[Tied]:
    """What closed constructions say.

    Talks between two, bodies led or backed by somebody, and who left or is stationed where.
    """
    out = []
    for talk in talks:
        hits = cast.inside((talk.start, talk.end))
        places = {cast.of[h.start, h.end]: (h.start, h.end) for h in reversed(hits)}
        pair = [places[n] for n in talk.participants if n in places]
        if len(pair) == 2:
            out.append(Tied("CommWith", min(pair), max(pair), RULED))
    out += _moved(cast, found)
    for match in _LED_BY.finditer(cast.text):
        led = (match.start("led"), match.end("led"))
        by = next(iter(cast.inside((match.end(), match.end() + _LONGEST))), None)
        if by is None or (by.lead if by.lead >= 0 else by.start) != match.end():
            continue
        noun = sources.source_noun(match["led"])
        if noun is not None and noun.kind == "group":
            out.append(Tied("InChargeOf", (by.start, by.end), led, RULED))
    for hit in cast.hits:
        compound = _COMPOUND.match(cast.text, hit.end)
        if compound is None:
            continue
        noun = sources.source_noun(compound["noun"])
        if noun is not None and noun.kind == "group":
            kind = _COMPOUNDS[compound["how"]]
            whole = (hit.start, compound.end("noun"))
            out.append(Tied(kind, (hit.start, hit.end), whole, RULED))
    return out


def _moved(cast: Cast, found: Sequence[FoundMention]) -> list[Tied]:
    """Who left a place or is stationed there: `US forces withdrew from Ain al-Assad`."""
    actors = {
        m.end: (m.start, m.end)
        for m in reversed(found)
        if m.type in ("Person", "Organisation") and m.form != "pronoun"
    }
    for hit in cast.hits:
        if cast.actors[cast.of[hit.start, hit.end]].type in ("Person", "Organisation", "State"):
            actors.setdefault(hit.end, (hit.start, hit.end))
    out = []
    for hit in cast.hits:
        if cast.actors[cast.of[hit.start, hit.end]].type not in ("Location", "State"):
            continue
        sentence = cast.sentence_span(hit.start)[0]
        for kind, pattern in _MOVES:
            match = pattern.search(cast.text, sentence, hit.start)
            if match and match.start() in actors:
                out.append(Tied(kind, actors[match.start()], (hit.start, hit.end), RULED))
    return out


def told(
    ties: Sequence[Tied], ids: Mapping[Span, str], statements: Sequence[Statement]
) -> tuple[Relation, ...]:
    """Relations of the record, each with the statement in whose content it stands.

    Args:
        ties: relations by places, the likelier of two alike first.
        ids: id of the mention at each interval.
        statements: the record's statements.
    """
    found: dict[tuple[str, str, str], Tied] = {}
    for one in ties:
        if one.source in ids and one.target in ids:
            found.setdefault((one.type, ids[one.source], ids[one.target]), one)
    rows = sorted(
        ((min(t.source[0], t.target[0]), max(t.source[1], t.target[1])), key, t.confidence)
        for key, t in found.items()
    )
    holding = bearings.statements([evidence for evidence, _, _ in rows], statements)
    return tuple(
        Relation(
            type=kind,
            source=source,
            target=target,
            evidence=evidence,
            statement=statement,
            confidence=confidence,
        )
        for (evidence, (kind, source, target), confidence), statement in zip(
            rows, holding, strict=True
        )
    )
