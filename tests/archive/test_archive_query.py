"""The words of a query, and the query they say."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.archive import FIELDS, Amount, Near, Query, QueryError, parse
from onrecord.archive_cli import FIELDS as TOLD


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("  pumps   failed ", Query(words=("pumps", "failed"))),
        ('"left behind" pumps', Query(words=("left behind", "pumps"))),
        ("“left behind”", Query(words=("left behind",))),
        ("10:30", Query(words=("10:30",))),
        ("— & !", Query()),
        ("speaker:Brill", Query(speaker=("Brill",))),
        ('SPEAKER:"Oda  Brill"', Query(speaker=("Oda Brill",))),
        ("attitude:Denial", Query(attitude=("denial",))),
        ("event:assault event:arrest", Query(event=("ASSAULT", "arrest"))),
        ("event:MILITARY", Query(event=("military",))),
        ("status:called-for", Query(status=("called_for",))),
        ("after:2026", Query(after="2026-01-01")),
        ("before:2026-02", Query(before="2026-02-01")),
        ("after:2024-02-29", Query(after="2024-02-29")),
        ("near:36.34,-43.5,50", Query(near=(Near(36.34, -43.5, 50),))),
        ("near:0,0,10km", Query(near=(Near(0, 0, 10),))),
        ("figure:7,000", Query(figure=(Amount(least=7000, most=7000),))),
        ("figure:>7000", Query(figure=(Amount(least=7000, beyond=True),))),
        ("figure:<=1.5", Query(figure=(Amount(most=1.5),))),
        ("figure:-3..4", Query(figure=(Amount(least=-3, most=4),))),
        ("kind:Event a", Query(words=("a",), kind="event")),
    ],
)
def test_words_say_a_query(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("speakr:Brill", "no field 'speakr'; there are speaker"),
        ("http://example.org", "in quotation marks"),
        ("speaker:", "followed by nothing"),
        ('speaker:""', "followed by nothing"),
        ("attitude:cross", "no attitude 'cross'; there are assertion"),
        ("event:party", "no event 'party'"),
        ("kind:word", "no kind"),
        ("after:yesterday", "is no date: write 2026"),
        ("after:2026-02-30", "is no date"),
        ("when:May", "is no date"),
        ("near:1,2", "LAT,LON,KM"),
        ("near:91,0,1", "LAT,LON,KM"),
        ("near:nan,0,1", "LAT,LON,KM"),
        ("figure:many", "is no number"),
        ("figure:>1..2", "is no number"),
        ("figure:9..2", "ends before it begins"),
        ('pumps "left behind', "left open"),
    ],
)
def test_what_is_no_query_is_told(text: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        parse(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a", "document"), ("publisher:a", "document"), ("near:1,1,1", "document"),
        ("speaker:a", "statement"), ("attitude:denial publisher:a", "statement"),
        ("actor:a speaker:b", "event"), ("when:2026", "event"),
        ("figure:1 event:agree speaker:a", "figure"), ("unit:t", "figure"),
        ("figure:1 kind:document", "document"),
    ],
)  # fmt: skip
def test_what_is_asked_decides_what_is_found(text: str, kind: str) -> None:
    assert parse(text).kind_of_hits == kind


numbers = st.floats(-1e9, 1e9, allow_nan=False)
names = st.text(st.characters(exclude_characters='"“”„', exclude_categories=["Cs"]), max_size=20)
texts = names.map(lambda s: " ".join(s.split())).filter(lambda s: any(c.isalnum() for c in s))
several = st.lists(texts, max_size=3).map(tuple)
days = st.dates().map(lambda d: d.isoformat())
amounts = st.one_of(
    st.builds(lambda a, b: Amount(least=min(a, b), most=max(a, b)), numbers, numbers),
    st.builds(lambda a, x: Amount(least=a, beyond=x), numbers, st.booleans()),
    st.builds(lambda a, x: Amount(most=a, beyond=x), numbers, st.booleans()),
)
queries = st.builds(
    Query,
    words=several,
    speaker=several,
    actor=several,
    of=several,
    publisher=several,
    attitude=st.lists(st.sampled_from(["denial", "promise"]), max_size=2).map(tuple),
    event=st.lists(st.sampled_from(["ASSAULT", "arrest", "military"]), max_size=2).map(tuple),
    figure=st.lists(amounts, max_size=2).map(tuple),
    near=st.lists(
        st.builds(Near, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 20_000)), max_size=2
    ).map(tuple),
    after=st.none() | days,
    before=st.none() | days,
    kind=st.none() | st.sampled_from(["document", "statement", "event", "figure"]),
)


@given(queries)
def test_a_query_is_what_its_words_say(query: Query) -> None:
    assert parse(str(query)) == query


@given(
    st.text()
    | st.lists(st.sampled_from([*FIELDS, ":", '"', " ", "a", "1", ",", "..", ">"])).map("".join)
)
def test_any_words_are_a_query_or_are_told(text: str) -> None:
    with contextlib.suppress(QueryError):
        query = parse(text)
        assert parse(str(query)) == query


def test_the_help_of_search_names_every_field() -> None:
    assert "".join(f"  {n + ':':11} {f.meaning}\n" for n, f in FIELDS.items()) == TOLD


def test_every_field_is_one_of_the_query() -> None:
    assert set(FIELDS) == set(Query.__struct_fields__) - {"words"}
