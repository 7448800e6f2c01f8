"""Why an item is on record: what in the text it rests on, and whether model or rule says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from onrecord.knowledge import cues, plover
from onrecord.records import impersonal, relations
from onrecord.schema import (
    ATTITUDES,
    EVENT_STATUSES,
    FORMS,
    PLACE_PRECISIONS,
    QUALIFIERS,
    RELATION_TYPES,
    SPEAKER_KINDS,
    Event,
    Figure,
    Mention,
    Place,
    Record,
    Relation,
    Span,
    Statement,
    hull,
)
from onrecord.views.amounts import extent
from onrecord.views.dates import date_label
from onrecord.views.events import type_label
from onrecord.views.outline import (
    channel_label,
    names_of,
    one_line,
    phrase,
    speaker_label,
)

ItemKind = Literal["statement", "event", "figure", "place", "relation"]
How = Literal["model", "rule", "knowledge", "report", "nothing"]
HOW = {
    "model": "the model",
    "rule": "a rule",
    "knowledge": "what is known beforehand",
    "report": "the report",
    "nothing": "nothing said",
}
WORDS = 160


class Reason(NamedTuple):
    """One thing that is said of an item, what says so, and the words of the text behind it."""

    what: str
    value: str
    how: How
    because: str
    words: str = ""


class Why(NamedTuple):
    """An item with its reasons; `span` is where it stands, `confidence` null where none is known.

    `surely` says what the confidence is a probability of.
    """

    kind: ItemKind
    item: Any
    span: Span
    confidence: float | None
    surely: str
    reasons: tuple[Reason, ...]


def why(record: Record, identifier: str) -> Why | None:
    """The reasons for the item of that id; null where the record has none.

    Relations have no id: they are called `r1`, `r2` and so on in their order.
    """
    lists: tuple[tuple[ItemKind, Any, Callable[[Any], str]], ...] = (
        ("statement", record.statements, lambda item: item.id),
        ("event", record.events, lambda item: item.id),
        ("figure", record.figures, lambda item: item.id),
        ("place", record.places, lambda item: item.mention),
    )
    for kind, items, key in lists:
        found = next((item for item in items if key(item) == identifier), None)
        if found is not None:
            return _explained(record, kind, found)
    number = identifier[1:]
    if identifier[:1] == "r" and number.isascii() and number.isdecimal() and len(number) < 7:
        index = int(number) - 1
        if 0 <= index < len(record.relations):
            return _explained(record, "relation", record.relations[index])
    return None


def _explained(record: Record, kind: ItemKind, item: Any) -> Why | None:
    mentions = {m.id: m for m in record.mentions}
    if kind == "statement":
        phrases = [p for p in (item.cue, item.content, item.source) if p]
        span = hull(*phrases) if phrases else None
        reasons, surely = _statement(record, item), "source, cue and content are right"
    elif kind == "event":
        span = item.trigger
        reasons, surely = _event(record, item, mentions), "the event is told here"
    elif kind == "figure":
        span = (item.start, item.end)
        reasons, surely = _figure(record, item, mentions), "the figure and what it counts are right"
    elif kind == "place":
        mention = mentions.get(item.mention)
        span = (mention.start, mention.end) if mention else None
        reasons, surely = _place(item), "it is this place and no other of the name"
    else:
        span = item.evidence
        reasons, surely = _relation(record, item, mentions), "the relation holds as it is said"
    if span is None or not 0 <= span[0] <= span[1] <= len(record.document.text):
        return None
    return Why(kind, item, span, item.confidence or None, surely, tuple(reasons))


def _statement(record: Record, item: Statement) -> Iterator[Reason]:
    text = record.document.text
    cue = phrase(text, item.cue, WORDS)
    ruled = item.speaker_kind == "impersonal" and item.confidence == impersonal.CONFIDENCE
    yield Reason(
        "words",
        f"“{cue}”" if cue else "no reporting words",
        "rule" if ruled else "model",
        "a construction that reports without naming anybody"
        if ruled
        else "the model linked this cue to its source and its content",
        phrase(text, item.source, WORDS),
    )
    yield _speaker(record, item)
    told = SPEAKER_KINDS.get(item.speaker_kind)
    yield Reason(
        "kind of speaker",
        told.label if told else one_line(item.speaker_kind),
        "rule",
        told.definition if told else "",
    )
    attitude = ATTITUDES.get(item.attitude)
    listed = cue and cues.classify(cue).attitude == item.attitude
    yield Reason(
        "attitude",
        attitude.label if attitude else one_line(item.attitude),
        "knowledge" if listed else "rule",
        "the reporting words are listed so" if listed else "the words around say so",
        cue,
    )
    form = FORMS.get(item.form)
    yield Reason(
        "form",
        form.label if form else one_line(item.form),
        "rule",
        form.definition if form else "",
    )
    if item.channel:
        span = (item.channel_span,) if item.channel_span else ()
        yield Reason(
            "channel",
            channel_label(item.channel),
            "knowledge",
            "these words name it" if span else "the reporting words say so",
            phrase(text, span, WORDS) or cue,
        )
    if item.addressees:
        entities = {e.id: e for e in record.entities}
        names = ", ".join(names_of(item.addressees, entities))
        yield Reason("said to", names, "rule", "who stands behind the reporting words")
    yield from _date(item.date)
    yield from _within(record, item.parent, "reported by")


def _speaker(record: Record, item: Statement) -> Reason:
    text = record.document.text
    entities = {e.id: e for e in record.entities}
    who = speaker_label(record.document, item, entities)
    source = phrase(text, item.source, WORDS)
    entity = entities.get(item.speaker or "")
    if entity is None:
        how: How = "nothing" if not source else "report"
        because = (
            "the report names nobody" if not source else "nobody else in the report is known by it"
        )
        return Reason("speaker", who, how, because, source)
    inside = [
        m
        for m in record.mentions
        if m.entity == entity.id and any(s <= m.start and m.end <= e for s, e in item.source)
    ]
    form = next((m.form for m in inside), "")
    if form == "name" or entity.name.casefold() in source.casefold():
        return Reason("speaker", who, "report", "the source says the name", source)
    because = {
        "pronoun": "the nearest before it whom the pronoun can mean",
        "nominal": "the only one in the report whom these words describe",
    }.get(form, "who speaks on, by the lines around it" if not source else "by these words")
    named = next((m for m in record.mentions if m.entity == entity.id and m.form == "name"), None)
    words = phrase(text, ((named.start, named.end),), WORDS) if named else ""
    return Reason("speaker", who, "rule", because, " ← ".join(filter(None, (source, words))))


def _event(record: Record, item: Event, mentions: dict[str, Mention]) -> Iterator[Reason]:
    text = record.document.text
    known = plover.classes()
    kind = known.get((item.type, item.mode)) or known.get((item.type, None))
    yield Reason(
        "what",
        type_label(item),
        "model",
        kind.definition if kind else "",
        phrase(text, (item.trigger,), WORDS),
    )
    status = EVENT_STATUSES.get(item.status)
    yield Reason(
        "status",
        status.label if status else one_line(item.status),
        "model",
        f"{status.definition if status else ''} The words before it, and the statement that it"
        " stands in, may outvote the model.",
    )
    for role, ids in (("who", item.actors), ("to whom", item.recipients)):
        names = _words(text, ids, mentions)
        if names:
            yield Reason(role, names, "model", "the model tied them to the event")
    if item.place:
        yield Reason(
            "where",
            _words(text, (item.place,), mentions),
            "model",
            "tied by the model, or the place nearest in the sentence",
        )
    yield from _date(item.date)
    yield from _within(record, item.statement, "on whose word")


def _figure(record: Record, item: Figure, mentions: dict[str, Mention]) -> Iterator[Reason]:
    text = record.document.text
    words = phrase(text, ((item.start, item.end),), WORDS)
    yield Reason("how many", extent(item) or words, "rule", "a grammar of numbers reads it", words)
    hedge = QUALIFIERS.get(item.qualifier or "")
    if hedge:
        yield Reason("how exact", hedge.label, "rule", hedge.definition)
    counted = phrase(text, item.of, WORDS)
    if counted:
        yield Reason("of what", counted, "rule", "the noun that the number counts", counted)
    if item.place:
        yield Reason(
            "where",
            _words(text, (item.place,), mentions),
            "rule",
            "the place that the sentence is about",
        )
    yield from _date(item.date)
    yield from _within(record, item.statement, "on whose word")


def _place(item: Place) -> Iterator[Reason]:
    precision = PLACE_PRECISIONS.get(item.precision)
    parts = ", ".join(one_line(p) for p in (item.name, item.admin1, item.country) if p)
    where = f"GeoNames {item.geonames}" if item.geonames else "your own list of names"
    yield Reason(
        "place",
        parts,
        "model",
        "weighed against the others of that name by size, by what else the report names, and by"
        f" who published it; from {where}",
    )
    yield Reason(
        "how exact",
        precision.label if precision else one_line(item.precision),
        "knowledge",
        precision.definition if precision else "",
    )
    if item.lat is not None and item.lon is not None:
        point = f"{item.lat:.4f}, {item.lon:.4f}"
        yield Reason("point", point, "knowledge", "degrees of latitude and longitude, WGS 84")


def _relation(record: Record, item: Relation, mentions: dict[str, Mention]) -> Iterator[Reason]:
    text = record.document.text
    kind = RELATION_TYPES.get(item.type)
    ruled = item.confidence == relations.RULED
    ends = (_words(text, (end,), mentions) for end in (item.source, item.target))
    yield Reason(
        "relation",
        f" {kind.label if kind else one_line(item.type)} ".join(ends),
        "rule" if ruled else "model",
        kind.definition if kind else "",
        phrase(text, (item.evidence,), WORDS),
    )
    yield from _within(record, item.statement, "on whose word")


def _date(value: str | None) -> Iterator[Reason]:
    if value:
        because = "a time expression near it, reckoned from the report's date"
        yield Reason("when", date_label(value), "rule", because)


def _within(record: Record, statement: str | None, what: str) -> Iterator[Reason]:
    parent = next((s for s in record.statements if s.id == statement), None)
    if parent is None:
        own = statement is None and what == "on whose word"
        if own:
            yield Reason(what, "the report", "report", "it stands in nobody's words")
        return
    entities = {e.id: e for e in record.entities}
    yield Reason(
        what,
        speaker_label(record.document, parent, entities),
        "rule",
        "it stands inside what they are reported to say",
        phrase(record.document.text, parent.content, WORDS),
    )


def _words(text: str, ids: tuple[str, ...], mentions: dict[str, Mention]) -> str:
    found = (mentions[i] for i in ids if i in mentions)
    return ", ".join(dict.fromkeys(phrase(text, ((m.start, m.end),), WORDS) for m in found))
