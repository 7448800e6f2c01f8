"""onrecord in a spaCy pipeline: every layer of the record on the `Doc`.

    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord")
    doc = nlp(text)
    for statement in doc._.statements:
        print(statement.item.attitude, statement.parts["content"])

The component needs nothing of the pipeline but its tokens. `to_doc` makes a `Doc` of a record
that has been read already. The only file that imports spaCy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from onrecord import schema
from onrecord.intake import from_text
from onrecord.reader import LAYERS, Reader
from onrecord.schema import Record, Spans, decode_record, encode
from onrecord.views.outline import showable

KEY = "onrecord"
"""Where a `Doc` keeps its record, in `user_data`: as JSON, which is saved with it."""

Pieces = tuple[Span, ...]


class Item(NamedTuple):
    """One item of a layer: what the record says, and the tokens it stands on.

    `parts` are its phrases by name, each in pieces: `source`, `cue` and `content` of a statement,
    `trigger`, `actors`, `recipients` and `place` of an event. `span` holds all of a statement,
    and the first part of anything else: an event's trigger, the words of a figure.
    A piece that ends inside a token has the whole token; `item` has the exact characters.
    """

    item: Any
    span: Span | None
    parts: dict[str, Pieces]


def to_doc(record: Record, nlp: Language | None = None) -> Doc:
    """The record's text as a `Doc` with every layer on it.

    Args:
        record: a record, however it came about.
        nlp: the pipeline whose tokens to use; without one, spaCy's plain English tokens.
    """
    pipeline = spacy.blank("en") if nlp is None else nlp
    # spaCy takes no half of a surrogate pair; what stands for it keeps the offsets.
    return _with_record(pipeline.make_doc(showable(record.document.text)), record)


def record_of(doc: Doc) -> Record | None:
    """The record that a `Doc` carries, null where it was not read."""
    line = doc.user_data.get(KEY)
    return None if line is None else _decoded(line)


class Component:
    """Reads each `Doc` that comes along, and keeps the record on it."""

    def __init__(self, model: str, names: str | None, layers: tuple[str, ...]) -> None:
        """Load the model."""
        self._settings = (model, names, layers)
        self._reader = Reader(model=model, names=names, layers=layers)

    def __call__(self, doc: Doc) -> Doc:
        """Read the document's text."""
        return _with_record(doc, self._reader.read(from_text(doc.text)))

    def __reduce__(self) -> tuple[type[Component], tuple[object, ...]]:
        """What another process makes the same component of: each loads the model itself."""
        return Component, self._settings


def make(nlp: Language, name: str, model: str, names: str | None, layers: list[str]) -> Component:
    """The component, with the settings of `onrecord.Reader`.

    Raises:
        ModelError: the model is not there or cannot be loaded.
        RegisterError: the file of names is not one.
        LayerError: there is no such layer.
    """
    return Component(model, names, tuple(layers))


def _with_record(doc: Doc, record: Record) -> Doc:
    doc.user_data[KEY] = encode(record).decode()
    return doc


@lru_cache(maxsize=16)
def _decoded(line: str) -> Record:
    return decode_record(line)


def _pieces(doc: Doc, spans: Spans) -> Pieces:
    found = (doc.char_span(start, end, alignment_mode="expand") for start, end in spans)
    return tuple(span for span in found if span is not None)


def _hull(pieces: list[Span]) -> Span | None:
    if not pieces:
        return None
    return pieces[0].doc[min(p.start for p in pieces) : max(p.end for p in pieces)]


def _of_mentions(record: Record, identifiers: Iterable[str | None]) -> Spans:
    where = {m.id: (m.start, m.end) for m in record.mentions}
    return tuple(where[i] for i in identifiers if i in where)


def _statement(_: Record, s: schema.Statement) -> dict[str, Spans]:
    return {"source": s.source, "cue": s.cue, "content": s.content}


def _event(record: Record, e: schema.Event) -> dict[str, Spans]:
    return {
        "trigger": (e.trigger,),
        "actors": _of_mentions(record, e.actors),
        "recipients": _of_mentions(record, e.recipients),
        "place": _of_mentions(record, (e.place,)),
    }


def _figure(_: Record, f: schema.Figure) -> dict[str, Spans]:
    return {"words": ((f.start, f.end),), "of": f.of}


def _words(_: Record, item: schema.Time | schema.Mention) -> dict[str, Spans]:
    return {"words": ((item.start, item.end),)}


def _place(record: Record, p: schema.Place) -> dict[str, Spans]:
    return {"words": _of_mentions(record, (p.mention,))}


def _entity(record: Record, e: schema.Entity) -> dict[str, Spans]:
    return {"mentions": _of_mentions(record, e.mentions)}


def _occupancy(_: Record, o: schema.Occupancy) -> dict[str, Spans]:
    return {"words": o.spans}


def _relation(record: Record, r: schema.Relation) -> dict[str, Spans]:
    return {
        "source": _of_mentions(record, (r.source,)),
        "target": _of_mentions(record, (r.target,)),
        "evidence": (r.evidence,),
    }


_PHRASES: dict[str, Callable[[Record, Any], dict[str, Spans]]] = {
    "statements": _statement,
    "events": _event,
    "figures": _figure,
    "times": _words,
    "places": _place,
    "entities": _entity,
    "occupancies": _occupancy,
    "relations": _relation,
    "mentions": _words,
}


def _layer(name: str) -> Callable[[Doc], tuple[Item, ...]]:
    phrases = _PHRASES[name]

    def items(doc: Doc) -> tuple[Item, ...]:
        record = record_of(doc)
        if record is None:
            return ()
        found = []
        for item in getattr(record, name):
            parts = {k: _pieces(doc, v) for k, v in phrases(record, item).items()}
            inside = list(parts.values())[: None if name == "statements" else 1]
            found.append(Item(item, _hull([p for part in inside for p in part]), parts))
        return tuple(found)

    return items


Language.factory(
    "onrecord",
    default_config={"model": "small", "names": None, "layers": list(LAYERS)},
    assigns=[f"doc._.{name}" for name in ("record", *_PHRASES)],
    func=make,
)
# Worked out when asked for: what is kept is the record alone, and it is saved with the `Doc`.
Doc.set_extension("record", getter=record_of, force=True)
for _name in _PHRASES:
    Doc.set_extension(_name, getter=_layer(_name), force=True)
