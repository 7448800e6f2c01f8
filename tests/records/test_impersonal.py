"""Statements that nobody makes are found by their construction."""

import pytest

from onrecord.records.impersonal import find


def found(text, known=()):
    rows = find(text, [(0, len(text))], known)
    return [(text[slice(*r.cue[0])], text[slice(*r.content[0])]) for r in rows]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("There are concerns that he may go.", "There are concerns", "that he may go"),
        (
            "Now there were growing fears in both towns that the dam would fail; it held.",
            "there were growing fears",
            "that the dam would fail",
        ),
        ("It is widely believed that she won.", "It is widely believed", "that she won"),
        ("“It is feared that it broke,” she said.", "It is feared", "that it broke"),
    ],
)
def test_the_cue_and_what_follows_are_read(text, cue, content):
    assert found(text) == [(cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        "There is no fear that it broke.",
        "There are reports on the table.",
        "It was said.",
        "There are hopes for peace.",
    ],
)
def test_what_states_nothing_is_left_alone(text):
    assert found(text) == []


def test_a_cue_found_otherwise_is_left_to_it():
    assert found("There are concerns that he may go.", [((10, 18),)]) == []
