"""JSON Feed (jsonfeed.org): each item is a document, read as the entry of any feed is."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from onrecord.intake.compose import iso_date
from onrecord.intake.decode import decode
from onrecord.intake.feed import part_of
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.parts import Item
from onrecord.intake.streams import whole
from onrecord.intake.text import refuse_empty
from onrecord.intake.unreadable import Unreadable


def read(chunks: Iterator[bytes], origin: Origin, options: IntakeOptions) -> Iterator[Item]:
    """A page for each item, in the feed's order.

    Raises:
        Unreadable: it is empty, not JSON, or holds no items.
    """
    text = decode(whole(chunks, options.max_bytes), origin.charset)
    refuse_empty(text)
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("parse", f"it is not JSON: {error}", "Get the feed again.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        raise Unreadable("parse", "the feed holds no item", "A JSON Feed keeps them in `items`.")
    for number, item in enumerate(items, 1):
        place = f"{origin.name}#{number}"
        if not isinstance(item, dict):
            yield Unreadable("parse", "the item is not a JSON object", "").failure(place)
            continue
        yield part_of(
            place,
            origin,
            link=_text(item, "url") or _text(item, "external_url"),
            title=_text(item, "title"),
            publisher=_text(feed, "title"),
            published=iso_date(_text(item, "date_published") or _text(item, "date_modified")),
            markup=_text(item, "content_html") or _paragraphs(item),
        )


def _paragraphs(item: dict[str, Any]) -> str:
    text = _text(item, "content_text") or _text(item, "summary") or ""
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n") if part.strip())


def _text(holder: dict[str, Any], field: str) -> str | None:
    value = holder.get(field)
    return value.strip() or None if isinstance(value, str) else None
