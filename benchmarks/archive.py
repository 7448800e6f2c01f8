"""How fast an archive takes records in, and how fast it finds them.

    python -m benchmarks.archive [--documents 100000] [--out archive.json] [--keep FILE|URL]

The records are made from templates, seeded, with as many items as reports of 400 words have;
names, words and places follow the law of Zipf, as those of the news do. No model is run. Adding
is timed in tenths of the documents, to show that it is linear, with the memory of the process
after each. Searching is timed over twenty kinds of query with other words each time, in the same
process, hits and their passages included.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import psutil

from onrecord.archive import Archive, parse
from onrecord.archive.address import on_server
from onrecord.schema import (
    ATTITUDES,
    CHANNELS,
    EVENT_STATUSES,
    Document,
    Entity,
    Event,
    Figure,
    Mention,
    Place,
    Record,
    Statement,
)

SEED = 20_261_123
TARGET_MS = 200
PARTS = 10
FIRST_DAY = date(2010, 1, 1)
DAYS = 6_000
SYLLABLES = re.findall("..", "bakoritamedorvishaelnugarostihalebowekarilde")
EVENTS = ("CONSULT", "AGREE", "ASSAULT", "COERCE", "PROTEST", "REQUEST", "ACCUSE", "AID")
COUNTED = ("people", "detainees", "houses", "soldiers", "tonnes", "voters", "trucks", "ballots")
CUES = ("said", "denied", "warned", "promised", "asked", "noted", "claimed", "added")


class World:
    """The names and words that invented reports are made of."""

    def __init__(self) -> None:
        """Make them, always the same."""
        self.random = random.Random(SEED)
        self.words = Zipf([self._word(2, 4) for _ in range(30_000)], 1.0)
        self.people = Zipf(
            [f"{self._name()} {self._name()}" for _ in range(20_000)],
            0.9,
        )
        self.publishers = Zipf([f"The {self._name()} Courier" for _ in range(200)], 0.8)
        self.places = Zipf(
            [
                (self._name(), self.random.uniform(-60, 70), self.random.uniform(-180, 180))
                for _ in range(8_000)
            ],
            0.9,
        )

    def _word(self, least: int, most: int) -> str:
        count = self.random.randint(least, most)
        return "".join(self.random.choice(SYLLABLES) for _ in range(count))

    def _name(self) -> str:
        return self._word(2, 3).capitalize()

    def sentence(self, chance: random.Random, length: int) -> str:
        """So many words."""
        return " ".join(self.words.some(chance, length))


class Zipf:
    """Things of which the n-th is met as often as 1/n to some power."""

    def __init__(self, things: list[Any], power: float) -> None:
        """Weigh the things by their rank."""
        self.things = list(dict.fromkeys(things))
        self.weights = list(accumulate((n + 1) ** -power for n in range(len(self.things))))

    def any(self, chance: random.Random) -> Any:
        """One of them."""
        return self.some(chance, 1)[0]

    def some(self, chance: random.Random, count: int) -> list[Any]:
        """So many of them, some perhaps more than once."""
        return chance.choices(self.things, cum_weights=self.weights, k=count)


def records(count: int, world: World) -> Iterator[Record]:
    """So many records, one after the other."""
    for number in range(count):
        yield record(world, random.Random(SEED * 1_000_003 + number), number)


def record(world: World, chance: random.Random, number: int) -> Record:
    """One invented report of about 400 words with its record."""
    made = Made(world, chance)
    made.line(f"{world.sentence(chance, 8).capitalize()} {number}")
    title = made.text[:-1]
    for _ in range(12):
        made.statement()
        made.line(world.sentence(chance, 14).capitalize() + ".")
    for _ in range(6):
        made.event()
    for _ in range(4):
        made.figure()
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    return Record(
        document=Document(
            id=hashlib.sha256(made.text.encode()).hexdigest(),
            text=made.text,
            uri=f"https://courier.example/{number}",
            publisher=world.publishers.any(chance),
            title=title,
            published=day.isoformat(),
            language="en",
        ),
        mentions=tuple(made.mentions),
        entities=tuple(made.entities.values()),
        statements=tuple(made.statements),
        events=tuple(made.events),
        figures=tuple(made.figures),
        places=tuple(made.places),
    )


class Made:
    """A report in the making."""

    def __init__(self, world: World, chance: random.Random) -> None:
        """Start with nothing, and a cast of few."""
        self.world, self.chance, self.text = world, chance, ""
        self.cast = [world.people.any(chance) for _ in range(5)]
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.statements: list[Statement] = []
        self.events: list[Event] = []
        self.figures: list[Figure] = []
        self.places: list[Place] = []

    def line(self, words: str) -> None:
        """Add a line."""
        self.text += words + "\n"

    def part(self, words: str) -> tuple[int, int]:
        """Add words, and say where they stand."""
        start = len(self.text)
        self.text += words
        return start, start + len(words)

    def person(self) -> str:
        """One of the cast, by the id of its entity."""
        name = self.chance.choice(self.cast)
        if name not in self.entities:
            number = f"e{len(self.entities)}"
            aliases = (name.split()[-1],)
            self.entities[name] = Entity(id=number, type="Person", name=name, aliases=aliases)
        return str(name)

    def mention(self, words: str, kind: str, entity: str | None) -> str:
        """Add words that mention somebody or a place."""
        start, end = self.part(words)
        number = f"m{len(self.mentions)}"
        self.mentions.append(
            Mention(
                id=number, start=start, end=end, type=kind, form="name", entity=entity,
                confidence=0.9,
            )
        )  # fmt: skip
        return number

    def statement(self) -> None:
        """Somebody says something."""
        name, chance = self.person(), self.chance
        source = self.part(name)
        self.part(" ")
        cue = self.part(chance.choice(CUES))
        self.part(" that ")
        content = self.part(self.world.sentence(chance, chance.randint(8, 18)))
        self.line(".")
        self.statements.append(
            Statement(
                id=f"s{len(self.statements)}", source=(source,), cue=(cue,), content=(content,),
                form=chance.choice(("direct", "indirect", "mixed")),
                speaker=self.entities[name].id, speaker_kind="named",
                addressees=(self.entities[self.person()].id,) if chance.random() < 0.2 else (),
                attitude=chance.choices(list(ATTITUDES), range(len(ATTITUDES), 0, -1))[0],
                channel=chance.choice(list(CHANNELS)) if chance.random() < 0.3 else None,
                confidence=0.8,
            )
        )  # fmt: skip

    def event(self) -> None:
        """Somebody does something to somebody, somewhere."""
        actor, recipient, chance = self.person(), self.person(), self.chance
        one = self.mention(actor, "Person", self.entities[actor].id)
        self.part(" ")
        trigger = self.part(chance.choice(("met", "struck", "helped", "accused")))
        self.part(" ")
        other = self.mention(recipient, "Person", self.entities[recipient].id)
        self.part(" in ")
        where = self.place()
        self.line(f" {self.world.sentence(chance, 5)}.")
        self.events.append(
            Event(
                id=f"v{len(self.events)}", type=chance.choice(EVENTS), trigger=trigger,
                actors=(one,), recipients=(other,), place=where,
                status=chance.choice(list(EVENT_STATUSES)), quad=chance.randint(1, 4),
                date=(FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat(),
                statement=chance.choice(self.statements).id if chance.random() < 0.5 else None,
                confidence=0.7,
            )
        )  # fmt: skip

    def place(self) -> str:
        """Add the name of a place."""
        name, lat, lon = self.world.places.any(self.chance)
        where = self.mention(name, "Location", None)
        self.places.append(
            Place(
                mention=where, geonames=None, name=name, country=None, admin1=None, lat=lat,
                lon=lon, precision="city", confidence=0.8,
            )
        )  # fmt: skip
        return where

    def figure(self) -> None:
        """So many of something."""
        chance = self.chance
        number = float(round(10 ** chance.uniform(0, 6)))
        start, end = self.part(f"{number:,.0f}")
        self.part(" ")
        of = self.part(chance.choice(COUNTED))
        self.line(f" {self.world.sentence(chance, 8)}.")
        self.figures.append(
            Figure(
                id=f"f{len(self.figures)}", start=start, end=end, low=number, high=number,
                qualifier="exact", of=(of,), confidence=0.9,
                statement=chance.choice(self.statements).id if chance.random() < 0.5 else None,
            )
        )  # fmt: skip


Asks = Callable[[World, random.Random], str]


def _surname(world: World, chance: random.Random) -> str:
    return str(world.people.any(chance)).split()[-1]


def _place(world: World, chance: random.Random) -> tuple[str, float, float]:
    found: tuple[str, float, float] = world.places.any(chance)
    return found


def _near(world: World, chance: random.Random, km: int) -> str:
    _, lat, lon = _place(world, chance)
    return f"near:{lat:.3f},{lon:.3f},{km}"


def _day(chance: random.Random) -> str:
    return (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat()


QUERIES: dict[str, Asks] = {
    "one word": lambda w, c: w.words.any(c),
    "a common word": lambda w, c: str(w.words.things[c.randrange(20)]),
    "three words": lambda w, c: " ".join(w.words.any(c) for _ in range(3)),
    "a phrase": lambda w, c: f'"{w.words.any(c)} {w.words.any(c)}"',
    "the beginning of a word": lambda w, c: f"{str(w.words.any(c))[:4]}*",
    "a speaker": lambda w, c: f"speaker:{_surname(w, c)}",
    "the most quoted speaker": lambda w, c: f"speaker:{w.people.things[c.randrange(5)].split()[1]}",
    "a full name and a word": lambda w, c: f'speaker:"{w.people.any(c)}" {w.words.any(c)}',
    "an attitude": lambda w, c: f"attitude:{c.choice(list(ATTITUDES))}",
    "a speaker's denials": lambda w, c: f"speaker:{_surname(w, c)} attitude:denial",
    "a channel since a day": lambda w, c: f"channel:{c.choice(list(CHANNELS))} after:{_day(c)}",
    "an event": lambda w, c: f"event:{c.choice(EVENTS)}",
    "an event, status and actor": lambda w, c: (
        f"event:assault status:denied actor:{_surname(w, c)}"
    ),
    "an event in a place": lambda w, c: f"event:{c.choice(EVENTS)} place:{_place(w, c)[0]}",
    "within 50 km": lambda w, c: _near(w, c, 50),
    "events within 500 km": lambda w, c: f"event:{c.choice(EVENTS)} {_near(w, c, 500)}",
    "a large figure": lambda w, c: f"figure:>{c.randrange(900_000)}",
    "figures of something": lambda w, c: (
        f"of:{c.choice(COUNTED)} figure:5000..{c.randrange(6000, 9000)}"
    ),
    "a publisher's month": lambda w, c: (
        f'publisher:"{w.publishers.any(c)}" after:2019-03 before:2019-04'
    ),
    "word, speaker, publisher, days": lambda w, c: (
        f"{w.words.any(c)} speaker:{_surname(w, c)} after:2012 before:2024"
    ),
}
"""Twenty kinds of query, with other words each time."""


class Part(NamedTuple):
    """A tenth of the documents: milliseconds to add one by the clock and of the processor, which
    does not count what else the machine does, and the memory after it in MiB."""

    documents: int
    ms: float
    cpu_ms: float
    memory: float


def adding(archive: Archive, count: int, world: World) -> list[Part]:
    """Add so many records; making them is not timed."""
    parts, spent, busy, process = [], 0.0, 0.0, psutil.Process()
    size = max(1, count // PARTS)
    for number, made in enumerate(records(count, world), 1):
        began, from_ = time.perf_counter(), time.process_time()
        archive.add(made, "benchmark")
        spent += time.perf_counter() - began
        busy += time.process_time() - from_
        if number % size == 0:
            memory = process.memory_info().rss / 2**20
            part = Part(number, 1000 * spent / size, 1000 * busy / size, memory)
            told = f"{part.ms:6.2f} ms each, {part.cpu_ms:.2f} of the processor"
            print(f"  {number:>9,} documents  {told}, {part.memory:,.0f} MiB", flush=True)
            parts.append(part)
            spent = busy = 0.0
    return parts


class Spent(NamedTuple):
    """Milliseconds of a search, by the clock and of the processor."""

    ms: float
    cpu_ms: float


def searching(archive: Archive, world: World, times: int, facets: bool) -> dict[str, list[Spent]]:
    """What every search took, by kind of query."""
    spent: dict[str, list[Spent]] = {}
    for name, ask in QUERIES.items():
        chance = random.Random(f"{SEED} {name}")
        for _ in range(times):
            query = parse(ask(world, chance))
            began, from_ = time.perf_counter(), time.process_time()
            archive.facets(query) if facets else archive.search(query)
            took = (time.perf_counter() - began, time.process_time() - from_)
            spent.setdefault(name, []).append(Spent(*(1000 * seconds for seconds in took)))
    return spent


def percentile(values: Iterable[float], share: float) -> float:
    """The value that so large a share does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def summed(spent: list[Spent]) -> dict[str, float]:
    """Half and nineteen of twenty of the searches, by both clocks."""
    return {
        f"{name}_{clock}": percentile((getattr(one, clock) for one in spent), share)
        for name, share in (("p50", 0.5), ("p95", 0.95))
        for clock in Spent._fields
    }


def main() -> None:
    """Run both and write what was measured."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--documents", type=int, default=100_000)
    options.add_argument("--times", type=int, default=25, help="searches of each kind")
    options.add_argument("--out", type=Path)
    options.add_argument("--keep", help="make the archive here, or search it again")
    given = options.parse_args()
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        file = given.keep or str(Path(folder) / "archive.db")
        with Archive.open(file) as archive:
            parts = adding(archive, given.documents, world) if not len(archive) else []
            documents = len(archive)
        with Archive.open(file, write=False) as archive:
            spent = searching(archive, world, given.times, facets=False)
            counted = searching(archive, world, max(1, given.times // 5), facets=True)
        size = 0 if on_server(file) else Path(file).stat().st_size
    print(f"\n{documents:,} documents, {size / 2**20:,.0f} MiB; milliseconds, target {TARGET_MS}")
    print(f"{'':34}{'p50':>9}{'cpu':>8}{'p95':>9}{'cpu':>8}{'facets p95':>12}{'cpu':>8}")
    rows = {name: summed(values) for name, values in spent.items()}
    rows["all"] = summed([one for values in spent.values() for one in values])
    facets = {name: summed(values) for name, values in counted.items()}
    facets["all"] = summed([one for values in counted.values() for one in values])
    for name, row in rows.items():
        took = (row["p50_ms"], row["p50_cpu_ms"], row["p95_ms"], row["p95_cpu_ms"])
        more = (facets[name]["p95_ms"], facets[name]["p95_cpu_ms"])
        cells = zip((*took, *more), (9, 8, 9, 8, 12, 8), strict=True)
        print(f"{name:34}" + "".join(f"{value:{width}.1f}" for value, width in cells))
    if given.out:
        told = {
            "documents": documents, "bytes": size, "cores": os.cpu_count(),
            "machine": platform.machine(), "sqlite": apsw.sqlite_lib_version(), "seed": SEED,
            "adding": [part._asdict() for part in parts],
            "searching": rows, "facets": facets,
        }  # fmt: skip
        given.out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
