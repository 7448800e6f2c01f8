"""What the first bytes say about a format, where neither a name nor a server does."""

from __future__ import annotations

import json
import re

from onrecord.intake.columns import header
from onrecord.intake.decode import mark_of
from onrecord.intake.formats import Format, by_name
from onrecord.intake.unreadable import Unreadable

# Declaration, comments, style sheets and a document type may stand before the first element.
_XML = re.compile(
    rb"\s*(?:<\?.{0,500}?\?>\s*|<!--.{0,2000}?-->\s*|<!doctype(?!\s+html)[^<>\[]{0,500}>\s*)*"
    rb"<(!doctype\s+html|[a-z][\w:.-]{0,40})",
    re.IGNORECASE | re.DOTALL,
)
_ROOTS = {
    b"html": "html", b"head": "html", b"body": "html",
    b"rss": "feed", b"feed": "feed", b"rdf:rdf": "feed", b"atom:feed": "feed",
    b"urlset": "urls", b"sitemapindex": "urls",
}  # fmt: skip
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?://jsonfeed\.org/version/')
_MBOX = re.compile(rb"From \S+ [^\n]{0,80}\d\d:\d\d")
_FIELD = re.compile(rb"([!-9;-~]{1,60}):[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_MAIL_FROM = frozenset({b"from", b"return-path", b"received", b"delivered-to"})
_MAIL_MORE = frozenset({b"subject", b"date", b"message-id", b"mime-version"})


def by_content(start: bytes, plain_text: bool = True) -> Format:
    """The format that the first bytes look like; anything that shows no other is text.

    Raises:
        Unreadable: it is XML of an unknown kind, or unknown although it is no
            `plain_text` by what its name or server says.
    """
    mark = mark_of(start)
    plain = start.decode(mark, "replace").encode() if mark else start
    name = _told(plain.removeprefix("\ufeff".encode()))
    if name is None:
        if not plain_text or plain.lstrip().startswith(b"<?xml"):
            raise Unreadable(
                "parse",
                "it is data of a kind that is not known",
                "Known are pages, RSS, Atom and JSON feeds, sitemaps and JSON lines; "
                "to read it as it stands, say so with the format `text`.",
            )
        name = "text"
    return by_name(name)


def _told(plain: bytes) -> str | None:
    if plain.startswith(b"WARC/"):
        return "warc"
    if _MBOX.match(plain):
        return "mbox"
    stripped = plain.lstrip()
    if stripped.startswith(b"%PDF-"):
        return "pdf"
    if stripped.startswith(b"<"):
        root = _XML.match(stripped)
        name = root[1].lower() if root else b""
        return "html" if name.startswith(b"!doctype") else _ROOTS.get(name)
    if stripped.startswith(b"{"):
        return _json(stripped)
    if _is_mail(plain.replace(b"\r\n", b"\n")):
        return "eml"
    first = plain.partition(b"\n")[0]
    # A table is told by two known columns, one of them the text's.
    columns = header(first.decode("utf-8", "replace").strip()).columns if len(first) < 2000 else {}
    return "csv" if "text" in columns and len(columns) > 1 else None


def _json(stripped: bytes) -> str | None:
    if _JSON_FEED.search(stripped):
        return "jsonfeed"
    line, ended, _ = stripped.partition(b"\n")
    return "jsonl" if (_is_object(line) if ended else b'"text"' in line) else None


def _is_mail(plain: bytes) -> bool:
    names: set[bytes] = set()
    at = 0
    while found := _FIELD.match(plain, at):
        names.add(found[1].lower())
        at = found.end()
    ended = at >= len(plain) or plain[at : at + 1] == b"\n"
    return ended and bool(names & _MAIL_FROM) and bool(names & _MAIL_MORE)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
