"""Corrections as examples to learn from: what was read, and what a person says is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from onrecord.archive.archive import Archive
from onrecord.archive.corrections import CorrectedKind, Correction, anchor_of, corrected
from onrecord.archive.passages import Sentences
from onrecord.schema import Record, Span, decode_record, to_builtins


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One judgement of a person.

    `text` are the sentences around the item, from `at` of the report's text; `anchor` are the
    characters of the report that the item is known by. `read` is the item as `reading` read it,
    null where that reading lacks it; `right` is the item as it should be, null where there should
    be none. Both are as in the record, with offsets into the report; `speaker` is the name of
    whom `right` says it is by, for a statement.
    """

    document: str
    reading: str
    kind: CorrectedKind
    judgement: Literal["accepted", "changed", "removed"]
    anchor: Span
    at: int
    text: str
    changed: tuple[str, ...]
    read: dict[str, Any] | None
    right: dict[str, Any] | None
    speaker: str | None = None


def examples(archive: Archive) -> Iterator[Example]:
    """Every correction of a report that the archive holds, by report and place."""
    for correction in archive.corrections():
        stored = archive.store.get(correction.document)
        if stored is None:
            continue
        record = decode_record(stored.body)
        start, end = correction.anchor
        text = record.document.text
        if not 0 <= start <= end <= len(text):
            continue
        at, until = Sentences(text).around(start, end)
        after = corrected(record, (correction,))
        right = None if correction.change is None else _item(after, correction)
        judged: Literal["accepted", "changed", "removed"] = "removed"
        if correction.change is not None:
            judged = "changed" if correction.change else "accepted"
        yield Example(
            document=correction.document,
            reading=stored.reading,
            kind=correction.kind,
            judgement=judged,
            anchor=correction.anchor,
            at=at,
            text=text[at:until],
            changed=tuple(sorted(correction.change or ())),
            read=_item(record, correction),
            right=right,
            speaker=_speaker(after, right),
        )


def _item(record: Record, correction: Correction) -> dict[str, Any] | None:
    """The item that a correction is about: at its very characters, else meeting them most."""
    best, most = None, 0
    for item in getattr(record, f"{correction.kind}s"):
        place = anchor_of(record, correction.kind, item)
        if place == correction.anchor:
            return dict(to_builtins(item))
        if place is None:
            continue
        shared = min(place[1], correction.anchor[1]) - max(place[0], correction.anchor[0])
        if shared > most:
            best, most = item, shared
    return None if best is None else dict(to_builtins(best))


def _speaker(record: Record, item: dict[str, Any] | None) -> str | None:
    entity = record.entity(item.get("speaker")) if item else None
    return entity.name if entity else None
