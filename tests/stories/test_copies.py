"""Copies of reports, whatever was done to them, and reports that only look like copies."""

from __future__ import annotations

import random
import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.altered import ALTERATIONS, Alteration, brief, weekly_briefs
from onrecord.intake import from_text
from onrecord.schema import Document, Record, Section
from onrecord.stories.copies import CopyMatcher, alike, copies
from onrecord.stories.matching import Matcher, Piece

MATCHER = CopyMatcher()
CALM = """\
Ferry strike on the Sound enters its second week

MARREN, March 3 — The ferries between Vessa and Port Marren stayed in harbour on Monday, and 2,300 \
lorries waited on the quays, the port authority said.

“We have asked for a meeting four times and received four holidays,” said Oda Brill, who speaks \
for the crews. She added that nobody would sail before the winter rota is taken back.

The company, Sound Lines, called the strike unlawful. Its director, Aron Teel, told reporters that \
the rota had been agreed in October and that he would go to court on Thursday unless work resumes.

Bakers in Vessa have begun to ration flour. A schoolteacher on the northern pier said that \
children had been rowing across since Friday to sit their examinations, “and two of them \
got prizes for it.”

The transport minister declined to take sides. In a letter seen by this paper she writes that the \
government would pay for a mediator but not for more than ten days, because the islands have had \
three such quarrels in five years and each of them ended on the morning after the money did.

Insurers put the damage so far at 14 million crowns. The crews will vote again on Wednesday.
"""


def record(text: str, **fields: str | None) -> Record:
    return Record(document=from_text(text, **fields))


def piece(text: str) -> Piece:
    (only,) = MATCHER.pieces(record(text))
    return only


def found(one: Piece, other: Piece) -> bool:
    return bool(set(one.terms) & set(other.terms)) and MATCHER.same(one, other) >= 0.5


@pytest.mark.parametrize("change", ALTERATIONS.values(), ids=list(ALTERATIONS))
def test_an_altered_copy_is_found(change: Alteration) -> None:
    original = piece(CALM)
    for seed in range(40):
        assert found(original, piece(change(CALM, random.Random(seed))))


def test_two_cuts_of_one_text_meet_in_it() -> None:
    words = CALM.split(" ")
    start, end = " ".join(words[: len(words) * 3 // 5]), " ".join(words[len(words) * 2 // 5 :])
    assert found(piece(start), piece(CALM))
    assert found(piece(end), piece(CALM))
    assert not found(piece(start), piece(end))


def test_a_brief_in_a_report_is_no_copy_of_it() -> None:
    for seed in range(40):
        assert MATCHER.same(piece(CALM), piece(brief(CALM, random.Random(seed)))) < 0.5


def test_briefs_of_one_form_are_no_copies() -> None:
    pieces = [piece(text) for text in weekly_briefs(60, random.Random(1))]
    pairs = [(a, b) for n, a in enumerate(pieces) for b in pieces[:n]]
    assert sum(MATCHER.same(one, other) >= 0.5 for one, other in pairs) <= len(pairs) // 100


def test_two_reports_around_one_quotation_are_no_copies() -> None:
    quoted = CALM.split("\n\n")[2]
    other = (
        f"Sound Lines sues\n\nA judge in Vessa will hear the company this week.\n\n{quoted}\n\n"
        "Lawyers for the islands doubt that the case will be heard before the crews have voted, "
        "and remember that the last one was dropped when a storm broke the quay anyway."
    )
    assert MATCHER.same(piece(CALM), piece(other)) < 0.5


def test_what_is_printed_around_a_report_does_not_count() -> None:
    text = "By Ann Ott\n\nThe quay was closed.\n\nAll rights reserved by the Marren Messenger."
    note = text.index("All rights")
    sections = (
        Section(kind="byline", start=0, end=10),
        Section(kind="body", start=12, end=note - 2),
        Section(kind="boilerplate", start=note, end=len(text)),
    )
    (one,) = MATCHER.pieces(Record(document=Document(id="a", text=text, sections=sections)))
    assert MATCHER.same(one, piece("The quay was closed.")) == 1


@pytest.mark.parametrize("text", ["", " \n", "— … ¿?", "\u200b\u0301"])
def test_a_text_without_words_is_no_piece(text: str) -> None:
    assert MATCHER.pieces(Record(document=Document(id="a", text=text))) == ()


def test_a_matcher_is_one() -> None:
    matcher: Matcher = CopyMatcher()
    assert matcher.kind == "copy"
    assert CopyMatcher.version


TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(st.sampled_from("ab. \n“”\ud800é\u0301"), max_size=200),
    st.integers(0, 99).map(lambda seed: " ".join(random.Random(seed).choices(CALM.split(), k=60))),
)


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_of_a_text_with_itself_whole(left: str, right: str) -> None:
    one = MATCHER.pieces(Record(document=Document(id="a", text=left)))
    other = MATCHER.pieces(Record(document=Document(id="b", text=right)))
    for a in one:
        assert MATCHER.same(a, a) == alike(a, a) == 1
        for b in other:
            assert MATCHER.same(a, b) == MATCHER.same(b, a)
            assert 0 <= MATCHER.same(a, b) <= 1
            assert alike(a, b) == alike(b, a)


@given(TEXTS)
def test_pieces_are_plain_and_the_same_again(text: str) -> None:
    made = MATCHER.pieces(Record(document=Document(id="a", text=text)))
    assert made == MATCHER.pieces(Record(document=Document(id="a", text=text)))
    for one in made:
        rate, kept = one.body
        assert isinstance(rate, int)
        assert isinstance(kept, str)
        assert msgspec.json.decode(msgspec.json.encode(one), type=Piece) == one
        assert len(set(one.terms)) == len(one.terms) == 24


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.sampled_from(list(ALTERATIONS)))
def test_any_change_of_a_long_text_is_found(seed: int, kind: str) -> None:
    rng = random.Random(seed)
    words = [w for text in weekly_briefs(8, rng) for w in text.split()]
    rng.shuffle(words)
    text = ". ".join(" ".join(words[at : at + 15]) for at in range(0, len(words), 15))
    assert found(piece(text), piece(ALTERATIONS[kind](text, rng)))


def test_a_long_text_is_compared_by_some_of_its_shingles() -> None:
    rng = random.Random(5)
    words = [f"w{rng.randrange(9000)}" for _ in range(20_000)]
    whole, cut = piece(" ".join(words)), piece(" ".join(words[:14_000]))
    part = piece(" ".join(words[:3_000]))
    assert len(whole.body[1]) < 6000
    assert found(whole, cut)
    assert alike(whole, cut) == pytest.approx(2 * 0.7 / 1.7, abs=0.05)
    assert MATCHER.same(whole, part) < 0.5


@pytest.mark.parametrize(
    "text",
    ["word " * 200_000, "a" * 1_000_000, "“x " * 300_000, "x, y; z. " * 100_000],
    ids=["one word", "no blank", "open quotes", "a pattern"],
)
def test_degenerate_texts_take_no_longer_than_others(text: str) -> None:
    begin = time.process_time()
    (one,) = MATCHER.pieces(Record(document=Document(id="a", text=text)))
    assert time.process_time() - begin < 5
    assert MATCHER.same(one, one) == 1


def test_copies_are_told_with_the_earliest_first() -> None:
    told = [
        record(CALM + "More follows.", title="late", published="2031-03-04"),
        record(CALM + "More to come.", title="unknown"),
        record(CALM, title="early", published="2031-03-03"),
        record(CALM + "By agencies.", title="hour", published="2031-03-03T23:10:00Z"),
    ]
    records = {r.document.id: r for r in told}
    pieces = [p for r in told for p in MATCHER.pieces(r)]
    cluster = copies(pieces, records)
    assert [r.title for r in cluster.reports] == ["hour", "early", "late", "unknown"]
    assert cluster.alike[0] == 1
    assert all(0.9 < a < 1 for a in cluster.alike[1:])
    assert cluster == copies(pieces[::-1], records)
    assert cluster.id == pieces[3].key


def test_no_pieces_are_no_cluster() -> None:
    with pytest.raises(ValueError, match="one piece at least"):
        copies([], {})
