"""Claims on cue words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge import cues, tables
from onrecord.schema import ATTITUDES, CHANNELS


@pytest.mark.parametrize(
    ("cue", "lemma", "attitude"),
    [
        ("said", "say", "assertion"),
        ("has been saying", "say", "assertion"),
        ('also "discussed', "discuss", "discussion"),
        ("according to", "according to", "assertion"),
        ("made it clear", "make clear", "assertion"),
        ("made it very clear", "make clear", "assertion"),
        ("is seeking", "seek", "intention"),
        ("has wanted", "want", "intention"),
        ("were expected", "expect", "belief"),
        ("it is feared", "fear", "belief"),
        ("There are concerns", "concern", "belief"),
        ("expressed concern", "concern", "belief"),
        ("called for", "call for", "request"),
        ("called again for", "call for", "request"),
        ("urges", "urge", "request"),
        ("vowed", "vow", "promise"),
        ("denied", "deny", "denial"),
        ("his refusal to disavow", "refusal", "denial"),
        ("asked about", "ask about", "question"),
        ("raised questions about", "raise questions", "question"),
        ("accused", "accuse", "accusation"),
        ("welcomes", "welcome", "evaluation"),
        ("commended", "commend", "evaluation"),
        ("learned", "learn", "perception"),
        ("talked about", "talk about", "discussion"),
        ("went on to argue", "argue", "assertion"),
        ("began tweeting out", "tweet", "assertion"),
        ("issued a statement saying", "say", "assertion"),
        ("a readout noted", "note", "assertion"),
        ("are worried about", "worry about", "belief"),
        (":", ":", "assertion"),
        ("“", ":", "assertion"),
    ],
)
def test_the_head_of_a_cue_gives_its_attitude(cue: str, lemma: str, attitude: str) -> None:
    found = cues.classify(cue)
    assert (found.lemma, found.attitude) == (lemma, attitude)
    assert found.known


@pytest.mark.parametrize(
    ("cue", "attitude", "negated"),
    [
        ("didn't say", "assertion", True),
        ("didn’t say", "assertion", True),
        ("has never mentioned", "assertion", True),
        ("does not believe", "belief", True),
        ("don’t want", "intention", True),
        ("refused to comment", "denial", False),
        ("declined to say", "denial", False),
        ("would not say", "denial", True),
        ("won't comment", "denial", True),
        ("did not deny", "assertion", True),
        ("refused to rule out", "assertion", True),
        ("not only said", "assertion", False),
        ("denied", "denial", False),
    ],
)
def test_negation_makes_a_denial_only_where_it_is_one(
    cue: str, attitude: str, negated: bool
) -> None:
    found = cues.classify(cue)
    assert (found.attitude, found.negated) == (attitude, negated)


@pytest.mark.parametrize("cue", ["told", "asked", "urged", "warned", "reminded", "has briefed"])
def test_some_verbs_take_the_person_spoken_to(cue: str) -> None:
    assert cues.classify(cue).addressee


@pytest.mark.parametrize("cue", ["said", "believes", "noted", "announced", "tweeted"])
def test_other_verbs_do_not(cue: str) -> None:
    assert not cues.classify(cue).addressee


@pytest.mark.parametrize(
    ("cue", "passive"),
    [("was told", True), ("is believed", True), ("it’s feared", True), ("has said", False)],
)
def test_a_passive_is_seen(cue: str, passive: bool) -> None:
    found = cues.classify(cue)
    assert found.passive is passive


def test_thinking_is_no_communication_and_saying_is() -> None:
    assert not cues.classify("thinks").communication
    assert not cues.classify("wants").communication
    assert cues.classify("said").communication
    assert cues.classify("called for").communication


@pytest.mark.parametrize(
    ("cue", "channel"),
    [
        ("tweeted", "post"),
        ("posted", "post"),
        ("wrote on Twitter", "post"),
        ("said in a statement", "statement"),
        ("testified", "testimony"),
        ("emailed", "letter"),
        ("said", None),
    ],
)
def test_a_cue_may_name_its_channel(cue: str, channel: str | None) -> None:
    assert cues.classify(cue).channel == channel


@pytest.mark.parametrize("cue", ["There are concerns", "his criticism of", "the idea", "claims of"])
def test_a_noun_may_be_the_cue(cue: str) -> None:
    assert cues.classify(cue).nominal


def test_an_unknown_word_is_taken_for_saying_and_marked() -> None:
    found = cues.classify("blorped")
    assert (found.attitude, found.known) == ("assertion", False)


def test_reporting_words_are_inflected_and_plain() -> None:
    words = cues.reporting_words()
    assert {"said", "says", "noted", "emphasized", "urges", "believes", "according"} <= words
    assert not {"states", "plans", "is", "has", "the", "call", "show", "see"} & words


def test_every_row_keeps_to_the_vocabularies() -> None:
    for lemma, part, attitude, marks, channel in tables.rows("cues.tsv"):
        assert attitude in ATTITUDES, lemma
        assert not channel or channel in CHANNELS, lemma
        assert part in ("verb", "noun", "adj", "phrase", "other"), lemma
        assert set(marks) <= set("apmyvcl"), lemma


def test_no_cue_is_listed_twice() -> None:
    keys = [(row[0], row[1]) for row in tables.rows("cues.tsv")]
    assert len(keys) == len(set(keys))


@given(st.text())
def test_any_text_is_classed(text: str) -> None:
    found = cues.classify(text)
    assert found.attitude in ATTITUDES
    assert found.channel is None or found.channel in CHANNELS


_WORDS = ["said", "to", "not", "has", "been", "call", "for", "made", "clear", "’s", "n't", ":", "a"]


@given(st.lists(st.sampled_from(_WORDS)))
def test_any_run_of_cue_words_is_classed(words: list[str]) -> None:
    assert cues.classify(" ".join(words)).attitude in ATTITUDES
