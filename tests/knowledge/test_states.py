"""Claims on names of states."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge import states


@pytest.mark.parametrize(
    ("surface", "code", "kind"),
    [
        ("US", "US", "name"),
        ("U.S.", "US", "name"),
        ("the United States of America", "US", "name"),
        ("America", "US", "name"),
        ("Americans", "US", "demonym"),
        ("American", "US", "adjective"),
        ("UK", "GB", "name"),
        ("Britain", "GB", "name"),
        ("Briton", "GB", "demonym"),
        ("DPRK", "KP", "name"),
        ("Iraqi", "IQ", "adjective"),
        ("Iraqis", "IQ", "demonym"),
        ("Danes", "DK", "demonym"),
        ("Thais", "TH", "demonym"),
        ("Kosovo", "XK", "name"),
        ("Baghdad", "IQ", "capital"),
        ("Kyiv", "UA", "capital"),
        ("Kiev", "UA", "capital"),
        ("Turkey", "TR", "name"),
        ("Türkiye", "TR", "name"),
        ("the Netherlands", "NL", "name"),
        ("IRAQ", "IQ", "name"),
        ("the Kremlin", "RU", "metonym"),
        ("the White House", "US", "metonym"),
        ("Downing Street", "GB", "metonym"),
        ("Élysée", "FR", "metonym"),
        ("Foggy Bottom", "US", "metonym"),
    ],
)
def test_a_form_names_its_state(surface: str, code: str, kind: str) -> None:
    found = states.lookup(surface)
    assert found is not None
    assert (found.code, found.kind) == (code, kind)


@pytest.mark.parametrize("surface", ["", "the", "us", "turkey", "polish", "IN", "Chinesees", "x"])
def test_other_words_name_none(surface: str) -> None:
    assert states.lookup(surface) is None


@pytest.mark.parametrize(
    "surface", ["Jordan", "Chad", "Georgia", "Washington", "The Hague", "English", "Lima"]
)
def test_names_that_often_mean_something_else_say_so(surface: str) -> None:
    found = states.lookup(surface)
    assert found is not None
    assert found.ambiguous


def test_every_code_has_one_canonical_name_and_finds_it() -> None:
    names = states.names()
    assert len(names) == len(set(names.values())) > 220
    for code, name in names.items():
        found = states.lookup(name)
        assert found is not None, name
        assert (found.code, found.name) == (code, name)


def _found(text: str) -> list[tuple[str, str]]:
    return [(text[s:e], state.code) for s, e, state in states.find(text)]


def test_the_longest_form_wins() -> None:
    assert _found("Guinea-Bissau, South Korea and South Sudan.") == [
        ("Guinea-Bissau", "GW"),
        ("South Korea", "KR"),
        ("South Sudan", "SS"),
    ]


def test_forms_are_found_only_as_words() -> None:
    assert _found("Omaniac @Iraq anti-American Turkeys Iraq_1 U.S.S. join us") == []
    assert _found("Iranians, US-led, U.S.-Iraq and (Omani)") == [
        ("Iranians", "IR"),
        ("US", "US"),
        ("U.S.", "US"),
        ("Iraq", "IQ"),
        ("Omani", "OM"),
    ]


def test_a_possessive_and_a_line_break_do_not_hide_a_name() -> None:
    assert _found("Iraq’s talks with the United\nStates and Saudi\u00a0Arabia") == [
        ("Iraq", "IQ"),
        ("United\nStates", "US"),
        ("Saudi\u00a0Arabia", "SA"),
    ]


def test_an_interval_is_kept_to() -> None:
    text = "Iraq and Iran and Oman"
    assert [s[:2] for s in states.find(text, 4, 13)] == [(9, 13)]
    assert states.find(text, 4, 12) == []


@given(st.text(), st.integers(-5, 50), st.integers(-5, 50))
def test_any_text_is_read_and_spans_lie_inside_it(text: str, start: int, end: int) -> None:
    states.lookup(text)
    for s, e, state in [*states.find(text), *states.find(text, start, end)]:
        assert 0 <= s < e <= len(text)
        assert states.lookup(text[s:e]) == state


@given(st.lists(st.sampled_from(["Iraq", "the U.S.", "Iraqi", "’s", "\n", "US", ".", "-", "é"])))
def test_spans_never_overlap(pieces: list[str]) -> None:
    found = states.find(" ".join(pieces))
    assert all(a[1] <= b[0] for a, b in pairwise(found))
