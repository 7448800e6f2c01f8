"""Attribution on PolNeAR: `python -m benchmarks.attribution [--model small] [--data FILE]`.

Reads the file as `onrecord read` does and scores the records with the metric of
`benchmarks.attribution_score`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
from pathlib import Path

import onrecord
from benchmarks.attribution_score import score
from onrecord.intake import documents
from onrecord.reader import Reader
from onrecord.schema import Failure, encode

MEASURES = ("span content", "span source", "span cue", "full strict", "full soft")


def default_data() -> Path:
    """The development file: under `$ONRECORD_DATA`, or `../shared/data` beside the project."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("ONRECORD_DATA", beside)) / "polnear" / "dev.jsonl"


def main() -> None:
    """Parse arguments, read, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=default_data())
    p.add_argument("--model", default="small")
    p.add_argument("--predictions", type=Path, help="write the records here, one a line")
    p.add_argument("--out", type=Path, default=Path("out/attribution.json"))
    p.add_argument("--without-nested", action="store_true", help="score outermost statements only")
    a = p.parse_args()
    if not a.data.exists():
        raise SystemExit(f"{a.data} is not there; name the file with --data or set ONRECORD_DATA")
    gold = [json.loads(line) for line in a.data.open(encoding="utf8")]
    reader = Reader(a.model, threads=os.cpu_count() or 1)
    rows = []
    lines = []
    for row, item in zip(gold, reader.read_all(documents([str(a.data)])), strict=True):
        if isinstance(item, Failure):
            raise SystemExit(f"{row.get('id')}: {item.reason}")
        lines.append(encode(item))
        statements = item.to_dict()["statements"]
        if a.without_nested:
            statements = [s for s in statements if s["parent"] is None]
        rows.append((row["text"], [n["attributions"] for n in row["annotations"]], statements))
    if a.predictions:
        a.predictions.write_bytes(b"\n".join(lines) + b"\n")
    table = score(rows)
    report = {
        "benchmark": "attribution",
        "data": hashlib.sha256(a.data.read_bytes()).hexdigest()[:16],
        "version": onrecord.__version__,
        "model": reader.version,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "scores": table,
    }
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text(json.dumps(report, indent=1) + "\n")
    print(f"{'':<24}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}")
    for name, v in table.items():
        print(f"{name:<24}{v['P']:>7}{v['R']:>7}{v['F1']:>7}{v['n']:>7}")


if __name__ == "__main__":
    main()
