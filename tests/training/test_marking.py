"""Answers of readers become marks at the right characters, or say what is wrong."""

import pytest

pytest.importorskip("torch", reason="PyTorch is not installed: pip install '.[train]'")
pytest.importorskip("onnx", reason="onnx is not installed: pip install '.[train]'")

from training.marking import read, where

TEXT = "The men said he had met them before he met the others; “never,” said Ann."


@pytest.mark.parametrize(
    ("part", "at"), [("he", 13), ("he #2", 36), ("met#2", 39), ("nev", 56), ("“never,”", 55)]
)
def test_a_piece_is_found_as_whole_words_where_it_can_be(part, at):
    start, end = where(TEXT, part, 100)
    assert start == at + 100
    assert TEXT[start - 100 : end - 100] == part.split("#")[0].strip()


@pytest.mark.parametrize("part", ["she", "he #3", "he #0", "", "never!"])
def test_what_a_sentence_does_not_hold_is_said(part):
    with pytest.raises(ValueError, match="not in the sentence"):
        where(TEXT, part)


def test_a_line_is_an_event():
    line = "7|CONSULT|-|occurred|met|he ; The men|them||before"
    event = read(line.split("|"), TEXT, 0)
    assert event == {
        "type": "CONSULT",
        "mode": None,
        "trigger": [20, 23],
        "actors": [[13, 15], [0, 7]],
        "recipients": [[24, 28]],
        "status": "occurred",
        "place": None,
        "date": [29, 35],
    }
    assert read(["7", "-"], TEXT, 0) is None


@pytest.mark.parametrize(
    "line",
    [
        "7|CONSULT|-|occurred|met",
        "7|TALK|-|occurred|met||||",
        "7|CONSULT|firearms|occurred|met||||",
        "7|CONSULT|-|perhaps|met||||",
        "7|CONSULT|-|occurred|||||",
        "7|CONSULT|-|occurred|met|she|||",
    ],
)
def test_a_line_that_cannot_be_read_says_why(line):
    with pytest.raises(ValueError, match=r"fields|codebook|status|sentence"):
        read(line.split("|"), TEXT, 0)
