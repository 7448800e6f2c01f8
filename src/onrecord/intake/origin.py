"""Where a stream of bytes comes from, as its reader needs to know it."""

from __future__ import annotations

from typing import Literal

import msgspec


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """A source by the name its user gave it, and what is known about it from outside.

    `uri` is null for standard input, which has no name to cite; `name` is what
    messages call it. `charset` is the encoding a server or message declared.
    `title`, `publisher` and `published` are said by what holds the document (a feed,
    a message, a sitemap) and go before what the document says of itself; `seen`, the
    moment a crawler fetched it, stands in only where no other date is known.
    """

    name: str
    uri: str | None
    charset: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    seen: str | None = None
    named: bool = True
    """Whether the user named this very source: only then may its addresses be fetched."""
    listed: Literal["page", "list"] | None = None
    """What the list that led here takes it for; null where no list did."""
