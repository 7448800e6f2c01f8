"""What speaks for each person whom a pronoun or a title may mean.

A candidate is described by where it last appeared and how, by who spoke last, by what is said
where it is named again, and for a title by what the report calls it elsewhere.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.records import descriptions
from onrecord.records.antecedents import NOBODY, Candidate, Features
from onrecord.records.discourse import Appearance, Discourse, bucket
from onrecord.schema import Span, Spans

HITS_BACK = 80
"""Names before the place that are looked at."""

NEAR = 3
"""Sentences in which a name counts as lately told."""

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
    "named in what is said",
    "last in told words",
    "named lately, log",
)


_BEHIND = 90
"""Characters behind a title in which a pronoun tells its gender."""

_PARTIES = frozenset(("republican", "democratic", "libertarian", "independent", "conservative"))
_BOUND = {"his": "m", "himself": "m", "he": "m", "her": "f", "herself": "f", "she": "f"}
_TOLD_BY = re.compile(r"\b(?:his|himself|he|her|herself|she)\b(?! or (?:his|her|she))")


_PLACED = (
    "subject of this sentence",
    "subject of the last sentence",
    "subject of the last paragraph's opening",
    "pronoun linked",
    "pronoun spoke last",
    "pronoun sentences 0",
    "pronoun sentences 1",
    "rank 0",
    "acts in this sentence",
)


class Spoke(NamedTuple):
    """A person who spoke, null for one whom the report does not name, and where."""

    actor: int | None
    at: int


class Place(NamedTuple):
    """Words that mean a person.

    `gender` is what they tell of it; `content` what the person is said to say; `speakers` who
    spoke before, the last one last; `speaker` who speaks where the words stand in a content;
    `title` the noun of a title in small letters, null for a pronoun. `opens` says that the words
    begin a sentence, `follows` that what is said stands before them; `alone` is the only one
    who holds the title, as far as the report is read.
    """

    span: Span
    gender: str | None
    content: Spans
    speakers: Sequence[Spoke]
    speaker: int | None = None
    title: str | None = None
    opens: bool = False
    follows: bool = False
    alone: int | None = None

    @property
    def kind(self) -> str:
        """A title or a pronoun, as features are named by it."""
        return "pronoun" if self.title is None else "title"


def weighed(discourse: Discourse, place: Place) -> list[Candidate]:
    """Everybody whom the words at a place may mean, and nobody."""
    at, content = place.span[0], place.content
    hi = bisect_left(discourse.named_at, at)
    latest: dict[int, Appearance] = {}
    count: dict[int, int] = {}
    lately: dict[int, int] = {}
    order: list[int] = []
    meant = discourse.meant[: bisect_left(discourse.meant, (at,))]
    here = discourse.cast.sentence(at)
    before = [*discourse.named[max(0, hi - HITS_BACK) : hi], *meant[-HITS_BACK:]]
    before = _of_item(discourse, at, before)
    for one in sorted(before, reverse=True):
        if any(s <= one.at < e for s, e in content):
            continue
        count[one.actor] = count.get(one.actor, 0) + 1
        if here - discourse.cast.sentence(one.at) <= NEAR:
            lately[one.actor] = lately.get(one.actor, 0) + 1
        if one.actor not in latest:
            latest[one.actor] = one
            order.append(one.actor)
    place = _set(discourse, place)
    people = [n for n in order if _may_be(discourse, n, place.gender, count[n])]
    said = _named_within(discourse, content)
    openings = discourse.openings(at)
    running = discourse.subjects(at, 1) & discourse.subjects(at, 2)
    told = None if place.title is None else _told_gender(discourse, place)
    if place.title is not None:
        holders = [n for n in people if discourse.holds(n, place.title)]
        place = place._replace(alone=holders[0] if len(holders) == 1 else None)
    told_of, most = sum(count[n] for n in people), max((count[n] for n in people), default=0)
    out = []
    for rank, n in enumerate(people):
        f = _features(discourse, latest[n], place, rank)
        f["named before, log"] = math.log(count[n])
        f[f"{place.kind}, share of what is told"] = count[n] / told_of
        f["most told of"] = float(count[n] == most)
        f["named lately, log"] = math.log(1 + lately.get(n, 0))
        f["alone lately"] = float(n in lately and not any(m in lately for m in people if m != n))
        f["named in what is said"] = float(n in said)
        f["subject of the last paragraph's opening"] = float(n in openings)
        f["subject twice running"] = float(n in running)
        f[f"{place.kind} linked"] = _hinted(discourse, at, n)
        f[f"{place.kind} in another item"] = float(
            discourse.cast.item(latest[n].at) != discourse.cast.item(at)
        )
        if place.title is not None:
            f.update(_fitting(discourse, n, place))
            # A title is rather for whom the passage is about than for whom it names last.
            f.update({f"title, {name}": f[name] for name in _TOPICAL if f.get(name)})
            gender = discourse.cast.actors[n].gender
            if told is not None and gender is not None:
                f["gender as a pronoun behind tells" if told == gender else "not that gender"] = 1
        else:
            where = "follows" if place.follows else "opens" if place.opens else "within"
            f.update({f"{where}: {name}": f[name] for name in _PLACED if f.get(name)})
        out.append(Candidate(n, {name: value for name, value in f.items() if value}))
    return [*out, Candidate(NOBODY, _nobody(discourse, place, people, lately))]


def _of_item(discourse: Discourse, at: int, before: list[Appearance]) -> list[Appearance]:
    """Who appears in the item that holds a place, where a person does; else everybody."""
    item = discourse.cast.item
    here = [a for a in before if item(a.at) == item(at)]
    return here if any(discourse.cast.actors[a.actor].type == "Person" for a in here) else before


def _set(discourse: Discourse, place: Place) -> Place:
    """The place with how it stands to its sentence and to what is said."""
    at = place.span[0]
    start = discourse.cast.sentence_span(at)[0]
    opens = re.fullmatch(r"\W*(?:But|And|Still|Then|So|Yet)?\W*", discourse.text[start:at])
    follows = bool(place.content) and place.content[0][0] < at
    return place._replace(opens=opens is not None, follows=follows)


def _told_gender(discourse: Discourse, place: Place) -> str | None:
    """The gender that the first pronoun behind a title tells, if nobody is named in between."""
    start = place.span[1]
    end = min(discourse.cast.sentence_span(place.span[0])[1], start + _BEHIND)
    match = _TOLD_BY.search(discourse.text, start, end)
    if match is None or discourse.cast.inside((start, match.start())):
        return None
    return _BOUND[match.group()]


def _named_within(discourse: Discourse, content: Spans) -> set[int]:
    """Whom a content names; its speaker would rather say I."""
    return {
        a.actor
        for start, end in content
        for a in discourse.between(start, end)
        if not a.pronoun and not a.compound
    }


def _hinted(discourse: Discourse, at: int, number: int) -> float:
    actor, share = discourse.hints.get(at, (NOBODY, 0.0))
    return share if actor == number else 0.0


def _may_be(discourse: Discourse, number: int, gender: str | None, count: int) -> bool:
    actor = discourse.cast.actors[number]
    if actor.type not in ("Person", "Unknown"):
        return False
    if actor.type == "Unknown" and len(actor.name.split()) < 2 and count < 2:
        return False
    return gender is None or actor.gender is None or actor.gender == gender


def _features(discourse: Discourse, last: Appearance, place: Place, rank: int) -> dict[str, float]:
    cast, number, at, kind = discourse.cast, last.actor, place.span[0], place.kind
    actor, speaker = cast.actors[number], place.speaker
    back = cast.sentence(at) - cast.sentence(last.at)
    paragraphs = discourse.paragraph(at) - discourse.paragraph(last.at)
    f: dict[str, float] = {
        f"{kind} sentences {bucket(back, (0, 1, 2, 3, 6, 12))}": 1,
        f"{kind} paragraphs {bucket(paragraphs, (0, 1, 2, 4))}": 1,
        f"rank {min(rank, 4)}": 1,
    }
    told = discourse.telling(last.at)
    marks = {
        "acts": last.acts,
        "acts in this sentence": last.acts and back == 0,
        "acts in the last sentence": last.acts and back == 1,
        "subject": last.subject,
        "subject of this sentence": last.subject and back == 0,
        "subject of the last sentence": last.subject and back == 1,
        "quoted": last.quoted,
        "last in told words": told >= 0 and told != discourse.telling(at) and not last.quoted,
        "owner": last.owner,
        "in a compound": last.compound,
        "meant by a pronoun": last.pronoun,
        "unknown kind": actor.type == "Unknown",
        "unnamed": actor.unnamed,
        "one word": len(actor.name.split()) < 2,
        "gender known": actor.gender is not None,
        "first person named": discourse.first == number,
        "speaks here": speaker == number,
        "another speaks here": speaker is not None and speaker != number,
    }
    f.update({name: 1.0 for name, holds in marks.items() if holds})
    spoke = [s for s in place.speakers if s.actor is not None]
    if spoke and spoke[-1].actor == number:
        ago = _ago(discourse, at, spoke[-1])
        f[f"{kind} spoke last"] = 1
        if place.speakers[-1].actor == number:
            f[f"spoke in the statement before, {ago} sentences ago"] = 1
        if len(spoke) > 1 and spoke[-2].actor == number:
            f["spoke twice"] = 1
    elif any(s.actor == number for s in spoke[-3:]):
        f["spoke lately"] = 1
    return f


def _fitting(discourse: Discourse, number: int, place: Place) -> dict[str, float]:
    """How what the report calls a person elsewhere agrees with a title."""
    title = place.title or ""
    holds = discourse.holds(number, title)
    f = {"holds the title" if holds else "title not known": 1.0}
    if discourse.cast.actors[number].titles and not holds:
        f["holds another title"] = 1
    called = discourse.described.get(number, frozenset())
    words = descriptions.terms(discourse.text[slice(*place.span)])
    head = descriptions.terms(title)[-1:]
    beside = [w for w in words if w not in head]
    if head and head[0] in called:
        f["called so"] = 1
    if beside:
        share = sum(w in called for w in beside) / len(beside)
        f["called by the words beside it"] = share
        f["called by none of the words beside it"] = float(share == 0)
        f["title and words beside it not known"] = float(share == 0 and not holds)
        wanted = _PARTIES.intersection(beside)
        if wanted and _PARTIES & called and not wanted & called:
            f["of another party"] = 1
    f["the only one called so"] = float(holds and place.alone == number)
    return f


def _ago(discourse: Discourse, at: int, spoke: Spoke) -> str:
    """How many sentences before a place somebody spoke."""
    sentence = discourse.cast.sentence
    return bucket(max(0, sentence(at) - sentence(spoke.at)), (0, 1, 2, 4, 8))


def _nobody(
    discourse: Discourse, place: Place, people: Sequence[int], lately: dict[int, int]
) -> Features:
    title, speakers, at = place.title, place.speakers, place.span[0]
    cast = discourse.cast
    f = {f"nobody, {place.kind}": 1.0}
    if title in _ANYONE:
        f["nobody, a man or a woman"] = 1
    if speakers and speakers[-1].actor is None:
        ago = _ago(discourse, at, speakers[-1])
        f[f"nobody, {place.kind}, an unnamed speaker {ago} sentences ago"] = 1
    linked, share = discourse.hints.get(at, (NOBODY, 0.0))
    if at in discourse.hints and linked == NOBODY:
        f[f"nobody, {place.kind}, linked to no name"] = share
    if not any(n in lately for n in people):
        f[f"nobody, {place.kind}, none named lately"] = 1
    sentence = cast.sentence(at)
    start = cast.sentences[max(0, sentence - 1)] if cast.sentences else 0
    if _STRANGER.search(discourse.text, start, at):
        f["nobody, a stranger in the sentence before"] = 1
    return f
