from hypothesis import given
from hypothesis import strategies as st
from invented import document, report, statement

from onrecord.schema import Record
from onrecord.views.html.segments import Mark, marks_of, segments
from onrecord.views.outline import outline

LENGTH = 40
mark = st.builds(
    lambda start, length, name: Mark(start, min(start + length, LENGTH), name),
    st.integers(0, LENGTH - 1), st.integers(1, 20), st.sampled_from(["src", "cue", "u0", "u1"]),
)  # fmt: skip


@given(st.lists(mark, max_size=12), st.lists(st.integers(0, LENGTH), max_size=4))
def test_segments_tile_the_text_and_know_the_marks_over_every_character(
    marks: list[Mark], cuts: list[int]
) -> None:
    found = segments((0, LENGTH), marks, {}, cuts)
    assert [s.start for s in found] == [0, *(s.end for s in found[:-1])]
    assert found[-1].end == LENGTH
    for piece in found:
        for at in range(piece.start, piece.end):
            assert set(piece.names) == {m.name for m in marks if m.start <= at < m.end}
        assert set(piece.opens) == {m.name for m in marks if m.start == piece.start}
        assert set(piece.closes) == {m.name for m in marks if m.end == piece.end}


def test_an_empty_text_has_no_segments() -> None:
    assert segments((0, 0), [], {}) == []


def test_contents_that_overlap_never_share_an_underline() -> None:
    text = "A said one two three four five six seven"
    made = (
        statement(text, "1", "A", "said", ["one two three"]),
        statement(text, "2", "A", "said", ["three four five"]),
        statement(text, "3", "A", "said", ["two"]),
        statement(text, "4", "A", "said", ["six"]),
    )
    lines = outline(Record(document=document(text), statements=made))
    lane = {m.start: m.name for m in marks_of(lines, len(text)) if m.name.startswith("u")}
    names = [lane[text.index(w)] for w in ("one", "three four", "two", "six")]
    assert names == ["u0", "u1", "u1", "u0"]


def test_the_pieces_of_a_discontinuous_content_share_one_underline() -> None:
    record = report()
    marks = marks_of(outline(record), len(record.document.text))
    text = record.document.text
    pieces = {text[m.start : m.end]: m.name for m in marks if m.name.startswith("u")}
    assert pieces["We will come back"] == pieces["when the pumps are running"]
