"""Places: `python -m benchmarks.places [--data FILE ...] [--given] [--predictions OUT]`.

FILE has the shape of `places/*.jsonl`: a text and its toponyms with coordinates. The packaged
weights have learned from those very files; `python -m training.places --folds 2` tells what they
are worth on others. With `--given`, the marked names are placed as they stand, and what is scored
is only where they are put.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.attribution import default_data
from benchmarks.places_score import table
from benchmarks.report import digest, rows_of, write_records, write_report
from onrecord.intake import from_text
from onrecord.reader import Reader
from onrecord.records import places
from onrecord.schema import Document, Record

CORPORA = ("lgl", "tr_news", "geovirus")


def main() -> None:
    """Parse arguments, read, score, print and write."""
    folder = default_data().parents[1] / "places"
    p = argparse.ArgumentParser(description="Scores places against marked ones.")
    p.add_argument("--data", type=Path, nargs="+", default=[folder / f"{c}.jsonl" for c in CORPORA])
    p.add_argument("--model", default="small")
    p.add_argument("--given", action="store_true", help="place the marked names, find none")
    p.add_argument("--predictions", type=Path, help="write the records here as JSON lines")
    p.add_argument("--out", type=Path, default=Path("out/places.json"))
    a = p.parse_args()
    reader = Reader(a.model)
    corpora: dict[str, Any] = {}
    records: list[dict[str, Any]] = []
    for path in a.data:
        rows = rows_of(path)
        found = [read(reader, row, given=a.given).to_dict() for row in rows]
        scores = table(zip(rows, found, strict=True))
        corpora[path.stem] = {"data": digest(path), **scores}
        print(path.stem, json.dumps(scores))
        records += found
    benchmark = "places, given" if a.given else "places"
    write_report(a.out, benchmark, None, reader.version, corpora)
    write_records(a.predictions, records)


def document(row: dict[str, Any]) -> Document:
    """The document of a row."""
    published = (row.get("date") or "")[:10] or None
    return from_text(row["text"], title=row.get("title"), published=published, uri=row.get("url"))


def read(reader: Reader, row: dict[str, Any], *, given: bool) -> Record:
    """The record of a row; with its marked names placed, if they are given."""
    if not given:
        return reader.read(document(row))
    bare = Record(document=document(row))
    mentions, found = places.locate(bare, row["toponyms"])
    return msgspec.structs.replace(bare, mentions=mentions, places=found)


if __name__ == "__main__":
    main()
