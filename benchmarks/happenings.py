"""One event told by several reports: `python -m benchmarks.happenings [--model NAME]`.

`benchmarks/gold/happenings.jsonl` marks which events of the samples and of development articles
are one: a row for each event that was found in them, by the interval of its trigger, with the
label of its cluster. The clustering was made on the half `develop`; `aside` was marked before
anything was matched, and nothing was changed for it. Scores are B³ of the events that the reader
finds today at those places; they hold how events are put together, not whether they are events.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.attribution import default_data
from benchmarks.happenings_score import Score, b_cubed
from benchmarks.report import digest, rows_of, write_report
from onrecord.intake import documents, from_text
from onrecord.reader import Reader
from onrecord.schema import Document, Record
from onrecord.stories.happenings import HappeningMatcher
from onrecord.stories.matching import Piece

GOLD = Path(__file__).parent / "gold/happenings.jsonl"
SAMPLES = Path(__file__).parents[1] / "samples"
COMMON = 200
"""Terms of more pieces than this find no candidates, as in the archive."""


def main() -> None:
    """Parse arguments, read, gather, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=default_data().parents[1], help="folder of corpora")
    p.add_argument("--gold", type=Path, default=GOLD)
    p.add_argument("--model", default="small")
    p.add_argument("--out", type=Path, default=Path("out/happenings.json"))
    a = p.parse_args()
    gold = [json.loads(line) for line in a.gold.open(encoding="utf8")]
    reader = Reader(a.model)
    wanted = {(row["corpus"], row["doc"]) for row in gold}
    records = {key: reader.read(doc) for key, doc in _documents(a.data) if key in wanted}
    scores: dict[str, Any] = {}
    for half in ("develop", "aside"):
        rows = [row for row in gold if row["half"] == half]
        labels, lost = _labels(rows, records)
        found = gathered([records[key] for key in {(r["corpus"], r["doc"]) for r in rows}])
        scores[half] = _scores(labels, found) | {"not found any more": lost}
        _print(half, scores[half])
    write_report(a.out, "happenings", digest(a.gold), reader.version, scores)


def gathered(records: Sequence[Record]) -> dict[str, str]:
    """The label of each event's cluster: those joined by pairs that are the same."""
    matcher = HappeningMatcher()
    pieces = [piece for record in records for piece in matcher.pieces(record)]
    parent = {piece.key: piece.key for piece in pieces}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    for one, other in _candidates(pieces):
        if matcher.same(one, other) >= 0.5:
            parent[root(one.key)] = root(other.key)
    return {key: root(key) for key in parent}


def _candidates(pieces: Iterable[Piece]) -> Iterable[tuple[Piece, Piece]]:
    by_term: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        for term in piece.terms:
            by_term[term].append(piece)
    seen: set[tuple[str, str]] = set()
    for sharing in by_term.values():
        if len(sharing) > COMMON:
            continue
        for at, one in enumerate(sharing):
            for other in sharing[:at]:
                if (one.key, other.key) not in seen:
                    seen.add((one.key, other.key))
                    yield one, other


def _documents(data: Path) -> Iterable[tuple[tuple[str, str], Document]]:
    """The samples by file name, and the articles by the number of their line."""
    for path in sorted(p for p in SAMPLES.iterdir() if p.suffix != ".md"):
        found = [d for d in documents([str(path)]) if isinstance(d, Document)]
        for number, document in enumerate(found):
            name = path.name if len(found) == 1 else f"{path.name}:{number}"
            yield ("samples", name), document
    for number, row in enumerate(rows_of(data / "unlabelled/security_news.jsonl")):
        yield ("security_news", str(number)), from_text(row["text"])


def _labels(
    rows: Iterable[dict[str, Any]], records: dict[tuple[str, str], Record]
) -> tuple[dict[str, int], int]:
    """The cluster of each event that stands where a row says, and how many rows have none."""
    labels: dict[str, int] = {}
    lost = 0
    for row in rows:
        record = records[row["corpus"], row["doc"]]
        here = [
            e for e in record.events if e.trigger[0] < row["end"] and row["start"] < e.trigger[1]
        ]
        lost += not here
        for event in here[:1]:
            labels.setdefault(f"{record.document.id}:{event.id}", row["cluster"])
    return labels, lost


def _scores(labels: dict[str, int], found: dict[str, str]) -> dict[str, Any]:
    everything = b_cubed(labels, found)
    gathered_only = b_cubed(labels, found, alone=False)
    first = {key: key.partition(":")[0] for key in labels}
    across = b_cubed(
        {k: v for k, v in labels.items() if _across(k, labels, first) or _across(k, found, first)},
        found,
    )
    return {
        name: score._asdict()
        for name, score in (
            ("all", everything),
            ("not alone", gathered_only),
            ("in several reports", across),
        )
    }


def _across(key: str, labels: dict[str, Any], first: dict[str, str]) -> bool:
    label = labels.get(key)
    return any(labels.get(other) == label and first[other] != first[key] for other in first)


def _print(half: str, scores: dict[str, Any]) -> None:
    print(f"{half:<24}" + "".join(f"{name:>10}" for name in Score._fields))
    for name, score in scores.items():
        if isinstance(score, dict):
            print(f"  {name:<22}" + "".join(f"{score[f]:>10}" for f in Score._fields))


if __name__ == "__main__":
    main()
