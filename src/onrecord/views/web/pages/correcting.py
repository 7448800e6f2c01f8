"""Corrections: made, taken back, listed, and exported to learn from."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from onrecord.archive import Correction, examples
from onrecord.archive.corrections import CHANGEABLE, CorrectedKind, anchor_of, corrected
from onrecord.archive.passages import Sentences
from onrecord.schema import Span, decode_record, encode
from onrecord.views.outline import one_line, title_of
from onrecord.views.web.asking import Answer, Ask, Onward, PageError, Sent, Shown, where
from onrecord.views.web.pages import fields
from onrecord.views.why import why

_ANCHOR = re.compile(r"(\d{1,9})-(\d{1,9})")
JUDGEMENTS = {"accepted": "accepted", "changed": "changed", "removed": "taken out"}


def correct(ask: Ask) -> Answer:
    """Accept, change or take out the item that a form is about."""
    document, identifier, act = (ask.form.get(n, "") for n in ("document", "item", "act"))
    record = ask.archive.record(document)
    found = why(record, identifier) if record else None
    if record is None or found is None or found.kind == "relation":
        raise PageError(404, "There is no such item to correct", "Load the report again.")
    kind: CorrectedKind = found.kind
    anchor = anchor_of(record, kind, found.item)
    if anchor is None:
        raise PageError(422, "This item stands nowhere in the text and cannot be corrected")
    known = next(
        (c for c in ask.archive.corrections(document) if c.kind == kind and c.anchor == anchor),
        None,
    )
    before = dict(known.change or {}) if known else {}
    change: dict[str, Any] | None
    if act == "remove":
        change = None
    elif act == "accept":
        change = before
    elif act == "change":
        held, given = fields.held(record, kind, found.item), fields.given(ask.form, kind)
        change = before | {name: value for name, value in given.items() if value != held[name]}
    else:
        raise PageError(422, "An item is accepted, changed or removed")
    ask.archive.correct(Correction(document=document, kind=kind, anchor=anchor, change=change))
    ask.importer.catch_up()
    if act == "remove":
        return Onward(where("reports", document))
    return Onward(where("reports", document, identifier))


def undo(ask: Ask) -> Answer:
    """Take a correction back."""
    kind = ask.form.get("kind", "")
    if kind not in CHANGEABLE:
        raise PageError(422, "There is no such kind of item")
    document = ask.form.get("document", "")
    correction = Correction(
        document=document, kind=kind, anchor=_anchor(ask.form.get("anchor", "")), change=None
    )
    ask.archive.undo(correction)
    ask.importer.catch_up()
    item = ask.form.get("item", "")
    return Onward(where("reports", document, item) if item else where("corrections"))


def listed(ask: Ask) -> Answer:
    """Every correction with its sentence, a page at a time."""
    size = ask.limits.page
    page = ask.number("page", 1, ask.limits.deepest)
    found = list(islice(ask.archive.corrections(), (page - 1) * size, page * size + 1))
    values = {
        "page_title": "Corrections",
        "rows": [_row(ask, correction) for correction in found[:size]],
        "judgements": JUDGEMENTS,
        "decided": [
            {
                "same": judged.same,
                "one": _words_at(ask, judged.one),
                "other": _words_at(ask, judged.other),
            }
            for judged in reversed(ask.desk.history()[-ask.limits.page :])
        ],
        "previous": where("corrections", page=str(page - 1)) if page > 1 else "",
        "next": where("corrections", page=str(page + 1)) if len(found) > size else "",
        "page": page,
    }
    return Shown("corrections.html", values)


def exported(ask: Ask) -> Answer:
    """Every correction as a line of JSON: what was read, and what is right."""
    lines = b"".join(encode(example) + b"\n" for example in examples(ask.archive))
    return Sent(lines, "application/x-ndjson", "corrections.jsonl")


def _row(ask: Ask, correction: Correction) -> dict[str, Any]:
    stored = ask.archive.store.get(correction.document)
    row: dict[str, Any] = {
        "correction": correction,
        "anchor": f"{correction.anchor[0]}-{correction.anchor[1]}",
        "judgement": judgement(correction),
        "title": "a report that the archive does not hold",
        "link": "",
        "before": "",
        "words": "",
        "after": "",
        "changes": [],
    }
    if stored is None:
        return row
    record = decode_record(stored.body)
    text, (a, b) = record.document.text, correction.anchor
    if not 0 <= a <= b <= len(text):
        return row
    start, end = Sentences(text).around(a, b)
    read = _held(record, correction)
    changed = _held(corrected(record, (correction,)), correction)
    return row | {
        "title": title_of(record.document),
        "link": where("reports", correction.document, at=f"{a}-{b}"),
        "before": text[start:a],
        "words": text[a:b],
        "after": text[b:end],
        "changes": [
            (name, read.get(name), changed.get(name))
            for name in correction.change or ()
            if name in read
        ],
    }


def _words_at(ask: Ask, anchor: str) -> str:
    """The words that a decision about people stands on (`document:start-end`)."""
    document, _, span = anchor.partition(":")
    match = _ANCHOR.fullmatch(span)
    record = ask.archive.record(document)
    if match is None or record is None:
        return anchor
    return one_line(record.document.text[int(match[1]) : int(match[2])])


def judgement(correction: Correction) -> str:
    """`accepted`, `changed` or `removed`."""
    if correction.change is None:
        return "removed"
    return "changed" if correction.change else "accepted"


def _held(record: Any, correction: Correction) -> dict[str, Any]:
    """What the item of a correction holds in a record; empty where there is none."""
    items = getattr(record, f"{correction.kind}s")
    for item in items:
        if anchor_of(record, correction.kind, item) == correction.anchor:
            return dict(fields.held(record, correction.kind, item))
    return {}


def _anchor(value: str) -> Span:
    match = _ANCHOR.fullmatch(value)
    if match is None:
        raise PageError(422, "The form does not say where the item stands")
    return int(match[1]), int(match[2])
