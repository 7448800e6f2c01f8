"""Claims on source nouns and gender."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge import sources, tables
from onrecord.schema import CHANNELS, SPEAKER_KINDS


@pytest.mark.parametrize(
    ("phrase", "lemma", "kind", "plural"),
    [
        ("a readout of the conversation", "readout", "document", False),
        ("The State Department readout", "readout", "document", False),
        ("reports", "report", "document", True),
        ("a new poll", "poll", "document", False),
        ("several studies", "study", "document", True),
        ("the lawsuit, filed on Monday,", "lawsuit", "document", False),
        ("The secretary", "secretary", "office", False),
        ("secretary", "secretary", "office", False),
        ("the secretary of state", "secretary of state", "office", False),
        ("Iraq’s prime minister", "prime minister", "office", False),
        ("the chief of staff", "chief of staff", "office", False),
        ("a White House spokesman", "spokesman", "office", False),
        ("a company's chief executive", "chief executive", "office", False),
        ("the president-elect", "president-elect", "office", False),
        ("The two men", "man", "group", True),
        ("both leaders", "leader", "group", True),
        ("the senators", "senator", "group", True),
        ("41 percent of voters", "percent", "group", False),
        ("Some in the party", "some", "group", True),
        ("many Democrats", "democrat", "group", True),
        ("residents of Mosul", "resident", "group", True),
        ("people", "person", "group", True),
        ("officials", "official", "anonymous", True),
        ("a U.S. official", "official", "anonymous", False),
        (
            "one senior administration official, speaking on condition of anonymity",
            "official",
            "anonymous",
            False,
        ),
        ("a person close to the campaign", "person", "anonymous", False),
        ("two people familiar with the matter", "person", "anonymous", True),
        ("Western diplomats", "diplomat", "anonymous", True),
        ("a friend", "friend", "anonymous", False),
    ],
)
def test_the_head_noun_tells_the_kind(phrase: str, lemma: str, kind: str, plural: bool) -> None:
    noun = sources.source_noun(phrase)
    assert noun is not None
    assert (noun.lemma, noun.kind, noun.plural) == (lemma, kind, plural)


@pytest.mark.parametrize(
    "phrase", ["", "he", "Marco Rubio", "Secretary Marco Rubio", "The White House", "of", "Rubio’s"]
)
def test_names_and_pronouns_have_no_head_noun(phrase: str) -> None:
    assert sources.source_noun(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "channel"),
    [
        ("the readout", "readout"),
        ("a communique", "statement"),
        ("an internal memo", "letter"),
        ("the transcript", None),
        ("court filings", "testimony"),
        ("the tweet", "post"),
        ("his memoir", "book"),
        ("a survey", "report"),
        ("the governor", None),
    ],
)
def test_a_document_implies_its_channel(phrase: str, channel: str | None) -> None:
    noun = sources.source_noun(phrase)
    assert noun is not None
    assert noun.channel == channel


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Mr. Smith", "m"),
        ("Ms", "f"),
        ("Mrs.", "f"),
        ("Queen", "f"),
        ("the businessman", "m"),
        ("spokeswoman", "f"),
        ("Sen. Amy Klobuchar", "f"),
        ("Marco Rubio", "m"),
        ("MARCO", "m"),
        ("Nouri al-Maliki", "m"),
        ("Prime Minister Theresa May", "f"),
        ("she", "f"),
        ("Xi", None),
        ("Jordan", None),
        ("will", None),
        ("secretary", None),
        ("", None),
    ],
)
def test_gender_is_told_only_where_it_is_clear(name: str, gender: str | None) -> None:
    assert sources.gender(name) == gender


def test_titles_stand_with_and_without_full_stop() -> None:
    assert sources.TITLE_BEFORE_NAME["Sen."] == sources.TITLE_BEFORE_NAME["Sen"] == "senator"
    assert {"Gov.", "Rep.", "Gen.", "Mr.", "Dr.", "Mrs.", "Ms."} <= set(sources.TITLE_BEFORE_NAME)


def test_every_row_keeps_to_the_vocabularies() -> None:
    for lemma, kind, channel, gender, _ in tables.rows("sources.tsv"):
        assert kind == "person" or kind in SPEAKER_KINDS, lemma
        assert not channel or channel in CHANNELS, lemma
        assert gender in ("", "m", "f"), lemma


def test_every_first_name_is_listed_once_with_a_gender() -> None:
    names = list(tables.rows("first_names.tsv"))
    assert len(names) == len({name for name, _ in names}) > 800
    assert {gender for _, gender in names} == {"m", "f"}


@given(st.text())
def test_any_text_has_a_noun_or_none(text: str) -> None:
    noun = sources.source_noun(text)
    assert noun is None or noun.kind in SPEAKER_KINDS
    assert sources.gender(text) in ("m", "f", None)


_WORDS = [
    "a",
    "the",
    "of",
    "secretary",
    "State",
    "official",
    ",",
    "people",
    "close",
    "’s",
    "-",
    ".",
]


@given(st.lists(st.sampled_from(_WORDS)))
def test_any_run_of_source_words_has_a_noun_or_none(words: list[str]) -> None:
    sources.source_noun(" ".join(words))
    sources.gender(" ".join(words))
