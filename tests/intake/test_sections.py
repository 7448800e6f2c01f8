"""Sections: the furniture of a report is named, and its story is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake import from_text
from onrecord.schema import Document

STORY = (
    "The harbour authority said on Tuesday that the northern pier would stay closed until the "
    "divers had finished their work."
)
MORE = "Two ferries were sent to the southern pier, and passengers were told to expect delays."


def parts(text: str, **known: str) -> list[tuple[str, str, bool]]:
    document = from_text(text, **known)
    return [(s.kind, text[s.start : s.end], s.repeat) for s in document.sections]


def kinds(text: str, **known: str) -> list[str]:
    return [kind for kind, _, _ in parts(text, **known)]


def kind_of(line: str) -> str:
    """The kind of a line that stands after three paragraphs of a story and before another."""
    return kinds(f"{STORY}\n\n{MORE}\n\nThe pier dates from 1911.\n\n{line}\n\n{MORE} Again.")[3]


def test_a_caption_told_twice_is_one_caption_and_its_repeat_with_the_credit_inside() -> None:
    caption = "Divers prepare to inspect the northern pier in Lindhavn, March 3, 2025."
    text = f"{STORY}\n{caption}\n{caption} (credit: NORDFOTO/ANA LIND)\n\n{MORE}"
    assert parts(text) == [
        ("body", STORY, False),
        ("caption", caption, False),
        ("caption", f"{caption} (credit: NORDFOTO/ANA LIND)", True),
        ("credit", "(credit: NORDFOTO/ANA LIND)", False),
        ("body", MORE, False),
    ]


@pytest.mark.parametrize(
    "credit",
    [
        "(Photo by Ana Lind/Getty Images)",
        "(AP Photo/Ana Lind)",
        "(Reuters/Ana Lind)",
        "REUTERS/Ana Lind",
        "Ana Lind/AFP via Getty Images",
        "[Image: Harbour Museum]",
        "(Image courtesy of the Harbour Museum)",
    ],
)
def test_a_photo_credit_at_the_end_makes_a_caption(credit: str) -> None:
    line = f"Divers prepare to inspect the pier on Monday. {credit}"
    found = parts(f"{STORY}\n\n{line}\n\n{MORE}")
    assert found[1:3] == [("caption", line, False), ("credit", credit, False)]


@pytest.mark.parametrize("line", ["Photo: Ana Lind", "Ana Lind / Reuters", "(Photo: City of Oslo)"])
def test_a_credit_may_stand_alone(line: str) -> None:
    assert kind_of(line) == "credit"


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "By JANE DOE and JOHN ROE | The Associated Press",
        "By Jane van der Doe, Staff Writer",
        "By Ana Lind in Lindhavn",
    ],
)
def test_a_byline_under_the_headline_is_told(line: str) -> None:
    assert kinds(f"Pier stays closed\n\n{line}\n\n{STORY}") == ["headline", "byline", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "By Friday, Lindhavn had sent two ferries.",
        "By Prime Minister Lind's account, the talks failed.",
        "By then it was too late.",
    ],
)
def test_a_sentence_that_begins_with_by_is_no_byline(line: str) -> None:
    assert kinds(f"Pier stays closed\n\n{line}\n\n{STORY}") == ["headline", "body", "body"]


@pytest.mark.parametrize(
    "dateline",
    [
        "LINDHAVN (AP) —",
        "LINDHAVN, Jan. 5 (Reuters) -",
        "LINDHAVN, Norway —",
        "NEW LINDHAVN, 5 January 2025 (Nordpress) –",
        "Lindhavn (AFP) –",
        "Jan 5 (Reuters) -",
    ],
)
def test_a_dateline_is_parted_from_the_paragraph_it_opens(dateline: str) -> None:
    assert parts(f"{dateline} {STORY}\n\n{MORE}") == [
        ("dateline", dateline, False),
        ("body", STORY, False),
        ("body", MORE, False),
    ]


@pytest.mark.parametrize(
    "line",
    ["MAYOR LIND: We have waited long enough.", "Lind — who was there — agreed.", "NATO said no."],
)
def test_speakers_and_dashes_make_no_dateline(line: str) -> None:
    assert kinds(f"{line} {STORY}\n\n{MORE}") == ["body", "body"]


def test_the_given_title_is_the_headline_even_with_a_full_stop() -> None:
    assert kinds(f"Pier stays closed.\n\n{STORY}", title="Pier Stays Closed") == [
        "headline",
        "body",
    ]


def test_without_a_title_a_short_first_line_is_headline_and_title() -> None:
    document = from_text(f"Pier stays closed\n\n{STORY}")
    assert document.sections[0].kind == "headline"
    assert document.title == "Pier stays closed"


@pytest.mark.parametrize("first", ["The pier is closed.", "“Go home,” he said.", "mayor says no"])
def test_a_first_line_that_is_a_sentence_is_no_headline(first: str) -> None:
    assert kinds(f"{first}\n\n{STORY}")[0] == "body"


def test_a_short_line_without_full_stop_between_paragraphs_is_a_subheading() -> None:
    assert kind_of("Lind was known for her patience") == "subheading"


@pytest.mark.parametrize(
    "line",
    [
        "The mayor wept.",
        "“We will not wait",
        '"Never again" is what they want',
        "- the northern pier",
        "MAYOR LIND:",
        "“No,” said Lind.",
        "and the divers",
    ],
)
def test_short_lines_of_the_story_are_no_subheadings(line: str) -> None:
    assert kind_of(line) == "body"


def test_a_line_between_headline_and_byline_is_a_subheading() -> None:
    text = f"Pier stays closed\n\nDivers need more time\n\nBy Jane Doe\n\n{STORY}"
    assert kinds(text) == ["headline", "subheading", "byline", "body"]


def test_the_lines_of_a_list_are_no_subheadings() -> None:
    items = "\n\n".join(["Northern pier", "Southern pier", "Old harbour"])
    assert kinds(f"{STORY}\n\nClosed are:\n\n{items}\n\n{MORE}") == ["body"] * 6


@pytest.mark.parametrize(
    "line",
    [
        "Read more",
        "READ MORE: Mayor says “no” to a second pier",
        "Sign up for our newsletter",
        "Copyright 2025 The Harbour Post. All rights reserved.",
        "Follow Jane Doe on Twitter @janedoe.",
        "Share Tweet Email",
        "Advertisement",
        "Story continues below advertisement",
    ],
)
def test_boilerplate_is_told(line: str) -> None:
    assert kind_of(line) == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "“Read more books,” the mayor told the children.",
        "Share prices fell after the announcement, traders said.",
        "Follow the money, the auditor told the council.",
        "Related party transactions were denied by the company.",
        "Copy that, said the captain.",
        "Sign language was banned, activists said.",
        "The advertisement was false, the court ruled.",
        "The poll (Reuters/Ipsos)",
        "She cited figures from Reuters.",
        "He subscribed to the view that the pier was safe.",
    ],
)
def test_sentences_of_the_story_are_never_boilerplate(line: str) -> None:
    assert kind_of(line) in ("body", "subheading")


def test_a_paragraph_said_again_is_a_repeat() -> None:
    found = parts(f"{STORY}\n\n{MORE}\n\n{STORY.upper()}")
    assert [repeat for _, _, repeat in found] == [False, False, True]


def test_a_short_answer_given_twice_is_two_answers() -> None:
    found = parts(f"“No,” he said.\n\n{STORY}\n\n“No,” he said.")
    assert not any(repeat for _, _, repeat in found)


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The harbour authority said on Tuesday that the northern pier would\n"
        "stay closed until the divers had finished their work. Lindhavn has\n"
        "two piers.\n\n"
        "The mayor agreed with the harbour authority and promised the island\n"
        "Council a report.\n"
    )
    assert len(kinds(text)) == 2


any_text = st.text(st.characters(), max_size=300)
lines = st.lists(
    st.sampled_from(
        [
            STORY,
            MORE,
            "",
            " ",
            "By Jane Doe",
            "OSLO (AP) —",
            "Read more",
            "(Photo: Ana Lind)",
            "A b",
        ]
    )
    | st.text(st.characters(), max_size=20),
    max_size=12,
).map("\n".join)


def assert_well_formed(document: Document) -> None:
    at = 0
    caption_end = 0
    for section in document.sections:
        assert 0 <= section.start < section.end <= len(document.text)
        if section.kind == "credit" and section.start < at:
            assert section.end <= caption_end
            continue
        assert section.start >= at
        assert not document.text[at : section.start].strip()
        at = section.end
        if section.kind == "caption":
            caption_end = section.end
    assert not document.text[at:].strip()


@given(any_text | lines)
def test_sections_stand_in_order_and_cover_every_word_of_any_text(text: str) -> None:
    assert_well_formed(from_text(text))


@given(lines, lines)
def test_any_title_leaves_the_sections_in_order(text: str, title: str) -> None:
    assert_well_formed(from_text(text, title=title))
