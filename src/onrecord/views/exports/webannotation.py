"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/), one an item of the record.

One collection in JSON-LD. Each phrase of an item is a target of its own, with its part in
`styleClass` (`source`, `cue`, `content`, `trigger`, …), found by position and by quotation.
Bodies say in words what the item is, and tag it with its layer and codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.schema import Document, Failure, Record, Span
from onrecord.views.amounts import extent
from onrecord.views.events import type_label
from onrecord.views.exports.jsontext import GrowingArray, Object, filled
from onrecord.views.exports.lookup import Lookup
from onrecord.views.exports.names import item_iri, text_iri, web_address
from onrecord.views.outline import clipped, one_line
from onrecord.views.output import Sink

AROUND = 32
"""Characters quoted before and after a phrase, by which it is found in a changed page."""

HEAD = (
    '{"@context":"http://www.w3.org/ns/anno.jsonld","id":"#annotations",'
    '"type":"AnnotationCollection","label":"The record",'
    '"first":{"id":"#page","type":"AnnotationPage","startIndex":0,"items":['
)

SAID = 300
"""A description is cut near so many characters; the target has all of them."""

Part = tuple[str, Span]


class WebAnnotations:
    """A collection that grows with every record."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink`."""
        self._array = GrowingArray(sink, HEAD, "]}}")

    def add(self, item: Record | Failure) -> None:
        """Write the annotations of one record."""
        if isinstance(item, Record):
            self._array.extend(annotated(item))

    def close(self) -> None:
        """End the collection."""
        self._array.close()


def annotated(record: Record) -> Iterator[Object]:
    """The annotations of a record's items, layer by layer."""
    look = Lookup.of(record)
    yield from _statements(look)
    yield from _events(look)
    yield from _figures(look)
    yield from _times(look)
    yield from _places(look)
    yield from _offices(look)
    yield from _people(look)


def _statements(look: Lookup) -> Iterator[Object]:
    for s in look.record.statements:
        parts = _pieces(source=s.source, cue=s.cue, content=s.content)
        tags = ("statement", s.form, s.attitude, s.speaker_kind, s.channel)
        yield from _annotation(look, "statement", s.id, look.told(s), tags, parts)


def _events(look: Lookup) -> Iterator[Object]:
    for e in look.record.events:
        place = (e.place,) if e.place is not None else ()
        parts = [("trigger", e.trigger)]
        for part, ids in (("actor", e.actors), ("recipient", e.recipients), ("place", place)):
            parts += ((part, (m.start, m.end)) for m in look.mentioned(ids))
        who, whom = (", ".join(look.names(ids)) for ids in (e.actors, e.recipients))
        told = " → ".join(filter(None, (who, type_label(e), whom)))
        says = f"{told} ({one_line(e.status)}), as {look.speaker(e.statement) or 'the report'} says"
        tags = ("event", e.type, e.mode, e.status, *e.contexts)
        yield from _annotation(look, "event", e.id, says, tags, parts)


def _figures(look: Lookup) -> Iterator[Object]:
    for f in look.record.figures:
        parts = [("figure", (f.start, f.end)), *_pieces(of=f.of)]
        says = " ".join(
            filter(
                None,
                (
                    extent(f) or look.words(((f.start, f.end),)),
                    "of" if f.of else "",
                    look.words(f.of),
                ),
            )
        )
        tags = ("figure", f.qualifier, f.unit)
        yield from _annotation(look, "figure", f.id, says, tags, parts)


def _times(look: Lookup) -> Iterator[Object]:
    for number, t in enumerate(look.record.times, 1):
        tags = ("time", t.type, t.mod)
        parts = [("time", (t.start, t.end))]
        yield from _annotation(look, "time", str(number), t.value or "", tags, parts)


def _places(look: Lookup) -> Iterator[Object]:
    for p in look.record.places:
        parts = [("place", (m.start, m.end)) for m in look.mentioned((p.mention,))]
        says = ", ".join(dict.fromkeys(filter(None, (p.name, p.admin1, p.country))))
        known = (
            [f"https://sws.geonames.org/{p.geonames}/"] if (p.geonames or "").isdecimal() else []
        )
        yield from _annotation(look, "place", p.mention, says, ("place", p.precision), parts, known)


def _offices(look: Lookup) -> Iterator[Object]:
    for number, o in enumerate(look.record.occupancies, 1):
        names = [look.entities[i].name for i in (o.holder, o.organisation) if i in look.entities]
        says = ", ".join([*names[:1], o.position, *names[1:]])
        parts = _pieces(office=o.spans)
        yield from _annotation(look, "occupancy", str(number), says, ("office", o.status), parts)


def _people(look: Lookup) -> Iterator[Object]:
    for m in look.record.mentions:
        entity = look.who(m)
        says = entity.name if entity else ""
        tags = ("mention", m.type, m.form)
        parts = [("mention", (m.start, m.end))]
        yield from _annotation(look, "mention", m.id, says, tags, parts)


def _pieces(**phrases: Iterable[Span]) -> list[Part]:
    return [(part, span) for part, spans in phrases.items() for span in spans]


def _annotation(
    look: Lookup,
    layer: str,
    identifier: str,
    says: str,
    tags: Iterable[str | None],
    parts: Iterable[Part],
    known: Iterable[str] = (),
) -> Iterator[Object]:
    """The annotation of an item; none where the item stands nowhere in the text."""
    document = look.record.document
    targets = [_target(document, part, span) for part, span in parts if _stands(document, span)]
    if not targets:
        return
    bodies: list[Object] = []
    if described := clipped(one_line(says), SAID):
        bodies.append(_body(described, "describing"))
    bodies += (_body(tag, "tagging") for tag in map(one_line, filter(None, tags)) if tag)
    bodies += ({"type": "SpecificResource", "source": k, "purpose": "identifying"} for k in known)
    yield {
        "id": item_iri(document, layer, identifier),
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": "onrecord"},
        "body": bodies,
        "target": targets,
    }


def _stands(document: Document, span: Span) -> bool:
    return 0 <= span[0] < span[1] <= len(document.text)


def _body(value: str, purpose: str) -> Object:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(document: Document, part: str, span: Span) -> Object:
    start, end = span
    text = document.text
    return {
        "type": "SpecificResource",
        "source": web_address(document) or text_iri(document),
        "styleClass": part,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            filled(
                type="TextQuoteSelector",
                exact=text[start:end],
                prefix=text[max(0, start - AROUND) : start],
                suffix=text[end : end + AROUND],
            ),
        ],
    }


writer = WebAnnotations
