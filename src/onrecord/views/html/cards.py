"""What the template of a document needs, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from onrecord.schema import ATTITUDES, FORMS, SPEAKER_KINDS, Failure, Record
from onrecord.views.html.spots import level, ranges
from onrecord.views.outline import (
    Line,
    channel_label,
    one_line,
    phrase,
    title_of,
    words_count,
)
from onrecord.views.people import figures

MAX_DEPTH = 6
"""Deeper links of a reporting chain are drawn at this indent."""

QUOTES = frozenset('"“”„«»')
"""Marks that say that words are quoted."""


def document_values(record: Record, number: int, lines: Sequence[Line]) -> dict[str, Any]:
    """One document and its statements for `document.html`."""
    document = record.document
    return {
        **index_values(record, number),
        "source_id": one_line(document.source_id or ""),
        "language": one_line(document.language or ""),
        "notes": [one_line(note) for note in record.notes],
        "headline": any(s.kind == "headline" and not s.repeat for s in document.sections),
        "figures": _figures(record, number, lines),
        "cards": [_card(record, number, line) for line in lines],
        "speakers": _choices(line.who for line in lines),
        "attitudes": _choices(_term(ATTITUDES, line.statement.attitude) for line in lines),
        "channels": _choices(channel_label(line.statement.channel) for line in lines),
    }


def _figures(record: Record, number: int, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Who is in the record, with links to the statements by and about each."""

    def link(n: int) -> dict[str, Any]:
        return {"number": n, "anchor": f"s-{number}-{n}"}

    return [
        {
            **figure._asdict(),
            # Where there are more reports than this, somebody has a page across them.
            "link": "",
            "says": [link(n) for n in figure.says],
            "spoken_of": [link(n) for n in figure.spoken_of],
            "ties": [
                {"how": t.how, "whom": t.whom, "says": link(t.says) if t.says else None}
                for t in figure.ties
            ],
        }
        for figure in figures(record, lines)
    ]


def index_values(record: Record, number: int) -> dict[str, Any]:
    """One document as the index lists it."""
    document = record.document
    return {
        "number": number,
        "id": document.id,
        "title": title_of(document),
        "publisher": one_line(document.publisher or ""),
        "published": one_line(document.published or ""),
        "uri": one_line(document.uri or ""),
        "link": web_link(document.uri),
        "words": words_count(document.text),
        "statements": len(record.statements),
    }


def failure_values(failure: Failure) -> dict[str, str]:
    """One document that could not be read, as the index lists it."""
    return {
        "uri": one_line(failure.uri),
        "stage": failure.stage,
        "reason": one_line(failure.reason),
        "hint": one_line(failure.hint),
    }


def web_link(uri: str | None) -> str | None:
    """The address where it is one of the web, else nothing: other schemes can run a script."""
    if not uri or uri != one_line(uri) or any(c in uri for c in " \\\"<>'`"):
        return None
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    return uri if parts.scheme in {"http", "https"} and parts.hostname else None


def _card(record: Record, document: int, line: Line) -> dict[str, Any]:
    text, statement = record.document.text, line.statement
    content = phrase(text, statement.content, 480)
    return {
        "number": line.number,
        "anchor": f"s-{document}-{line.number}",
        "id": one_line(statement.id),
        "depth": min(line.depth, MAX_DEPTH),
        "parent": line.parent,
        "parent_anchor": f"s-{document}-{line.parent}" if line.parent else None,
        "who": line.who,
        "kind": statement.speaker_kind,
        "kind_note": _note(SPEAKER_KINDS, statement.speaker_kind),
        "cue": phrase(text, statement.cue, 120),
        "content": content,
        # Some contents bring their own marks with them, others stand between theirs.
        "quoted": statement.form == "direct" and bool(content) and not QUOTES & set(content),
        "form": statement.form,
        "form_note": _note(FORMS, statement.form),
        "attitude": statement.attitude,
        "attitude_label": _term(ATTITUDES, statement.attitude),
        "attitude_note": _note(ATTITUDES, statement.attitude),
        "channel": channel_label(statement.channel),
        "addressees": line.addressees,
        "date": one_line(statement.date or ""),
        "confidence": f"{statement.confidence:.0%}",
        "level": level(statement.confidence),
        "source_spans": ranges(statement.source),
        "cue_spans": ranges(statement.cue),
        "content_spans": ranges(statement.content),
        "via_spans": ranges((statement.channel_span,) if statement.channel_span else ()),
    }


def _term(vocabulary: dict[str, Any], code: str) -> str:
    return str(vocabulary[code].label) if code in vocabulary else one_line(code)


def _note(vocabulary: dict[str, Any], code: str) -> str:
    return str(vocabulary[code].definition) if code in vocabulary else ""


def _choices(values: Iterable[str]) -> list[tuple[str, int]]:
    """The values of a filter with their counts, the most frequent first."""
    counts = Counter(value for value in values if value)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
