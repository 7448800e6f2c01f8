"""Events by closed constructions: offices that are filled, failures, detainees handed over."""

import pytest

from onrecord.intake import from_text
from onrecord.knowledge import plover
from onrecord.reader import Reader
from onrecord.records import constructions


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def told(reader, text, mode):
    record = reader.read(from_text(text))
    at = {m.id: record.document.text[m.start : m.end] for m in record.mentions}
    found = [e for e in record.events if e.type == plover.OTHER]
    assert [e.mode for e in found] == [mode]
    (one,) = found
    assert (one.cameo, one.quad) == (None, None)
    return (
        one,
        [at[i] for i in one.actors],
        [at[i] for i in one.recipients],
        record.document.text[slice(*one.trigger)],
    )


@pytest.mark.model
def test_an_appointment_that_is_prepared_is_planned(reader):
    text = "Norway prepares to appoint a new ambassador and a chief of staff, officials say."
    one, actors, recipients, trigger = told(reader, text, "appoint")
    assert (one.status, trigger) == ("planned", "appoint")
    assert actors == ["Norway"]
    assert recipients == ["a new ambassador", "a chief of staff"]


@pytest.mark.model
def test_who_was_elected_is_the_recipient(reader):
    text = "Marta Ilves was elected president of Estonia in 2021."
    one, actors, recipients, _ = told(reader, text, "appoint")
    assert (actors, recipients, one.date) == ([], ["Marta Ilves"], "2021")


@pytest.mark.model
def test_a_return_to_power_in_a_condition_is_hypothetical(reader):
    text = "Critics fear for the courts if Pavel Dorn returns to power."
    one, actors, _, _ = told(reader, text, "return")
    assert (one.status, actors) == ("hypothetical", ["Pavel Dorn"])


@pytest.mark.model
def test_a_failure_over_two_years_has_both_and_its_place(reader):
    text = "Pavel Dorn failed to prevent the rise of Hamas in Gaza in 2006 and 2007."
    one, actors, recipients, _ = told(reader, text, "fail")
    assert (actors, one.date, one.place is not None) == (["Pavel Dorn"], "2006/2007", True)
    assert recipients == ["Hamas"]


@pytest.mark.parametrize(
    "text",
    [
        "The firm will install a new heating system in the school.",
        "He gave his name and the president nodded.",
        "The car failed to start.",
        "They return to the hotel at six.",
    ],
)
def test_words_that_only_look_like_it_tell_nothing(text):
    assert constructions.found(text, (), [0]) == []


@pytest.mark.model
def test_detainees_who_are_handed_over_are_so_where_they_go(reader):
    text = "Jordan completed the transfer of 300 detainees from Syria to Iraq on Sunday."
    record = reader.read(from_text(text))
    at = {m.id: text[m.start : m.end] for m in record.mentions}
    (one,) = [e for e in record.events if text[slice(*e.trigger)] == "transfer"]
    assert (one.type, at[one.place]) == ("COOPERATE", "Iraq")
    assert [at[i] for i in one.recipients] == ["300 detainees"]


def test_a_transfer_of_money_is_none(reader):
    assert constructions.found("The transfer of funds to the club took a day.", (), [0]) == []
