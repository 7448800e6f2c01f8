"""Mentions and relations: `python -m benchmarks.mentions --data FILE [--predictions OUT]`.

FILE has the shape of re3d's `train.jsonl`. The packaged model has learned from that very file, so
on it the figures say nothing about other reports: `python -m training.finish --folds 5` gives
those. What this is for is a file that the model has not seen.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.attribution import default_data
from benchmarks.mentions_score import table
from benchmarks.report import digest, print_scores, rows_of, write_records, write_report
from onrecord.intake import from_text
from onrecord.reader import Reader


def main() -> None:
    """Parse arguments, read, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=default_data().parents[1] / "re3d/train.jsonl")
    p.add_argument("--model", default="small")
    p.add_argument("--predictions", type=Path, help="write the records here as JSON lines")
    p.add_argument("--out", type=Path, default=Path("out/mentions.json"))
    a = p.parse_args()
    rows = rows_of(a.data)
    reader = Reader(a.model)
    records = [
        reader.read(from_text(row["text"], title=row.get("title"))).to_dict() for row in rows
    ]
    scores = table(list(zip(rows, records, strict=True)))
    print_scores(scores)
    write_report(a.out, "mentions", digest(a.data), reader.version, scores)
    write_records(a.predictions, records)


if __name__ == "__main__":
    main()
