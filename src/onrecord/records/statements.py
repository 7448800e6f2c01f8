"""Attributions → statements: quotation repaired, doubles dropped, chains of reports tied."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from onrecord.records.quotes import Quote, extended
from onrecord.schema import Span, Spans, covers, hull, overlaps

_WORD = re.compile(r"\w+")

SAME_CONTENT = 0.6
"""Contents that share so much (intersection over union) are one, read twice."""


class Found(Protocol):
    """An attribution as the tagger gives it."""

    @property
    def cue(self) -> Spans: ...  # noqa: D102
    @property
    def source(self) -> Spans: ...  # noqa: D102
    @property
    def content(self) -> Spans: ...  # noqa: D102
    @property
    def confidence(self) -> float: ...  # noqa: D102


class Draft(NamedTuple):
    """A statement before its speaker is known; `parent` is an index among the drafts."""

    source: Spans
    cue: Spans
    content: Spans
    confidence: float
    parent: int | None = None


class QuoteIndex:
    """Quotations of a text, to be asked for by place."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        """Index them; they come in text order and do not overlap."""
        self.quotes = tuple(quotes)
        self._starts = [q.pieces[0][0] for q in quotes]
        self._ends = [q.pieces[-1][1] for q in quotes]

    def near(self, interval: Span) -> tuple[Quote, ...]:
        """Quotations that touch the interval, give or take two characters."""
        lo = bisect_left(self._ends, interval[0] - 2)
        hi = bisect_right(self._starts, interval[1] + 2)
        return self.quotes[lo:hi]


def drafted(text: str, found: Sequence[Found], quotes: QuoteIndex) -> list[Draft]:
    """Attributions with whole quotations as contents, without doubles."""
    drafts: list[Draft] = []
    for item in found:
        taken = tuple(sorted(item.cue + item.source))
        content = extended(item.content, quotes.near(hull(item.content)), text, taken)
        source = tuple(_balanced(text, p) for p in item.source)
        content = tuple(_balanced(text, p) for p in content)
        drafts.append(Draft(source, item.cue, content, item.confidence))
    return _single(drafts)


def _balanced(text: str, piece: Span) -> Span:
    """The piece with the bracket that closes one opened in it, where that comes right behind."""
    start, end = piece
    if text.count("(", start, end) > text.count(")", start, end):
        close = end + 1 if text[end : end + 1] == "." else end
        if text[close : close + 1] == ")":
            return start, close + 1
    return piece


def _single(drafts: Sequence[Draft]) -> list[Draft]:
    """Without the less certain of two drafts that are one statement."""
    neighbours = _neighbours(drafts)
    kept: set[int] = set()
    by_confidence = sorted(
        range(len(drafts)), key=lambda i: (-drafts[i].confidence, hull(drafts[i].content))
    )
    for i in by_confidence:
        if not any(j in kept and _same(drafts[i], drafts[j]) for j in neighbours[i]):
            kept.add(i)
    return [drafts[i] for i in sorted(kept)]


def without_echoes(text: str, drafts: Sequence[Draft], headings: Spans) -> list[Draft]:
    """Without what a heading inside the report says ahead of the paragraph below it.

    Args:
        text: the document's text.
        drafts: statements.
        headings: intervals of the headings.

    A heading's statement is an echo if all the words of its content and cue stand in
    another statement's.
    """
    echoes = [d for d in drafts if covers(headings, (hull(d.source, d.cue, d.content),))]
    if not echoes:
        return list(drafts)
    rest = [d for d in drafts if d not in echoes]
    said = [_words(text, d) for d in rest]
    return [d for d in drafts if d not in echoes or not any(_words(text, d) <= s for s in said)]


def within_parts(
    text: str, drafts: Sequence[Draft], parts: Spans, lines: Sequence[Span]
) -> tuple[list[Draft], list[Span]]:
    """Without what a content takes in of a headline or byline that its cue does not stand in.

    Args:
        text: the document's text.
        drafts: statements.
        parts: intervals that stand by themselves, such as headlines, bylines and datelines.
        lines: the lines that were read.

    Returns:
        The statements, without those whose content stands in another part altogether; and the
        lines of the text itself that a headline's content had run on into: whatever is said in
        them may have been missed for it.
    """
    out: list[Draft] = []
    again: list[Span] = []
    for draft in drafts:
        mine = tuple(p for p in parts if overlaps((p,), draft.cue))
        others = tuple(p for p in parts if p not in mine)
        content = tuple(
            left for piece in draft.content if (left := _own(text, piece, mine, others, draft.cue))
        )
        if content:
            out.append(draft._replace(content=content))
        if mine and content != draft.content:
            again += [
                x for x in lines if overlaps((x,), draft.content) and not overlaps((x,), parts)
            ]
    return out, list(dict.fromkeys(again))


def unheard(drafts: Sequence[Draft], known: Sequence[Draft]) -> list[Draft]:
    """Statements with a source whose cue is that of none that is known."""
    return [d for d in drafts if d.source and not any(overlaps(d.cue, k.cue) for k in known)]


def _own(text: str, piece: Span, mine: Spans, others: Spans, cue: Spans) -> Span | None:
    """What of a piece stands in the part of its cue; of several stretches, the nearest to it."""
    if mine and not overlaps((piece,), mine):
        return None
    if mine:
        start, end = max(piece[0], mine[0][0]), min(piece[1], mine[0][1])
        return start, end
    rest = [piece]
    for start, end in others:
        rest = [p for a, b in rest for p in ((a, min(b, start)), (max(a, end), b)) if p[0] < p[1]]
    rest = [p for p in rest if text[slice(*p)].strip()]
    if not rest or rest == [piece]:
        return rest[0] if rest else None
    start, end = min(rest, key=lambda p: max(p[0] - cue[0][1], cue[0][0] - p[1]))
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _words(text: str, draft: Draft) -> set[str]:
    spans = draft.cue + draft.content
    return {w.lower() for s, e in spans for w in _WORD.findall(text[s:e])}


def _neighbours(drafts: Sequence[Draft]) -> list[list[int]]:
    """For each draft those that reach into its stretch of text; the rest need no comparing."""
    spans = [hull(d.source, d.cue, d.content) for d in drafts]
    out: list[list[int]] = [[] for _ in drafts]
    open_: list[int] = []
    for i in sorted(range(len(drafts)), key=spans.__getitem__):
        open_ = [j for j in open_ if spans[j][1] > spans[i][0]]
        for j in open_:
            out[i].append(j)
            out[j].append(i)
        open_.append(i)
    return out


def _same(left: Draft, right: Draft) -> bool:
    """One statement read twice: one cue, or one content whose cues do not lie in each other."""
    if overlaps(left.cue, right.cue):
        return True
    shared = _overlap(left.content, right.content)
    if not shared or covers(left.content, right.cue) or covers(right.content, left.cue):
        return False
    return shared > SAME_CONTENT and (
        not left.source or not right.source or overlaps(left.source, right.source)
    )


def _overlap(left: Spans, right: Spans) -> float:
    both = sum(max(0, min(b, d) - max(a, c)) for a, b in left for c, d in right)
    total = sum(b - a for a, b in left) + sum(b - a for a, b in right) - both
    return both / total if total else 0.0


def chained(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts in text order, each tied to the narrowest one that reports it.

    A draft is reported by another when its cue, and its source if it has one,
    lie inside the other's content.
    """
    ordered = sorted(_single(drafts), key=lambda d: (hull(d.source, d.cue, d.content), d.cue))
    neighbours = _neighbours(ordered)
    size = [sum(e - s for s, e in d.content) for d in ordered]
    out = []
    for i, draft in enumerate(ordered):
        own = tuple(sorted(draft.cue + draft.source))
        around = [
            j
            for j in neighbours[i]
            if covers(ordered[j].content, own) and not covers(draft.content, ordered[j].cue)
        ]
        out.append(draft._replace(parent=min(around, key=lambda j: (size[j], j), default=None)))
    return out
