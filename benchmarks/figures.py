"""Figures: `python -m benchmarks.figures [--predictions OUT]`.

`benchmarks/gold/figures.jsonl` marks every number of sentences drawn at random from PolNeAR dev,
re3d and TR-News: what figure it gives, or that it gives none. The half `develop` was there while
the rules were written; `aside` was marked before anything was read with them. The first score on
it is the honest one (docs/experiments.md): its few errors have been mended since, so that now both
halves guard against steps back and say little about other reports.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.attribution import default_data
from benchmarks.figures_score import MEASURES, Judged, judge, table
from benchmarks.report import digest, write_records, write_report
from onrecord.intake import from_text
from onrecord.reader import Reader, read_attributed

GOLD = Path(__file__).parent / "gold/figures.jsonl"
CORPORA = {
    "polnear": "polnear/dev.jsonl",
    "re3d": "re3d/train.jsonl",
    "tr_news": "places/tr_news.jsonl",
}


def main() -> None:
    """Parse arguments, read, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=default_data().parents[1], help="folder of corpora")
    p.add_argument("--gold", type=Path, default=GOLD)
    p.add_argument("--model", help="read everything with this model; without one, figures alone")
    p.add_argument("--predictions", type=Path, help="write the records here as JSON lines")
    p.add_argument("--show", action="store_true", help="print what is not right in `develop`")
    p.add_argument("--out", type=Path, default=Path("out/figures.json"))
    a = p.parse_args()
    gold = [json.loads(line) for line in a.gold.open(encoding="utf8")]
    texts = {name: _texts(a.data / path) for name, path in CORPORA.items()}
    reader = Reader(a.model) if a.model else None
    records: dict[tuple[str, str], dict[str, Any]] = {}
    judged: list[Judged] = []
    for row in gold:
        key = row["corpus"], row["doc"]
        text = texts[key[0]][key[1]]
        if key not in records:
            document = from_text(text)
            record = reader.read(document) if reader else read_attributed(document, [])
            records[key] = record.to_dict()
        judged.append(judge(text, row, records[key]["figures"]))
        if a.show and row["half"] == "develop":
            _show(text, judged[-1])
    halves = {h: table(j for j in judged if j.gold["half"] == h) for h in ("develop", "aside")}
    print(f"{'':<12}" + "".join(f"{name:>12}" for name in (*MEASURES, "gold")))
    for half, scores in halves.items():
        print(f"{half:<12}" + "".join(f"{scores[m]:>12}" for m in (*MEASURES, "gold")))
    model = reader.version if reader else None
    write_report(a.out, "figures", digest(a.gold), model, halves)
    write_records(a.predictions, records.values())


def _texts(path: Path) -> dict[str, str]:
    if not path.exists():
        raise SystemExit(f"{path} is not there; name the folder with --data or set ONRECORD_DATA")
    return {row["id"]: row["text"] for row in map(json.loads, path.open(encoding="utf8"))}


def _show(text: str, one: Judged) -> None:
    if one.verdicts == set(MEASURES) - {"false"} or (one.gold.get("none") and not one.verdicts):
        return
    start, end = one.gold["start"], one.gold["end"]
    around = text[max(0, start - 60) : start] + f"⟦{text[start:end]}⟧" + text[end : end + 60]
    found = one.found and {k: one.found[k] for k in ("low", "high", "qualifier", "unit", "of")}
    print(f"--- {sorted(one.verdicts)} {found}\n{' '.join(around.split())}")


if __name__ == "__main__":
    main()
