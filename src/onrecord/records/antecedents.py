"""Whom a pronoun or a title means: everybody named before is weighed, nobody included.

Weights are fitted by `training.antecedents` on PolNeAR articles whose pronouns were resolved by
hand; `antecedents.tsv` holds them. A candidate is described by where it last appeared and how,
by who spoke last, and for a title by which offices it is known to hold.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from onrecord.knowledge import tables
from onrecord.records.cast import Cast
from onrecord.schema import Span, Spans

NOBODY = -1
"""The candidate that stands for somebody the report does not name, or for nobody clear."""

HITS_BACK = 80
"""Names before the place that are looked at."""

AHEAD = 4
"""Sentences in which a title waits for its name."""

LATELY = 2
"""Sentences in which a body that was named is still spoken of as `the group`."""

SURE = 0.5
"""Probability from which a candidate is taken."""

PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.I)
_PREPOSITION = re.compile(
    r"\b(?:of|from|in|at|with|for|on|to|by|near|behind|about|against|than|between|over|into|like|"
    r"toward|towards|under|after|before|without|including|via|and|or)\s+(?:the\s+)?$"
)
_OWNS = re.compile(r"['’]s?\b")
_COMPOUND = re.compile(
    r"[\s-]+(?:campaign|administration|supporters?|rally|rallies|aides?|advisers?|team|camp|"
    r"foundation|organization|voters?|backers?|delegates?|surrogates?|presidency|era|tower|"
    r"university|spokes\w+|officials?|staff\w*|family|brand|hotels?|doctrine|ally|allies)\b",
    re.I,
)
_STRANGER = re.compile(
    r"\b(?:a|an|one|another)\s+(?:[\w’'-]+\s+){0,3}(?:man|woman|voter|official|officer|person|"
    r"spokes\w+|student|teacher|reporter|journalist|mother|father|wife|husband|daughter|son|"
    r"resident|supporter|critic|aide|adviser|strategist|professor|lawyer|judge|doctor|friend|"
    r"veteran|worker|member|candidate|leader|expert|analyst|attendee|protester|girl|boy)\b",
    re.I,
)

_ANYONE = frozenset(("man", "woman", "person", "official", "spokesman", "spokeswoman", "voter"))
_TOPICAL = (
    "subject",
    "subject of the last sentence",
    "subject of the last paragraph's opening",
    "subject twice running",
    "first person named",
    "one word",
)

Features = Mapping[str, float]


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


class Candidate(NamedTuple):
    """An actor, or `NOBODY`, with what speaks for it."""

    actor: int
    features: Features


class Discourse:
    """Who has appeared where, as far as the report has been read."""

    def __init__(
        self,
        cast: Cast,
        text: str,
        quoted: Sequence[Span],
        lines: Sequence[Span],
        hints: Mapping[int, tuple[int, float]] | None = None,
    ) -> None:
        """Note every name; pronouns are noted as they are resolved.

        Args:
            cast: the actors of the report.
            text: the document's text.
            quoted: stretches between quotation marks, in order.
            lines: the lines that were read.
            hints: whom the model takes what begins at a place to mean, and how surely.
        """
        self.cast, self.text = cast, text
        self._hints = hints or {}
        self._quoted = quoted
        self._quote_starts = [s for s, _ in quoted]
        self._line_starts = [s for s, _ in lines]
        self._named = [self._name(h.start, h.end, h.lead) for h in cast.hits]
        self._named_at = [a.at for a in self._named]
        self._meant: list[Appearance] = []
        self._pronouns = [
            m.span() for m in _PRONOUN.finditer(text) if not self.in_quotes(m.start())
        ]
        self._next = 0

    def in_quotes(self, at: int) -> bool:
        """Whether a place lies between quotation marks."""
        i = bisect_right(self._quote_starts, at) - 1
        return i >= 0 and at < self._quoted[i][1]

    def paragraph(self, at: int) -> int:
        """Number of the line that holds a place."""
        return bisect_right(self._line_starts, at)

    def advance(self, at: int, closed: Spans, speakers: Sequence[int | None]) -> None:
        """Resolve the narrator's pronouns before a place, but for those in closed intervals."""
        while self._next < len(self._pronouns) and self._pronouns[self._next][0] < at:
            start, end = self._pronouns[self._next]
            self._next += 1
            if any(s <= start < e for s, e in closed):
                continue
            number = self.pronoun(start, end, (), speakers)
            if number is not None:
                self.cast.actors[number].appear(start, end, "pronoun", 0.6)

    def pronoun(
        self,
        start: int,
        end: int,
        content: Spans,
        speakers: Sequence[int | None],
        speaker: int | None = None,
    ) -> int | None:
        """The person that `he` or `she` means, noted as an appearance.

        Args:
            start: where the pronoun begins.
            end: where it ends.
            content: what the pronoun is said to say, whose names it does not mean.
            speakers: persons who spoke before, the last one last; null for the unnamed.
            speaker: who speaks where the pronoun stands in a content.
        """
        word = self.text[start:end].lower()
        gender = PRONOUNS[word]
        found = self.settle(start, self.candidates(start, gender, content, speakers, speaker))
        if found is None:
            return None
        actor = self.cast.actors[found]
        actor.gender = actor.gender or gender
        self.cast.promote(found, "Person")
        self.note(start, end, found, subject=word in ("he", "she"))
        return found

    def title(
        self,
        span: Span,
        title: str,
        gender: str | None,
        content: Spans,
        speakers: Sequence[int | None],
    ) -> int | None:
        """The person that a title such as `the senator` means, noted as an appearance."""
        weighed = self.candidates(span[0], gender, content, speakers, None, title)
        found = self.settle(span[0], weighed)
        if found is None:
            found = self.ahead(span[1], title)
        if found is not None:
            self.cast.promote(found, "Person")
            self.note(*span, found, subject=True)
        return found

    def ahead(self, at: int, title: str) -> int | None:
        """The person who is named soon after a place with the title that stands there alone.

        `Former party chair calls for a plan. Ann Lee, the former chair, ...`
        """
        last = self.cast.sentence(at) + AHEAD
        lo = bisect_left(self._named_at, at)
        for one in self._named[lo:]:
            if self.cast.sentence(one.at) > last:
                return None
            if self.cast.actors[one.actor].type == "Person" and self._holds(one.actor, title):
                return one.actor
        return None

    def linked(self, at: int, types: Sequence[str]) -> int | None:
        """The actor of some type that the model takes what begins at a place to mean."""
        number, share = self._hints.get(at, (NOBODY, 0.0))
        fits = number != NOBODY and self.cast.actors[number].type in types
        return number if fits and share >= SURE else None

    def lately(self, at: int, types: Sequence[str]) -> list[int]:
        """Actors of some types named in this sentence or one of the `LATELY` before, last first."""
        here = self.cast.sentence(at)
        out: dict[int, None] = {}
        for one in reversed(self._named[: bisect_left(self._named_at, at)]):
            if here - self.cast.sentence(one.at) > LATELY:
                break
            if self.cast.actors[one.actor].type in types:
                out[one.actor] = None
        return list(out)

    def subjects_among(self, numbers: Sequence[int], at: int) -> list[int]:
        """Those of the actors that are a subject of the sentence before, or the one before that."""
        for back in (1, 2):
            subjects = self._subjects(at, back)
            found = [n for n in numbers if n in subjects]
            if found:
                return found
        return []

    def settle(self, at: int, candidates: Sequence[Candidate]) -> int | None:
        """The actor meant at a place, null where nobody is likely enough."""
        return choose(candidates)

    def note(self, start: int, end: int, actor: int, *, subject: bool) -> None:
        """Note that words which are no name mean an actor."""
        quoted = self.in_quotes(start)
        insort(self._meant, Appearance(start, end, actor, True, subject, quoted, False, False))

    def candidates(
        self,
        at: int,
        gender: str | None,
        content: Spans,
        speakers: Sequence[int | None],
        speaker: int | None = None,
        title: str | None = None,
    ) -> list[Candidate]:
        """Everybody whom a pronoun or a title at a place may mean, and nobody.

        With a `title`, its noun in small letters, the offices that a person is known to hold
        count as well.
        """
        hi = bisect_left(self._named_at, at)
        latest: dict[int, Appearance] = {}
        count: dict[int, int] = {}
        order: list[int] = []
        meant = self._meant[: bisect_left(self._meant, (at,))]
        seen = sorted([*self._named[max(0, hi - HITS_BACK) : hi], *meant[-HITS_BACK:]])
        for one in reversed(seen):
            if any(s <= one.at < e for s, e in content):
                continue
            count[one.actor] = count.get(one.actor, 0) + 1
            if one.actor not in latest:
                latest[one.actor] = one
                order.append(one.actor)
        people = [n for n in order if self._may_be(n, gender, count[n])]
        openings = self._openings(at)
        running = self._subjects(at, 1) & self._subjects(at, 2)
        out = []
        for rank, n in enumerate(people):
            f = self._features(latest[n], at, rank, count[n], speakers, speaker, title)
            f["subject of the last paragraph's opening"] = float(n in openings)
            f["subject twice running"] = float(n in running)
            f[f"{'title' if title else 'pronoun'} linked"] = self._hinted(at, n)
            if title is not None:
                # A title is rather for whom the passage is about than for whom it names last.
                f.update({f"title, {name}": f[name] for name in _TOPICAL if f.get(name)})
            out.append(Candidate(n, {name: value for name, value in f.items() if value}))
        return [*out, Candidate(NOBODY, self._nobody(at, speakers, title))]

    def _hinted(self, at: int, number: int) -> float:
        actor, share = self._hints.get(at, (NOBODY, 0.0))
        return share if actor == number else 0.0

    def _may_be(self, number: int, gender: str | None, count: int) -> bool:
        actor = self.cast.actors[number]
        if actor.type not in ("Person", "Unknown"):
            return False
        if actor.type == "Unknown" and len(actor.name.split()) < 2 and count < 2:
            return False
        return gender is None or actor.gender is None or actor.gender == gender

    def _features(
        self,
        last: Appearance,
        at: int,
        rank: int,
        count: int,
        speakers: Sequence[int | None],
        speaker: int | None,
        title: str | None,
    ) -> dict[str, float]:
        cast, number = self.cast, last.actor
        actor = cast.actors[number]
        back = cast.sentence(at) - cast.sentence(last.at)
        paragraphs = self.paragraph(at) - self.paragraph(last.at)
        kind = "title" if title is not None else "pronoun"
        f: dict[str, float] = {
            f"{kind} sentences {_bucket(back, (0, 1, 2, 3, 6, 12))}": 1,
            f"{kind} paragraphs {_bucket(paragraphs, (0, 1, 2, 4))}": 1,
            f"rank {min(rank, 4)}": 1,
            "named before, log": math.log(count),
        }
        marks = {
            "subject": last.subject,
            "subject of this sentence": last.subject and back == 0,
            "subject of the last sentence": last.subject and back == 1,
            "quoted": last.quoted,
            "owner": last.owner,
            "in a compound": last.compound,
            "meant by a pronoun": last.pronoun,
            "unknown kind": actor.type == "Unknown",
            "one word": len(actor.name.split()) < 2,
            "gender known": actor.gender is not None,
            "first person named": self._first == number,
            "speaks here": speaker == number,
            "another speaks here": speaker is not None and speaker != number,
        }
        f.update({name: 1.0 for name, holds in marks.items() if holds})
        spoke = [s for s in speakers if s is not None]
        if spoke and spoke[-1] == number:
            f[f"{kind} spoke last"] = 1
            if speakers[-1] == number:
                f["spoke in the statement before"] = 1
            if len(spoke) > 1 and spoke[-2] == number:
                f["spoke twice"] = 1
        elif number in spoke[-3:]:
            f["spoke lately"] = 1
        if title is not None:
            f["holds the title" if self._holds(number, title) else "title not known"] = 1
            if actor.titles and not self._holds(number, title):
                f["holds another title"] = 1
        return f

    def _openings(self, at: int) -> set[int]:
        """Who is the subject of the first sentence of this paragraph or of the one before."""
        here = self.paragraph(at) - 1
        out: set[int] = set()
        for line in (here - 1, here):
            if 0 <= line < len(self._line_starts):
                start, end = self.cast.sentence_span(self._line_starts[line])
                out |= {a.actor for a in self._between(start, min(end, at)) if a.subject}
        return out

    def _subjects(self, at: int, back: int) -> set[int]:
        """Who is a subject of the sentence so many before that of a place."""
        sentence = self.cast.sentence(at) - back
        if sentence < 0:
            return set()
        start, end = self.cast.sentence_span(self.cast.sentences[sentence])
        return {a.actor for a in self._between(start, end) if a.subject}

    def _between(self, start: int, end: int) -> list[Appearance]:
        """What appears in an interval."""
        lo, hi = bisect_left(self._named_at, start), bisect_left(self._named_at, end)
        first, last = bisect_left(self._meant, (start,)), bisect_left(self._meant, (end,))
        return [*self._named[lo:hi], *self._meant[first:last]]

    def _nobody(self, at: int, speakers: Sequence[int | None], title: str | None) -> Features:
        f = {"nobody, title" if title is not None else "nobody, pronoun": 1.0}
        if title in _ANYONE:
            f["nobody, a man or a woman"] = 1
        if speakers and speakers[-1] is None:
            f["nobody, the last speaker has no name"] = 1
        sentence = self.cast.sentence(at)
        start = self.cast.sentences[max(0, sentence - 1)] if self.cast.sentences else 0
        if _STRANGER.search(self.text, start, at):
            f["nobody, a stranger in the sentence before"] = 1
        return f

    def _holds(self, number: int, title: str) -> bool:
        words = _same_title(title)
        return any(
            words & set(t.replace(".", "").split())
            for t in self.cast.actors[number].titles
            if "former" in title or "former" not in t
        )

    @cached_property
    def _first(self) -> int | None:
        """The first person named."""
        cast = self.cast
        for one in self._named:
            if cast.actors[one.actor].type == "Person":
                return one.actor
        return None

    def _name(self, start: int, end: int, lead: int) -> Appearance:
        cast, text = self.cast, self.text
        begin = lead if lead >= 0 else start
        sentence = cast.sentence_span(start)[0]
        before = text[max(sentence, begin - 24) : begin]
        first = not any(
            cast.actors[cast.of[h.start, h.end]].type == "Person"
            for h in cast.inside((sentence, start))
        )
        owner = _OWNS.match(text, end) is not None
        compound = _COMPOUND.match(text, end) is not None
        subject = first and not owner and not compound and not _PREPOSITION.search(before)
        return Appearance(
            start, end, cast.of[start, end], False, subject, self.in_quotes(start), owner, compound
        )


def choose(candidates: Sequence[Candidate]) -> int | None:
    """The likeliest candidate where it is likely enough, else null."""
    shares = probabilities(candidates, weights())
    best = max(range(len(candidates)), key=lambda i: shares[i])
    number = candidates[best].actor
    return number if number != NOBODY and shares[best] >= SURE else None


def probabilities(candidates: Sequence[Candidate], weight: Mapping[str, float]) -> list[float]:
    """The share of each candidate under a softmax over weighted features."""
    scores = [sum(weight.get(k, 0.0) * v for k, v in c.features.items()) for c in candidates]
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


@cache
def weights() -> dict[str, float]:
    """The fitted weight of each feature."""
    return {name: float(value) for name, value in tables.rows("antecedents.tsv")}


def _bucket(value: int, edges: Sequence[int]) -> str:
    for edge in edges:
        if value <= edge:
            return str(edge)
    return "more"


_SYNONYMS = (
    frozenset(("senator", "sen", "lawmaker")),
    frozenset(("representative", "rep", "congressman", "congresswoman", "lawmaker")),
    frozenset(("candidate", "nominee", "contender", "hopeful", "front-runner", "frontrunner")),
    frozenset(("governor", "gov")),
    frozenset(("spokesman", "spokeswoman", "spokesperson")),
    frozenset(("chairman", "chairwoman", "chair")),
    frozenset(("general", "gen")),
)


@cache
def _same_title(title: str) -> frozenset[str]:
    word = title.split()[-1]
    return frozenset((word,)).union(*(s for s in _SYNONYMS if word in s))
