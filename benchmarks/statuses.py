"""Whether it happened: `python -m benchmarks.statuses`.

200 events of PolNeAR's development articles and of re3d whose status was marked by hand
(`benchmarks/gold/statuses.jsonl`: offsets and labels, not the text), and 60 sentences that tell
no event. An event counts as found where one that was read overlaps its trigger; the status is
right where that one's is. re3d's documents taught the model its mentions, not its events.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from benchmarks.attribution import default_data
from onrecord.intake import from_text
from onrecord.reader import Reader

GOLD = Path(__file__).parent / "gold/statuses.jsonl"


def main() -> None:
    """Parse arguments, read, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--model", default="small")
    p.add_argument("--out", type=Path, default=Path("out/statuses.json"))
    p.add_argument("--errors", action="store_true", help="print each wrong one")
    a = p.parse_args()
    data = default_data().parents[1]
    gold = [json.loads(line) for line in GOLD.open(encoding="utf8")]
    reader = Reader(a.model)
    records = {}
    for corpus in sorted({g["corpus"] for g in gold}):
        wanted = {g["doc"] for g in gold if g["corpus"] == corpus}
        for number, line in enumerate((data / f"{corpus}.jsonl").open(encoding="utf8")):
            row = json.loads(line)
            name = str(row.get("id", number))
            if name in wanted:
                records[corpus, name] = reader.read(from_text(row["text"]))
    told = [g for g in gold if not g.get("none")]
    tally: Counter[str] = Counter()
    by: Counter[tuple[str, str]] = Counter()
    for g in gold:
        record = records[g["corpus"], g["doc"]]
        near = [e for e in record.events if e.trigger[0] < g["end"] and g["start"] < e.trigger[1]]
        if g.get("none"):
            tally["false"] += bool(near)
            continue
        start, end = g["trigger"]
        same = [e for e in near if e.trigger[0] < end and start < e.trigger[1]]
        got = same[0].status if same else "-"
        by[g["status"], got] += 1
        tally["found"] += bool(same)
        tally["class"] += bool(same) and any(e.type == g["type"] for e in same)
        tally["right"] += got == g["status"]
        if a.errors and got != g["status"]:
            print(f"{g['status']:>13} {got:>13} {record.document.text[g['start'] : g['end']]!r}")
    n, none = len(told), len(gold) - len(told)
    scores = {
        "found": 100 * tally["found"] / n,
        "class right of found": 100 * tally["class"] / max(1, tally["found"]),
        "status right of found": 100 * tally["right"] / max(1, tally["found"]),
        "status right of all": 100 * tally["right"] / n,
        "sentences without an event that get one": 100 * tally["false"] / none,
    }
    for name, value in scores.items():
        print(f"{name:<42}{value:>6.1f}")
    for (want, got), count in sorted(by.items()):
        print(f"  {want:>13} read as {got:<13}{count:>4}")
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text(json.dumps({"model": reader.version, "scores": scores}, indent=1) + "\n")


if __name__ == "__main__":
    main()
