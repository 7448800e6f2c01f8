"""Tables: a document a row, by the names of the columns, whatever divides them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import failed, one, read
from test_sections import assert_well_formed

from benchmarks.intake_samples import MORE, STORY, table
from onrecord.intake import IntakeOptions, count
from onrecord.schema import Document, Failure


def made(tmp_path: Path, data: bytes | str, name: str = "a.csv") -> Path:
    (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return tmp_path / name


@pytest.mark.parametrize(
    ("delimiter", "name"),
    [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv"), ("\t", "a"), (",", "a")],
)
def test_a_row_is_a_document_with_what_its_columns_say(
    tmp_path: Path, delimiter: str, name: str
) -> None:
    path = made(tmp_path, table(delimiter), name)
    first, second, third = read(path)
    assert isinstance(first, Document)
    assert (first.text, first.title, first.source_id) == (STORY, "Pier", "1")
    assert (first.uri, first.publisher) == ("https://a.example/1", "The Post")
    assert first.published == "2025-03-04"
    assert isinstance(second, Document)
    assert second.text == f'{MORE}\n{STORY} He said "no".'
    assert second.uri == f"{path}:4", "the line on which the row ends"
    assert isinstance(third, Document)
    assert (third.published, third.publisher) == (None, None)


@pytest.mark.parametrize(
    "head", ["text", "BODY", " Content ", "title,text", "headline,published,body,url"]
)
def test_columns_are_known_by_several_names(tmp_path: Path, head: str) -> None:
    row = ",".join(f"cell {i}" for i, _ in enumerate(head.split(",")))
    assert "cell" in one(made(tmp_path, f"{head}\n{row}\n")).text


def test_rows_without_text_or_with_too_many_cells_are_listed(tmp_path: Path) -> None:
    path = made(tmp_path, f"title,text\nOne,\nTwo\n\nThree,a,b\nFour,{MORE}\n".replace(", the", ""))
    items = read(path)
    assert [isinstance(item, Document) for item in items] == [False, False, False, True]
    assert [item.uri for item in items] == [f"{path}:{n}" for n in (2, 3, 5, 6)]
    assert isinstance(items[2], Failure)
    assert "3 cells" in items[2].reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = "La maire a déclaré lundi que la jetée resterait fermée jusqu’à l’été."
    assert one(made(tmp_path, f"title;text\nJetée;{text}\n".encode(encoding))).text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("name,age\nLind,61\n", "no column"),
        ("title,text\n", "no rows"),
        (b"\x89PNG\r\n\x1a\n", "image"),
    ],
)
def test_what_is_no_table_of_reports_says_so(
    tmp_path: Path, data: bytes | str, reason: str
) -> None:
    assert reason in failed(made(tmp_path, data)).reason


def test_a_quotation_mark_that_is_never_closed_takes_no_more_than_its_row(tmp_path: Path) -> None:
    first, second = read(made(tmp_path, f'title,text\nOne,{STORY}\nTwo,"{STORY}'))
    assert isinstance(first, Document)
    assert isinstance(second, Document)


def test_a_long_report_is_no_longer_than_a_cell_may_be(tmp_path: Path) -> None:
    assert len(one(made(tmp_path, "text,id\n" + "word " * 60_000 + ",1\n")).text) > 200_000


def test_a_line_beyond_the_limit_ends_the_table(tmp_path: Path) -> None:
    data = f"id,text\n1,short\n2,{'x' * 5000}\n"
    first, second = read(made(tmp_path, data), options=IntakeOptions(max_bytes=1000))
    assert isinstance(first, Document)
    assert isinstance(second, Failure)


def test_a_table_of_a_single_column_or_a_text_is_not_taken_for_one(tmp_path: Path) -> None:
    text = "Text, content and title are words.\nThey stand in a report.\n"
    assert one(made(tmp_path, text, "a")).text == text
    assert count([str(made(tmp_path, table()))]) is None


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rows=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=40),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_survives_a_table_code_point_for_code_point(
    tmp_path: Path, rows: list[str]
) -> None:
    held = io.StringIO(newline="")
    csv.writer(held).writerows([["id", "text"], *[["x", f"Report. {row}"] for row in rows]])
    items = read(made(tmp_path, held.getvalue()))
    if all(isinstance(item, Document) for item in items):
        assert [item.text for item in items if isinstance(item, Document)] == [
            f"Report. {row}" for row in rows
        ]
        for item in items:
            assert isinstance(item, Document)
            assert_well_formed(item)
