"""The model's events set right by what else is known: told once, and done by whoever says so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from onrecord.knowledge import cues
from onrecord.records.bearings import Spread
from onrecord.schema import FoundEvent, FoundPart, Mention, Span, Statement

APART = 4
"""Words between two words that may still tell one event: `granted political asylum`."""

NEAR = 16
"""Characters before a part in which the word stands that leads to it."""

_BREAK = re.compile(r"[,;:.!?—–\n]|\b(?:and|or|but|who|which|that|after|before|when|while)\b")
_JOINED = re.compile(
    r"[^.!?;:—–\n“”\"]*\band\s+(?:(?:also|then|later|since|even|has|have|had|will|would)\s+)*"
)
"""From one word that tells an event to another that the same people do."""
_FORM = re.compile(r"^\w+(ed|ing)\b")
_LEADS = {
    "actor": re.compile(r"(?<!\baccording )(?<!\bdue )(?<!\bthanks )\b(?:to|against)\s+$"),
    "place": re.compile(r"\bwith\s+(?:the\s+)?$"),
}
"""What leads behind an event to whom it is done, though the model takes them for another part."""

_PARTICLE = re.compile(r"(?:up|down|off|out|away|back|apart)\b", re.IGNORECASE)
_NOUN = re.compile(r"\b(?:the|a|an|any|this|that|every|each|no)\s(?:\w+\s)?$", re.IGNORECASE)
"""Before a word that is then a noun."""

_POSES = re.compile(
    r"\s(?:has\s|have\s|had\s|will\s|would\s|may\s|might\s)?(?!and\b|in\b|on\b|as\b)\w+"
    r"\s(?:to|on|against|for|at|with|in)\s"
)
"""A verb with what it goes to, behind who does it."""

# Where the subject of a passive verb stands.
_BY = re.compile(r"\bby\s(?:the\s)?$")

_LINK = re.compile(r"(?:\s+and|,(?:\s+and)?)\s+(?:the\s+|The\s+)?$")
"""Between two who are joined."""

_OPENS = re.compile(r"[\s\"“‘'(\[{]*(?:[Tt]he\s+|[Bb]oth\s+)?")
"""What may stand before those with whom a sentence opens."""

_STANDING_IN = frozenset(("who", "which", "that"))
"""Sources that only point back at somebody: the model knows better whom they mean."""

_WISH = re.compile(
    r"(?:seek(?:s|ing)?|sought|want(?:s|ed|ing)?|hop(?:es?|ed|ing)|wish(?:es|ed|ing)?|aim(?:s|ed|ing)?"
    r"|try|tries|tried|trying)\s+to\s+\w",
    re.IGNORECASE,
)
"""A wish for what somebody does oneself; `wants them to leave` asks it of others."""


def once(text: str, found: Sequence[FoundEvent]) -> list[FoundEvent]:
    """Each event by one word: of two of a class in one phrase, the one that says more of it.

    That is the one which says of both sides who they are, else the surer. What belongs to a verb
    tells nothing by itself: of `turn` and `down` the surer one says what the two tell.

    Args:
        text: the document's text.
        found: the model's events, in text order.
    """
    kept = list(found[:1])
    for one in found[1:]:
        before = kept[-1]
        if _PARTICLE.fullmatch(text, one.start, one.end) and one.start == before.end + 1:
            surer = max(before, one, key=lambda e: e.confidence)
            kept[-1] = surer._replace(start=before.start, end=one.end)
        elif not _alike(before, one) or not _one_phrase(text, before, one):
            kept.append(one)
        else:
            kept[-1] = max(before, one, key=lambda e: (_sides(e), e.confidence))
    return kept


def _alike(one: FoundEvent, other: FoundEvent) -> bool:
    """Whether two words may tell one event: of a class, or the signing of an agreement."""
    return one.type == other.type or (one.type, other.type) == ("SUPPORT", "AGREE")


def _one_phrase(text: str, one: FoundEvent, other: FoundEvent) -> bool:
    between = text[one.end : other.start]
    return len(between.split()) <= APART and not _BREAK.search(between)


def _sides(one: FoundEvent) -> int:
    return len({p.role for p in one.parts} & {"actor", "recipient"})


def sided(text: str, found: Sequence[FoundEvent]) -> list[FoundEvent]:
    """The events, each with those it is done to set apart from those who do it.

    Whom `to` or `against` stands before, behind the word that tells it, bears it: `the threat
    that the group poses to all nations`; who stands right behind a noun does it: `the threat the
    group poses`. A capital behind `with` is no place but its government: `to work with Ostrava`.
    Of verbs joined by `and` the later ones are done by whoever does the first: `the state has
    tried many and sent home others who had joined the raiders`.

    Args:
        text: the document's text.
        found: events, in text order.
    """
    out: list[FoundEvent] = []
    for one in found:
        parts = tuple(_doing(text, one, _borne(text, one, part)) for part in one.parts)
        before = out[-1] if out else None
        if before and _abreast(text, before, one):
            shared = [p for p in before.parts if p.role == "actor" and p.end <= before.start]
            acting = [p for p in parts if p.role == "actor"]
            if shared and not any(_may_act(text, before, p) for p in acting):
                parts = (*shared, *(p for p in parts if p.role != "actor"))
        out.append(one._replace(parts=parts))
    return out


def joint(
    text: str, found: Sequence[FoundEvent], mentions: Iterable[Mention], sentences: Sequence[int]
) -> list[FoundEvent]:
    """The events, each also done by those who open its sentence joined to one who does it.

    `Norland and Suria signed`: the model at times takes only the nearer one.

    Args:
        text: the document's text.
        found: events, in text order.
        mentions: who and what is mentioned.
        sentences: where each sentence starts.
    """
    ending: dict[int, Mention] = {}
    for mention in mentions:
        known = ending.get(mention.end)
        if known is None or mention.start < known.start:
            ending[mention.end] = mention
    out = []
    for one in found:
        parts: list[FoundPart] = []
        for part in one.parts:
            several = _apart(text, part, ending)
            if part.role == "actor" and part.end <= one.start:
                floor = sentences[bisect_right(sentences, part.start) - 1] if sentences else 0
                parts += _unless(one.parts, _before(text, several[0], ending, floor))
            parts += several
        out.append(one._replace(parts=tuple(parts)))
    return out


def _unless(told: Sequence[FoundPart], more: Sequence[FoundPart]) -> list[FoundPart]:
    """Those of whom nothing is told yet."""
    return [p for p in more if not any(t.start < p.end and p.start < t.end for t in told)]


def _apart(text: str, part: FoundPart, ending: Mapping[int, Mention]) -> list[FoundPart]:
    """Those who are joined in one part, each by themselves."""
    out: list[FoundPart] = []
    at = part.end
    while mention := ending.get(at):
        out.insert(0, part._replace(start=max(mention.start, part.start), end=mention.end))
        link = _LINK.search(text, part.start, mention.start)
        if link is None:
            whole = _OPENS.fullmatch(text, part.start, max(mention.start, part.start))
            return out if whole and len(out) > 1 else [part]
        at = link.start()
    return [part]


def _before(
    text: str, part: FoundPart, ending: Mapping[int, Mention], floor: int
) -> list[FoundPart]:
    """Who stands before a part, joined to it, back to the beginning of its sentence."""
    out: list[FoundPart] = []
    at = part.start
    while (link := _LINK.search(text, floor, at)) and (mention := ending.get(link.start())):
        if mention.start < floor:
            return []
        out.insert(0, part._replace(start=mention.start, end=mention.end))
        at = mention.start
    return out if out and _OPENS.fullmatch(text, floor, at) else []


def _abreast(text: str, one: FoundEvent, other: FoundEvent) -> bool:
    """Whether two verbs of one form are joined, so that one subject does both."""
    forms = [_FORM.match(text[e.start : e.end]) for e in (one, other)]
    alike = len({form[1] if form else None for form in forms}) == 1 and forms[0] is not None
    return alike and _JOINED.fullmatch(text, one.end, other.start) is not None


def _borne(text: str, one: FoundEvent, part: FoundPart) -> FoundPart:
    leads = _LEADS.get(part.role)
    if leads is None or part.start < one.end:
        return part
    led = leads.search(text, max(one.end, part.start - NEAR), part.start)
    return part._replace(role="recipient") if led else part


def _doing(text: str, one: FoundEvent, part: FoundPart) -> FoundPart:
    """A part right behind a noun and before a verb as who does it: `the threat the group poses`."""
    adjacent = part.role == "recipient" and text[one.end : part.start] in (" ", " the ")
    if not adjacent or not _NOUN.search(text, max(0, one.start - NEAR), one.start):
        return part
    return part._replace(role="actor") if _POSES.match(text, part.end) else part


def _may_act(text: str, first: FoundEvent, part: FoundPart) -> bool:
    """Whether an actor of a verb that is joined to a first one stands where its subject may."""
    by = _BY.search(text, max(0, part.start - NEAR), part.start)
    return part.start < first.start or by is not None


def beside(found: Sequence[FoundEvent], ruled: Sequence[FoundEvent]) -> list[FoundEvent]:
    """The model's events and those of closed constructions, which win where both claim a word.

    Args:
        found: the model's events, in text order.
        ruled: those of constructions, in text order.
    """
    claimed = Spread(ruled, lambda e: (e.start, e.end))
    kept = [one for one in found if not claimed.meeting((one.start, one.end))]
    return sorted((*kept, *ruled), key=lambda e: (e.start, e.end))


def done_by_sources(
    text: str, found: Sequence[FoundEvent], statements: Sequence[Statement]
) -> list[FoundEvent]:
    """The events, each that is told by a cue done by the source of its statement.

    Who urges, accuses or welcomes is who says so; attribution finds sources more surely than
    the model finds actors.

    Args:
        text: the document's text.
        found: events, in text order.
        statements: the statements of the report.
    """
    cues = Spread(((q, s) for s in statements if s.source for q in s.cue), lambda cue: cue[0])
    out = []
    for one in found:
        said = next((s for _, s in cues.meeting((one.start, one.end))), None)
        if said is None or _words(text, said.source) in _STANDING_IN:
            out.append(one)
        else:
            out.append(one._replace(parts=_parts(one, said.source)))
    return out


def more_than_said(text: str, found: Sequence[FoundEvent]) -> list[FoundEvent]:
    """The events without praise and blame of nobody that is but somebody's plainly saying it.

    `he added` and `she repeated` tell a statement, and nothing beside it.

    Args:
        text: the document's text.
        found: events, in text order.
    """
    return [e for e in found if any(p.role == "recipient" for p in e.parts) or not _said(text, e)]


def asked_of_others(text: str, found: Sequence[FoundEvent]) -> list[FoundEvent]:
    """The events without requests that are but a wish to do something: `is seeking to meet them`.

    Args:
        text: the document's text.
        found: events, in text order.
    """
    return [e for e in found if e.type != "REQUEST" or not _WISH.match(text, e.start)]


def _said(text: str, one: FoundEvent) -> bool:
    words = text[one.start : one.end].lower()
    plain = one.type in ("ACCUSE", "SUPPORT") and words in cues.saying_words()
    return plain and cues.classify(words).attitude == "assertion"


def _parts(one: FoundEvent, source: Sequence[Span]) -> tuple[FoundPart, ...]:
    """The parts of an event with the source as its actor, and in no other part."""
    sure = max((p.confidence for p in one.parts if p.role == "actor"), default=one.confidence)
    acting = [FoundPart("actor", start, end, sure) for start, end in source]
    rest = [p for p in one.parts if p.role != "actor" and not _inside(p, source)]
    return (*acting, *rest)


def _inside(part: FoundPart, spans: Sequence[Span]) -> bool:
    return part.role == "recipient" and any(s < part.end and part.start < e for s, e in spans)


def _words(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[s:e] for s, e in spans).lower()
