"""Who is the same across reports: `python -m benchmarks.identity [--model NAME] [--show]`.

`benchmarks/gold/identity.jsonl` marks people and bodies of PolNeAR's development articles, of
security news and of the samples: a row each, by the characters of the first mention by name, with
the label of whom it means. Clusters were proposed by the first version of the matcher, then read,
split and joined by hand; names that tell nobody without more of the world were left out. States,
which are told by their code, are not counted. The halves are of labels. The reports are read,
added to an archive and gathered, as `onrecord add` does; scores are of pairs.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.attribution import default_data
from benchmarks.report import digest, rows_of, write_report
from onrecord.archive import Archive
from onrecord.intake import documents, from_text
from onrecord.reader import Reader
from onrecord.schema import Document, Record
from onrecord.stories.gather import gather, persons_in

GOLD = Path(__file__).parent / "gold/identity.jsonl"
SAMPLES = Path(__file__).parents[1] / "samples"

Key = tuple[str, str]


def main() -> None:
    """Parse arguments, read, gather, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=default_data().parents[1], help="folder of corpora")
    p.add_argument("--model", default="small")
    p.add_argument("--show", action="store_true", help="print what is wrongly together or apart")
    p.add_argument("--out", type=Path, default=Path("out/identity.json"))
    a = p.parse_args()
    gold = [json.loads(line) for line in GOLD.open(encoding="utf8")]
    reader = Reader(a.model)
    wanted = {(row["corpus"], row["doc"]) for row in gold}
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "a.db") as archive:
        ids: dict[Key, str] = {}
        for key, document in _documents(a.data):
            if key in wanted:
                ids[key] = document.id
                archive.add(reader.read(document))
        gather(archive)
        persons = persons_in(archive.store.gatherings, ids.values())
        records = {key: archive.record(id) for key, id in ids.items()}
    scores: dict[str, Any] = {}
    for half in ("develop", "aside"):
        rows = [row for row in gold if row["half"] == half]
        labels, lost = _labels(rows, records, persons)
        scores[half] = pairwise(labels, persons) | {"not found any more": lost}
        print(half, json.dumps(scores[half]))
        if a.show:
            _show(labels, persons, records)
    write_report(a.out, "identity", digest(GOLD), reader.version, scores)


def pairwise(gold: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> dict[str, float | int]:
    """Precision and recall of pairs in percent; clusters too wide and too narrow apart."""
    wanted, made, right = Counter(gold.values()), Counter(map(found.get, gold)), 0
    both: Counter[tuple[Hashable, Hashable]] = Counter((gold[k], found.get(k)) for k in gold)
    right = sum(math.comb(n, 2) for n in both.values())
    said = sum(math.comb(n, 2) for n in made.values())
    there = sum(math.comb(n, 2) for n in wanted.values())
    return {
        "items": len(gold),
        "who": len(wanted),
        "pairwise precision": round(100 * right / max(1, said), 2),
        "pairwise recall": round(100 * right / max(1, there), 2),
        "over-merged": sum(n > 1 for n in Counter(f for _, f in both).values()),
        "under-merged": sum(n > 1 for n in Counter(g for g, _ in both).values()),
        "pairs wrongly together": said - right,
        "pairs wrongly apart": there - right,
    }


def _labels(
    rows: Iterable[dict[str, Any]],
    records: Mapping[Key, Record | None],
    persons: Mapping[str, str],
) -> tuple[dict[str, int], int]:
    """The label of each entity that has a mention where a row says; how many rows have none."""
    labels: dict[str, int] = {}
    lost = 0
    for row in rows:
        record = records.get((row["corpus"], row["doc"]))
        entity = _entity(record, row["start"], row["end"]) if record else None
        key = f"{record.document.id}:{entity}" if record and entity else ""
        lost += key not in persons
        if key in persons:
            labels.setdefault(key, row["label"])
    return labels, lost


def _entity(record: Record, start: int, end: int) -> str | None:
    found = [m for m in record.mentions if m.start < end and start < m.end and m.entity]
    best = min(found, key=lambda m: abs(m.start - start) + abs(m.end - end), default=None)
    return best.entity if best else None


def _show(
    labels: Mapping[str, int], persons: Mapping[str, str], records: Mapping[Key, Record | None]
) -> None:
    names = {
        f"{record.document.id}:{e.id}": e.name
        for record in records.values()
        if record
        for e in record.entities
    }
    for title, one, other in (("together", persons, labels), ("apart", labels, persons)):
        groups: dict[Hashable, dict[Hashable, Counter[str]]] = defaultdict(
            lambda: defaultdict(Counter)
        )
        for key in labels:
            groups[one.get(key)][other.get(key)][names.get(key, "")] += 1
        for parts in groups.values():
            if len(parts) > 1:
                print(f"  {title}:", " | ".join(str(dict(c)) for c in parts.values()))


def _documents(data: Path) -> Iterable[tuple[Key, Document]]:
    for path in sorted(p for p in SAMPLES.iterdir() if p.suffix != ".md"):
        found = [d for d in documents([str(path)]) if isinstance(d, Document)]
        for document in found:
            yield ("samples", (document.uri or path.name).rsplit("/", 1)[-1]), document
    for number, row in enumerate(rows_of(data / "polnear/dev.jsonl")):
        made = from_text(
            row["text"], title=row["title"], publisher=row["publisher"], published=row["date"]
        )
        yield ("polnear/dev", str(number)), made
    for number, row in enumerate(rows_of(data / "unlabelled/security_news.jsonl")):
        yield ("security_news", str(number)), from_text(row["text"])


if __name__ == "__main__":
    main()
