"""RSS and Atom: each entry is a document, its text the summary or content the feed holds.

feedparser reads the many dialects of feeds; it is given bytes only and fetches nothing.
The pages that entries link to are not fetched either.
"""

from __future__ import annotations

import html
import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser  # type: ignore[import-untyped]

from onrecord.intake.compose import iso_date
from onrecord.intake.decode import decode
from onrecord.intake.markup import folded, survey
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.parts import Item, Part
from onrecord.intake.streams import whole
from onrecord.intake.text import refuse_empty
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Failure

_DAMAGED = "Get the feed again."
_DEEPEST = 500
_MANY = 20_000
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,500}\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{1,40})")
# Entities of its own are of no use to a feed, and can be made to grow without end.
_DOCTYPE = re.compile(
    r"\A\s*(?:<!--.{0,2000}?-->\s*)?<!doctype[^<>\[]{0,500}(?:\[.{0,100000}?\]\s*)?>",
    re.IGNORECASE | re.DOTALL,
)

# What is left before it, blank lines among it, costs feedparser time by the square.
_ELEMENT = re.compile(r"<\w")


def read(chunks: Iterator[bytes], origin: Origin, options: IntakeOptions) -> Iterator[Item]:
    """A page for each entry, in the feed's order, with what the feed says about it.

    Raises:
        Unreadable: it is empty, no feed, or cut off, after the entries before the cut.
    """
    text = _text(whole(chunks, options.max_bytes), origin.charset)
    _refuse_deep(text)
    feed = _parsed(text.encode("utf-8", "replace"))
    entries = feed.get("entries") or []
    if not entries:
        known = feed.get("version")
        reason = "the feed holds no entry" if known else "it is no feed that can be read"
        raise Unreadable("parse", reason, "" if known else _DAMAGED)
    publisher = _words(feed.get("feed"), "title")
    for number, entry in enumerate(entries, 1):
        yield part_of(
            f"{origin.name}#{number}",
            origin,
            link=entry.get("link"),
            title=_words(entry, "title"),
            publisher=_words(entry.get("source"), "title") or publisher,
            published=_date(entry),
            markup=_markup(entry),
        )
    if _is_cut(text):
        reason = f"the feed is cut off after entry {len(entries):,}, which may not be whole"
        raise Unreadable("parse", reason, _DAMAGED)


def part_of(
    place: str,
    origin: Origin,
    *,
    link: object,
    title: str | None,
    publisher: str | None,
    published: str | None,
    markup: str,
) -> Part | Failure:
    """An entry as a page to read, or why it cannot be: it has no text of its own."""
    address = link if isinstance(link, str) and link else None
    if not markup.strip():
        hint = f"Its page is {address}." if address else ""
        return Unreadable("parse", "the entry has no text", hint).failure(place)
    page = f"<!DOCTYPE html><html><body><article>{markup}</article></body></html>"
    return Part(
        data=page.encode("utf-8", "replace"),
        format="html",
        origin=Origin(
            name=place,
            uri=address or (None if origin.uri is None else place),
            charset="utf-8",
            title=title,
            publisher=publisher,
            published=published,
        ),
    )


def _text(data: bytes, charset: str | None) -> str:
    """The feed without what stands before its first element, entities of its own included."""
    start = data[:1024]
    declared = _ENCODING.search(start)
    text = decode(data, charset or (declared[1].decode("ascii") if declared else None))
    refuse_empty(text)
    text = _DOCTYPE.sub("", _DECLARATION.sub("", text, count=1), count=1)
    first = _ELEMENT.search(text)
    return text[first.start() :] if first else text


def _refuse_deep(text: str) -> None:
    """Refuse elements in elements without end, over which feedparser takes seconds.

    Few tags cannot be many levels that matter, and are not looked at.
    """
    if text.count("<") > _MANY and survey(text).depth > _DEEPEST:
        raise Unreadable("parse", "the feed is nested too deeply to be read", _DAMAGED)


def _parsed(data: bytes) -> Any:
    try:
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # Whatever a feed does to the parsers under feedparser, it is one feed that is lost.
        raise Unreadable("parse", "it is no feed that can be read", _DAMAGED) from error


def _markup(entry: Any) -> str:
    """The longest of content and summary, as HTML."""
    held = [*(entry.get("content") or []), entry.get("summary_detail") or {}]
    found = [_as_html(one) for one in held if isinstance(one.get("value"), str)]
    return max(found, key=len, default="")


def _as_html(detail: Any) -> str:
    value: str = detail["value"]
    if detail.get("type") != "text/plain":
        return value
    return "".join(f"<p>{html.escape(part)}</p>" for part in value.split("\n") if part.strip())


def _date(entry: Any) -> str | None:
    for field in ("published", "created", "updated"):
        if field not in entry:
            continue
        given = entry.get(field)
        # As written where that can be read, since it keeps the place's own time.
        if isinstance(given, str) and (date := iso_date(given)):
            return date
        if parsed := entry.get(f"{field}_parsed"):
            try:
                return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()
            except (ValueError, OverflowError, OSError):
                continue
    return None


def _words(holder: Any, field: str) -> str | None:
    value = holder.get(field) if holder else None
    return folded(html.unescape(value)) or None if isinstance(value, str) else None


def _is_cut(text: str) -> bool:
    """Whether the closing tag of the whole is missing, which lesser mistakes leave in place."""
    end = text[-2048:].rstrip().lower()
    return not any(mark in end for mark in ("</rss", "</feed", "</rdf:rdf", ":feed>"))
