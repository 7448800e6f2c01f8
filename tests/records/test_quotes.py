"""Quotations are found by every kind of mark, over paragraphs, closed or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records.quotes import extended, find, form_of, merged


def quoted(text):
    return [[text[s:e] for s, e in q.pieces] for q in find(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('She said "yes, we will" and left.', [['"yes, we will"']]),
        ("She said “yes” and “no”.", [["“yes”"], ["“no”"]]),
        ("Elle a dit «oui» hier.", [["«oui»"]]),
        ("''Terrible,'' he wrote.", [["''Terrible,''"]]),
        ("„So ist es“, sagte er.", [["„So ist es“"]]),
        ("The bridge's 5\" bolt held.", []),
        ("Don’t say the ministers’ words.", []),
    ],
)
def test_each_kind_of_mark_is_read(text, wanted):
    assert quoted(text) == wanted


def test_a_quotation_goes_on_where_the_next_paragraph_opens_again():
    text = "“One.\n\n“Two.\n\n“Three,” she said. “Four.”"
    assert quoted(text) == [["“One.", "“Two.", "“Three,”"], ["“Four.”"]]


def test_a_quotation_goes_on_where_the_next_paragraph_only_closes():
    assert quoted("He wrote “one.\n\nTwo.” Then he left.") == [["“one.", "Two.”"]]


def test_a_quotation_never_closed_ends_with_its_paragraph():
    text = "He said “one.\n\nNobody answered."
    assert quoted(text) == [["“one."]]
    assert not find(text)[0].closed


def test_a_caption_between_two_paragraphs_does_not_end_a_quotation():
    text = "“One.\n\nA port. (credit: Somebody)\n\n“Two.”"
    start = text.index("A port")
    found = find(text, ((start, text.index("\n\n“Two")),))
    assert [[text[s:e] for s, e in q.pieces] for q in found] == [["“One.", "“Two.”"]]


def test_a_content_takes_its_marks_and_the_later_paragraphs_of_its_quotation():
    text = "He posted that “we welcome it.\n\nWe urge all to help.”"
    start = text.index("we welcome")
    content = extended(((start, start + 13),), find(text), text, ())
    assert [text[s:e] for s, e in content] == ["“we welcome it.", "We urge all to help.”"]


def test_a_content_outside_quotation_marks_stays_as_it_is():
    text = "He said it was late. “Go,” she said."
    content = ((8, 19),)
    assert extended(content, find(text), text, ()) == content


def test_form_goes_by_the_share_between_marks():
    text = "“All of it,” he said, adding it was “very” late."
    quotes = find(text)
    assert form_of(((0, 12),), quotes) == "direct"
    assert form_of(((29, 47),), quotes) == "mixed"
    assert form_of(((14, 20),), quotes) == "indirect"


@given(st.text(alphabet=st.sampled_from("ab“”\"«»' \n.'‘’„`"), max_size=60))
def test_quotations_are_ordered_apart_and_inside_the_text(text):
    at = 0
    for quote in find(text):
        for s, e in quote.pieces:
            assert at <= s < e <= len(text)
            at = e


@given(
    st.text(alphabet=st.sampled_from('ab“”" \n.'), min_size=2, max_size=60),
    st.integers(0, 58),
    st.integers(1, 20),
)
def test_an_extended_content_is_ordered_and_inside_the_text(text, start, length):
    start = min(start, len(text) - 1)
    content = extended(((start, min(len(text), start + length)),), find(text), text, ())
    assert content == merged(list(content))
    assert all(0 <= s < e <= len(text) for s, e in content)
