"""Classes of marked pairs of actors: `python -m benchmarks.pairs [--data FILE]`.

FILE has the shape of `plv_train.jsonl`. The packaged model has learned from that very file, so on
it the figures say nothing about others: `python -m training.pairs --folds 5` gives those.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.attribution import default_data
from benchmarks.events_score import as_now, classed, gold
from benchmarks.report import digest, rows_of, write_report
from onrecord.reader import Reader


def main() -> None:
    """Parse arguments, tell each pair's class, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    data = default_data().parents[1] / "events/plv_train.jsonl"
    p.add_argument("--data", type=Path, default=data)
    p.add_argument("--model", default="small")
    p.add_argument("--out", type=Path, default=Path("out/pairs.json"))
    a = p.parse_args()
    reader = Reader(a.model)
    told = []
    for row in rows_of(a.data):
        root, source, target = gold(row)
        shares: dict[str, float] = {}
        for name, share in reader.between(row["text"], source, target).items():
            shares[as_now(name)] = shares.get(as_now(name), 0.0) + share
        told.append((root, max(shares, key=lambda name: shares[name])))
    scores = classed(told)
    for name, value in scores.items():
        if name != "by class":
            print(f"{name:<20}{value:>8}")
    print("  ".join(f"{name} {value}" for name, value in scores["by class"].items()))
    write_report(a.out, "pairs", digest(a.data), reader.version, scores)


if __name__ == "__main__":
    main()
