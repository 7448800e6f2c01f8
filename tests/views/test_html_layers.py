"""The page's lists of events, figures and places, their marks in the text, and the map."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from injections import INJECTIONS
from invented import document, report
from invented_layers import hostile_layers, layered, place
from test_html_report import Page

from onrecord.schema import Event, Figure, Mention, Place, Record, Time
from onrecord.views.html import render
from onrecord.views.html.map import HEIGHT, WIDTH, labels, map_values, window_of, world
from onrecord.views.outline import showable
from onrecord.views.places import PlaceLine, place_lines


def test_every_layer_has_its_list_its_tab_and_its_switch() -> None:
    page = Page(render([layered()]))
    assert [a["data-kind"] for a in page.all("list")] == ["s", "e", "f", "p"]
    tabs = [a["data-kind"] for _, a in page.elements if a.get("role") == "tab"]
    assert tabs == ["s", "e", "f", "p"]
    boxes = [a["name"] for _, a in page.elements if a.get("type") == "checkbox"]
    assert boxes == ["statement", "event", "figure", "time", "place"]


def test_a_record_of_statements_alone_has_neither_tabs_nor_map() -> None:
    source = render([report()])
    page = Page(source)
    assert [a["data-kind"] for a in page.all("list")] == ["s"]
    assert not page.all("tabs")
    assert 'id="world-land"' not in source


def test_layers_mark_the_text_and_leave_it_whole() -> None:
    source = render([layered()])
    assert Page(source).text == layered().document.text
    assert re.search(
        r'<span class="m u0" data-a="\d+" title="Event: agree \(called for\)">'
        r'<span class="event">agreement</span></span>',
        source,
    )
    # The day is a time, and a figure within it: each has its own mark.
    assert '<span class="figure"><span class="time">3</span></span>' in source
    assert 'title="Date: 3 March 2031"' in source
    assert 'title="Place: Port Marren, Troms, Norway"' in source


def test_an_event_points_at_its_words_and_at_the_statement_it_stands_in() -> None:
    record = layered()
    source = render([record])
    card = next(a for a in Page(source).all("deed") if a["id"] == "e-1-3")
    start, end = map(int, (card["data-event"] or "").split("-"))
    assert record.document.text[start:end] == "agreement"
    assert card["data-actor"]
    assert card["data-recipient"]
    assert 'href="#s-1-1"><bdi>Vessa</bdi>' in source
    assert "according to <bdi>the report</bdi>" in source


def test_a_map_has_a_dot_a_place_and_the_world_is_there_once() -> None:
    source = render([layered(), layered()])
    page = Page(source)
    assert len(page.all("dot")) == 4
    assert [a["class"] for a in page.all("dot")[:2]] == ["dot country", "dot city"]
    assert source.count('id="world-land"') == 1
    assert "<title>Port Marren, Troms, Norway (city)</title>" in source
    ids = [a["id"] for _, a in page.elements if a.get("id")]
    assert len(ids) == len(set(ids))


def at(name: str, lat: float | None, lon: float | None, precision: str = "city") -> PlaceLine:
    where = place("m", name, lat, lon, precision=precision)
    return PlaceLine(1, where, name, "", precision, "", ())


@given(
    st.lists(
        st.tuples(
            st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["city", "region", "x"])
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_place_lies_on_the_map(points: list[tuple[float, float, str]]) -> None:
    lines = [at("Somewhere", *point) for point in points]
    made = map_values(lines)
    assert made is not None
    assert len(made["dots"]) == len(points)
    for dot in made["dots"]:
        assert -0.1 <= float(dot["x"]) <= WIDTH + 0.1
        assert -0.1 <= float(dot["y"]) <= HEIGHT + 0.1


def test_places_close_together_are_seen_from_near_and_others_from_afar() -> None:
    near = window_of([at("A", 41.0, 26.0), at("B", 42.0, 27.0)])
    far = window_of([at("A", 41.0, -120.0), at("B", -30.0, 150.0)])
    assert near.down > 3 * far.down
    assert near.across < near.down
    assert far.of(0.0, -180.0)[0] == pytest.approx(0.0, abs=0.1)


def test_names_on_the_map_never_lie_over_each_other() -> None:
    lines = [at(f"Town {i}", 41.0, 26.0) for i in range(12)]
    spots = [(200.0, 100.0 + i) for i in range(12)]
    shown = [label for label in labels(lines, spots, [4.0] * 12) if label]
    assert 0 < len(shown) < 12
    assert len({(label["x"], label["y"]) for label in shown}) == len(shown)


def test_places_without_a_point_are_listed_and_not_drawn() -> None:
    assert map_values([at("A", None, 3.0), at("B", 91.0, 3.0)]) is None
    record = Record(document=document("A"), places=(place("m", "A", None, None, precision="city"),))
    page = Page(render([record]))
    assert len(page.all("site")) == 1
    assert not page.all("map")


def test_the_outline_is_paths_and_nothing_else() -> None:
    paths = world()
    assert set(paths) == {"land", "borders"}
    assert all(re.fullmatch(r"[Mlz0-9 -]+", path) for path in paths.values())
    assert sum(map(len, paths.values())) < 60_000


@pytest.mark.parametrize("words", INJECTIONS)
def test_nothing_breaks_out_of_a_layer(words: str) -> None:
    clean = Page(render([hostile_layers("plain")]))
    source = render([hostile_layers(words)])
    page = Page(source)
    source.encode("utf-8")
    assert page.text == showable(hostile_layers(words).document.text)
    assert page.scripts == clean.scripts
    assert page.styles == clean.styles
    allowed = {tag for tag, _ in clean.elements} | {"p", "h2"}
    for tag, attributes in page.elements:
        assert tag in allowed
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert (attributes.get("href") or "#").startswith(("#", "data:,"))


offset = st.integers(-3, 70)
span = st.tuples(offset, offset)
number = st.none() | st.floats(allow_nan=False)
code = st.sampled_from(["m0", "m1", "s0", "COERCE", "occurred", "point", "2026-02-03", "", "?"])


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record with items of every layer anywhere, in and out of the text."""

    def any_of(made: st.SearchStrategy[object]) -> tuple[object, ...]:
        return tuple(draw(st.lists(made, max_size=3)))

    mentions = st.builds(
        lambda i, s: Mention(
            id=i, start=s[0], end=s[1], type="x", form="name", entity=None, confidence=1
        ),
        code, span,
    )  # fmt: skip
    events = st.builds(
        Event, id=code, type=code, mode=code, trigger=span, actors=st.tuples(code),
        recipients=st.tuples(code, code), place=code, date=code, status=code, statement=code,
    )  # fmt: skip
    figures = st.builds(
        lambda s, **rest: Figure(id="f", start=s[0], end=s[1], **rest),
        s=span, low=number, high=number, qualifier=code, unit=code, of=st.tuples(span),
        statement=code, date=code, place=code,
    )  # fmt: skip
    times = st.builds(lambda s, v: Time(start=s[0], end=s[1], type="DATE", value=v), span, code)
    places = st.builds(
        Place, mention=code, geonames=code, name=code, country=code, admin1=code, lat=number,
        lon=number, precision=code,
    )  # fmt: skip
    return Record(
        document=document(draw(st.text(max_size=60))),
        mentions=any_of(mentions),  # type: ignore[arg-type]
        events=any_of(events),  # type: ignore[arg-type]
        figures=any_of(figures),  # type: ignore[arg-type]
        times=any_of(times),  # type: ignore[arg-type]
        places=any_of(places),  # type: ignore[arg-type]
    )


@settings(max_examples=100)
@given(records())
def test_any_items_anywhere_leave_the_text_whole_and_are_all_listed(record: Record) -> None:
    page = Page(render([record]))
    assert page.text == showable(record.document.text)
    assert len(page.all("deed")) == len(record.events)
    assert len(page.all("amount")) == len(record.figures)
    assert len(page.all("site")) == len(place_lines(record))
