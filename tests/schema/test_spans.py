"""Spans: half-open, ordered, and every one a stretch of the text it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.schema import Spans, covers, hull, overlaps, words_of

PHRASES = st.sets(st.integers(0, 60), max_size=8).map(
    lambda cuts: tuple(zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)


@given(PHRASES, PHRASES)
def test_overlap_means_a_shared_character(left: Spans, right: Spans) -> None:
    shared = {c for s, e in left for c in range(s, e)} & {c for s, e in right for c in range(s, e)}
    assert overlaps(left, right) == bool(shared) == overlaps(right, left)


@given(PHRASES, PHRASES)
def test_what_is_covered_overlaps(outer: Spans, inner: Spans) -> None:
    if covers(outer, inner):
        assert overlaps(outer, inner)


def test_nothing_covers_an_empty_phrase() -> None:
    assert not covers(((0, 5),), ())


@given(PHRASES.filter(bool))
def test_the_hull_holds_every_piece(phrase: Spans) -> None:
    assert covers((hull(phrase),), phrase)


def test_an_empty_phrase_has_no_hull() -> None:
    with pytest.raises(ValueError, match="no piece"):
        hull((), ())


@given(st.text(st.characters(codec=None), max_size=80))
def test_words_are_the_characters_themselves(text: str) -> None:
    assert words_of(text, ((0, len(text)),)) == text


def test_pieces_are_joined_for_display() -> None:
    assert words_of("one two three", ((0, 3), (8, 13))) == "one … three"
