"""Lists of web addresses: a sitemap, an index of sitemaps, or an address a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from onrecord.intake.decode import decode
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.parts import Item, Link
from onrecord.intake.streams import whole
from onrecord.intake.text import refuse_empty
from onrecord.intake.unreadable import Unreadable

_MOST = 50_000  # of the sitemap protocol
_HINT = "An address begins with http:// or https://."
_FIELDS = {"title": "title", "name": "publisher", "publication_date": "published"}


def read(chunks: Iterator[bytes], origin: Origin, options: IntakeOptions) -> Iterator[Item]:
    """A link for each address, once, in order; sitemaps may tell a page's title and date.

    Raises:
        Unreadable: it is empty or broken off, no list at all, or a list that nobody
            named: reading a folder or a message must not send the reader anywhere.
    """
    if not origin.named:
        raise Unreadable(
            "find",
            "it lists web addresses, which are fetched only on demand",
            "To fetch them, name this very file.",
        )
    if origin.listed == "page":
        raise Unreadable(
            "parse",
            "it lists web addresses, but was listed as a page itself",
            "To fetch what it lists, name it.",
        )
    data = whole(chunks, options.max_bytes)
    is_xml = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    found = _sitemap(data, origin) if is_xml else _plain(data, origin)
    seen: set[str] = set()
    for item in found:
        if isinstance(item, Link):
            if item.address in seen:
                continue
            if len(seen) == _MOST:
                raise Unreadable(
                    "parse",
                    f"it lists more than {_MOST:,} addresses; the rest was left out",
                    "Split the list.",
                )
            seen.add(item.address)
        yield item


def _plain(data: bytes, origin: Origin) -> Iterator[Item]:
    text = decode(data, origin.charset)
    refuse_empty(text)
    for number, line in enumerate(text.split("\n"), 1):
        address = line.strip()
        if address and not address.startswith("#"):
            yield _link(address, f"{origin.name}:{number}")


def _link(address: str, place: str, **told: Any) -> Item:
    if not address.lower().startswith(("http://", "https://")):
        return Unreadable("parse", "this is no web address", _HINT).failure(place)
    return Link(address=address, **{"listed": "page", **told})


def _sitemap(data: bytes, origin: Origin) -> Iterator[Item]:
    # Entities are left as they stand and nothing is loaded; text nested deep is refused.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("parse", "it is no sitemap that can be read", "Get it again.") from error
    kind = "" if root is None else _name(root)
    if kind not in ("urlset", "sitemapindex"):
        raise Unreadable("parse", "it is no sitemap", "Known are `urlset` and `sitemapindex`.")
    if kind == "sitemapindex" and origin.listed:
        raise Unreadable("parse", "it is an index of sitemaps in an index of sitemaps", "Name it.")
    number = 0
    for entry in root:
        if _name(entry) in ("url", "sitemap"):
            number += 1
            place = f"{origin.name}#{number}"
            yield _entry(entry, "list" if kind == "sitemapindex" else "page", place)
    if not number:
        raise Unreadable("parse", "the sitemap lists no address", "Check the file.")
    fatal = [error for error in parser.error_log if error.level_name == "FATAL"]
    if fatal:
        raise Unreadable(
            "parse", f"the sitemap is damaged after entry {number:,}", "Get the file again."
        )


def _entry(entry: Any, listed: str, place: str) -> Item:
    told: dict[str, str] = {}
    address = ""
    for part in entry.iter():
        words = (part.text or "").strip() if isinstance(part.tag, str) else ""
        name = _name(part)
        if name == "loc" and part.getparent() is entry:
            address = words
        elif words and name in _FIELDS and "news" in part.tag:
            told.setdefault(_FIELDS[name], words)
    return _link(address, place, listed=listed, **told)


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
