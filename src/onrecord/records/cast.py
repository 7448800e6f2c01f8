"""Everybody a report speaks of: names grouped into actors, and where each one appears."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from onrecord.knowledge import bodies, names, sources, tables
from onrecord.knowledge.register import Entry
from onrecord.records.naming import NameHit
from onrecord.schema import Entity, Mention, Span

RELATIVES_BACK = 3
"""Sentences over which a full name keeps a shared surname."""

UNION = "EU"
"""The European Union has a reserved code among the states, but is none."""


_BREAK = re.compile(r"^[ \t]*(?:[_*#=~—–-][ \t]*){3,}\.?[ \t]*$", re.M)
"""A line that parts one item of a report from the next."""

Lone = tuple[int, int, str, str, float]
"""Start, end, type, form and confidence of a mention without an actor."""


@dataclass
class Actor:
    """One person, body, state, group or document while the record is being made."""

    type: str
    name: str
    titles: set[str] = field(default_factory=set)
    gender: str | None = None
    country: str | None = None
    members: tuple[int, ...] = ()
    sectors: tuple[str, ...] = ()
    unnamed: bool = False
    """Called by a description only: `a Turkish official`."""

    places: list[tuple[int, int, str, float]] = field(default_factory=list)
    """Start, end, form and confidence of each mention."""

    def appear(self, start: int, end: int, form: str, confidence: float) -> None:
        """Note a mention, once."""
        if all(p[:2] != (start, end) for p in self.places):
            self.places.append((start, end, form, confidence))


_WHERE = re.compile(r"\b(?:in|near|outside|around|across|from)\s+$", re.I)
_LETTERS = re.compile(r"(?:[A-Z]\.){3,}|[A-Z]{3,6}")
_ONE_WORD_BODIES = tables.words("body") - {"Congress", "Parliament", "Senate", "House"}
"""What bodies are called for short; no body is called so alone."""


class Cast:
    """The actors of one report; they are known by their number."""

    def __init__(self, text: str, hits: Sequence[NameHit], sentences: Sequence[int]) -> None:
        """Group name hits into actors.

        Args:
            text: the document's text.
            hits: proper names in text order.
            sentences: where each sentence starts, in order.
        """
        self.text = text
        self.sentences = sentences
        self.actors: list[Actor] = []
        self.of: dict[Span, int] = {}
        self.title_at: dict[Span, str] = {}
        self.type_at: dict[Span, str] = {}
        self._breaks = [m.start() for m in _BREAK.finditer(text)]
        self._keys: dict[tuple[str, str], int] = {}
        self._persons: list[int] = []
        self._by_honorific: Counter[int] = Counter()
        self._group(hits)
        self.hits = [h for h in hits if (h.start, h.end) in self.of]
        self._starts = [h.start for h in self.hits]

    def _group(self, hits: Sequence[NameHit]) -> None:
        tails = {tail for h in hits if h.kind == "body" for tail in _tails(h.name)}
        # Full names first, so that a surname in the headline finds its owner further down; those
        # of persons before what may be none.
        for hit in sorted(hits, key=lambda h: h.kind != "person"):
            if hit.entry is not None:
                self._note(hit, self._registered(hit.entry, hit.name))
            elif hit.kind == "state" and hit.code:
                kind = "Organisation" if hit.code == UNION else "State"
                self._note(hit, self._keyed(kind, hit.code, hit.name))
            elif hit.kind == "body" and self._short(hit, tails):
                # `the Commission`, `the E.P.A.` wait for the name in full.
                continue
            elif hit.kind == "body":
                self._note(hit, self._body(hit.name))
            elif len(hit.name.split()) > 1:
                self._note(hit, self._full(hit))
        titled = {h.name for h in hits if h.kind == "person"}
        places = {h.name for h in hits if _WHERE.search(self.text, max(0, h.start - 12), h.start)}
        # Who is told apart by `Mrs.` comes before those with nothing but the surname.
        for hit in sorted(hits, key=lambda h: not _honoured(h)):
            if (hit.start, hit.end) in self.of or hit.kind == "state":
                continue
            if hit.kind == "body":
                longer = self._in_full_elsewhere(hit)
                self._note(hit, self._body(hit.name) if longer is None else longer)
                continue
            number = self._by_part(hit)
            if number is None and hit.name in titled:
                number = self._person(hit)
            if number is None and hit.name not in places:
                number = self._by_body_word(hit)
            if number is None:
                number = self._keyed("Unknown", hit.name.lower(), hit.name)
            if number is not None and _honoured(hit):
                self._by_honorific[number] += 1
            self._note(hit, number)
        for number, actor in enumerate(self.actors):
            # Who is called by the last word of a name as well is a person.
            last = actor.name.split()[-1]
            if last != actor.name and any(self.text[s:e] == last for s, e, *_ in actor.places):
                self.promote(number, "Person")

    def _note(self, hit: NameHit, number: int) -> None:
        actor = self.actors[number]
        self.of[(hit.start, hit.end)] = number
        actor.appear(hit.start, hit.end, hit.form, 0.9 if actor.type != "Unknown" else 0.5)
        if hit.title and actor.type in ("Person", "Unknown"):
            actor.type = "Person"
            actor.titles.add(hit.title)
            self.title_at[(hit.start, hit.end)] = hit.title
            actor.gender = actor.gender or _gender(_telling(hit.title))
        if len(hit.name) > len(actor.name) and actor.type == "Person":
            actor.name = hit.name

    def _keyed(self, kind: str, key: str, name: str) -> int:
        number = self._keys.get((kind, key))
        if number is None:
            number = len(self.actors)
            self._keys[(kind, key)] = number
            country = key if kind == "State" else None
            self.actors.append(Actor(kind, name, country=country))
        return number

    def _registered(self, entry: Entry, name: str) -> int:
        """An actor of the user's own register, whatever form of its name stands here."""
        number = self._keyed(entry.type, entry.name.lower(), name)
        actor = self.actors[number]
        actor.country, actor.sectors = entry.country, entry.sectors
        actor.titles.update(office.lower() for office in entry.offices)
        if len(name) > len(actor.name):
            actor.name = name
        if entry.type == "Person" and number not in self._persons:
            self._persons.append(number)
            actor.gender = _gender(entry.name.split()[:1])
        return number

    def _body(self, name: str) -> int:
        known = bodies.lookup(name)
        if known is None:
            return self._keyed("Organisation", name.lower().removeprefix("the "), name)
        number = self._keyed("Organisation", known.name, name)
        actor = self.actors[number]
        actor.country, actor.sectors = known.country, known.sectors
        if len(name) > len(actor.name):
            actor.name = name
        return number

    def _full(self, hit: NameHit) -> int:
        key = hit.name.lower()
        if ("Person", key) in self._keys:
            return self._keys[("Person", key)]
        for number in self._persons:
            known = self.actors[number].name
            if names.same_person(known, hit.name) or names.same_person(hit.name, known):
                return number
        if hit.kind != "person":
            longer = self._longer(hit.name)
            return self._keyed("Unknown", key, hit.name) if longer is None else longer
        return self._person(hit)

    def _longer(self, name: str) -> int | None:
        """The actor of unknown kind whose name ends in this one of several words."""
        return next(
            (
                n
                for n, a in enumerate(self.actors)
                if a.type == "Unknown" and a.name.endswith(f" {name}")
            ),
            None,
        )

    def _person(self, hit: NameHit) -> int:
        number = self._keyed("Person", hit.name.lower(), hit.name)
        if number not in self._persons:
            self._persons.append(number)
            self.actors[number].gender = _gender(hit.name.split()[:1])
        return number

    def _by_part(self, hit: NameHit) -> int | None:
        """The person of whom this is a part of the name."""
        found = [
            n
            for n, a in enumerate(self.actors)
            if a.type in ("Person", "Unknown")
            and len(a.name.split()) > 1
            and names.same_person(a.name, hit.name)
        ]
        gender = _gender(hit.title.split()) if hit.title else None
        if gender is not None:
            # `Mrs. Clinton` is not Bill.
            found = [n for n in found if self.actors[n].gender in (None, gender)]
        if not found:
            return None
        persons = [n for n in found if self.actors[n].type == "Person"] or found

        # Among relatives the surname alone means whoever was just named in full, or else
        # whom the report brought in first.
        near = self.sentence(hit.start) - RELATIVES_BACK
        item = self.item(hit.start)
        named = [
            (
                max(
                    p[0] for p in self.actors[n].places if p[0] < hit.start and self._in_full(n, p)
                ),
                n,
            )
            for n in persons
            if any(
                p[0] < hit.start
                and self._in_full(n, p)
                and (self.sentence(p[0]) >= near or (item and self.item(p[0]) == item))
                for p in self.actors[n].places
            )
        ]
        if named:
            return max(named)[1]
        # Whom `Mr.` and `Mrs.` have mostly told to be meant comes before who was named first.
        return min(persons, key=lambda n: (-self._by_honorific[n], self.actors[n].places[0][0]))

    def _in_full(self, number: int, place: tuple[int, int, str, float]) -> bool:
        return len(self.text[place[0] : place[1]].split()) > 1

    def _short(self, hit: NameHit, tails: Set[str]) -> bool:
        """Whether a body's name may be short for another of the report, whose ends are `tails`."""
        if hit.name in _ONE_WORD_BODIES or _acronym(hit.name):
            return bodies.lookup(hit.name) is None
        return hit.name in tails

    def _in_full_elsewhere(self, hit: NameHit) -> int | None:
        """The one body of the report of whose name this is the end or the initials."""
        letters = _acronym(hit.name)
        if not letters and " " not in hit.name:
            return self._by_body_word(hit)
        found = [
            n
            for n, a in enumerate(self.actors)
            if a.type == "Organisation"
            and (_initials(a.name) == letters if letters else a.name.endswith(f" {hit.name}"))
        ]
        return found[0] if len(found) == 1 else None

    def _by_body_word(self, hit: NameHit) -> int | None:
        """The body last named before with this word in its name, or else the first one."""
        found = [
            n
            for n, actor in enumerate(self.actors)
            if actor.type == "Organisation" and hit.name in actor.name.split()
        ]
        before = [
            (max(p[0] for p in self.actors[n].places if p[0] < hit.start), n)
            for n in found
            if any(p[0] < hit.start for p in self.actors[n].places)
        ]
        return max(before)[1] if before else found[0] if found else None

    def add(self, kind: str, key: str, name: str, members: tuple[int, ...] = ()) -> int:
        """An actor that no name gives: a group, a document."""
        number = self._keyed(kind, key, name)
        if members:
            self.actors[number].members = members
        return number

    def name(self, hit: NameHit, number: int) -> None:
        """Note that a name means an actor, beside those found when the actors were grouped."""
        self.of[hit.start, hit.end] = number
        self.actors[number].appear(hit.start, hit.end, hit.form, 0.8)
        at = bisect_right(self._starts, hit.start)
        self._starts.insert(at, hit.start)
        self.hits.insert(at, hit)

    def add_body(self, start: int, end: int) -> int:
        """The body that an interval of the text names."""
        number = self._body(self.text[start:end])
        self.actors[number].appear(start, end, "name", 0.8)
        return number

    def promote(self, number: int, kind: str) -> None:
        """Say what an unknown actor is, from how the report treats it."""
        if self.actors[number].type == "Unknown":
            self.actors[number].type = kind
            if kind == "Person":
                self._persons.append(number)
                first = self.actors[number].name.split()[:1]
                self.actors[number].gender = self.actors[number].gender or _gender(first)

    def inside(self, span: Span) -> list[NameHit]:
        """Name hits that lie in the interval, in order."""
        lo = bisect_left(self._starts, span[0])
        hi = bisect_left(self._starts, span[1])
        return [h for h in self.hits[lo:hi] if h.end <= span[1]]

    def before(self, at: int, limit: int = 60) -> Iterable[NameHit]:
        """Name hits before a place, the nearest first."""
        hi = bisect_left(self._starts, at)
        return reversed(self.hits[max(0, hi - limit) : hi])

    def item(self, at: int) -> int:
        """Number of the part between dividing lines that holds a place."""
        return bisect_right(self._breaks, at)

    def sentence(self, at: int) -> int:
        """Number of the sentence that holds a place."""
        return max(0, bisect_right(self.sentences, at) - 1)

    def sentence_span(self, at: int) -> Span:
        """The sentence that holds a place."""
        number = self.sentence(at)
        start = self.sentences[number] if self.sentences else 0
        last = number + 1 >= len(self.sentences)
        return start, len(self.text) if last else self.sentences[number + 1]

    def finished(
        self, speaking: set[int], loose: Sequence[Lone] = ()
    ) -> tuple[tuple[Entity, ...], tuple[Mention, ...], dict[int, str]]:
        """Entities and mentions in text order, and the id of each actor kept.

        Actors of unknown kind are kept only where they speak or are spoken to.

        Args:
            speaking: actors who speak or are spoken to.
            loose: mentions of nobody else.
        """
        keep = [
            n
            for n, a in enumerate(self.actors)
            if n in speaking or (a.type not in ("Unknown",) and a.places)
        ]
        for n in list(keep):
            keep += [m for m in self.actors[n].members if m not in keep]
        keep.sort(key=lambda n: (min((p[0] for p in self.actors[n].places), default=1 << 60), n))
        ids = {n: f"e{i}" for i, n in enumerate(keep, 1)}
        rows: list[tuple[int, int, str, str, float, int | None]] = [
            (s, e, self._type_at((s, e), form, n), form, sure, n)
            for n in keep
            for s, e, form, sure in self.actors[n].places
        ]
        rows += [(*one, None) for one in loose]
        rows.sort(key=lambda r: (r[0], -r[1], -1 if r[5] is None else r[5]))
        mentions: list[Mention] = []
        of: dict[int, list[str]] = {n: [] for n in keep}
        for i, (s, e, kind, form, sure, owner) in enumerate(rows, 1):
            mentions.append(
                Mention(
                    id=f"m{i}",
                    start=s,
                    end=e,
                    type=kind,
                    form=form,
                    entity=None if owner is None else ids[owner],
                    confidence=sure,
                )
            )
            if owner is not None:
                of[owner].append(f"m{i}")
        entities = tuple(self._entity(n, ids, of[n]) for n in keep)
        return entities, tuple(mentions), ids

    def _type_at(self, span: Span, form: str, number: int) -> str:
        """Type of a mention: as the model sees it there, or else by what the actor is."""
        kind = self.actors[number].type
        if span in self.type_at:
            return self.type_at[span]
        if kind == "State" and form == "adjective":
            return "Nationality"
        return {"State": "Location", "Unknown": "Organisation"}.get(kind, kind)

    def _entity(self, number: int, ids: dict[int, str], mentions: list[str]) -> Entity:
        a = self.actors[number]
        called = dict.fromkeys(
            self.text[s:e]
            for s, e, form, _ in a.places
            if form in ("name", "adjective") and ((s, e) in self.of or (s, e) not in self.type_at)
        )
        return Entity(
            id=ids[number],
            type="Organisation" if a.type == "Unknown" else a.type,
            name=a.name,
            aliases=tuple(c for c in called if c != a.name),
            country=a.country,
            sectors=a.sectors,
            members=tuple(ids[m] for m in a.members),
            mentions=tuple(mentions),
        )


def _acronym(name: str) -> str:
    """The letters of a name of initials, at least three: `E.P.A.` → EPA; else empty."""
    return name.replace(".", "") if _LETTERS.fullmatch(name) else ""


def _initials(name: str) -> str:
    """The initials of a name of several words: `Environmental Protection Agency` → EPA."""
    words = name.split()
    return "".join(w[0] for w in words if w[0].isupper()) if len(words) > 2 else ""


def _tails(name: str) -> list[str]:
    """The ends of several words that a name has, without the name itself."""
    words = name.split()
    return [" ".join(words[i:]) for i in range(1, len(words) - 1)]


def _honoured(hit: NameHit) -> bool:
    """Whether a name goes with an honorific that tells a gender."""
    return bool(hit.title) and _gender(hit.title.split()) is not None


def _telling(title: str) -> list[str]:
    """The words of a title that tell a gender: women are spokesmen and chairmen too."""
    return [w for w in title.split() if not w.endswith("man") and w != "actor"]


def _gender(words: Sequence[str]) -> str | None:
    return next((g for w in words if (g := sources.gender(w)) is not None), None)
