"""The same records and the same questions: every store finds the same, in the same order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from postgres_server import Server
from reports import mine, note

from benchmarks.archive import QUERIES, World, records
from onrecord.archive import Archive, Hits, Query, parse


class Pair(NamedTuple):
    file: Archive
    server: Archive

    def same(self, query: Query, limit: int = 20, offset: int = 0) -> Hits:
        """What both find; fails where that is not one thing."""
        one = self.file.search(query, limit=limit, offset=offset)
        other = self.server.search(query, limit=limit, offset=offset)
        assert _unscored(one) == _unscored(other), str(query)
        for a, b in zip(one.hits, other.hits, strict=True):
            assert a.score == (None if b.score is None else pytest.approx(b.score, rel=1e-9))
        assert self.file.facets(query) == self.server.facets(query), str(query)
        return one


def _unscored(hits: Hits) -> Hits:
    plain = (msgspec.structs.replace(hit, score=None) for hit in hits.hits)
    return msgspec.structs.replace(hits, hits=tuple(plain))


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def pair(server: Server, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    file = Path(tmp_path_factory.mktemp("alike") / "a.db")
    with Archive.open(file) as one, Archive.open(server.database()) as other:
        for record in (*records(150, world), mine(), *map(note, range(30))):
            one.add(record, "v1")
            other.add(record, "v1")
        yield Pair(one, other)


@pytest.mark.parametrize("name", QUERIES)
def test_every_kind_of_query_finds_the_same(pair: Pair, world: World, name: str) -> None:
    chance = random.Random(name)
    for _ in range(8):
        pair.same(parse(QUERIES[name](world, chance)))


@pytest.mark.parametrize(
    "query",
    [
        "", "kind:event", "valley", '"was open"', '"open was"', "val* walk*", '"to walk*"',
        "miners board", 'speaker:"Oda Brill"', 'speaker:"Brill Oda"', 'speaker:"oda bri*"',
        "publisher:invented publisher:gazette", 'publisher:"Gazette N" publisher:courier',
        'publisher:"Gazette N" publisher:"Invented Courier" kind:statement', "place:norway",
        "when:2031-03", "when:2031", "near:69.6,18.9,5", "near:0,0,1", "figure:>300",
        "figure:>=300 kind:document", "figure:7000 kind:statement", "of:miners", "unit:t",
        "valley after:2030-06 before:2030-09", "speaker:“”", "— the", "it's", "o'clock \\ ' :* &",
        "language:en kind:statement attitude:denial attitude:promise", "number1*", "number11",
    ],
)  # fmt: skip
def test_what_is_asked_in_words_finds_the_same(pair: Pair, query: str) -> None:
    try:
        asked = parse(query)
    except ValueError:
        return
    pair.same(asked, limit=50)
    pair.same(asked, limit=3, offset=2)


words = st.text(st.characters(exclude_characters='"'), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, max_size=2), st.lists(words, max_size=2), st.booleans())
def test_any_words_find_the_same(pair: Pair, free: list[str], names: list[str], of: bool) -> None:
    pair.same(Query(words=tuple(free), speaker=tuple(names), kind="document" if of else None))
