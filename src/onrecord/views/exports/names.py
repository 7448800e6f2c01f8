"""What exports call documents and items, so that others can point at them and merge them."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urlsplit

from onrecord.schema import Document

_PLAIN = re.compile(r"[0-9A-Za-z]+")
_HEX = re.compile(r"[0-9a-f]{64}")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f\ud800-\udfff]")


def plain(identifier: str) -> str:
    """An item's id as letters and digits, which every format takes as it is."""
    if _PLAIN.fullmatch(identifier):
        return identifier
    return "x" + _digest(identifier)[:16]


def text_iri(document: Document) -> str:
    """The text itself, named by its digest as RFC 6920 has it."""
    known = document.id if _HEX.fullmatch(document.id) else _digest(document.id)
    digest = base64.urlsafe_b64encode(bytes.fromhex(known)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def item_iri(document: Document, kind: str, identifier: str) -> str:
    """An item of the record of a text."""
    return f"{text_iri(document)}#{kind}-{plain(identifier)}"


def web_address(document: Document) -> str | None:
    """Where the document is on the web, null where it came from somewhere else."""
    uri = document.uri or ""
    if _NOT_IN_IRI.search(uri):
        return None
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    return uri if parts.scheme in ("http", "https") and parts.netloc else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
