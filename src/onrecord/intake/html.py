"""HTML: the visible article with its headings, captions, date and publisher; nothing is fetched.

Extraction is trafilatura's (Barbaresi 2021, the best open extractor in its own and
in independent comparisons), dates are htmldate's. Its tree becomes text with a blank
line between blocks, and what the markup says about a block becomes its section.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import trafilatura
from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from onrecord.intake import markers
from onrecord.intake.compose import from_text
from onrecord.intake.decode import decode
from onrecord.intake.markup import Survey, folded, survey
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.streams import whole
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Document, Failure, Section, SectionKind

# Pages of newspapers nest about 30 deep with 1,000 to 5,000 elements; beyond these, an
# extractor that looks at a tree again and again takes long, and recursion takes the stack.
_DEEPEST = 150
_MOST_ELEMENTS = 20_000
_TOP = 3  # blocks among which the headline stands
_LARGEST = 8 * 1024 * 1024
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_XML = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
# What XML, and so the tree, cannot hold: NULs, most controls, surrogates.
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATES = {"original_date": True, "extensive_search": False}

# The extractor's remarks about single pages would land among the user's own messages.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


class _Block(NamedTuple):
    text: str
    kind: SectionKind | None  # null where the rules for plain text shall tell


class _Page(NamedTuple):
    blocks: list[_Block]
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


def read(
    chunks: Iterator[bytes], origin: Origin, options: IntakeOptions
) -> Iterator[Document | Failure]:
    """The one document of a page.

    Raises:
        Unreadable: it is empty, binary, too large, or shows no text.
    """
    data = whole(chunks, options.max_bytes)
    declared = _CHARSET.search(data[:4096])
    charset = origin.charset or (declared[1].decode("ascii") if declared else None)
    markup = _UNFIT.sub("\ufffd", _XML.sub("", decode(data, charset), count=1))
    seen = survey(markup) if markup.strip() else None
    page = _page(markup, seen) if seen else _Page([])
    if not page.blocks:
        raise Unreadable(
            "parse",
            "the page shows no text",
            "If a script builds it, save the page from a browser and give that file.",
        )
    blocks = page.blocks
    if origin.title and origin.title not in [block.text for block in blocks[:_TOP]]:
        # Shown over it by whatever holds it, such as a feed.
        blocks = [_Block(origin.title, "headline"), *blocks]
    text, known = _joined(blocks)
    yield from_text(
        text,
        title=origin.title or page.title,
        publisher=origin.publisher or page.publisher,
        published=origin.published or page.published or origin.seen,
        uri=origin.uri,
        known=known,
    )


def _page(markup: str, seen: Survey) -> _Page:
    plain = _Page(_visible(seen), title=_headline(seen, seen.title) or None)
    if (
        seen.depth > _DEEPEST
        or seen.elements > _MOST_ELEMENTS
        or len(markup) > _LARGEST
        or not seen.blocks
    ):
        return plain
    tree = trafilatura.load_html(markup)
    if tree is None:
        return plain
    captions = _free_captions(tree)
    try:
        found: Any = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params=_DATES,
        )
    except Exception:
        # Whatever a page does to the extractor and the libraries under it, the page
        # is not lost: all that it shows is its text then.
        return plain
    if found is None or found.body is None:
        return plain
    blocks = [
        block._replace(kind="caption") if folded(block.text) in captions else block
        for block in _one_headline(_blocks(found.body))
    ]
    if not blocks:
        return plain
    title = _headline(seen, found.title or seen.title)
    return _Page(
        _with_head(blocks, title, seen), title or None, found.sitename or None, found.date or None
    )


def _headline(seen: Survey, title: str) -> str:
    """The page's title as its readers see it, without the site's name behind it."""
    title = folded(title)
    for heading in seen.texts("h1"):
        if heading and (not title or title.lower().startswith(heading.lower())):
            return heading
    return title


def _with_head(blocks: list[_Block], title: str, seen: Survey) -> list[_Block]:
    """The blocks with headline and byline on top, where the page shows them and they got lost."""
    top = [block.text for block in blocks[:6]]
    head: list[_Block] = []
    if title in top[:1]:
        head, blocks = [blocks[0]], blocks[1:]
    elif title and title not in top and title in seen.texts("h1"):
        head.append(_Block(title, "headline"))
    byline = next((b for b in seen.texts("byline") if markers.BYLINE.fullmatch(b)), None)
    if byline is not None and byline not in top:
        head.append(_Block(byline, "byline"))
    return head + blocks


def _one_headline(blocks: Iterator[_Block]) -> Iterator[_Block]:
    """The first top heading is the headline, if it is on top; pages use others for chapters."""
    for i, block in enumerate(blocks):
        late = block.kind == "headline" and i >= _TOP
        yield block._replace(kind="subheading") if late else block


def _free_captions(tree: lxml_html.HtmlElement) -> set[str]:
    """Turn each figure's caption into a paragraph after it, which the extractor keeps."""
    captions: set[str] = set()
    for caption in list(tree.iter("figcaption")):
        text = folded(caption.text_content())
        figure = next(caption.iterancestors("figure"), None)
        if not text or figure is None or figure.getparent() is None:
            continue
        captions.add(text)
        paragraph = lxml_html.Element("p")
        paragraph.text = text
        # `addnext` carries the tail along, so the figure's own tail moves behind the caption.
        paragraph.tail, figure.tail = figure.tail, None
        figure.addnext(paragraph)
        caption.drop_tree()
    return captions


def _blocks(body: Any) -> Iterator[_Block]:
    """The blocks of trafilatura's tree (its names: p, head, list/item, quote, table/row/cell)."""
    loose: list[str] = [body.text or ""]
    for child in body:
        if child.tag in ("p", "head", "list", "quote", "table", "item", "row", "div", "code"):
            yield from _paragraphs("".join(loose), None)
            loose = []
            if child.tag == "row":
                cells = [folded("".join(cell.itertext())) for cell in child]
                yield from _paragraphs(" | ".join(cell for cell in cells if cell), "body")
            elif child.tag in ("list", "quote", "table", "div"):
                yield from _blocks(child)
            elif child.tag == "head":
                first = child.get("rend") == "h1"
                yield from _paragraphs(_shown(child), "headline" if first else "subheading")
            else:
                yield from _paragraphs(_shown(child), "body" if child.tag == "item" else None)
            loose.append(child.tail or "")
        else:
            loose.append("\n" if child.tag == "lb" else _shown(child))
            loose.append(child.tail or "")
    yield from _paragraphs("".join(loose), None)


def _shown(element: Any) -> str:
    """The element's words, with a line feed for each of its line breaks and no other."""
    words: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            words.append("\n" if part.tag == "lb" else " ".join((part.text or "").split("\n")))
        elif part is not element:
            words.append(" ".join((part.tail or "").split("\n")))
    return "".join(words)


def _paragraphs(words: str, kind: SectionKind | None) -> Iterator[_Block]:
    lines = [folded(line) for line in words.split("\n")]
    text = "\n".join(line for line in lines if line)
    if text:
        yield _Block(text, kind)


def _visible(seen: Survey) -> list[_Block]:
    """Every visible block of a page that is not given to the extractor."""
    kinds: dict[str, SectionKind] = {"figcaption": "caption", "li": "body", "td": "body"}
    return [_Block(block.text, kinds.get(block.tag)) for block in seen.blocks]


def _joined(blocks: list[_Block]) -> tuple[str, list[Section]]:
    """The text of the blocks, a blank line between them, and the sections that are known."""
    known: list[Section] = []
    at = 0
    for block in blocks:
        end = at + len(block.text)
        if block.kind is not None:
            known.append(Section(kind=block.kind, start=at, end=end))
        at = end + 2
    return "\n\n".join(block.text for block in blocks), known
