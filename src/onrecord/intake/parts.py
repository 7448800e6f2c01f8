"""What a reader may hand out beside documents: things to be read by other readers.

Readers know nothing of each other. One that finds a document in another format, or the
address of one, says so, and the front opens it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord.intake.origin import Origin
from onrecord.schema import Document, Failure


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A document held inside another: an entry of a feed, an attachment, a crawled page.

    `format` names its format where that is known; else its first bytes tell.
    """

    data: bytes
    origin: Origin
    format: str | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An address to fetch, with what the list that named it says about it.

    `listed` says what the list takes it for: a `page`, another `list`, or nothing,
    where there is no list and the user named it.
    """

    address: str
    listed: Literal["page", "list"] | None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


Item = Document | Failure | Part | Link
