"""Events in POLECAT's columns, read by pandas as a weekly file of POLECAT is."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported import full, hostile, write

from onrecord.views.exports.polecat import COLUMNS

pd = pytest.importorskip("pandas", reason="pandas is not installed")

SIDE = "{0} Name|{0} Country|{0} COW|Primary {0} Sector|{0} Sectors|{0} Title|{0} Name Raw|"
THEIRS = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|"
    + SIDE.format("Actor")
    + "Wikipedia Actor ID|"
    + SIDE.format("Recipient")
    + "Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|"
    "GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|"
    "Story Organizations|Story Locations|Language|Version"
)


def test_the_columns_are_those_of_polecat_and_ours_come_last() -> None:
    assert "|".join(COLUMNS).startswith(THEIRS + "|Event Status|")
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_an_event_is_a_row_that_says_who_did_what_to_whom(tmp_path: Path) -> None:
    table = pd.read_csv(write("polecat", [full()], tmp_path / "a.tsv"), sep="\t", dtype=str)
    assert table["Event Type"].tolist() == ["AGREE", "COERCE", "CONSULT"]
    visit = table.iloc[2].dropna().to_dict()
    assert visit["Actor Name"] == "Oda Brill"
    assert visit["Actor Title"] == "deputy minister, mayor"
    assert visit["Recipient Name"] == "the mining board"
    assert visit["Primary Recipient Sector"] == "GOV"
    assert visit["Recipient Sectors"] == "GOV, BUS"
    assert visit["Quad Code"] == "VERBAL COOPERATION"
    assert visit["City"] == "Port Marren"
    assert visit["Country"] == "NOR"
    assert (float(visit["Latitude"]), float(visit["Longitude"])) == (69.6, 18.9)
    assert visit["Publication Date"] == "2031-03-03"
    assert visit["Headline"] == "Vessa weighs the return of its miners"
    # Known to the month only, so that no day is invented.
    assert "Event Date" not in visit
    assert visit["Event Date TIMEX3"] == "2031-02"


def test_what_only_somebody_says_does_not_pass_for_what_took_place(tmp_path: Path) -> None:
    table = pd.read_csv(write("polecat", [full()], tmp_path / "a.tsv"), sep="\t", dtype=str)
    assert table["Event Status"].tolist() == ["called_for", "denied", "occurred"]
    assert table["Statement Speaker"].tolist()[:2] == ["Vessa", "The minister"]
    assert table["Statement Speaker"].isna().tolist() == [False, False, True]
    assert table["Actor Country"].tolist()[0] == "NOR"
    assert table["Event Date"].tolist()[1] == "2031-03-01"


def test_offsets_find_the_trigger(tmp_path: Path) -> None:
    record = full()
    table = pd.read_csv(write("polecat", [record], tmp_path / "a.tsv"), sep="\t", dtype=str)
    for row in table.to_dict("records"):
        start, end = int(row["Trigger Start"]), int(row["Trigger End"])
        assert record.document.text[start:end] == row["Trigger"]


def test_no_text_breaks_a_row_or_begins_a_formula(tmp_path: Path) -> None:
    records = hostile()
    path = write("polecat", records, tmp_path / "a.tsv")
    table = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    assert len(table) == sum(len(r.events) for r in records)
    assert len(path.read_text("utf-8").splitlines()) >= len(table) + 1
    for column in table.columns:
        assert not any(cell.startswith(tuple("=+-@＝＋－＠\t\r")) for cell in table[column])
    assert set(table["Version"]) == {"onrecord"}
