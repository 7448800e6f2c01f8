"""Claims on phrases that name a channel."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge import channels, tables
from onrecord.schema import CHANNELS


def _found(text: str) -> list[tuple[str, str]]:
    return [(text[p.start : p.end], p.channel) for p in channels.find(text)]


@pytest.mark.parametrize(
    ("text", "phrase", "channel"),
    [
        ("he said in a statement on Tuesday", "in a statement", "statement"),
        ("said in a joint written statement.", "in a joint written statement", "statement"),
        ("said in an interview with CNN that", "in an interview with CNN", "interview"),
        ("He told CNN the plan", "told CNN", "interview"),
        ("she told The Washington Post", "told The Washington Post", "interview"),
        ("said on “Meet the Press” that", "on “Meet the Press”", "interview"),
        ("at a news conference in Baghdad", "at a news conference", "press_conference"),
        ("he told reporters", "told reporters", "press_conference"),
        ("during a White House briefing", "during a White House briefing", "press_conference"),
        ("he wrote on Twitter", "on Twitter", "post"),
        ("posted on X/Twitter", "on X/Twitter", "post"),
        ("he wrote on X, adding", "on X", "post"),
        ("on X, formerly known as Twitter,", "on X, formerly known as Twitter", "post"),
        ("said in a post on X", "in a post on X", "post"),
        ("wrote on Truth Social", "on Truth Social", "post"),
        ("said on Telegram", "on Telegram", "post"),
        ("in a speech at the United Nations", "in a speech", "speech"),
        ("at a rally in Iowa", "at a rally", "speech"),
        ("in a letter to Congress", "in a letter", "letter"),
        ("in an internal memo", "in an internal memo", "letter"),
        ("he said by email", "by email", "letter"),
        ("spoke by phone", "by phone", "call"),
        ("in a phone call with Sudani", "in a phone call", "call"),
        ("in a call with the minister", "in a call", "call"),
        ("during talks with Iran", "during talks", "meeting"),
        ("during a meeting with him", "during a meeting", "meeting"),
        ("in testimony before Congress", "in testimony", "testimony"),
        ("during a Senate hearing", "during a Senate hearing", "testimony"),
        ("in court filings", "in court filings", "testimony"),
        ("told a Senate committee", "told a Senate committee", "testimony"),
        ("in his new book", "in his new book", "book"),
        (
            "during Tuesday’s Republican debate",
            "during Tuesday’s Republican debate",
            "debate",
        ),
        ("a readout of the conversation noted", "a readout of the conversation", "readout"),
        ("according to a new report", "according to a new report", "report"),
    ],
)
def test_a_phrase_names_its_channel_and_is_tight(text: str, phrase: str, channel: str) -> None:
    assert _found(text) == [(phrase, channel)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "in a call for peace",
        "his call to end the war",
        "in the debate over guns",
        "on X-ray day",
        "on x",
        "the statement",
        "in a move that the statement condemned",
        "told the minister",
        "in a state",
    ],
)
def test_other_phrases_name_none(text: str) -> None:
    assert _found(text) == []


def test_two_channels_in_one_clause_are_both_found_in_order() -> None:
    assert _found("told NBC on Sunday, and later in a statement") == [
        ("told NBC", "interview"),
        ("in a statement", "statement"),
    ]


def test_a_line_break_does_not_hide_a_phrase() -> None:
    assert _found("said in a\nstatement") == [("in a\nstatement", "statement")]


def test_every_listed_channel_is_one_of_the_record() -> None:
    assert {row[0] for row in tables.rows("channels.tsv")} <= set(CHANNELS)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for phrase in channels.find(text):
        assert 0 <= phrase.start < phrase.end <= len(text)


_WORDS = ["in", "a", "statement", "told", "reporters", "on", "X", "the", "call", "’s", "\n", "CNN"]


@given(st.lists(st.sampled_from(_WORDS), max_size=30))
def test_phrases_lie_in_the_text_in_order_and_never_overlap(words: list[str]) -> None:
    text = " ".join(words)
    found = channels.find(text)
    assert all(0 <= p.start < p.end <= len(text) and p.channel in CHANNELS for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_long_run_of_words_takes_no_longer_than_its_length() -> None:
    assert channels.find("in the " + "very " * 20_000 + "statement") == []


@pytest.mark.parametrize(
    "text",
    [
        "in Iraq because reports have mentioned it",
        "in the end.\n\nYou can call it a statement",
        "according to a Washington Post",
        "in the opinion of the minister",
        "in the event of war",
        "in the first place. Smith reports",
    ],
)
def test_a_phrase_does_not_run_over_small_words_sentences_or_names(text: str) -> None:
    assert _found(text) == []
