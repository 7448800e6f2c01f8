"""The zip of CSV tables, read by pandas."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from exported import HOSTILE, full, hostile, write
from hypothesis import given
from hypothesis import strategies as st

from onrecord.views.exports.cellguard import guarded, unguarded
from onrecord.views.exports.tables import TABLES
from onrecord.views.outline import showable
from onrecord.views.output import OutputError

pd = pytest.importorskip("pandas", reason="pandas is not installed")


def tables(path: Path) -> dict[str, pd.DataFrame]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {
            name.removesuffix(".csv"): pd.read_csv(
                archive.open(name), keep_default_na=False, na_values={}, dtype=str
            )
            for name in archive.namelist()
        }


def test_every_layer_is_a_table_with_a_row_an_item(tmp_path: Path) -> None:
    record = full()
    read = tables(write("csv", [record, record], tmp_path / "a.csv.zip"))
    assert list(read) == list(TABLES)
    for name, table in read.items():
        assert tuple(table.columns) == TABLES[name].columns
        assert len(table) == 2 * len(getattr(record, name, "1"))


def test_offsets_find_their_words_in_the_table_of_documents(tmp_path: Path) -> None:
    read = tables(write("csv", [full()], tmp_path / "a.csv.zip"))
    texts = dict(zip(read["documents"]["document"], read["documents"]["text"], strict=True))

    def words(row: pd.Series, column: str) -> str:
        text = texts[row["document"]]
        spans = [map(int, at.split("-")) for at in row[column].split()]
        return " … ".join(text[start:end] for start, end in spans)

    for _, row in read["statements"].iterrows():
        for phrase in ("source", "cue", "content"):
            assert unguarded(row[phrase]) == words(row, f"{phrase}_at")
    for name in ("mentions", "times", "figures"):
        for _, row in read[name].iterrows():
            text = texts[row["document"]]
            assert unguarded(row["words"]) == text[int(row["start"]) : int(row["end"])]


def test_keys_join_the_tables(tmp_path: Path) -> None:
    read = tables(write("csv", [full()], tmp_path / "a.csv.zip"))
    events = read["events"].merge(read["statements"], on=["document", "statement"])
    assert set(events["status"]) == {"called_for", "denied"}
    speaking = read["statements"].merge(
        read["entities"], left_on="speaker_entity", right_on="entity"
    )
    assert set(speaking["speaker"]) == set(speaking["name"])


def test_no_cell_begins_a_formula_and_every_text_comes_back(tmp_path: Path) -> None:
    path = write("csv", hostile(), tmp_path / "a.csv.zip")
    for name, table in tables(path).items():
        for column in table.columns:
            for cell in table[column]:
                assert not cell.lstrip().startswith(tuple("=+@＝＋－＠")), (name, column)
                assert not cell.startswith(("\t", "\r", "\n"))
    publishers = tables(path)["documents"]["publisher"]
    assert [unguarded(cell) for cell in publishers] == [showable(words) for words in HOSTILE]


def test_numbers_are_numbers(tmp_path: Path) -> None:
    with zipfile.ZipFile(write("csv", [full()], tmp_path / "a.csv.zip")) as archive:
        places = pd.read_csv(archive.open("places.csv"))
        figures = pd.read_csv(archive.open("figures.csv"))
    assert places["lat"].tolist() == [69.6, 69.6, 66.0]
    assert figures["low"].tolist() == [7000.0, 3.0]
    assert figures["high"].isna().tolist() == [False, True]


def test_excel_and_others_see_utf8(tmp_path: Path) -> None:
    with zipfile.ZipFile(write("csv", [full()], tmp_path / "a.csv.zip")) as archive:
        raw = archive.read("statements.csv")
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in archive.infolist())
    assert raw.startswith(b"\xef\xbb\xbfdocument,")
    assert pd.read_csv(io.BytesIO(raw)).columns[0] == "document"


def test_a_name_that_promises_one_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="several tables") as caught:
        write("csv", [full()], tmp_path / "a.csv")
    assert caught.value.hint == "Let its name end in .csv.zip."
    assert list(tmp_path.iterdir()) == []


@given(st.text())
def test_guarding_can_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
