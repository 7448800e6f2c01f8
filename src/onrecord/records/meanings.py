"""Pronouns and titles of a report resolved in text order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from onrecord.records import bodies
from onrecord.records.antecedents import SURE, SURE_OF_A_TITLE, Candidate, choose
from onrecord.records.cast import Cast
from onrecord.records.discourse import Discourse
from onrecord.records.weighing import Place, Spoke, weighed
from onrecord.schema import Span, Spans

AHEAD = 4
"""Sentences in which a title waits for its name."""

PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.I)


class Meanings(Discourse):
    """Whom words that are no names mean; each is noted as it is resolved."""

    def __init__(
        self,
        cast: Cast,
        text: str,
        quoted: Sequence[Span],
        lines: Sequence[Span],
        hints: Mapping[int, tuple[int, float]] | None = None,
        contents: Sequence[Span] = (),
    ) -> None:
        """Note every name, and where the narrator's pronouns stand; see `Discourse`."""
        super().__init__(cast, text, quoted, lines, hints, contents)
        self._pronouns = [
            m.span() for m in _PRONOUN.finditer(text) if not self.in_quotes(m.start())
        ]
        self._next = 0

    def advance(self, at: int, closed: Spans, speakers: Sequence[Spoke]) -> None:
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
        speakers: Sequence[Spoke],
        speaker: int | None = None,
    ) -> int | None:
        """The person that `he` or `she` means, noted as an appearance.

        Args:
            start: where the pronoun begins.
            end: where it ends.
            content: what the pronoun is said to say, whose names it does not mean.
            speakers: persons who spoke before, the last one last.
            speaker: who speaks where the pronoun stands in a content.
        """
        word = self.text[start:end].lower()
        gender = PRONOUNS[word]
        place = Place((start, end), gender, content, speakers, speaker)
        found = self.settle(start, weighed(self, place))
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
        speakers: Sequence[Spoke],
    ) -> int | None:
        """The person that a title such as `the senator` means, noted as an appearance."""
        place = Place(span, gender, content, speakers, None, title)
        found = self.settle(span[0], weighed(self, place), SURE_OF_A_TITLE)
        if found is None:
            found = self.ahead(span[1], title)
        if found is not None:
            self.cast.promote(found, "Person")
            self.note(*span, found, subject=True)
        return found

    def body(self, place: bodies.Place) -> int | None:
        """The body, state or document that `it`, `they` or `the group` means."""
        found = self.settle(place.span[0], bodies.weighed(self, place))
        if found is not None:
            self.cast.promote(found, "Organisation")
            self.note(*place.span, found, subject=True)
        return found

    def ahead(self, at: int, title: str) -> int | None:
        """The person who is named soon after a place with the title that stands there alone.

        `Former party chair calls for a plan. Ann Lee, the former chair, ...`
        """
        last = self.cast.sentence(at) + AHEAD
        lo = bisect_left(self.named_at, at)
        for one in self.named[lo:]:
            if self.cast.sentence(one.at) > last:
                return None
            if self.cast.actors[one.actor].type == "Person" and self.holds(one.actor, title):
                return one.actor
        return None

    def settle(self, at: int, candidates: Sequence[Candidate], least: float = SURE) -> int | None:
        """The actor meant at a place, null where nobody is likely enough."""
        return choose(candidates, least)
