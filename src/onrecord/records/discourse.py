"""Who has appeared where in a report, as far as it has been read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from onrecord.knowledge import sources
from onrecord.records import descriptions
from onrecord.records.antecedents import NOBODY
from onrecord.records.cast import Cast
from onrecord.schema import Span

LINKED = 0.5
"""Least probability with which the model's word for a group of mentions is taken."""

_PREPOSITION = re.compile(
    r"\b(?:of|from|in|at|with|for|on|to|by|near|behind|about|against|than|between|over|into|like|"
    r"toward|towards|under|after|before|without|including|via|and|or)\s+(?:the\s+)?$"
)
_OWNS = re.compile(r"['’]s?\b")
_OWNED = re.compile(r"['’]s?(?:\s[\w&.’'-]+){0,5}\s(?P<noun>[a-z][\w-]+)\s")
_COMPOUND = re.compile(
    r"[\s-]+(?:campaign|administration|supporters?|rally|rallies|aides?|advisers?|team|camp|"
    r"foundation|organization|voters?|backers?|delegates?|surrogates?|presidency|era|tower|"
    r"university|spokes\w+|officials?|staff\w*|family|brand|hotels?|doctrine|ally|allies)\b",
    re.I,
)
_ACTS = re.compile(
    r"(?:,? (?:who|which))?\s+(?:\w+ly\s+|also\s+|then\s+|later\s+|again\s+){0,2}(?:was|is|has|"
    r"had|will|would|could|did|does|may|might|must|should|said|says|told|went|took|made|came|began|won|lost|"
    r"gave|spoke|wrote|got|ran|kept|left|met|held|put|set|saw|drew|led|fell|\w{2,}ed|\w{3,}s)\b"
)
"""A verb behind a name, whose subject it is."""

_SAID = re.compile(
    r"\b(?:said|says|added|adds|asked|wrote|tweeted|told|argued|replied|explained|continued|noted|"
    r"answered|recalled|responded|insisted|declared|quipped|joked|concluded)\s+(?:the\s+)?$"
)
"""A verb of saying in front of the one who says."""


class Appearance(NamedTuple):
    """A place where an actor is named or meant, and the part it plays in its sentence."""

    at: int
    end: int
    actor: int
    pronoun: bool
    subject: bool
    quoted: bool
    owner: bool
    compound: bool
    acts: bool


class Discourse:
    """Every name of a report, and every other word that was found to mean somebody."""

    def __init__(
        self,
        cast: Cast,
        text: str,
        quoted: Sequence[Span],
        lines: Sequence[Span],
        hints: Mapping[int, tuple[int, float]] | None = None,
        contents: Sequence[Span] = (),
    ) -> None:
        """Note every name.

        Args:
            cast: the actors of the report.
            text: the document's text.
            quoted: stretches between quotation marks, in order.
            lines: the lines that were read.
            hints: whom the model takes what begins at a place to mean, and how surely.
            contents: what is said in the report, by whomever.
        """
        self.cast, self.text = cast, text
        self.hints = hints or {}
        self._quoted = quoted
        self._quote_starts = [s for s, _ in quoted]
        self.line_starts = [s for s, _ in lines]
        self._told = _merged(contents)
        self._told_starts = [s for s, _ in self._told]
        self.named = [self._name(h.start, h.end, h.lead) for h in cast.hits]
        self.named_at = [a.at for a in self.named]
        self.meant: list[Appearance] = []

    def in_quotes(self, at: int) -> bool:
        """Whether a place lies between quotation marks."""
        i = bisect_right(self._quote_starts, at) - 1
        return i >= 0 and at < self._quoted[i][1]

    def telling(self, at: int) -> int:
        """Number of the stretch of told words that holds a place, -1 for the narrator's own."""
        i = bisect_right(self._told_starts, at) - 1
        return i if i >= 0 and at < self._told[i][1] else -1

    def paragraph(self, at: int) -> int:
        """Number of the line that holds a place."""
        return bisect_right(self.line_starts, at)

    def linked(self, at: int, types: Sequence[str]) -> int | None:
        """The actor of some type that the model takes what begins at a place to mean."""
        number, share = self.hints.get(at, (NOBODY, 0.0))
        fits = number != NOBODY and self.cast.actors[number].type in types
        return number if fits and share >= LINKED else None

    def note(self, start: int, end: int, actor: int, *, subject: bool) -> None:
        """Note that words which are no name mean an actor."""
        quoted = self.in_quotes(start)
        insort(
            self.meant, Appearance(start, end, actor, True, subject, quoted, False, False, subject)
        )

    def openings(self, at: int) -> set[int]:
        """Who is the subject of the first sentence of this paragraph or of the one before."""
        here = self.paragraph(at) - 1
        out: set[int] = set()
        for line in (here - 1, here):
            if 0 <= line < len(self.line_starts):
                start, end = self.cast.sentence_span(self.line_starts[line])
                out |= {a.actor for a in self.between(start, min(end, at)) if a.subject}
        return out

    def subjects(self, at: int, back: int) -> set[int]:
        """Who is a subject of the sentence so many before that of a place."""
        sentence = self.cast.sentence(at) - back
        if sentence < 0:
            return set()
        start, end = self.cast.sentence_span(self.cast.sentences[sentence])
        return {a.actor for a in self.between(start, end) if a.subject}

    def between(self, start: int, end: int) -> list[Appearance]:
        """What appears in an interval."""
        lo, hi = bisect_left(self.named_at, start), bisect_left(self.named_at, end)
        first, last = bisect_left(self.meant, (start,)), bisect_left(self.meant, (end,))
        return [*self.named[lo:hi], *self.meant[first:last]]

    def holds(self, number: int, title: str) -> bool:
        """Whether an actor is known by a title or one that means the same."""
        words = same_title(title)
        return any(
            words & set(t.replace(".", "").split())
            for t in self.cast.actors[number].titles
            if "former" in title or "former" not in t
        )

    @cached_property
    def first(self) -> int | None:
        """The first person named."""
        cast = self.cast
        for one in self.named:
            if cast.actors[one.actor].type == "Person":
                return one.actor
        return None

    @cached_property
    def described(self) -> Mapping[int, frozenset[str]]:
        """What the report calls each person beside the name."""
        return descriptions.described(self.cast)

    def _name(self, start: int, end: int, lead: int) -> Appearance:
        cast, text = self.cast, self.text
        begin = lead if lead >= 0 else start
        sentence = cast.sentence_span(start)[0]
        before = text[max(sentence, begin - 24) : begin]
        first = not any(
            cast.actors[cast.of[h.start, h.end]].type == "Person"
            for h in cast.inside((sentence, start))
            if not _owns_noun(text[h.end : start])
        )
        owner = _OWNS.match(text, end) is not None
        compound = _COMPOUND.match(text, end) is not None
        subject = first and not owner and not compound and not _PREPOSITION.search(before)
        return Appearance(
            start,
            end,
            cast.of[start, end],
            False,
            subject,
            self.in_quotes(start),
            owner,
            compound,
            _ACTS.match(text, end) is not None or _SAID.search(before) is not None,
        )


def _owns_noun(between: str) -> bool:
    """Whether an owner and the next name are one phrase: `Holt's liberal colleague Matt Lauer`."""
    match = _OWNED.fullmatch(between)
    noun = sources.source_noun(match["noun"]) if match else None
    return noun is not None and noun.personal


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Intervals in order, those that touch made one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return out


def bucket(value: int, edges: Sequence[int]) -> str:
    """The least edge that a number does not pass."""
    for edge in edges:
        if value <= edge:
            return str(edge)
    return "more"


_SYNONYMS = (
    frozenset(("judge", "justice", "magistrate", "jurist")),
    frozenset(("attorney", "lawyer", "counsel", "litigator")),
    frozenset(("doctor", "physician", "surgeon", "dr")),
    frozenset(("strategist", "adviser", "advisor", "consultant", "aide", "operative")),
    frozenset(("reporter", "journalist", "correspondent", "columnist", "anchor", "host")),
    frozenset(("professor", "scholar", "academic", "prof")),
    frozenset(("author", "writer", "novelist")),
    frozenset(("businessman", "mogul", "billionaire", "tycoon", "magnate")),
    frozenset(("leader", "head", "chief", "director")),
    frozenset(("researcher", "scientist", "analyst", "expert")),
    frozenset(("senator", "sen", "lawmaker")),
    frozenset(("representative", "rep", "congressman", "congresswoman", "lawmaker")),
    frozenset(("candidate", "nominee", "contender", "hopeful", "front-runner", "frontrunner")),
    frozenset(("governor", "gov")),
    frozenset(("spokesman", "spokeswoman", "spokesperson")),
    frozenset(("chairman", "chairwoman", "chair")),
    frozenset(("general", "gen")),
)


@cache
def same_title(title: str) -> frozenset[str]:
    """The last word of a title and those that mean the same."""
    word = title.split()[-1]
    return frozenset((word,)).union(*(s for s in _SYNONYMS if word in s))
