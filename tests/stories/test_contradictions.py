"""Statements that deny or contradict each other are found, side by side with their speakers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling_records import Made

from onrecord.schema import Record
from onrecord.stories.contradictions import find
from onrecord.stories.nouns import Contradiction


def report(
    who: str, cue: str, content: str, attitude: str = "assertion", published: str = "2031-03-03"
) -> Record:
    made = Made(f"News of {published}\n{who} {cue} {content}.\n", published)
    made.name(who)
    made.say(who, cue, content, attitude)
    return made.record()


def pairs(found: tuple[Contradiction, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(c.how, c.one.cited.speaker, c.other.cited.speaker) for c in found]


def test_a_denial_and_what_it_denies() -> None:
    records = [
        report("Oda Brill", "said", "that the old pumps had flooded the mine"),
        report("Bo Krag", "denied", "that the old pumps had flooded the mine", "denial"),
    ]
    (found,) = find(records)
    assert found.how == "denial"
    assert {found.one.cited.speaker, found.other.cited.speaker} == {"Oda Brill", "Bo Krag"}


def test_contrary_statements() -> None:
    records = [
        report("Oda Brill", "said", "that a warning was sent in good time"),
        report("Bo Krag", "said", "that no warning came in time", published="2031-03-04"),
    ]
    assert pairs(find(records)) == [("contrary", "Oda Brill", "Bo Krag")]


def test_a_reversed_position() -> None:
    records = [
        report("Oda Brill", "said", "that the shaft will be closed"),
        report("Oda Brill", "said", "that the shaft will not be closed", published="2031-05-01"),
    ]
    (found,) = find(records)
    assert (found.how, found.one.date, found.other.date) == (
        "reversal", "2031-03-03", "2031-05-01",
    )  # fmt: skip


def test_what_was_said_just_before_is_denied_by_a_word_for_it() -> None:
    made = Made(
        "Quarrel\nOne official said that Brill hoped for a river. Her cabinet disputes the "
        "quotation.\n"
    )
    made.say("One official", "said", "that Brill hoped for a river")
    made.say("Her cabinet", "disputes", "the quotation", "denial")
    (found,) = find([made.record()])
    assert found.how == "denial"
    assert found.one.cited.speaker == "One official"
    start, end = found.other.cited.marks[0]
    assert found.other.cited.text[start:end] == "the quotation"


@pytest.mark.parametrize(
    ("content", "cue", "attitude"),
    [
        ("that the old pumps had flooded the mine", "said", "assertion"),
        ("whether the old pumps had flooded the mine", "did not say", "assertion"),
        ("that the old pumps had not flooded the mine", "hopes", "intention"),
        ("that nobody has seen the pilot", "said", "assertion"),
        ("that the mine should not have old pumps", "said", "assertion"),
    ],
    ids=["the same", "nothing said", "a hope", "another matter", "a rule"],
)
def test_what_is_no_contradiction(content: str, cue: str, attitude: str) -> None:
    records = [
        report("Oda Brill", "said", "that the old pumps had flooded the mine"),
        report("Bo Krag", cue, content, attitude),
    ]
    assert find(records) == ()


CLAIMS = ("that the shaft is closed", "that the shaft is not closed", "that it rains")


@given(
    st.lists(st.tuples(st.sampled_from(["A Moe", "B Moe"]), st.sampled_from(CLAIMS)), max_size=4)
)
def test_the_order_of_reports_does_not_matter(said: list[tuple[str, str]]) -> None:
    records = [
        report(who, "said", claim, published=f"2031-03-{day + 1:02}")
        for day, (who, claim) in enumerate(said)
    ]
    assert find(records) == find(records[::-1])


@pytest.mark.model
def test_the_contradictions_of_the_samples(samples_records: list[Record]) -> None:
    """Read by eye; the record misses others, or tells them in other words (docs/experiments.md)."""
    found = {
        (c.how, *sorted((c.one.cited.speaker or "", c.other.cited.speaker or "")))
        for c in find(samples_records)
    }
    assert found == {
        # The governor of the fourth question of an interview is taken for whom it asks.
        ("contrary", "Hande Koralp", "the summary"),
        ("contrary", "the readout", "the summary"),
        ("contrary", "Plamen Iskrov", "Vestnik Trakia"),
        ("contrary", "The authors", "Vestnik Trakia"),
        ("denial", "A Bulgarian diplomat", "an aide to Arıkan"),
        ("denial", "Radostina Veleva", "Teodora Mihnova"),
        ("denial", "European Commission", "Jonas Lindqvist"),
        ("denial", "Her cabinet", "One official"),
        ("denial", "The governor’s office", "Thrace Wire"),
        ("denial", "Villagers in Bosnaköy", "the gendarmerie"),
    }
