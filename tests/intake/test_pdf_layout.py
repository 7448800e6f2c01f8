"""From lines on pages to paragraphs: columns, furniture, hyphens, whatever the lines are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake.pdf_layout import Line, Page, paragraphs, reading_order, without_furniture

WIDTH, HEIGHT = 612.0, 792.0


def line(text: str, left: float = 72, row: int = 0, width: float = 400, size: float = 12) -> Line:
    bottom = 700 - row * 14
    return Line(text, left, bottom, left + width, bottom + size)


def told(*lines: Line) -> list[str]:
    return paragraphs([Page(WIDTH, HEIGHT, list(lines))])


def test_lines_are_joined_and_a_blank_parts_paragraphs() -> None:
    rows = ["The mayor said on", "Monday that the pier", "was closed.", "", "Divers agreed", "so."]
    found = told(*[line(text, row=i) for i, text in enumerate(rows) if text])
    assert found == ["The mayor said on Monday that the pier was closed.", "Divers agreed so."]


def test_a_short_last_line_ends_a_paragraph_without_a_blank() -> None:
    found = told(
        line("The mayor spoke and spoke on", row=0),
        line("the pier.", row=1, width=100),
        line("Divers agreed with her on it.", row=2),
    )
    assert found == ["The mayor spoke and spoke on the pier.", "Divers agreed with her on it."]


def test_an_indented_line_begins_a_paragraph() -> None:
    rows = [line("She spoke of the pier at length."), line("Divers agreed.", 92, 1, 380)]
    assert len(told(*rows)) == 2


def test_letters_of_another_size_are_a_heading() -> None:
    assert told(line("Pier closed", size=20), line("the mayor said", row=2)) == [
        "Pier closed",
        "the mayor said",
    ]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (["the announce-", "ment came"], "the announcement came"),
        (["the announce\u00ad", "ment came"], "the announcement came"),
        (["a well-", "known pier, a well-known mayor"], "a well-known pier, a well-known mayor"),
        (["the Lind-", "Berg report"], "the Lind-Berg report"),
        (["from 2024-", "25 on"], "from 2024- 25 on"),
        (["he paused -", "and left"], "he paused - and left"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_mended(rows: list[str], text: str) -> None:
    assert told(*[line(row, row=i) for i, row in enumerate(rows)]) == [text]


def test_columns_are_read_one_after_the_other() -> None:
    heading = line("A headline that goes across both of the columns", 72, 0, 470)
    left = [line(f"left words number {i}", 72, 2 + i, 200) for i in range(6)]
    right = [line(f"right words number {i}", 330, 2 + i, 200) for i in range(6)]
    rows = [one for pair in zip(left, right, strict=True) for one in pair]
    assert reading_order([*rows, heading]) == [heading, *left, *right]


def test_the_cells_of_a_table_stay_in_their_rows() -> None:
    rows = [line(t, 72 + 200 * c, i, 60) for i in range(6) for c, t in enumerate(("Lind", "12"))]
    assert [one.text for one in reading_order(rows)] == ["Lind", "12"] * 6


def pages_with(*edges: str) -> list[Page]:
    body = [line(f"The mayor said a thing about pier {i}.", row=3 + 2 * i) for i in range(8)]
    return [
        Page(
            WIDTH,
            HEIGHT,
            [
                Line(f"The Harbour Post, issue {number}", 72, 770, 300, 780),
                *[one._replace(text=f"{one.text} Page {number}.") for one in body],
                Line(edge, 300, 20, 330, 30),
            ],
        )
        for number, edge in enumerate(edges, 1)
    ]


@pytest.mark.parametrize(
    "edges", [("1", "2", "3"), ("Page 1 of 3", "Page 2 of 3", "Page 3 of 3"), ("- i -", "- ii -")]
)
def test_headers_that_come_again_and_page_numbers_are_left_out(edges: tuple[str, ...]) -> None:
    kept = without_furniture(pages_with(*edges))
    assert [len(page.lines) for page in kept] == [8] * len(edges)


def test_what_stands_once_at_an_edge_is_kept() -> None:
    (page,) = without_furniture(pages_with("Continued by Lind"))
    assert len(page.lines) == 10


def test_a_title_that_the_headers_repeat_is_kept() -> None:
    pages = pages_with("1", "2", "3")
    title = Line("The Harbour Post, issue 1", 72, 755, 400, 785)
    first = pages[0]._replace(lines=[title, *pages[0].lines[1:]])
    assert title in without_furniture([first, *pages[1:]])[0].lines


def test_a_sentence_goes_on_over_the_page() -> None:
    first = Page(WIDTH, HEIGHT, [line("The mayor said that the", row=5)])
    second = Page(WIDTH, HEIGHT, [line("pier was closed.", row=5)])
    assert paragraphs([first, second]) == ["The mayor said that the pier was closed."]


numbers = st.floats(-100, 2000, allow_nan=False)
any_line = st.builds(
    lambda text, x, y, w, h: Line(text, x, y, x + w, y + h),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.sampled_from(["3", "well-", "known", "said.", "The pier"]),
    numbers,
    numbers,
    st.floats(0, 500),
    st.floats(0, 60),
)


@given(st.lists(any_line, max_size=30))
def test_any_lines_come_out_each_once(lines: list[Line]) -> None:
    assert sorted(reading_order(lines)) == sorted(lines)


@given(st.lists(st.lists(any_line, max_size=12), max_size=4))
def test_any_pages_become_paragraphs_with_words_in_them(pages: list[list[Line]]) -> None:
    for text in paragraphs([Page(WIDTH, HEIGHT, lines) for lines in pages]):
        assert text.strip()
