"""A text and what is known about it become a `Document`."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Sequence
from datetime import date, datetime

from onrecord.intake.language import language_of
from onrecord.intake.sections import split_sections
from onrecord.schema import Document, Section


def from_text(
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    uri: str | None = None,
    source_id: str | None = None,
    known: Sequence[Section] = (),
) -> Document:
    """A document of exactly this text, with its identity, language and sections.

    `published` is kept where it is an ISO 8601 or RFC 5322 date, the latter as ISO.
    `known` names sections that the input's own markup told, in text order; the rest
    is found by rules. Without a `title`, a headline found in the text becomes it.
    """
    sections = split_sections(text, title=title, known=known)
    if title is None:
        headline = next((part for part in sections if part.kind == "headline"), None)
        title = None if headline is None else text[headline.start : headline.end]
    return Document(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        source_id=source_id,
        uri=uri,
        publisher=publisher,
        title=title,
        published=iso_date(published),
        language=language_of(text),
        sections=sections,
    )


def iso_date(given: str | None) -> str | None:
    """The date or date-time as ISO 8601, or null where it is neither that nor RFC 5322."""
    given = (given or "").strip()
    if not given.isascii():
        return None
    try:
        # `date` first: it refuses times, and a date must not become midnight.
        return date.fromisoformat(given).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(given).isoformat()
    except ValueError:
        pass
    # Few inputs get here, and the module would be a fifth of this room's time to load.
    parse = importlib.import_module("email.utils").parsedate_to_datetime
    try:
        return str(parse(given).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
