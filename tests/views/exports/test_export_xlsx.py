"""The workbook, read by pandas and openpyxl."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from exported import HOSTILE, full, hostile, write
from invented import document

from onrecord.schema import Record
from onrecord.views.exports import xlsx
from onrecord.views.exports.tables import TABLES

pd = pytest.importorskip("pandas", reason="pandas is not installed")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
pytest.importorskip("xlsxwriter", reason="xlsxwriter is not installed")


def test_every_layer_is_a_sheet_with_a_row_an_item(tmp_path: Path) -> None:
    record = full()
    read = pd.read_excel(write("xlsx", [record], tmp_path / "a.xlsx"), sheet_name=None)
    assert list(read) == list(TABLES)
    for name, sheet in read.items():
        assert tuple(sheet.columns) == TABLES[name].columns
        assert len(sheet) == len(getattr(record, name, "1"))
    assert read["places"]["lat"].tolist() == [69.6, 69.6, 66.0]
    assert read["statements"]["content"][0] == "a quick agreement with the mining board"


def test_offsets_find_their_words(tmp_path: Path) -> None:
    read = pd.read_excel(write("xlsx", [full()], tmp_path / "a.xlsx"), sheet_name=None)
    text = read["documents"]["text"][0]
    for row in read["mentions"].itertuples():
        assert row.words == text[row.start : row.end]


def test_headers_stay_in_sight_and_columns_have_widths(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write("xlsx", [full()], tmp_path / "a.xlsx"))
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
        assert all(dimension.width for dimension in sheet.column_dimensions.values())


def test_every_hostile_text_is_a_text_and_nothing_runs(tmp_path: Path) -> None:
    path = write("xlsx", hostile(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}
    publishers = [row[2].value for row in book["documents"].iter_rows(min_row=2)]
    assert len(publishers) == len(HOSTILE)
    assert publishers[0] == HOSTILE[0]
    assert publishers[HOSTILE.index("lone \ud800 half")] == "lone \ufffd half"
    with zipfile.ZipFile(path) as archive:
        sheets = b"".join(archive.read(n) for n in archive.namelist())
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets


def test_a_text_too_long_for_a_cell_is_cut_and_shows_it(tmp_path: Path) -> None:
    texts = ["😀" * 40_000, "x" * 32_767, "x" + "😀" * 20_000]
    records = [Record(document=document(text)) for text in texts]
    sheet = pd.read_excel(write("xlsx", records, tmp_path / "a.xlsx"), sheet_name="documents")
    read = sheet["text"].tolist()
    assert read[1] == texts[1]
    for long, given in ((read[0], texts[0]), (read[2], texts[2])):
        assert long[-1] == "…"
        assert given.startswith(long[:-1])
        assert len(long.encode("utf-16-le")) // 2 <= 32_767


def test_a_full_sheet_is_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 5)
    read = pd.read_excel(write("xlsx", [full()], tmp_path / "a.xlsx"), sheet_name=None)
    assert len(read["statements"]) == 4
    assert len(read["statements 2"]) == 2
    assert list(read["statements 2"].columns) == list(read["statements"].columns)


def test_a_run_given_up_leaves_no_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    class Nowhere(xlsx.Sink):
        path = "nowhere"

    book = xlsx.Workbook(Nowhere())
    book.add(full())
    assert list(tmp_path.iterdir()) != []
    with pytest.warns(ResourceWarning):
        del book
    assert list(tmp_path.iterdir()) == []
