"""Pronouns and titles of a report resolved in text order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from onrecord.records import bodies, definite
from onrecord.records.antecedents import SURE, SURE_OF_A_TITLE, Candidate, choose
from onrecord.records.cast import Cast
from onrecord.records.discourse import Discourse
from onrecord.records.weighing import Place, Spoke, weighed
from onrecord.schema import Span, Spans

AHEAD = 4
"""Sentences in which a title waits for its name."""

SURE_OF_A_GENDER = 0.9
"""Probability from which a pronoun tells the gender of whom it means."""

OPENING = 3
"""Number of the last sentence that still opens a report, its headline and dateline counted."""

NAMED_WITHIN = 2
"""Sentences behind a title alone in which the opening gives the name."""

PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_CLAUSE = re.compile(
    r"\W*(?:(?:Back|Even|And|But|Just)\s+)?(?:When|While|After|Before|As|Since|If|Although|Though|Once|"
    r"Until|Because|when|while|after|before|as|though|although)\b[^.!?;]*$"
)
"""The beginning of a clause whose main clause follows."""

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
        self._titles = [d for d in definite.titles(cast) if not self.in_quotes(d.span[0])]
        self._next_title = 0
        self._introduced: dict[str, int] = {}
        """Whom the opening calls by a title and then by a name, by the title."""

        self._sources: dict[int, int | None] = {}
        """Whom each source that was resolved means, by where it begins."""

    def advance(self, at: int, closed: Spans, speakers: Sequence[Spoke]) -> None:
        """Resolve the narrator's pronouns before a place, but for those in closed intervals."""
        while self._next < len(self._pronouns) and self._pronouns[self._next][0] < at:
            self._advance_titles(self._pronouns[self._next][0], closed, speakers)
            start, end = self._pronouns[self._next]
            self._next += 1
            if start in self._sources or any(s <= start < e for s, e in closed):
                continue
            number = self.pronoun(start, end, (), speakers)
            if number is not None:
                self.cast.actors[number].appear(start, end, "pronoun", 0.6)
        self._advance_titles(at, closed, speakers)

    def _advance_titles(self, at: int, closed: Spans, speakers: Sequence[Spoke]) -> None:
        """Resolve the narrator's titles before a place: `the president appeared cowed`."""
        while self._next_title < len(self._titles) and self._titles[self._next_title].span[0] < at:
            one = self._titles[self._next_title]
            self._next_title += 1
            start = one.span[0]
            if start in self._sources or any(s <= start < e for s, e in closed):
                continue
            if one.whose:
                self.bare_name_ahead(one.span, one.lemma, one.gender)
                continue
            place = Place(one.span, one.gender, (), speakers, None, one.lemma)
            found = self.settle(start, weighed(self, place), SURE_OF_A_TITLE)
            if found is not None and self.cast.actors[found].type == "Person":
                self.note(*one.span, found, subject=one.acts)
                self.cast.actors[found].appear(*one.span, "nominal", 0.6)

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
        if content and start in self._sources:
            # Two statements of one source have one speaker.
            return self._sources[start]
        place = Place((start, end), gender, content, speakers, speaker)
        found = self._named_behind(start, gender)
        sure = found is not None
        if found is None:
            candidates = weighed(self, place)
            found = self.settle(start, candidates)
            sure = found is not None and choose(candidates, SURE_OF_A_GENDER) == found
        if content:
            self._sources[start] = found
        if found is None:
            return None
        actor = self.cast.actors[found]
        if sure:
            actor.gender = actor.gender or gender
        self.cast.promote(found, "Person")
        self.note(start, end, found, subject=word in ("he", "she"))
        return found

    def _named_behind(self, at: int, gender: str) -> int | None:
        """The subject that follows a clause with its pronoun: `When she came, Ann Lee said`."""
        start, end = self.cast.sentence_span(at)
        if self.in_quotes(at) or not _CLAUSE.match(self.text[start:at]):
            return None
        if any(self._may_be_meant(h.start, h.end, gender) for h in self.cast.inside((start, at))):
            return None
        for hit in self.cast.inside((at, end)):
            lead = hit.lead if hit.lead >= 0 else hit.start
            if not self._may_be_meant(hit.start, hit.end, gender):
                continue
            one = self.named[bisect_left(self.named_at, hit.start)]
            comma = self.text[at:lead].rstrip().endswith(",")
            return one.actor if comma and one.acts else None
        return None

    def _may_be_meant(self, start: int, end: int, gender: str) -> bool:
        actor = self.cast.actors[self.cast.of[start, end]]
        return actor.type == "Person" and actor.gender in (None, gender)

    def as_said(self, start: int, end: int, speaker: int) -> int | None:
        """The speaker, if a pronoun that opens what is said may mean a person of that gender."""
        gender = PRONOUNS[self.text[start:end].lower()]
        actor = self.cast.actors[speaker]
        if actor.gender not in (None, gender):
            return None
        self.note(start, end, speaker, subject=True)
        return speaker

    def title(
        self,
        span: Span,
        title: str,
        gender: str | None,
        content: Spans,
        speakers: Sequence[Spoke],
    ) -> int | None:
        """The person that a title such as `the senator` means, noted as an appearance."""
        if span[0] in self._sources:
            return self._sources[span[0]]
        place = Place(span, gender, content, speakers, None, title)
        found = self.settle(span[0], weighed(self, place), SURE_OF_A_TITLE)
        if found is None:
            found = self._introduced.get(title)
        if found is None:
            found = self.ahead(span[1], title)
        if found is None:
            found = self.bare_name_ahead(span, title, gender)
        self._sources[span[0]] = found
        if found is not None:
            self.cast.promote(found, "Person")
            self.note(*span, found, subject=True)
        return found

    def body(self, place: bodies.Place) -> int | None:
        """The body, state or document that `it`, `they` or `the group` means."""
        start = place.span[0]
        if start in self._sources:
            return self._sources[start]
        found = self._sources[start] = self.settle(start, bodies.weighed(self, place))
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

    def introduced(self, span: Span, title: str) -> int | None:
        """Whom an opening brings in without a name: `A judge has ruled ... Judge Ann Lee wrote`."""
        if self.cast.sentence(span[0]) > OPENING:
            return None
        return self.ahead(span[1], title)

    def bare_name_ahead(self, span: Span, title: str, gender: str | None) -> int | None:
        """The person whom the opening calls by a title alone and then by a name alone.

        `The governor of the province said it was late. "It was," Ann Lee told reporters.`
        """
        first = self.cast.sentence(span[0])
        if first > OPENING:
            return None
        lo = bisect_left(self.named_at, span[1])
        for one in self.named[lo:]:
            actor = self.cast.actors[one.actor]
            if self.cast.sentence(one.at) > first + NAMED_WITHIN:
                return None
            if actor.type not in ("Person", "Unknown") or " " not in actor.name:
                continue
            fresh = actor.places and min(p[0] for p in actor.places) == one.at
            if self.telling(one.at) >= 0 or not (fresh or one.acts):
                # Whom the title speaks of.
                continue
            if not fresh or actor.titles or self.cast.actors[one.actor].type != "Person":
                return None
            if gender not in (None, actor.gender) and actor.gender is not None:
                return None
            if not one.acts:
                return None
            actor.titles.add(title)
            self._introduced[title] = one.actor
            return one.actor
        return None

    def settle(self, at: int, candidates: Sequence[Candidate], least: float = SURE) -> int | None:
        """The actor meant at a place, null where nobody is likely enough."""
        return choose(candidates, least)
