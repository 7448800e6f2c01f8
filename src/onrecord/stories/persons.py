"""Who is the same person, body or state in several reports, by names in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from onrecord.knowledge import bodies, names, spelling, states, tables
from onrecord.schema import Entity, Mention, Record
from onrecord.stories import days
from onrecord.stories.matching import Piece

TYPES = ("Person", "Organisation", "State")
EXACT, SPELLED, PARTLY = 1.0, 0.9, 0.75
"""How surely two are one: of one name, of two spellings of it, of two that each leave words out."""
OFFICES = 4
"""So many offices of somebody in a report are told."""


_ARTICLES = frozenset(("El", "La", "Los", "Las", "O", "Le"))
"""Articles that names of papers and by-names begin with: El País, El Chapo."""


class PersonMatcher:
    """Matches persons, bodies and states by their names in full; states by their code.

    A surname alone, or a body's last word, is loose: `loose` in `stories` finds whom it means.
    """

    kind = "person"
    version = "4"

    def pieces(self, record: Record) -> tuple[Piece, ...]:
        """Who has a name in a report, one piece each."""
        mentions = {m.id: m for m in record.mentions}
        placed = {p.mention for p in record.places}
        told = _Told(record)
        out = []
        for entity in record.entities:
            here = [mentions[m] for m in entity.mentions if m in mentions]
            body = _body(entity, here, placed)
            if body is None:
                continue
            if body.get("body") and _of_every_state(body["names"]):
                body["home"] = told.home
            loose = "loose" in body
            key = f"{record.document.id}:{entity.id}"
            out.append(
                Piece(
                    key=key,
                    document=record.document.id,
                    terms=() if loose else tuple(dict.fromkeys(_terms(body))),
                    body=body | {"key": key} if loose else body,
                    words=(body["loose"],) if loose else tuple(_words(body)),
                    facts=told.of(entity, here, body),
                    loose=loose,
                )
            )
        return tuple(out)

    def same(self, one: Piece, other: Piece) -> float:
        """How surely two names in full are of one."""
        left, right = one.body, other.body
        if "loose" in left or "loose" in right:
            return 0.0
        if "state" in left or "state" in right:
            return EXACT if left.get("state") == right.get("state") else 0.0
        if None not in (left.get("home"), right.get("home")) and left["home"] != right["home"]:
            return 0.0
        if left["suffix"] != right["suffix"] and not _shortened(left["names"], right["names"]):
            return 0.0
        alike = _alike_bodies if left.get("body") or right.get("body") else _alike
        return max((alike(a, b) for a in left["names"] for b in right["names"]), default=0.0)


class _Told:
    """What a group tells of its pieces, for one record."""

    def __init__(self, record: Record) -> None:
        self._text = record.document.text
        self._day = days.reported(record)
        self._names = {e.id: e.name for e in record.entities}
        codes = [(len(e.mentions), e.country) for e in record.entities
                 if e.type == "State" and e.country]  # fmt: skip
        self.home = max(codes, key=lambda c: (c[0], c[1] or ""), default=(0, None))[1]
        """The state that a report speaks of most: whose `Congress` it means."""
        self._said: dict[str, int] = {}
        for said in record.statements:
            if said.speaker:
                self._said[said.speaker] = self._said.get(said.speaker, 0) + 1
        self._held: dict[str, list[str]] = {}
        for office in record.occupancies:
            of = self._names.get(office.organisation or "")
            held = f"{office.position}, {of}" if of else office.position
            status = "" if office.status == "current" else f" ({office.status})"
            self._held.setdefault(office.holder, []).append(held + status)

    def of(self, entity: Entity, here: Sequence[Mention], body: dict[str, Any]) -> dict[str, Any]:
        """What a group tells of an entity of this record."""
        named = [m for m in here if m.form == "name"] or list(here)
        facts: dict[str, Any] = {
            "name": body.get("shown", entity.name), "type": entity.type, "day": self._day,
            "at": [named[0].start, named[0].end] if named else [0, 0],
            "said": self._said.get(entity.id, 0), "mentions": len(here),
        }  # fmt: skip
        given: dict[str, Any] = {
            "aliases": list(entity.aliases), "country": entity.country,
            "sectors": list(entity.sectors),
            "offices": list(dict.fromkeys(self._held.get(entity.id, ())))[:OFFICES],
        }  # fmt: skip
        return facts | {name: value for name, value in given.items() if value}


def _body(entity: Entity, here: Sequence[Mention], placed: set[str]) -> dict[str, Any] | None:
    """What somebody is compared by; null for whom no name tells."""
    if entity.type not in TYPES:
        return None
    if entity.type == "State":
        code = entity.country
        return {"state": code, "shown": states.names().get(code, entity.name)} if code else None
    if here and not any(m.form == "name" for m in here):
        return None
    known = bodies.lookup(entity.name)
    if known is not None and not known.ambiguous:
        return {"names": [_key(known.name)], "suffix": "", "shown": known.name, "body": True}
    if here and 2 * sum(m.id in placed for m in here) > len(here):
        return None
    full = _full(entity)
    if full:
        keys = sorted({_key(name) for name in full})
        shown = min(full, key=lambda name: (len(name), name))
        if entity.type == "Organisation":
            return {"names": keys, "suffix": "", "shown": shown, "body": True}
        suffix = next(filter(None, map(names.suffix, full)), "")
        return {"names": keys, "suffix": suffix, "shown": shown}
    word = _key(entity.name)
    if not word or " " in word or not _proper(entity.name):
        return None
    plural = word.endswith("s") and word not in ("news", "times", "nations")
    if entity.type == "Organisation" and (plural or word not in _common()):
        return {"names": [word], "suffix": "", "shown": entity.name, "body": True}
    if entity.type == "Organisation" and word in _nobody():
        return None
    return {"loose": word, "shown": entity.name}


def _full(entity: Entity) -> list[str]:
    """The names of several words that somebody has, without what only stands before them."""
    given = [_bare(name) for name in (entity.name, *entity.aliases) if _proper(name)]
    full = [name for name in given if " " in _key(name)]
    if entity.type != "Person":
        return full[:1] if full and _bare(entity.name) == full[0] else []
    # Of a name within another the shorter one is surer: `Donald Trump Is Right`.
    return [
        name for name in full
        if not any(o != name and _within(o, name) for o in full)
    ]  # fmt: skip


def _shortened(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names begin differently, as `Joe` and `Joseph`: not a son and his father."""
    return not {name.split()[0] for name in one} & {name.split()[0] for name in other}


def _of_every_state(given: Iterable[str]) -> bool:
    """Whether a body's name is one that bodies of every state have: the Supreme Court."""
    every = tables.sets("story_words.tsv")["of every state"]
    return all(word in every for name in given for word in name.split())


def _within(short: str, long: str) -> bool:
    return f" {_key(short)} " in f" {_key(long)} " and _key(short) != _key(long)


def _bare(name: str) -> str:
    """A name without the nationality, party or house before it."""
    words = name.split()
    while len(words) > 2 and (
        words[0] in _before() or ((s := states.lookup(words[0])) and s.kind == "adjective")
    ):
        words = words[1:]
    return " ".join(words)


def _proper(name: str) -> bool:
    """Whether a name is written as one: its first and last words in capitals."""
    words = name.split()
    opener = bool(words) and words[0].lower() in _openers()
    return bool(words) and not opener and words[0][:1].isupper() | (not words[0].isascii())


def _key(name: str) -> str:
    parts = names.parts(name)
    first, _, rest = name.partition(" ")
    if len(parts) == 1 and rest and first in _ARTICLES:
        return f"{first.lower()} {parts[0]}"
    return ("" if all(len(part) == 1 for part in parts) else " ").join(parts)


def _alike(one: str, other: str) -> float:
    """How alike two names of persons or bodies are."""
    if one == other:
        return EXACT
    if " " not in one or " " not in other:
        return 0.0
    if not names.same_person(one, other):
        return 0.0
    left, right = one.split(), other.split()
    if len(left) == len(right):
        return SPELLED
    return SPELLED if left[0] == right[0] and left[-1] == right[-1] else PARTLY


def _alike_bodies(one: str, other: str) -> float:
    """How alike two names of bodies are: the longer may say of which state, or go on after one."""
    if one == other:
        return EXACT
    short, long = sorted((one.split(), other.split()), key=len)
    tied = long[-len(short) - 1 : -len(short)]
    if len(short) > 1 and long[-len(short) :] == short and tied[:1] not in (["at"], ["of"]):
        before = " ".join(long[: -len(short)]).removesuffix("'s")
        if len(short) > 2 or states.lookup(before.title()) or states.lookup(before.upper()):
            return PARTLY
    goes_on = long[: len(short)] == short and long[len(short) :][:1] in (["at"], ["of"], ["on"])
    return PARTLY if len(short) > 2 and goes_on else 0.0


def _nobody() -> frozenset[str]:
    """Words of bodies that mean another body in every report."""
    return tables.sets("story_words.tsv")["no body alone"]


def _terms(body: dict[str, Any]) -> Iterator[str]:
    if "state" in body:
        yield f"={body['state']}"
        return
    for name in body["names"]:
        yield name
        parts = name.split()
        if body.get("body") and len(parts) > 1:
            yield from (" ".join(parts[-n:]) for n in (2, 3) if len(parts) > n)
            yield from (" ".join(parts[:n]) for n in (3,) if len(parts) > n)
            continue
        if len(parts) == 1:
            continue
        arabic = spelling.from_arabic(tuple(parts))
        starts = {parts[0][0], *(n[0] for n in names.short_forms(parts[0]))}
        if len(parts) > 2:
            starts.add(parts[1][0])
        for last in parts[1:] if len(parts) > 2 else parts[-1:]:
            for start in sorted(starts):
                yield f"{start} {spelling.folded(last)}"
        if arabic:
            for first in parts[: len(parts) - 1][:2]:
                yield f"{spelling.consonants(first)[:1]}~{spelling.consonants(parts[-1])}"


def _words(body: dict[str, Any]) -> Iterable[str]:
    """The last word of each name, which may stand alone for it."""
    return sorted({name.split()[-1] for name in body.get("names", ())})


def _before() -> frozenset[str]:
    return tables.sets("story_words.tsv")["before name"]


def _openers() -> frozenset[str]:
    return tables.words("name_opener") | {"a", "an", "the", "one", "his", "her", "their", "its"}


def _common() -> frozenset[str]:
    """Words of bodies, which alone are no name of one."""
    return frozenset(word.lower() for word in tables.words("body"))
