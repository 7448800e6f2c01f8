"""A document's text as HTML blocks: sections and paragraphs, every character kept in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from onrecord.schema import Document, Section
from onrecord.views.html.layers import LAYERS, Touch
from onrecord.views.html.segments import Mark, Segment, anchors_of, marks_of, segments
from onrecord.views.outline import Line, showable
from onrecord.views.people import Reference

_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*[\r\n][ \t\r\n]*")

HARD_WRAP = range(50, 101)
"""Usual line lengths of a text whose lines were broken by hand."""

TAGS = {"headline": "h2", "subheading": "h3"}
DIMMED = {"caption", "credit", "boilerplate"}


class Block(NamedTuple):
    """A paragraph or heading `[start, end)`; between blocks there is only white space."""

    start: int
    end: int
    kind: str
    repeat: bool
    tight: bool


def text_html(
    document: Document,
    lines: Sequence[Line],
    references: Sequence[Reference] = (),
    touches: Sequence[Touch] = (),
) -> str:
    """The whole text as HTML: its text content is the document's text, character for character.

    Args:
        document: whose text it is.
        lines: its statements, whose words are marked.
        references: words that say on hover whom they mean, in text order, none overlapping.
        touches: the marks of the other layers, in text order.
    """
    text = document.text
    blocks = blocks_of(document)
    marks = marks_of(lines, len(text))
    marks += [
        Mark(s.start, s.end, "credit")
        for s in document.sections
        if s.kind == "credit" and 0 <= s.start < s.end <= len(text)
    ]
    marks += [Mark(one.start, one.end, one.name) for one in touches]
    cuts = [at for block in blocks for at in (block.start, block.end)]
    cuts += [at for one in references for at in (one.start, one.end)]
    whom, notes = _Whom(references), _Notes(touches)
    pieces = iter(segments((0, len(text)), marks, anchors_of(lines), cuts))
    out: list[str] = []
    piece = next(pieces, None)
    for block in blocks:
        while piece is not None and piece.start < block.start:
            out.append(_escaped(text[piece.start : piece.end]))
            piece = next(pieces, None)
        tag = TAGS.get(block.kind, "p")
        out.append(f'<{tag} class="{_block_class(block)}" dir="auto">')
        while piece is not None and piece.start < block.end:
            out.append(_segment_html(text, piece, whom.at(piece.start), notes.at(piece.start)))
            piece = next(pieces, None)
        out.append(f"</{tag}>")
    while piece is not None:
        out.append(_escaped(text[piece.start : piece.end]))
        piece = next(pieces, None)
    return "".join(out)


def blocks_of(document: Document) -> list[Block]:
    """The paragraphs of a text, none of which reaches over the border of a section."""
    text = document.text
    pattern = _BLANK_LINE if is_hard_wrapped(text) else _BREAK
    blocks: list[Block] = []
    for start, end, section in _stretches(document):
        for a, b in _paragraphs(text, start, end, pattern):
            kind = section.kind if section else "body"
            before = blocks[-1] if blocks else None
            # Lines of a list or an address stand close; paragraphs stand apart.
            tight = (
                before is not None
                and before.kind == kind
                and before.end - before.start < HARD_WRAP.start
                and not _BLANK_LINE.match(text, before.end, a)
            )
            blocks.append(Block(a, b, kind, bool(section and section.repeat), tight))
    return blocks


def is_hard_wrapped(text: str) -> bool:
    """Whether the lines of a text were broken at a fixed width and are to be flowed again."""
    lines = [len(line) for line in text[:20_000].split("\n") if line.strip()]
    wrapped = sum(length in HARD_WRAP for length in lines)
    return len(lines) >= 6 and wrapped * 2 > len(lines) and max(lines) <= HARD_WRAP.stop


def _stretches(document: Document) -> Iterator[tuple[int, int, Section | None]]:
    at, length = 0, len(document.text)
    outer = 0
    for section in sorted(document.sections, key=lambda s: (s.start, -s.end)):
        start, end = max(section.start, at), min(section.end, length)
        # A credit inside its caption is drawn as a mark, not as a block of its own.
        if start >= end or (section.kind == "credit" and section.start < outer):
            continue
        outer = end
        if at < start:
            yield at, start, None
        yield start, end, section
        at = end
    if at < length:
        yield at, length, None


def _paragraphs(
    text: str, start: int, end: int, pattern: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    at = start
    for gap in pattern.finditer(text, start, end):
        if gap.start() > at and not text[at : gap.start()].isspace():
            yield at, gap.start()
            at = gap.end()
        elif gap.start() == at:
            at = gap.end()
    if at < end and not text[at:end].isspace():
        yield at, end


def _block_class(block: Block) -> str:
    names = [block.kind]
    if block.kind in DIMMED or block.repeat:
        names.append("dim")
    if block.tight:
        names.append("tight")
    return " ".join(names)


class _Whom:
    """Whom the words at a place mean; places are asked for in text order."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._rest = list(reversed(references))

    def at(self, place: int) -> str | None:
        while self._rest and self._rest[-1].end <= place:
            self._rest.pop()
        return self._rest[-1].who if self._rest and self._rest[-1].start <= place else None


class _Notes:
    """What the layers say at a place; places are asked for in text order."""

    def __init__(self, touches: Sequence[Touch]) -> None:
        self._rest = [one for one in reversed(touches) if one.note]
        self._here: list[Touch] = []

    def at(self, place: int) -> str:
        while self._rest and self._rest[-1].start <= place:
            self._here.append(self._rest.pop())
        self._here = [one for one in self._here if one.end > place]
        return " · ".join(dict.fromkeys(one.note for one in self._here))


def _segment_html(text: str, segment: Segment, who: str | None, note: str) -> str:
    words = _escaped(text[segment.start : segment.end])
    if who is not None:
        words = f'<span class="ref" title="{_escaped(who)}">{words}</span>'
    if not segment.names:
        return words
    # Layers are drawn inside what the statements draw, so that neither paints over the other.
    for layer in reversed(LAYERS):
        if layer in segment.names:
            words = f'<span class="{layer}">{words}</span>'
    names = ["m", *(name for name in segment.names if name not in LAYERS)]
    names += [f"{name}-a" for name in segment.opens if name == "src"]
    names += [f"{name}-z" for name in segment.closes if name == "src"]
    number = f' data-n="{segment.number}"' if segment.number is not None else ""
    title = f' title="{_escaped(note)}"' if note else ""
    return f'<span class="{" ".join(names)}" data-a="{segment.start}"{number}{title}>{words}</span>'


def _escaped(text: str) -> str:
    # A carriage return would be read as a line feed, were it not written as a reference.
    return escape(showable(text), quote=True).replace("\r", "&#13;")
