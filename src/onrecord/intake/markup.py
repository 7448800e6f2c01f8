"""One quick pass over a page: how deep and large it is, and what it shows, block by block.

The parser hands over events and builds no tree, so that 50,000 nested tags cost what
50,000 tags in a row cost. What the pass collects also serves as the text of pages that
no extractor should be let near, or finds nothing in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

# Never shown, or not what the page is about.
_SKIPPED = frozenset(
    {
        "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas",
        "audio", "video", "select", "option", "datalist", "button", "nav", "footer", "aside",
        "head",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "time", "title", "tr", "ul",
    }
)  # fmt: skip
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
# The white space that HTML folds; a no-break space is a character of the text.
_FOLDED = re.compile(r"[ \t\n\r\f]+")
_CITED = re.compile(
    r"gmail_(?:quote|signature|attr)|yahoo_quoted|moz-(?:cite|signature|forward)|protonmail_quote"
)
_SIGNED = re.compile(r"\b(?:byline|author)", re.IGNORECASE)


class Block(NamedTuple):
    """A visible block by the tag it stands in.

    `byline` where its class says so; `cite` where it stands in what a mail program
    marks as quoted from another message, or as a signature.
    """

    tag: str
    text: str


class Survey(NamedTuple):
    """What the pass saw: `<title>`, visible blocks, deepest nesting, number of elements."""

    title: str
    blocks: list[Block]
    depth: int
    elements: int

    def texts(self, *tags: str) -> list[str]:
        """The texts of all blocks with one of these tags."""
        return [block.text for block in self.blocks if block.tag in tags]


def survey(markup: str) -> Survey:
    """Look over a page in one pass; any string is a page, however broken."""
    target = _Target()
    # Comments and instructions need no handler, and nothing is ever fetched.
    parser = etree.HTMLParser(target=target, no_network=True, huge_tree=True)
    result: Survey = etree.fromstring(markup, parser)
    return result


def folded(words: str) -> str:
    """Text as a browser sets it: white space folded, none at the ends."""
    return _FOLDED.sub(" ", words).strip(" ")


class _Target:
    """Receives the parser's events."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._skipping = 0
        self._depth = self._elements = 0
        self._title: list[str] = []
        self._words: list[str] = []
        self._tag = "body"
        self._signed = 0  # depth at which a byline's element opened
        self._cited = 0  # and what is quoted from another message
        self._blocks: list[Block] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open.append(tag)
        self._elements += 1
        self._depth = max(self._depth, len(self._open))
        self._skipping += tag in _SKIPPED
        if tag == "br":
            self._words.append(" ")
        elif tag in _BLOCKS:
            self._flush()
            self._tag = tag
        if not self._signed and (
            _SIGNED.search(attributes.get("class", ""))
            or "author" in (attributes.get("rel"), attributes.get("itemprop"))
        ):
            self._flush()
            self._signed = len(self._open)
        if not self._cited and (
            (tag == "blockquote" and attributes.get("type") == "cite")
            or _CITED.search(attributes.get("class", ""))
        ):
            self._flush()
            self._cited = len(self._open)

    def end(self, tag: str) -> None:
        depth = len(self._open)
        if tag in _BLOCKS or depth in (self._signed, self._cited):
            self._flush()
            self._tag = "p"
        self._signed = 0 if self._signed == depth else self._signed
        self._cited = 0 if self._cited == depth else self._cited
        self._skipping -= tag in _SKIPPED
        self._open.pop()

    def data(self, words: str) -> None:
        if self._open and self._open[-1] == "title":
            self._title.append(words)
        elif not self._skipping:
            self._words.append(words)

    def close(self) -> Survey:
        self._flush()
        return Survey(folded("".join(self._title)), self._blocks, self._depth, self._elements)

    def _flush(self) -> None:
        if self._words:
            text = folded("".join(self._words))
            self._words = []
            if text:
                tag = "cite" if self._cited else "byline" if self._signed else self._tag
                self._blocks.append(Block(tag, text))
