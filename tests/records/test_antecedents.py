"""Whom pronouns and titles mean, and whom bare surnames belong to."""

import math
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake import from_text
from onrecord.reader import read_attributed
from onrecord.records.antecedents import NOBODY, Candidate, choose, probabilities, weights


class Told(NamedTuple):
    cue: tuple
    source: tuple
    content: tuple
    confidence: float = 1.0


def told(text, source, cue, content):
    """An attribution by its words, the last occurrence of each."""

    def span(words):
        at = text.rindex(words)
        return ((at, at + len(words)),)

    return Told(span(cue), span(source), span(content))


def speaker(text, source, cue, content):
    record = read_attributed(from_text(text), [told(text, source, cue, content)])
    found = record.entity(record.statements[0].speaker)
    return found.name if found else None


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        (
            "Maria Lopez met John Field in Rome on Monday. She said that talks went well.",
            "She",
            "Maria Lopez",
        ),
        (
            "John Field spoke to voters on Monday. He said that talks went well.",
            "He",
            "John Field",
        ),
        (
            "Sen. Maria Lopez met John Field on Monday. The senator said that talks went well.",
            "The senator",
            "Maria Lopez",
        ),
        (
            "The bill was backed by John Field, the group's chief strategist, who said"
            " that talks went well.",
            "who",
            "John Field",
        ),
        (
            "A woman in the crowd shouted. She said that talks went well.",
            "She",
            None,
        ),
        (
            "It was signed by lawmakers who said that talks went well.",
            "who",
            None,
        ),
    ],
)
def test_pronouns_and_titles(text, source, name):
    assert speaker(text, source, "said", "that talks went well") == name


def test_a_surname_is_the_relatives_of_the_right_gender():
    text = "Bill Clinton and Hillary Clinton came. Mrs. Clinton said that talks went well."
    assert speaker(text, "Mrs. Clinton", "said", "that talks went well") == "Hillary Clinton"


def test_a_headline_in_capitals_names_whom_the_text_names():
    text = (
        "Field Calls On Lopez To Resign Over Talks.\n\n"
        "John Field asked Maria Lopez to go. Field said that talks went well."
    )
    record = read_attributed(from_text(text), [told(text, "Field", "said", "that talks went well")])
    assert [e.name for e in record.entities] == ["John Field", "Maria Lopez"]
    said = {m.id: text[m.start : m.end] for m in record.mentions}
    assert [said[m] for m in record.entities[0].mentions] == ["Field", "John Field", "Field"]


def test_weights_are_finite_and_cover_both_kinds():
    known = weights()
    assert {"rank 0", "acts", "gender known", "nobody, pronoun", "nobody, title"} <= set(known)
    assert all(math.isfinite(v) for v in known.values())


candidates = st.lists(
    st.dictionaries(st.sampled_from(sorted(weights())), st.floats(-3, 3)), min_size=1, max_size=6
)


@given(candidates)
def test_shares_add_up_to_one_and_a_choice_is_one_of_the_candidates(rows):
    weighed = [Candidate(i, f) for i, f in enumerate(rows)] + [Candidate(NOBODY, {})]
    assert sum(probabilities(weighed, weights())) == pytest.approx(1)
    assert choose(weighed) in {None, *range(len(rows))}
