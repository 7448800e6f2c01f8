"""What happened: the model's events with their actors, dates and places, and on whose word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from onrecord.knowledge import plover, sources
from onrecord.records import bearings, constructions, statuses, telling
from onrecord.records.bearings import Spread
from onrecord.schema import Event, FoundEvent, FoundPart, Mention, Record, Span, Statement, Time

UNVOUCHED = {
    "accusation": "alleged",
    "request": "called_for",
    "intention": "called_for",
    "promise": "planned",
    "question": "hypothetical",
}
"""What is told as occurred is no more than this in the words of somebody of that attitude."""

BEARING_ON_PLACES = frozenset(
    (
        "AID",
        "COERCE",
        "CONCEDE",
        "MOBILIZE",
        "THREATEN",
        "SANCTION",
        "RETREAT",
        "ASSAULT",
        "PROTEST",
    )
)
"""What is done to a place where nobody else is said to bear it: a curfew in Abidjan."""

_CLAIM = re.compile(r"(?:[\w’'-]+\s+){0,5}?that\b|\w+ing\b")
"""How what is denied to have happened begins; what is only turned down did happen."""

_OF = re.compile(
    r",|\s(?:of|in|at|from|for|with|on|to|by|near|who|that|which|against|between|over|under)\s"
)
NEAR = 12
"""Characters before a place in which it may be said that another is in it."""

_INSIDE = re.compile(r"(?:,|\s(?:in|of))\s(?:the\s)?$")
"""Between a place and the wider one that it is in."""
_WORD = re.compile(r"[^\W_][\w’'-]*")
_HE = frozenset(("i", "he", "she", "him", "her", "me", "who", "himself", "herself", "you"))
_PRONOUNS = _HE.union(("it", "they", "them", "we", "us", "themselves", "each", "both", "others"))
_POINTING_BACK = frozenset(("who", "whom", "which", "that"))


def told(record: Record, found: Sequence[FoundEvent], sentences: Sequence[int]) -> Record:
    """The record with its events, and a mention for everybody who takes part in one.

    An event in which nobody is said to take part is left out, unless it is done to a place.

    Args:
        record: the report with its mentions, statements, times and places.
        found: the model's events, in text order.
        sentences: where each sentence starts.
    """
    text = record.document.text
    unnamed = _without_names(text, record.mentions)
    people = _People(text, record.mentions, sentences)
    sided = telling.sided(text, telling.once(text, found))
    acting = [m for m in record.mentions if m.type in constructions.ACTING]
    found = telling.asked_of_others(text, sided)
    found = telling.done_by_sources(text, found, record.statements)
    found = telling.more_than_said(text, telling.joint(text, found, acting, sentences))
    found = telling.beside(found, constructions.found(text, record.mentions, sentences))
    kept = [one for one in found if _somebodys(one)]
    spans = [(one.start, one.end) for one in kept]
    words_of = bearings.statements(spans, record.statements)
    days = bearings.dates(text, spans, record.times)
    by_id = {s.id: s for s in record.statements}
    located = {p.mention for p in record.places}
    sites = Spread((m for m in record.mentions if m.type == "Location" or m.id in located), _span)
    dated = Spread((t for t in record.times if t.value), _span)
    events = []
    for i, (one, statement, day) in enumerate(zip(kept, words_of, days, strict=True), 1):
        actors, recipients = (people.of(one.parts, role) for role in ("actor", "recipient"))
        kind = plover.known()[one.type, one.mode]
        place = _site(text, one.parts, sites)
        recipients = tuple(r for r in recipients if r not in actors)
        if place and not recipients and one.type in BEARING_ON_PLACES:
            recipients = (place,)
        events.append(
            Event(
                id=f"v{i}",
                type=one.type,
                mode=one.mode,
                contexts=plover.contexts_of(unnamed[slice(*_sentence(text, sentences, one.start))]),
                trigger=(one.start, one.end),
                actors=actors,
                recipients=recipients,
                place=place,
                date=_day(one.parts, dated) or day,
                status=_status(text, sentences, one, by_id.get(statement or "")),
                statement=statement,
                cameo=kind.cameo,
                quad=kind.quad,
                confidence=one.confidence,
            )
        )
    return msgspec.structs.replace(record, mentions=people.all(), events=tuple(events))


def _without_names(text: str, mentions: Iterable[Mention]) -> str:
    """The text with people's names blanked: al-Shia is nobody's faith, and Bush no plant."""
    out, at = [], 0
    for m in sorted(mentions, key=lambda m: m.start):
        if m.type == "Person" and m.form == "name" and m.start >= at:
            out += [text[at : m.start], " " * (m.end - m.start)]
            at = m.end
    return "".join([*out, text[at:]])


def _somebodys(one: FoundEvent) -> bool:
    roles = {part.role for part in one.parts}
    on_place = "place" in roles and one.type in BEARING_ON_PLACES
    return on_place or not roles.isdisjoint(("actor", "recipient"))


def _status(
    text: str, sentences: Sequence[int], one: FoundEvent, statement: Statement | None
) -> str:
    """The status by its auxiliary, else by words and model; others' words may vouch for less."""
    floor, _ = _sentence(text, sentences, one.start)
    allowed = statuses.by_grammar(text, one.start, one.end, floor)
    said = statuses.by_words(text, one.start, one.end, floor)
    states = [(state, share) for state, share in one.states if not allowed or state in allowed]
    status = statuses.weighed(states, said) or next(iter(allowed), said) or one.status
    if statement is None or status not in ("occurred", "alleged"):
        return status
    if statement.attitude == "denial" and _claimed(text, one, statement):
        return "denied"
    return UNVOUCHED.get(statement.attitude, status) if status == "occurred" else status


def _claimed(text: str, one: FoundEvent, statement: Statement) -> bool:
    """Whether the content that an event stands in says that something happened."""
    start = max(start for start, _ in statement.content if start <= one.start)
    return _CLAIM.match(text, start) is not None


def _day(parts: Iterable[FoundPart], dated: Spread[Time]) -> str | None:
    """The value of the time expression that is the event's date."""
    told = (t for p in parts if p.role == "date" for t in dated.meeting(_span(p)))
    first = next(told, None)
    return None if first is None else first.value


def _site(text: str, parts: Iterable[FoundPart], sites: Spread[Mention]) -> str | None:
    """The mention of the place where the event was: the one named most fully, or inside of it."""
    for part in parts:
        inside = sites.meeting(_span(part)) if part.role == "place" else []
        if inside:
            return _within(text, max(inside, key=lambda m: _alike(m, part)), sites).id
    return None


def _within(text: str, site: Mention, sites: Spread[Mention]) -> Mention:
    """The narrowest place named just before one: `on the square in the old town of Varrow`."""
    stop = _INSIDE.search(text, max(0, site.start - NEAR), site.start)
    if stop is None or not stop.start():
        return site
    near = sites.meeting((stop.start() - 1, stop.start()))
    ending = [m for m in near if m.end == stop.start()]
    return _within(text, max(ending, key=_length), sites) if ending else site


def _length(mention: Mention) -> int:
    return mention.end - mention.start


def _span(item: Mention | Time | FoundPart) -> Span:
    return item.start, item.end


def _sentence(text: str, sentences: Sequence[int], at: int) -> Span:
    number = bisect_right(sentences, at)
    start = sentences[number - 1] if number else 0
    return start, sentences[number] if number < len(sentences) else len(text)


class _People:
    """Mentions by place, with those that events add."""

    def __init__(self, text: str, mentions: Sequence[Mention], sentences: Sequence[int]) -> None:
        self._text, self._sentences = text, sentences
        self._known = list(mentions)
        self._acting = Spread((m for m in mentions if m.type in constructions.ACTING), _span)
        self._number = max((int(m.id[1:]) for m in mentions if m.id[1:].isdecimal()), default=0)
        self._added: dict[Span, Mention] = {}
        self._called: dict[str, list[Mention]] = {}
        for m in self._known:
            if m.entity is not None and m.form in ("name", "nominal"):
                self._called.setdefault(m.entity, []).append(m)

    def of(self, parts: Iterable[FoundPart], role: str) -> tuple[str, ...]:
        """Ids of the mentions of those who have a role, each once."""
        return tuple(dict.fromkeys(self._mention(p) for p in parts if p.role == role))

    def _mention(self, part: FoundPart) -> str:
        """The mention of the same head; made where there is none."""
        head = _head(self._text, part.start, part.end)
        same = [m for m in self._acting.meeting(head) if m.start <= head[0] and head[1] <= m.end]
        if same:
            return self._named(max(same, key=lambda m: (_alike(m, part), m.entity is not None))).id
        span = (part.start, part.end)
        if self._text[slice(*head)].lower() in _POINTING_BACK and (meant := self._before(head[0])):
            return meant.id
        if span not in self._added:
            self._number += 1
            word = self._text[head[0] : head[1]].lower()
            self._added[span] = Mention(
                id=f"m{self._number}",
                start=span[0],
                end=span[1],
                type=_type(word),
                form="pronoun" if word in _PRONOUNS else "nominal",
                entity=None,
                confidence=part.confidence,
            )
        return self._added[span].id

    def _named(self, mention: Mention) -> Mention:
        """Of a pronoun, the mention of its sentence that says who is meant, where there is one."""
        if mention.form != "pronoun" or mention.entity is None:
            return mention
        start, end = _sentence(self._text, self._sentences, mention.start)
        here = [m for m in self._called.get(mention.entity, ()) if start <= m.start < end]
        return max(here, key=lambda m: (m.form == "name", m.end - m.start), default=mention)

    def _before(self, at: int) -> Mention | None:
        """Whom `who` or `which` points back at: the mention that ends just before."""
        until = at
        while until and self._text[until - 1] in " ,":
            until -= 1
        ending = [m for m in self._acting.meeting((until - 1, until)) if m.end == until]
        return max(ending, key=lambda m: m.end - m.start, default=None)

    def all(self) -> tuple[Mention, ...]:
        """Every mention in text order."""
        both = (*self._known, *self._added.values())
        return tuple(sorted(both, key=lambda m: (m.start, -m.end)))


def _alike(mention: Mention, part: FoundPart) -> float:
    """Overlap of both in characters by their union."""
    shared = min(mention.end, part.end) - max(mention.start, part.start)
    return shared / (max(mention.end, part.end) - min(mention.start, part.start))


def _head(text: str, start: int, end: int) -> Span:
    """The head word of a noun phrase: the last before what qualifies it."""
    stop = _OF.search(text, start, end)
    words = list(_WORD.finditer(text, start, stop.start() if stop else end))
    words = words or list(_WORD.finditer(text, start, end))
    return words[-1].span() if words else (start, end)


def _type(head: str) -> str:
    """Person for one human being, Organisation for what acts as several."""
    noun = sources.source_noun(head)
    return "Person" if head in _HE or (noun is not None and noun.personal) else "Organisation"
