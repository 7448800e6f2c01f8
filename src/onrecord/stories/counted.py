"""What a figure counts: of whom or what, what befell them, in which unit, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from onrecord.archive.passages import Sentences
from onrecord.knowledge import gazetteer, tables
from onrecord.schema import Figure, Place, Record, Span
from onrecord.stories import amounts, days
from onrecord.stories.stems import stem, stems

WORDS = "story_words.tsv"
NEAR = 6.0
"""A bare number goes on with a figure before it that is at most so many times it."""
BACK = 2
"""A bare number goes on with a figure at most so many sentences before it."""
ASKED = 400
"""A question says what is counted in an answer that begins so many characters after it."""

_BREAK = re.compile(
    r"[;!?\n\r]|\.(?=\s|[\"”’»)]|$)|\s(?:[—–-]|--)\s|, (?:and|or|but) |\band that\b|"
    r"\b(?:while|whereas|but|although|because|since|which|when|after|before|as well as)\b"
)
_RATE = re.compile(r"\s*(?:a|an|per|each|every|/)\s*(second|minute|hour|day|week|month|year)\b")
_LINK = re.compile(r"\s+(?:were|was|are|is|had|have|has|been|being|of|the|to)\b", re.I)
_HOW_MANY = re.compile(r"\bhow (?:many|much)\b[^?\n]{3,160}\?", re.I)
_PART = re.compile(r"\s+of (?:whom|which|them|these|those|the)\b")
_LIST = re.compile(r", [a-z][a-z -]+(?:,| and )")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Key(NamedTuple):
    """What is counted: `fate` what befell them, `head` the reduced noun, `unit` with its rate."""

    fate: str
    head: str
    unit: str


class Counted(NamedTuple):
    """A figure with what it counts.

    `key` is null where that cannot be told; `about` are the telling words of its clause, `place`
    and `date` where and when, if that is said. `follows` is the id of the figure before that it
    goes on with. `earlier` marks one that is told as out of date, `apart` one that is a
    difference or adds to another.
    """

    figure: Figure
    key: Key | None
    about: frozenset[str]
    place: Place | None
    date: str | None
    follows: str | None
    earlier: bool
    apart: bool


def counted(record: Record) -> list[Counted]:
    """The figures of a record with what they count, in text order."""
    found = _Finder(record)
    out: list[Counted] = []
    for figure in sorted(record.figures, key=lambda f: (f.start, f.end)):
        if amounts.stretch(figure) is not None:
            out.append(found.one(figure, out))
    return out


class _Finder:
    def __init__(self, record: Record) -> None:
        self.text = record.document.text
        self.sentences = Sentences(self.text)
        self.mentions = {m.id: m for m in record.mentions}
        placed = [
            (self.mentions[p.mention], p) for p in record.places if p.mention in self.mentions
        ]
        self.placed = sorted(placed, key=lambda pair: pair[0].start)
        self.by_mention = {p.mention: p for p in record.places}
        self.sources = {s.id: s.source for s in record.statements}

    def one(self, figure: Figure, before: Sequence[Counted]) -> Counted:
        clause = _clause(self.text, (figure.start, figure.end))
        key, follows = self._key(figure, clause), None
        if key is None and _bare(self.text, figure):
            key = self._asked(figure)
            if key is None and (earlier := self._going_on(figure, before)) is not None:
                key, follows = earlier.key, earlier.figure.id
        ahead = self.text[max(clause[0], figure.start - 60) : figure.start].lower()
        words = {m.group() for m in _WORD.finditer(ahead)}
        listed = tables.sets(WORDS)
        return Counted(
            figure=figure,
            key=key,
            about=frozenset(self._plain(clause)) - figure_words(),
            place=self._place(figure, clause),
            date=figure.date if days.is_day(figure.date) else None,
            follows=follows,
            earlier=bool(words & listed["earlier"]),
            apart=bool(_near_words(ahead) & listed["difference"]) or self._of_more(figure),
        )

    def _key(self, figure: Figure, clause: Span) -> Key | None:
        unit = figure.unit or ""
        rate = _RATE.match(self.text, figure.end) if unit else None
        head = head_of(self.text, figure)
        if rate:
            return Key("", head, f"{unit} a {rate[1]}")
        called = head in figure_words()
        if called and not unit:
            return None
        fate = _fate(self.text, figure, clause)
        if head and head in anyone():
            head = "people"
        if not head and not unit:
            head = "people" if fate and self._people(clause) else ""
            return Key(fate, head, unit) if head else None
        return Key(fate, "" if called else head, unit)

    def _people(self, clause: Span) -> bool:
        return any(stem(w) in anyone() for w in _words(self.text[slice(*clause)]))

    def _asked(self, figure: Figure) -> Key | None:
        """What a question before asks the number of."""
        start = max(0, figure.start - ASKED)
        asked = list(_HOW_MANY.finditer(self.text, start, figure.start))
        if not asked:
            return None
        span = asked[-1].span()
        fate = _fate_within(self.text, span)
        words = [stem(w) for w in _words(self.text[span[0] : span[1]])[2:3]]
        head = words[0] if words else ""
        return Key(fate, "people" if head in anyone() else head, "") if head else None

    def _going_on(self, figure: Figure, before: Sequence[Counted]) -> Counted | None:
        """The figure before that is nearest in size, of those that are near."""
        first = figure.start
        for _ in range(BACK):
            first = self.sentences.around(max(0, first - 2), max(1, first - 1))[0]
        near = []
        for other in before:
            times = amounts.magnitudes(figure, other.figure)
            if other.key and other.figure.start >= first and times and times <= NEAR:
                near.append((times, -other.figure.start, other))
        return min(near, key=lambda n: n[:2])[2] if near else None

    def _place(self, figure: Figure, clause: Span) -> Place | None:
        """The one place of the clause that is no state, and not where its speaker sits."""
        source = self.sources.get(figure.statement or "", ())
        near = [
            p
            for m, p in self.placed
            if (clause[0] <= m.start < clause[1] or p.mention == figure.place)
            and not any(s <= m.start < e for s, e in source)
            and p.precision in ("city", "admin", "point")
            and p.lat is not None
        ]
        return near[0] if len({gazetteer.key(p.name) for p in near}) == 1 else None

    def _plain(self, clause: Span) -> list[str]:
        """The telling words of a clause that are no names."""
        kept = (m.group() for m in _WORD.finditer(self.text, *clause) if m.group().islower())
        return stems(" ".join(kept))

    def _of_more(self, figure: Figure) -> bool:
        """Whether it is some of more, or adds to it: `two of whom`, `three others`, a list."""
        after = self.text[figure.end : figure.end + 20]
        if {"more", "others", "other", "another"} & set(_words(after)[:3]):
            return True
        last = figure.of[-1][1] if figure.of else figure.end
        return bool(_PART.match(after) or _LIST.match(self.text, last))


def head_of(text: str, figure: Figure) -> str:
    """The reduced head of what is counted: the last word before `of`, `who` and the like."""
    if not figure.of:
        return ""
    phrase = text[figure.of[0][0] : figure.of[0][1]]
    bare = re.split(r"\b(?:of|from|in|at|who|that|which|and|with|for|on)\b", phrase, maxsplit=1)[0]
    found = _words(bare) or _words(phrase)
    return stem(found[-1]) if found else ""


@cache
def anyone() -> frozenset[str]:
    """Reduced words that count people whoever they are."""
    return frozenset(stem(word) for word in tables.sets(WORDS)["anyone"])


@cache
def figure_words() -> frozenset[str]:
    """Reduced words that stand for a figure itself: number, toll."""
    return frozenset(stem(word) for word in tables.sets(WORDS)["figure"])


@cache
def fates() -> dict[str, str]:
    """A reduced word, or two joined by a plus sign, → what befalls those who are counted."""
    out: dict[str, str] = {}
    for name, listed in tables.sets(WORDS).items():
        if name.startswith("fate "):
            for word in listed:
                out["+".join(stem(part) for part in word.split("+"))] = name.removeprefix("fate ")
    return out


def _fate(text: str, figure: Figure, clause: Span) -> str:
    """What befell those who are counted, by the word for it nearest to the figure."""
    spans = [(figure.start, figure.end), *figure.of]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    return _fate_within(text, clause, (start, end))


def _fate_within(text: str, span: Span, meant: Span | None = None) -> str:
    """The fate told in an interval, nearest to another where several are."""
    start, end = meant or (span[0], span[0])
    found = [(m.start(), m.end(), stem(m.group().lower())) for m in _WORD.finditer(text, *span)]
    here = {word for *_, word in found}
    best: tuple[int, str] | None = None
    for at, stop, word in found:
        fate = fates().get(word) or next(
            (f for two, f in fates().items() if "+" in two and _both(two, word, here)), None
        )
        if fate is None:
            continue
        distance = max(at - end, start - stop, 0)
        if at >= end and _LINK.match(text, end):
            distance = min(distance, 1)
        if best is None or distance < best[0]:
            best = distance, fate
    return best[1] if best else ""


def _both(two: str, word: str, here: set[str]) -> bool:
    one, other = two.split("+")
    return word == one and other in here


def _bare(text: str, figure: Figure) -> bool:
    """Whether a number stands without what it counts, or with `figure` for it."""
    head = head_of(text, figure)
    return not figure.unit and (not head or head in figure_words())


def _clause(text: str, span: Span) -> Span:
    """The stretch around an interval in which nothing ends a clause."""
    floor, roof = max(0, span[0] - 250), min(len(text), span[1] + 250)
    start = floor
    for match in _BREAK.finditer(text, floor, span[0]):
        start = match.end()
    end = _BREAK.search(text, span[1], roof)
    return start, end.start() if end else roof


def _near_words(ahead: str) -> set[str]:
    return set(_words(ahead)[-3:])


def _words(text: str) -> list[str]:
    return [m.group().lower() for m in _WORD.finditer(text)]
