"""E-mail: a message is a document, and each attachment in a known format another.

The subject is its headline. What it quotes and how it is signed is boilerplate:
shown, and not read as its writer's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.errors import (
    CloseBoundaryNotFoundDefect,
    MessageError,
    StartBoundaryNotFoundDefect,
)
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import Any

from onrecord.intake.compose import from_text
from onrecord.intake.decode import decode
from onrecord.intake.formats import Format, by_extension, by_media_type
from onrecord.intake.letter import Passage, passages
from onrecord.intake.markup import folded, survey
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.parts import Item, Part
from onrecord.intake.streams import whole
from onrecord.intake.text import refuse_empty
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Document, Section

_KNOWN = ("from", "date", "subject", "to", "message-id", "mime-version", "received", "content-type")
_LONGEST_FIELD = 4000
_MOST_PARTS = 1000
_DEEPEST_COMMENT = 20
_CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
# What the library raises at headers that are no headers.
_GARBLED = (ValueError, LookupError, TypeError, MessageError)
_UNFIT = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000)], "\ufffd")
_WORDY = 3  # times longer than the plain text is the page of a message that only claims to have one


def read(chunks: Iterator[bytes], origin: Origin, options: IntakeOptions) -> Iterator[Item]:
    """The message, then its attachments.

    Raises:
        Unreadable: it is empty, no message, holds no text, or is cut off, after what
            could be read.
    """
    data = whole(chunks, options.max_bytes)
    refuse_empty(data[:4096].decode("latin-1"))
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        if not any(name.lower() in _KNOWN for name in message):
            raise Unreadable("parse", "it is no e-mail: it has no header", "Check the file.")
        leaves = _leaves(message)
    except RecursionError as error:
        raise Unreadable("parse", "its parts are nested too deep", "") from error
    attached = [(part, form) for part in leaves if (form := _attached(part)) is not None]
    document = _document(message, leaves, origin)
    if document is not None:
        yield document
    for number, (part, form) in enumerate(attached, 1):
        yield _part(part, form, number, origin)
    if document is None and not attached:
        raise Unreadable("parse", "the message has no text", "")
    if any(isinstance(defect, _CUT) for part in message.walk() for defect in part.defects):
        raise Unreadable("parse", "the message is cut off: its last part may not be whole", "")


def _leaves(message: Message) -> list[Message]:
    """The parts that hold something, in order; messages sent along are not entered."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_type() != "message/rfc822" and isinstance(inner, list):
            waiting.extend(reversed([one for one in inner if isinstance(one, Message)]))
        else:
            found.append(part)
    return found


def _document(message: Message, leaves: list[Message], origin: Origin) -> Document | None:
    found = _body(leaves)
    if not found:
        return None
    title = _field(message, "subject")
    known: list[Section] = []
    texts: list[str] = []
    at = 0
    if title:
        texts.append(title)
        known.append(Section(kind="headline", start=0, end=len(title)))
        at = len(title) + 2
    for passage in found:
        if not passage.own:
            known.append(Section(kind="boilerplate", start=at, end=at + len(passage.text)))
        texts.append(passage.text)
        at += len(passage.text) + 2
    sender = _field(message, "from")
    name, address = _address(sender or "")
    return from_text(
        "\n\n".join(texts),
        title=title,
        publisher=name or address or sender,
        published=_field(message, "date"),
        uri=origin.uri,
        source_id=_field(message, "message-id"),
        known=known,
    )


def _address(field: str) -> tuple[str, str]:
    """Name and address in a field; none where comments nest deeper than anybody writes them.

    The standard library reads them by recursion, as deep as they go.
    """
    return ("", "") if field.count("(") > _DEEPEST_COMMENT else parseaddr(field)


def _body(leaves: list[Message]) -> list[Passage]:
    """What the message says: its plain text, unless that is a mere stand-in for its page."""
    plain: list[Passage] = []
    page: list[Passage] = []
    for part in leaves:
        if _is_attachment(part):
            continue
        if part.get_content_type() == "text/plain":
            plain.extend(passages(_text(part)))
        elif part.get_content_type() == "text/html":
            page.extend(_shown(_text(part)))
    return page if _length(page) > _WORDY * _length(plain) else plain


def _length(found: list[Passage]) -> int:
    return sum(len(passage.text) for passage in found)


def _shown(markup: str) -> list[Passage]:
    markup = markup.translate(_UNFIT)
    if not markup.strip():
        return []
    return [Passage(block.text, block.tag != "cite") for block in survey(markup).blocks]


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    return decode(payload, _charset(part))


def _is_attachment(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_filename(part))


def _attached(part: Message) -> Format | None:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return by_media_type(kind)
    if not _is_attachment(part):
        return None
    return by_extension(_filename(part)) or by_media_type(kind)


def _part(part: Message, form: Format, number: int, origin: Origin) -> Part:
    inner = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(inner, list):
        data = b"\n".join(_bytes_of(one) for one in inner)
    else:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
    place = f"{origin.name}!{_filename(part) or number}"
    return Part(
        data=data,
        format=form.name,
        origin=Origin(
            name=place,
            uri=None if origin.uri is None else place,
            charset=_charset(part),
        ),
    )


def _bytes_of(message: Any) -> bytes:
    try:
        return bytes(message)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        # The library reads more than it can write again.
        return b""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except _GARBLED:
        return None


def _filename(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except _GARBLED:
        return ""
    return _decoded(name)


def _field(message: Message, name: str) -> str | None:
    try:
        given = message.get(name)
    except _GARBLED:
        return None
    return None if given is None else _decoded(str(given)) or None


def _decoded(raw: str) -> str:
    """A field with its encoded words read (RFC 2047), on one line."""
    raw = raw[:_LONGEST_FIELD]
    try:
        words = str(make_header(decode_header(raw)))
    except _GARBLED:
        words = raw
    # Bytes beyond ASCII in a header come as surrogates; most often they are UTF-8.
    with suppress(UnicodeEncodeError):  # surrogates of its own, which are no bytes
        words = words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return folded(words.translate(_UNFIT))
