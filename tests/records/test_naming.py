"""Which words are names, and which names are one."""

import pytest

from onrecord.intake import from_text
from onrecord.reader import read_attributed


def called(text):
    """The names of every person and body of a text."""
    return {e.name for e in read_attributed(from_text(text), []).entities}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Republican Maria Lopez won. Rep. Maria Lopez left.", "Maria Lopez"),
        ("Crooked Lopez won. So crooked is he that Lopez lost.", "Lopez"),
        ("Crooked Maria Lopez won, he said. Sen. Maria Lopez left.", "Maria Lopez"),
        ("Mr. Pedro Guardia Villar spoke. Then Mr. Guardia Villar left.", "Pedro Guardia Villar"),
        ("We asked Sen. John Field. Weaver said no.", "John Field"),
    ],
)
def test_a_name_is_told_without_what_stands_before_or_behind(text, name):
    found = called(text)
    assert name in found
    assert not any(name in other and other != name for other in found)


@pytest.mark.parametrize("name", ["The Maria Lopez Show", "State Department Spokesman"])
def test_shows_and_offices_are_no_persons(name):
    assert not called(f"They watched {name} on Monday.") - {"State Department"}


def test_what_a_ministry_sits_on_is_not_its_name():
    text = "The Ministry of Water on the Harvel wrote. The ministry said no."
    assert not any("Harvel" in name and "Ministry" in name for name in called(text))


def test_a_body_called_by_its_last_word_is_the_one_last_named():
    text = "The Harvel Commission met. Now the Commission is silent."
    assert [n for n in called(text) if n.endswith("Commission")] == ["Harvel Commission"]


def test_a_surname_belongs_to_the_item_it_stands_in():
    text = (
        "Sen. John Field spoke of the dam. " + "It rained. " * 6 + "\n___\n"
        "Sen. Maria Field spoke of the road. " + "It rained. " * 6 + "Field left."
    )
    record = read_attributed(from_text(text), [])
    last = max(record.mentions, key=lambda m: m.start)
    assert record.entity(last.entity).name == "Maria Field"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Harvel Protection Agency met. The H.P.A. is silent. Ann Lee of the HPA left.",
            {"Harvel Protection Agency"},
        ),
        (
            "The House Harvel Committee met. Then the Harvel Committee voted.",
            {"House Harvel Committee"},
        ),
        (
            "The House Harvel Committee and the Senate Harvel Committee met."
            " The Harvel Committee voted.",
            {"House Harvel Committee", "Senate Harvel Committee", "Harvel Committee"},
        ),
    ],
)
def test_a_body_is_one_in_full_and_in_short(text, names):
    found = {name.removeprefix("The ") for name in called(text)}
    assert {n for n in found if n.endswith(("Agency", "Committee", "A."))} == names


def test_a_town_is_not_its_police():
    text = "The Sandvik Police Department met. It rained in Sandvik. Sandvik is a town."
    record = read_attributed(from_text(text), [])
    police = next(e for e in record.entities if e.name == "Sandvik Police Department")
    assert len(police.mentions) == 1


def test_parts_of_the_world_are_nobody():
    assert not called("They met Central European leaders. European leaders came.")


def test_a_surname_that_is_a_title_is_found_behind_the_full_name():
    record = read_attributed(from_text("Howard Dean spoke. Later Dean left. A dean said no."), [])
    dean = next(e for e in record.entities if e.name == "Howard Dean")
    named = [m for m in record.mentions if m.entity == dean.id and m.form == "name"]
    assert len(named) == 2


def test_when_a_title_was_held_is_no_part_of_the_name_behind_it():
    text = "It was signed by then-Secretary of State Oda Brill and ex-President Ilka Tornen."
    assert called(text) == {"Oda Brill", "Ilka Tornen"}
