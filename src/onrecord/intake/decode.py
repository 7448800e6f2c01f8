"""Bytes to text: marks and declarations first, then UTF-8, then a guess; binary data refused."""

from __future__ import annotations

import codecs
import importlib
import re

from onrecord.intake.language import language_of
from onrecord.intake.unreadable import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_STRAY = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Languages written in Windows-1252, and Turkish, whose 1254 differs in six letters.
_LATIN_1 = frozenset(
    {
        "en", "de", "fr", "es", "it", "pt", "nl", "sv", "no", "nn", "da", "fi", "is", "ca", "gl",
        "eu", "id", "ms", "tr",
    }
)  # fmt: skip
_SAMPLE = 64 * 1024
_HINT = "Save it as UTF-8 text, and try again."
# Control characters that no writing system uses in running text.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text in `data`, code point for code point; a byte order mark is not part of it.

    In order: a byte order mark; UTF-8, which other encodings hardly ever satisfy by
    chance; UTF-8 with encoded surrogates; the `declared` encoding; UTF-16 without a
    mark; UTF-8 with stray Windows characters; and charset-normalizer's best guess.

    Raises:
        Unreadable: the data is binary, or no encoding fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    _refuse_binary(data)
    text = _utf8(data) if b"\0" not in data else _utf16_unmarked(data) or _utf8(data)
    if text is None and declared is not None:
        text = _declared(data, declared)
    if text is None:
        _refuse_controls(data)
        text = _mixed(data) or _western(data) or _guessed(data)
    # NULs inside a text are kept; data that is mostly NULs and controls is no text.
    _refuse_controls(data if text is None or "\0" in text else b"")
    if text is None:
        raise Unreadable("decode", "the text is in no encoding that could be told", _HINT)
    return text


def decode_line(data: bytes) -> str:
    """One JSON line as text; JSON is UTF-8 (RFC 8259), anything else is a rescue.

    Raises:
        Unreadable: no encoding fits.
    """
    text = _utf8(data)
    return decode(data) if text is None else text


def mark_of(data: bytes) -> str | None:
    """The encoding that a byte order mark at the start names, if there is one."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            text = _mixed(data)
            if text is not None:
                return text
        where = f"at byte {error.start:,}"
        raise Unreadable(
            "decode", f"marked as {encoding.upper()}, but broken {where}", _HINT
        ) from error


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def _declared(data: bytes, declared: str) -> str | None:
    try:
        codec = codecs.lookup(declared.strip("\"' "))
    except (LookupError, ValueError):
        return None
    # As browsers do (WHATWG Encoding): Latin-1 and ASCII on the web mean Windows-1252.
    name = "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _utf16_unmarked(data: bytes) -> str | None:
    """UTF-16 without a mark, told by NULs that all stand in the same half of each pair."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(even, odd) < len(sample) * 0.2 or min(even, odd) > len(sample) * 0.01:
        return None
    try:
        return data.decode("utf-16-be" if even > odd else "utf-16-le")
    except UnicodeDecodeError:
        return None


def _mixed(data: bytes) -> str | None:
    """UTF-8 into which some other text was pasted, or null where it is not mostly UTF-8.

    Each stray byte is read as Windows-1252, by far the most common guest.
    """
    # Python marks each byte that is no UTF-8 as U+DC80 to U+DCFF (PEP 383).
    text = data.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(text))
    valid = len(_NOT_ASCII.findall(text)) - strays
    return _STRAY.sub(_as_windows, text) if valid > strays else None


def _as_windows(stray: re.Match[str]) -> str:
    byte = ord(stray[0]) - 0xDC00
    # Five bytes mean nothing in Windows-1252; they become C1 controls, as in browsers.
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


def _western(data: bytes) -> str | None:
    """Windows-1252, or its Turkish sister, where most of the text is ASCII.

    The statistics of an encoding have little to go by there, while the words are plain
    enough to tell a language by. English with curly quotes has under 2 % characters
    beyond ASCII, German 2 %, French and Turkish up to 10 %, Russian 80 %.
    """
    sample = data[:_SAMPLE]
    other = sum(byte > 127 for byte in sample) / max(1, len(sample))
    if other > 0.2:
        return None
    language = language_of(sample.decode("cp1252", "replace"))
    if language not in _LATIN_1 and (language is not None or other > 0.05):
        return None
    try:
        return data.decode("cp1254" if language == "tr" else "cp1252")
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str | None:
    # Imported here because only odd files need it; it costs more to load than to read most texts.
    matches = importlib.import_module("charset_normalizer").from_bytes(data[:_SAMPLE])
    best = matches.best()
    if best is None:
        return None
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError:
        return None


def _refuse_binary(data: bytes) -> None:
    for magic, name in _BINARY:
        if data.startswith(magic):
            raise Unreadable("decode", f"this is {name}, not text", "Extract its text first.")


def _refuse_controls(data: bytes) -> None:
    sample = data[:_SAMPLE]
    if sample and len(_CONTROLS.findall(sample)) > len(sample) * 0.1:
        raise Unreadable("decode", "this is binary data, not text", "Extract its text first.")
