"""Claims on personal names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge import names


@pytest.mark.parametrize(
    ("full", "part"),
    [
        ("Mohammed Shia al-Sudani", "Sudani"),
        ("Mohammed Shia al-Sudani", "al-Sudani"),
        ("Mohammed Shia al-Sudani", "Al Sudani"),
        ("Mohammed Shia al-Sudani", "Mr. Sudani"),
        ("Mohammed Shia al-Sudani", "Mohammed al-Sudani"),
        ("Mohammed Shia al-Sudani", "Muhammad Shia al-Sudani"),
        ("Nouri al-Maliki", "Maliki"),
        ("Nouri al-Maliki", "Maliki’s"),
        ("Marco Rubio", "Secretary Rubio"),
        ("Marco Rubio", "MARCO RUBIO"),
        ("Joseph R. Biden Jr.", "Joe Biden"),
        ("Hillary Rodham Clinton", "Hillary Clinton"),
        ("Recep Tayyip Erdoğan", "Erdogan"),
        ("Enrique Peña Nieto", "Enrique Peña"),
        ("Xi Jinping", "Xi"),
        ("Ursula von der Leyen", "von der Leyen"),
        ("J. D. Vance", "Vance"),
    ],
)
def test_a_part_names_the_same_person(full: str, part: str) -> None:
    assert names.same_person(full, part)


@pytest.mark.parametrize(
    ("full", "part"),
    [
        ("Ann Smith", "Bob Smith"),
        ("Hillary Clinton", "Bill Clinton"),
        ("Mohammed Shia al-Sudani", "Nouri al-Maliki"),
        ("Mohammed Shia al-Sudani", "Mohammed al-Halbousi"),
        ("Marco Rubio", "Marco Polo"),
        ("Marco Rubio", "Mr. Marco"),
        ("Ann", "Bob"),
        ("Ann Smith", ""),
        ("", ""),
        ("al-", "al-Sudani"),
    ],
)
def test_another_name_does_not(full: str, part: str) -> None:
    assert not names.same_person(full, part)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Sudani’s", "Sudani"),
        ("Rubio's,", "Rubio"),
        ("James’", "James"),
        ("“Trump”", "Trump"),
        ("Donald Trump Jr.", "Donald Trump Jr."),
        ("Rubio.", "Rubio"),
        ("", ""),
    ],
)
def test_a_name_is_stripped_of_what_is_not_its_own(written: str, name: str) -> None:
    assert names.stripped(written) == name


def test_surnames_go_without_particle_and_suffix() -> None:
    assert names.surname("Nouri al-Maliki") == "maliki"
    assert names.surname("Donald Trump Jr.") == "trump"
    assert names.surname("") == ""
    assert "bin" in names.particles()
    assert "jr" in names.suffixes()


@given(st.text(), st.text())
def test_any_two_texts_are_compared(one: str, other: str) -> None:
    assert names.same_person(one, other) in (True, False)
    names.stripped(one)


@given(st.text(alphabet="abcdefgh -’.", min_size=1))
def test_a_name_with_a_letter_is_the_same_person_as_itself(name: str) -> None:
    assert names.same_person(name, name) == bool(names.parts(name))
