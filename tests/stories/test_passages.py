"""Passages that reports share: found, aligned to the word, told once with all their places."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.intake import from_text
from onrecord.schema import Document, Entity, Record, Statement
from onrecord.stories.alignment import Run, aligned
from onrecord.stories.anchors import SURE
from onrecord.stories.matching import Matcher, Piece
from onrecord.stories.nouns import Passage
from onrecord.stories.passages import PassageMatcher, passages

MATCHER = PassageMatcher()
SAID = (
    "The two ministers agreed that the pumps of the old mine will be handed to a joint company "
    "before the winter, and that neither side will bill the other for the water."
)
QUOTED = "“Nobody in Vessa ever saw a bill.”"
WORDS = [f"{a}{b}" for a, b in itertools.product("klmnprst", ("ab", "elo", "iran", "ost", "umi"))]


def filler(seed: int, words: int = 60) -> str:
    """Sentences that no other seed makes."""
    rng = random.Random(seed)
    told = [f"{rng.choice(WORDS)}{rng.choice(WORDS)}" for _ in range(words)]
    return " ".join(
        " ".join(told[at : at + 12]).capitalize() + "." for at in range(0, len(told), 12)
    )


def report(seed: int, *parts: str, day: int | None = None) -> Record:
    """A report that says the parts, each a paragraph between others."""
    others = [filler(100 * seed + n) for n in range(len(parts) + 1)]
    told = [part for pair in zip(others, parts, strict=False) for part in pair]
    text = "\n\n".join((f"Report number {seed} of the day", *told, others[-1]))
    published = day and f"2031-03-{day:02}"
    return Record(document=from_text(text, published=published or None))


def told(*records: Record) -> tuple[Passage, ...]:
    """The passages, from pieces that are the same as another's, as they are gathered."""
    pieces = [p for r in records for p in MATCHER.pieces(r)]
    kept = [
        one
        for one in pieces
        if any(set(one.terms) & set(p.terms) and MATCHER.same(one, p) >= 0.5 for p in pieces)
    ]
    return passages(kept, {r.document.id: r for r in records})


def words_at(passage: Passage, records: Sequence[Record]) -> list[str]:
    texts = {r.document.id: r.document.text for r in records}
    return [texts[c.document][c.start : c.end] for c in passage.cited]


def test_a_sentence_in_a_post_and_twelve_papers_is_one_passage() -> None:
    half = SAID[: SAID.index(", and that")]
    forms = (
        "{said}",
        "“{said}”",
        "{shouted}",
        "{wrapped}",
        "{half}, {alone} wrote.",
        "From {alone}: {said}",
        "«{half}», {alone} read.",
    )
    fields = {
        "said": SAID,
        "shouted": SAID.upper(),
        "wrapped": SAID.replace(" ", "\n", 5),
        "half": half,
    }
    records = [
        report(n, forms[n % len(forms)].format(**fields, alone=WORDS[n]), day=13 - n)
        for n in range(13)
    ]
    (passage,) = told(*records)
    assert [c.document for c in passage.cited] == [r.document.id for r in reversed(records)]
    assert passage.text == SAID.rstrip(".")
    assert passage.words == len(SAID.split())
    for words in words_at(passage, records):
        assert " ".join(words.lower().split()) in SAID.lower()
        assert words.endswith(("winter", "WINTER", "water", "WATER"))


def test_the_earliest_report_comes_first_and_unknown_days_last() -> None:
    records = [report(1, SAID), report(2, SAID, day=9), report(3, SAID, day=2)]
    (passage,) = told(*records)
    assert [c.published for c in passage.cited] == ["2031-03-02", "2031-03-09", None]
    first = passage.cited[0]
    assert passage.id == f"{first.document}:{first.start}-{first.end}"


def test_a_word_changed_does_not_end_a_passage() -> None:
    changed = SAID.replace("old mine", "flooded old mine").replace("before the", "before next")
    one, other = report(1, SAID, day=1), report(2, changed, day=2)
    (passage,) = told(one, other)
    assert words_at(passage, [one, other]) == [SAID.rstrip("."), changed.rstrip(".")]
    cited = passage.cited[1]
    assert [cited.text[s:e] for s, e in cited.marks] == [
        "The two ministers agreed that the pumps of the",
        "old mine will be handed to a joint company before",
        "winter, and that neither side will bill the other for the water",
    ]


def test_a_short_sentence_is_shared_if_it_is_quoted() -> None:
    quoted = QUOTED.replace("bill.”", "bill for it.”")
    plain = quoted.strip("“”")
    (passage,) = told(
        report(1, f"{quoted} She left."), report(2, f"He wrote: {plain} Then he left.")
    )
    assert passage.text == plain.rstrip(".")
    assert (
        told(report(1, f"{plain} She left."), report(2, f"He wrote: {plain} Then he left.")) == ()
    )
    assert told(report(1, QUOTED), report(2, QUOTED)) == ()  # seven words


def test_a_block_and_a_sentence_of_it_are_two_passages() -> None:
    before, after = filler(7, 48), filler(8, 48)
    block = f"{before} {SAID} {after}"
    records = [report(1, block, day=1), report(2, block, day=2), report(3, SAID, day=3)]
    whole, sentence = told(*records)
    assert len(whole.cited) == 2
    assert words_at(whole, records) == [block.rstrip(".")] * 2
    assert len(sentence.cited) == 3
    assert words_at(sentence, records) == [SAID.rstrip(".")] * 3


def test_two_passages_of_the_same_reports_are_told_apart() -> None:
    other = filler(9, 30)
    found = told(report(1, SAID, other, day=1), report(2, other, SAID, day=2))
    assert [p.text for p in found] == [SAID.rstrip("."), other.rstrip(".")]


def test_a_name_however_long_is_no_passage() -> None:
    name = (
        "the National Front for the Liberation of Upper Marra (Frente Nacional de Liberación "
        "de la Marra Alta - FNLM)"
    )
    assert told(report(1, f"It fought {name}."), report(2, f"He led {name} then.")) == ()


def test_a_note_at_the_end_of_reports_is_no_passage() -> None:
    note = (
        "This text was translated and shortened with the kind permission of the little river desk."
    )
    records = [
        Record(document=from_text(f"{filler(n, 120)}\n\n{filler(n + 50, 120)}\n\n{note}"))
        for n in range(4)
    ]
    assert told(*records) == ()
    inside = report(9, note)
    assert {c.document for p in told(*records, inside) for c in p.cited} >= {inside.document.id}


def test_the_first_word_of_the_next_sentence_is_not_of_a_passage() -> None:
    one = report(1, f"The {filler(3, 12)} {SAID} The {filler(4, 12)}")
    other = report(2, f"The {filler(5, 12)} {SAID} The {filler(6, 12)}")
    assert [words_at(p, [one, other]) for p in told(one, other)] == [[SAID.rstrip(".")] * 2]


def test_who_says_it_is_told() -> None:
    text = f"{filler(1)}\n\nOda Brill wrote: {SAID}\n\n{filler(2)}"
    start = text.index(SAID)
    said = Statement(
        id="s1", source=(), cue=(), content=((start, start + len(SAID)),),
        form="direct", speaker="e1", speaker_kind="named",
    )  # fmt: skip
    brill = Entity(id="e1", type="Person", name="Oda Brill")
    document = Document(id="a", text=text, published="2031-03-01")
    one = Record(document=document, statements=(said,), entities=(brill,))
    (passage,) = told(one, report(2, SAID, day=2))
    assert [c.speaker for c in passage.cited] == ["Oda Brill", None]


def test_pieces_of_one_report_are_never_the_same() -> None:
    pieces = MATCHER.pieces(report(1, SAID, SAID))
    assert all(MATCHER.same(one, other) == 0 for one in pieces for other in pieces)


def test_a_matcher_is_one() -> None:
    matcher: Matcher = PassageMatcher()
    assert matcher.kind == "passage"
    assert PassageMatcher.version


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(SURE, 50), st.data())
def test_a_run_that_is_long_enough_is_found_wherever_it_is_cut(
    seed: int, length: int, data: st.DataObject
) -> None:
    block = filler(seed, 50).rstrip(".").replace(".", " and").lower().split()
    start = data.draw(st.integers(0, len(block) - length))
    run = " ".join(block[start : start + length])
    one = Record(document=Document(id="a", text=f"{filler(seed + 1)} {' '.join(block)}. Zz ww."))
    other = Record(document=Document(id="b", text=f"Yy {run} {filler(seed + 2)}"))
    found = told(one, other)
    assert any(run in p.text for p in found)


TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(st.sampled_from('ab. \n“”"é\u0301'), max_size=300),
    st.integers(0, 50).map(
        lambda seed: " ".join(random.Random(seed).choices([*SAID.split(), QUOTED, "\n\n"], k=80))
    ),
)


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_places_are_in_the_text(left: str, right: str) -> None:
    one, other = (
        Record(document=Document(id=name, text=text)) for name, text in (("a", left), ("b", right))
    )
    pieces = [p for r in (one, other) for p in MATCHER.pieces(r)]
    for a, b in itertools.product(pieces, repeat=2):
        assert MATCHER.same(a, b) == MATCHER.same(b, a)
        assert 0 <= MATCHER.same(a, b) <= 1
    found = passages(pieces, {"a": one, "b": other})
    assert found == passages(pieces[::-1], {"b": other, "a": one})
    for passage in found:
        assert {c.document for c in passage.cited} == {"a", "b"}
        for cited in passage.cited:
            text = {"a": left, "b": right}[cited.document]
            assert text[cited.at : cited.at + len(cited.text)] == cited.text
            assert cited.marks[0][0] + cited.at == cited.start < cited.end
            assert cited.marks[-1][1] + cited.at == cited.end <= len(text)


@given(TEXTS)
def test_a_piece_names_its_characters_and_holds_little(text: str) -> None:
    last = 0
    for piece in MATCHER.pieces(Record(document=Document(id="a", text=text))):
        start, end = map(int, piece.key.removeprefix("a:").split("-"))
        assert last <= start < end <= len(text)
        last = end
        assert 0 < len(piece.terms) == len(set(piece.terms))
        assert len(str(piece.body)) < 1500
        assert msgspec.json.decode(msgspec.json.encode(piece), type=Piece) == piece


def test_alignment_goes_over_a_few_words_and_no_further() -> None:
    one, other = list("abcdefghi"), list("xabcYdefZZZghi")
    assert aligned(one, other, 1, 2) == (Run(0, 1, 3), Run(3, 5, 3))
    assert aligned(one, other, 4, 6) == aligned(one, other, 1, 2)
    with pytest.raises(ValueError, match="word 0 of the one"):
        aligned(one, other, 0, 0)


@pytest.mark.parametrize(
    "text",
    ["word " * 200_000, "a" * 1_000_000, "“x " * 300_000, "x y z w. " * 100_000, '"a" ' * 200_000],
    ids=["one word", "no blank", "open quotes", "a pattern", "short quotes"],
)
def test_degenerate_texts_take_no_longer_than_others(text: str) -> None:
    begin = time.process_time()
    records = {name: Record(document=Document(id=name, text=text)) for name in "ab"}
    pieces: list[Piece] = [p for r in records.values() for p in MATCHER.pieces(r)]
    passages(pieces[:200] + pieces[-200:], records)
    assert time.process_time() - begin < 20
