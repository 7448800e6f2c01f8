"""Who holds, held or seeks which office, with the characters that say so."""

import pytest

from onrecord.intake import from_text
from onrecord.reader import read_attributed


def offices(text, published=None):
    record = read_attributed(from_text(text, published=published), [])
    name = {e.id: e.name for e in record.entities} | {None: None}
    return [
        (name[o.holder], o.position, name[o.organisation], o.status) for o in record.occupancies
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "US Secretary of State Anna Berg spoke with Iraqi Prime Minister Omar al-Hadi.",
            [
                ("Anna Berg", "secretary of state", "United States", "current"),
                ("Omar al-Hadi", "prime minister", "Iraq", "current"),
            ],
        ),
        (
            "US State Department Deputy Spokesperson Tom Field posted on X.",
            [("Tom Field", "deputy spokesperson", "US State Department", "current")],
        ),
        ("Sen. Mary Holt said no.", [("Mary Holt", "senator", None, "current")]),
        (
            "Acting Defense Minister Juan Paz resigned.",
            [("Juan Paz", "defense minister", None, "acting")],
        ),
        (
            "Mary Holt, a former prime minister, said no.",
            [("Mary Holt", "prime minister", None, "former")],
        ),
        (
            "Mary Holt, 61, the spokeswoman for the Interior Ministry, said no.",
            [("Mary Holt", "spokeswoman", "Interior Ministry", "current")],
        ),
        (
            "Mary Holt was the president of Finland.",
            [("Mary Holt", "president", "Finland", "former")],
        ),
        (
            "Mary Holt was sworn in as prime minister of Finland.",
            [("Mary Holt", "prime minister", "Finland", "current")],
        ),
        (
            "Mary Holt was nominated as ambassador to Japan.",
            [("Mary Holt", "ambassador", "Japan", "designate")],
        ),
        (
            "Republican presidential nominee Mary Holt said no.",
            [("Mary Holt", "president", None, "candidate")],
        ),
        (
            "Its spokesman, Tom Field, said no.",
            [("Tom Field", "spokesman", None, "current")],
        ),
        (
            "Bulgaria’s environment minister, Mary Holt, said no.",
            [("Mary Holt", "environment minister", "Bulgaria", "current")],
        ),
        (
            "Prime Minister-designate Haidar Aziz met Mary Holt.",
            [("Haidar Aziz", "prime minister-designate", None, "designate")],
        ),
    ],
)
def test_titles_become_offices(text, wanted):
    assert offices(text) == wanted


def test_a_return_to_an_office_is_a_candidacy_for_it():
    text = "Former prime minister Omar al-Hadi is in contention to reprise his role. Hadi said no."
    assert offices(text) == [
        ("Omar al-Hadi", "prime minister", None, "former"),
        ("Omar al-Hadi", "prime minister", None, "candidate"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "If Mary Holt were elected president, Tom Field said, he would leave.",
        "Mary Holt, the director of Paths to Peace Tom Field knows.",
        "Mary Holt and her dog walked to the house of Tom Field.",
        "",
    ],
)
def test_nothing_is_held_where_nothing_is_said_to_be(text):
    assert [o for o in offices(text) if o[3] == "current" and o[1] == "president"] == []


def test_a_title_between_two_names_belongs_to_the_second():
    assert offices("Mary Holt, party leader Tom Field and others met.") == [
        ("Tom Field", "party leader", None, "current")
    ]


def test_an_office_told_twice_is_one_and_says_where_it_was_told_in_full():
    text = "President Mary Holt spoke. Later Finnish President Mary Holt left."
    assert offices(text) == [("Mary Holt", "president", "Finland", "current")]


def test_what_holds_now_carries_the_date_of_the_report_and_the_words_that_say_it():
    text = "Former senator Mary Holt met Governor Tom Field."
    record = read_attributed(from_text(text, published="2026-03-04"), [])
    assert [o.as_of for o in record.occupancies] == [None, "2026-03-04"]
    assert [[text[s:e] for s, e in o.spans] for o in record.occupancies] == [
        ["Former senator", "Mary Holt"],
        ["Governor", "Tom Field"],
    ]
