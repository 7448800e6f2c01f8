"""Mentions and relations: `python -m benchmarks.mentions --data FILE [--predictions OUT]`.

FILE has the shape of re3d's `train.jsonl`. The packaged model has learned from that very file, so
on it the figures say nothing about other reports: `python -m training.finish --folds 5` gives
those. What this is for is a file that the model has not seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from benchmarks.attribution import default_data
from benchmarks.mentions_score import table
from onrecord import __version__
from onrecord.intake import from_text
from onrecord.reader import Reader


def main() -> None:
    """Parse arguments, read, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=default_data().parents[1] / "re3d/train.jsonl")
    p.add_argument("--model", default="joint")
    p.add_argument("--predictions", type=Path, help="write the records here as JSON lines")
    p.add_argument("--out", type=Path, default=Path("out/mentions.json"))
    a = p.parse_args()
    if not a.data.exists():
        raise SystemExit(f"{a.data} is not there; name the file with --data or set ONRECORD_DATA")
    rows = [json.loads(line) for line in a.data.open(encoding="utf8")]
    reader = Reader(a.model)
    records = [
        reader.read(from_text(row["text"], title=row.get("title"))).to_dict() for row in rows
    ]
    scores = table(list(zip(rows, records, strict=True)))
    print(f"{'':<28}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}")
    for name, s in scores.items():
        print(f"{name:<28}{s['P']:>7}{s['R']:>7}{s['F1']:>7}{s['gold']:>7}")
    report = {
        "benchmark": "mentions",
        "data": hashlib.sha256(a.data.read_bytes()).hexdigest(),
        "version": __version__,
        "model": reader.version,
        "scores": scores,
    }
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text(json.dumps(report, indent=1) + "\n")
    if a.predictions:
        a.predictions.write_text("".join(json.dumps(r) + "\n" for r in records))


if __name__ == "__main__":
    main()
