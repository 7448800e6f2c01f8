"""Times: `python -m benchmarks.times [--data FILE] [--predictions OUT]`.

FILE has the shape of `aquaint_timeml.jsonl`. The grammar was written against that file, three
documents of four in view and every fourth aside: both parts are scored, the latter says more.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.attribution import default_data
from benchmarks.report import digest, print_scores, rows_of, write_records, write_report
from benchmarks.times_score import table
from onrecord.intake import from_text
from onrecord.reader import Reader

ASIDE = 4
"""Every so manieth document was kept aside when the grammar was written."""


def main() -> None:
    """Parse arguments, read, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    data = default_data().parents[1] / "times/aquaint_timeml.jsonl"
    p.add_argument("--data", type=Path, default=data)
    p.add_argument("--model", default="small")
    p.add_argument("--predictions", type=Path, help="write the records here as JSON lines")
    p.add_argument("--out", type=Path, default=Path("out/times.json"))
    a = p.parse_args()
    rows = rows_of(a.data)
    reader = Reader(a.model)
    records = [reader.read(from_text(row["text"], published=row["dct"])).to_dict() for row in rows]
    pairs = list(zip(rows, records, strict=True))
    aside = pairs[ASIDE - 1 :: ASIDE]
    seen = [pair for i, pair in enumerate(pairs) if i % ASIDE != ASIDE - 1]
    parts = {"all": table(pairs), "in view": table(seen), "kept aside": table(aside)}
    for part, scores in parts.items():
        print_scores(scores, part)
    write_report(a.out, "times", digest(a.data), reader.version, parts)
    write_records(a.predictions, records)


if __name__ == "__main__":
    main()
