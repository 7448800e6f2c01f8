"""The zip of Parquet tables, read by pandas."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from exported import HOSTILE, full, hostile, write

from onrecord.schema import Record
from onrecord.views.exports import parquet
from onrecord.views.exports.tables import TABLES
from onrecord.views.outline import showable
from onrecord.views.output import OutputError

pd = pytest.importorskip("pandas", reason="pandas is not installed")
pytest.importorskip("pyarrow", reason="pyarrow is not installed")


def tables(path: Path) -> dict[str, pd.DataFrame]:
    with zipfile.ZipFile(path) as archive:
        return {
            name.removesuffix(".parquet"): pd.read_parquet(io.BytesIO(archive.read(name)))
            for name in archive.namelist()
        }


def test_every_layer_is_a_table_with_a_row_an_item(tmp_path: Path) -> None:
    record = full()
    read = tables(write("parquet", [record], tmp_path / "a.parquet.zip"))
    assert list(read) == list(TABLES)
    for name, table in read.items():
        assert tuple(table.columns) == TABLES[name].columns
        assert len(table) == len(getattr(record, name, "1"))


def test_columns_have_types_and_lists_are_lists(tmp_path: Path) -> None:
    read = tables(write("parquet", [full()], tmp_path / "a.parquet.zip"))
    assert read["places"]["lat"].dtype == "float64"
    assert read["mentions"]["start"].dtype == "int64"
    assert [list(v) for v in read["events"]["actors"]] == [
        ["The government of Vessa"], [], ["Oda Brill"],
    ]  # fmt: skip
    empty = tables(write("parquet", [], tmp_path / "b.parquet.zip"))
    assert tuple(empty["events"].columns) == TABLES["events"].columns
    assert len(empty["events"]) == 0


def test_offsets_find_their_words(tmp_path: Path) -> None:
    read = tables(write("parquet", [full()], tmp_path / "a.parquet.zip"))
    text = read["documents"]["text"][0]
    for name in ("mentions", "times", "figures"):
        for row in read[name].itertuples():
            assert row.words == text[row.start : row.end]


def test_hostile_texts_come_back_as_they_were(tmp_path: Path) -> None:
    read = tables(write("parquet", hostile(), tmp_path / "a.parquet.zip"))
    assert read["documents"]["publisher"].tolist() == [showable(words) for words in HOSTILE]


def test_rows_are_handed_over_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 4)
    many: list[Record] = [full()] * 3
    path = write("parquet", many, tmp_path / "a.parquet.zip")
    read = tables(path)
    assert len(read["statements"]) == 18
    import pyarrow.parquet as pq

    with zipfile.ZipFile(path) as archive:
        held = pq.ParquetFile(io.BytesIO(archive.read("statements.parquet")))
    assert held.metadata.num_row_groups == 3


def test_a_table_is_read_inside_the_archive(tmp_path: Path) -> None:
    path = write("parquet", [full()], tmp_path / "a.parquet.zip")
    with zipfile.ZipFile(path) as archive:
        assert all(i.compress_type == zipfile.ZIP_STORED for i in archive.infolist())
        with archive.open("events.parquet") as file:
            assert len(pd.read_parquet(file)) == 3


def test_a_name_that_promises_one_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="several tables"):
        write("parquet", [full()], tmp_path / "a.parquet")
