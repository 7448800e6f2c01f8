"""What is read: a document with its exact text, and what could not be read."""

from __future__ import annotations

from typing import Literal

import msgspec

SectionKind = Literal[
    "headline", "subheading", "byline", "dateline", "body", "caption", "credit", "boilerplate"
]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch `[start, end)` of a document's text and the part it plays.

    Sections come in text order. Only a `credit` may lie inside another section,
    its caption. `repeat` marks text that says again what an earlier section
    said word for word; it is shown but not read a second time.
    """

    kind: SectionKind
    start: int
    end: int
    repeat: bool = False


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A report as the reader sees it; every offset of a record points into `text`.

    `id` is the SHA-256 of `text` in UTF-8 (lone surrogates passed through),
    hexadecimal. `source_id` is the identifier the input gave, if any.
    `published` is an ISO 8601 date or date-time. `language` is an ISO 639-1
    code, or null where the text is too short to tell.
    """

    id: str
    text: str
    source_id: str | None = None
    uri: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    sections: tuple[Section, ...] = ()


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A document that could not be read: which one, at which stage, why, what to do."""

    uri: str
    stage: Literal["find", "fetch", "decode", "parse", "read", "write"]
    reason: str
    hint: str = ""
