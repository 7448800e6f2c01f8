"""Events end to end: `python -m benchmarks.events [--data FILE] [--predictions OUT]`.

FILE has the shape of `plover_gsr_dev.jsonl`, the gold standard records, or of `plv_train.jsonl`.
The packaged model has learned from sentences of the latter, so on it the figures say nothing
about others: `python -m training.told --folds 5` gives those.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.attribution import default_data
from benchmarks.events_score import score
from benchmarks.report import digest, rows_of, write_records, write_report
from onrecord.intake import from_text
from onrecord.reader import Reader


def main() -> None:
    """Parse arguments, read, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    events = default_data().parents[1] / "events"
    p.add_argument("--data", type=Path, default=events / "plover_gsr_dev.jsonl")
    p.add_argument("--model", default="small")
    p.add_argument("--least", type=float, default=0.0, help="confidence below which none counts")
    p.add_argument("--predictions", type=Path, help="write the records here as JSON lines")
    p.add_argument("--out", type=Path, default=Path("out/events.json"))
    a = p.parse_args()
    rows = rows_of(a.data)
    reader = Reader(a.model)
    records = [
        reader.read(from_text(row["text"], published=row.get("date"))).to_dict() for row in rows
    ]
    for record in records:
        record["events"] = [e for e in record["events"] if e["confidence"] >= a.least]
    scores = score(zip(rows, records, strict=True))
    for name, value in scores.items():
        if name != "by class":
            print(f"{name:<20}{value:>8}")
    print("  ".join(f"{name} {value}" for name, value in scores["by class"].items()))
    write_report(a.out, "events", digest(a.data), reader.version, scores)
    write_records(a.predictions, records)


if __name__ == "__main__":
    main()
