"""Attributions become statements once each, tied to the one that reports them."""

from typing import NamedTuple

from onrecord.records.nesting import deepened
from onrecord.records.quotes import find
from onrecord.records.statements import QuoteIndex, chained, drafted, unheard, within_parts


class Found(NamedTuple):
    cue: tuple
    source: tuple
    content: tuple
    confidence: float


def found(text, source, cue, content, confidence=0.9):
    def at(words):
        start = text.index(words)
        return ((start, start + len(words)),)

    return Found(at(cue), at(source) if source else (), at(content), confidence)


def drafts(text, *items):
    return chained(drafted(text, items, QuoteIndex(find(text))))


def test_a_statement_inside_the_content_of_another_has_it_as_parent():
    text = "The readout noted that the minister urged calm. Ann said never."
    outer = found(text, "The readout", "noted", "that the minister urged calm")
    inner = found(text, "the minister", "urged", "calm")
    apart = found(text, "Ann", "said", "never")
    assert [d.parent for d in drafts(text, inner, apart, outer)] == [None, 0, None]


def test_the_parent_is_the_narrowest_report():
    text = "Ann said that Bob claimed that Cy denied it was late."
    rows = drafts(
        text,
        found(text, "Ann", "said", "that Bob claimed that Cy denied it was late"),
        found(text, "Bob", "claimed", "that Cy denied it was late"),
        found(text, "Cy", "denied", "it was late"),
    )
    assert [d.parent for d in rows] == [None, 0, 1]


def test_the_surer_of_two_readings_of_one_cue_is_kept():
    text = "Ann said the road is closed."
    rows = drafts(
        text,
        found(text, "Ann", "said", "the road", 0.4),
        found(text, "Ann", "said", "the road is closed", 0.8),
    )
    assert [d.confidence for d in rows] == [0.8]


def test_one_content_with_two_cues_outside_it_is_one_statement():
    text = "Ann said, adding that the road is closed."
    rows = drafts(
        text,
        found(text, "Ann", "said", "the road is closed", 0.5),
        found(text, "Ann", "adding", "that the road is closed", 0.8),
    )
    assert [text[slice(*d.cue[0])] for d in rows] == ["adding"]


def test_a_content_is_read_again_only_where_a_reporting_word_stands_in_it():
    text = "Ann said that Bob denied it was late. Cy said that the road is closed."
    asked = []

    def read_apart(_, stretches):
        asked.extend(stretches)
        return [[] for _ in stretches]

    rows = drafts(
        text,
        found(text, "Ann", "said", "that Bob denied it was late"),
        found(text, "Cy", "said that", "the road is closed"),
    )
    assert deepened(text, rows, read_apart) == rows
    assert [text[s:e] for s, e in asked] == ["Bob denied it was late"]


def test_a_stance_of_the_speaker_inside_his_own_words_is_no_report():
    text = "Ann said “I think that Bob denied it was late.”"
    rows = drafts(text, found(text, "Ann", "said", "I think that Bob denied it was late"))
    own = found(text, "I", "think", "that Bob denied it was late")
    other = found(text, "Bob", "denied", "it was late", 0.95)
    deeper = deepened(text, rows, lambda _, s: [[own, other]] * len(s))
    assert [text[slice(*d.cue[0])] for d in chained(deeper)] == ["said", "denied"]


HEADED = (
    "Brook rises fast\n\nBy Ann Lee\n\nA brook rose and nobody slept, Bob said. “Run,” he added."
)


def cut(source, cue, *content):
    item = found(HEADED, source, cue, cue)
    item = item._replace(content=tuple(found(HEADED, source, cue, c).content[0] for c in content))
    *parts, body = ((HEADED.index(w), HEADED.index(w) + len(w)) for w in HEADED.split("\n\n"))
    drafts = drafted(HEADED, [item], QuoteIndex(find(HEADED)))
    left, again = within_parts(HEADED, drafts, tuple(parts), [*parts, body])
    assert again in ([], [body])
    return [[HEADED[slice(*piece)] for piece in draft.content] for draft in left], bool(again)


def test_nobody_says_the_headline_and_byline_above_what_is_said():
    whole = HEADED[: HEADED.index(", Bob")]
    assert cut("Bob", "said", whole) == ([["A brook rose and nobody slept"]], False)


def test_a_content_that_stands_in_a_headline_altogether_is_nobodys_below_it():
    assert cut("Bob", "said", "Brook rises fast") == ([], False)
    assert cut("he", "added", "Brook rises fast", "“Run,”") == ([["“Run,”"]], False)


def test_a_headline_says_nothing_of_the_text_below_it_which_is_to_be_read_again():
    assert cut("", "rises", "fast\n\nBy Ann Lee\n\nA brook rose") == ([["fast"]], True)
    assert cut("", "rises", "A brook rose and nobody slept") == ([], True)


def test_a_statement_is_unheard_if_it_has_a_source_and_a_cue_of_its_own():
    said, added = drafts(HEADED, *(found(HEADED, *x) for x in (
        ("Bob", "said", "nobody slept"), ("he", "added", "“Run,”"),
    )))  # fmt: skip
    assert unheard([said, added], [said]) == [added]
    assert unheard([added._replace(source=())], [said]) == []
