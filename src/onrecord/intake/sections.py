"""The parts a text is made of, told by general rules of newspaper form.

The rules lean to `body`: a caption taken for body costs a repeated line, a body
sentence taken for boilerplate costs a statement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.intake import markers
from onrecord.intake.paragraphs import Paragraph, paragraphs
from onrecord.schema import Section, SectionKind

_QUOTES = re.compile("[\"“”„«»‹›]|(?:^|\\s)['‘]\\w")
_SENTENCE = re.compile("[.!?,…][\"”’')]+$")  # a full stop inside the closing mark
_CLOSED_BY = {"‘": "’", "“": "”", "«": "»"}
_WORD = re.compile(r"\w+")
_TOP = 6  # paragraphs from the top in which headline, byline and date stand
_SHORT = 300  # characters of the longest line that can be furniture
_CAPTION = 900  # characters of the longest caption; agencies keep theirs under 700
_REPEAT_WORDS = 5  # "No." may be said twice and mean two things; a sentence is a copy


def split_sections(
    text: str, *, title: str | None = None, known: Sequence[Section] = ()
) -> tuple[Section, ...]:
    """The sections of a text: a paragraph each, in order, white space left out.

    A dateline is parted from the paragraph it opens, and a credit lies inside the
    caption it ends. `known` gives kinds that need no guessing, in text order.
    """
    found = paragraphs(text)
    kinds = _kinds(text, found, title, known)
    earlier: set[str] = set()
    captions: list[str] = []
    sections: list[Section] = []
    for i, (part, kind) in enumerate(zip(found, kinds, strict=True)):
        words = _normal(_without_credit(text, part) if kind == "caption" else _slice(text, part))
        repeat = words in earlier and (kind == "caption" or words.count(" ") + 1 >= _REPEAT_WORDS)
        if kind == "caption":
            repeat = repeat or any(_same_words(words, other) for other in captions)
            captions.append(words)
        if words.count(" ") + 1 >= _REPEAT_WORDS or kind == "caption":
            earlier.add(words)
        start = part.start
        if kind == "body" and (length := _dateline(text, part, i)):
            sections.append(Section(kind="dateline", start=start, end=start + length))
            start += length
            start += len(text[start : part.end]) - len(text[start : part.end].lstrip())
        sections.append(Section(kind=kind, start=start, end=part.end, repeat=repeat))
        if kind == "caption" and (at := _credit_at(text, part)) is not None:
            sections.append(Section(kind="credit", start=at, end=part.end))
    return tuple(sections)


def _kinds(
    text: str, found: list[Paragraph], title: str | None, known: Sequence[Section]
) -> list[SectionKind]:
    told = _told(found, known)
    kinds: list[SectionKind] = [
        told[i] or _by_itself(text, part, i, len(found)) for i, part in enumerate(found)
    ]
    _mark_headline(text, found, kinds, title)
    for i, kind in enumerate(kinds):
        if kind == "caption":
            _mark_twins(text, found, kinds, i)
    for i, part in enumerate(found):
        if kinds[i] == "body" and told[i] is None and _is_subheading(text, part, found, kinds, i):
            kinds[i] = "subheading"
    return kinds


def _told(found: list[Paragraph], known: Sequence[Section]) -> list[SectionKind | None]:
    told: list[SectionKind | None] = []
    at = 0
    for part in found:
        while at < len(known) and known[at].end <= part.start:
            at += 1
        inside = at < len(known) and known[at].start <= part.start and part.end <= known[at].end
        told.append(known[at].kind if inside else None)
    return told


def _by_itself(text: str, part: Paragraph, i: int, total: int) -> SectionKind:
    """The kind that a paragraph's own words show."""
    length = part.end - part.start
    if length > _CAPTION:
        return "body"
    words = _slice(text, part)
    near_edge = length <= _SHORT and (i < _TOP or i >= total - 3)
    if near_edge and (markers.BYLINE.fullmatch(words) or markers.BYLINE_AGENCY.fullmatch(words)):
        return "byline"
    at = _credit_at(text, part)
    if at is not None:
        return "caption" if at > part.start else "credit"
    if markers.CAPTION_START.match(words):
        return "caption"
    if length > _SHORT:
        return "body"
    if markers.CREDIT_ALONE.fullmatch(words):
        return "credit"
    if i < _TOP and markers.DATE_ALONE.fullmatch(words):
        return "dateline"
    if markers.BOILERPLATE_LABEL.fullmatch(words):
        return "boilerplate"
    if _QUOTES.search(words):
        return "body"
    if i >= total - 4 and markers.CONTRIBUTORS.fullmatch(words):
        return "byline"
    if markers.BOILERPLATE.fullmatch(words) or markers.is_share_bar(_normal(words).split()):
        return "boilerplate"
    return "body"


def _mark_headline(
    text: str, found: list[Paragraph], kinds: list[SectionKind], title: str | None
) -> None:
    if title:
        wanted = _normal(title)
        for i in range(min(_TOP, len(found))):
            own = _normal(_slice(text, found[i]))
            if own and _is_title(own, wanted):
                kinds[i] = "headline"
                return
            # A headline may be broken into two lines.
            if i + 1 < len(found) and wanted == f"{own} {_normal(_slice(text, found[i + 1]))}":
                kinds[i] = kinds[i + 1] = "headline"
                return
        return
    if "headline" in kinds or len(found) < 2 or kinds[0] != "body" or not found[0].alone:
        return
    first = _slice(text, found[0])
    followed = any(p.end - p.start > len(first) for p in found[1:])
    # Headlines may be a quotation; deeper in the text, a quotation is always the story's.
    words = first[1:] if first[0] in _CLOSED_BY and _CLOSED_BY[first[0]] in first else first
    if followed and len(first.split()) <= 25 and len(first) <= 160 and _is_label(words):
        kinds[0] = "headline"


def _is_title(own: str, wanted: str) -> bool:
    # Titles of web pages end with the site's name: "Talks resume | The Example".
    return own == wanted or (len(own.split()) >= 4 and wanted.startswith(own + " ")
                             and len(wanted) - len(own) <= 30)  # fmt: skip


def _is_label(words: str) -> bool:
    """Whether a line reads as a heading: no sentence, quotation, list item or speaker's label."""
    first, last = words[0], words[-1]
    opened = any(words.rfind(mark) > words.rfind(close) for mark, close in _CLOSED_BY.items())
    return (
        (first.isalnum() and not first.islower())
        and (last.isalnum() or last in "’”»)'%")
        and not _SENTENCE.search(words)
        and not opened
        and words.count('"') % 2 == 0
    )


def _is_subheading(
    text: str, part: Paragraph, found: list[Paragraph], kinds: list[SectionKind], i: int
) -> bool:
    words = _slice(text, part)
    if not part.alone or len(words) > 90 or not 1 <= len(words.split()) <= 14 or len(words) < 4:
        return False
    if not _is_label(words) or _QUOTES.search(words) or i == 0 or i + 1 == len(found):
        return False
    before, after = _slice(text, found[i - 1]), _slice(text, found[i + 1])
    if kinds[i - 1] == "headline" and kinds[i + 1] in ("byline", "dateline"):
        return True
    if kinds[i - 1] not in ("headline", "byline", "dateline") and before[-1] not in '.!?…”"’»)':
        # Neighbours without a full stop make it a list, a poem or a table.
        return kinds[i - 1] in ("caption", "credit", "boilerplate") and len(after) > len(words)
    return kinds[i + 1] == "body" and len(after) > len(words) and not _is_label(after)


def _mark_twins(text: str, found: list[Paragraph], kinds: list[SectionKind], i: int) -> None:
    """A neighbour that says what the caption says is the same caption, told once more."""
    words = _normal(_without_credit(text, found[i]))
    for j in (i - 1, i + 1):
        if 0 <= j < len(found) and kinds[j] == "body":
            other = _slice(text, found[j])
            if len(other) <= _CAPTION and _same_words(_normal(other), words):
                kinds[j] = "caption"


def _same_words(left: str, right: str) -> bool:
    """Whether one of two captions begins with the other, which is at least five words long."""
    short, long = sorted((left, right), key=len)
    return short.count(" ") + 1 >= _REPEAT_WORDS and (long + " ").startswith(short + " ")


def _dateline(text: str, part: Paragraph, i: int) -> int:
    start = text[part.start : min(part.end, part.start + 120)]
    found = markers.DATELINE_AGENCY.match(start)
    if found is None and i < _TOP:
        found = markers.DATELINE.match(start)
    if found is None or part.start + found.end() >= part.end:
        return 0
    return len(found[0].rstrip())


def _credit_at(text: str, part: Paragraph) -> int | None:
    base = max(part.start, part.end - 200)
    found = markers.CREDIT_AT_END.search(text[base : part.end])
    return None if found is None else base + found.start()


def _without_credit(text: str, part: Paragraph) -> str:
    at = _credit_at(text, part)
    return text[part.start : part.end if at is None else at]


def _slice(text: str, part: Paragraph) -> str:
    return text[part.start : part.end]


def _normal(words: str) -> str:
    """Words in lower case with single spaces: what stays the same when a line is set again."""
    return " ".join(_WORD.findall(words.lower()))
