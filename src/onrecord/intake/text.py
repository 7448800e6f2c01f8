"""Plain text: the whole stream is one document, kept code point for code point."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.intake.compose import from_text
from onrecord.intake.decode import decode
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.streams import whole
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Document, Failure


def read(
    chunks: Iterator[bytes], origin: Origin, options: IntakeOptions
) -> Iterator[Document | Failure]:
    """The one document of a plain text.

    Raises:
        Unreadable: it is empty, binary, too large or in no known encoding.
    """
    text = decode(whole(chunks, options.max_bytes), origin.charset)
    refuse_empty(text)
    yield from_text(
        text,
        title=origin.title,
        publisher=origin.publisher,
        published=origin.published or origin.seen,
        uri=origin.uri,
    )


def refuse_empty(text: str) -> None:
    """Stop at a text without a word in it.

    Raises:
        Unreadable: it is empty, or white space only.
    """
    if not text.strip():
        raise Unreadable(
            "parse",
            "it holds only white space" if text else "it is empty",
            "Check that the text was saved.",
        )
