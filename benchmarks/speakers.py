"""Who a pronoun or a title means: `python -m benchmarks.speakers [--set dev|train|kept]`.

`benchmarks/gold/speakers_*.jsonl` holds sources of PolNeAR articles that are a pronoun or a
title, with the places where whoever is meant is named in full, or null where the article
names nobody. Two readers marked them apart from each other; differences were settled by a third
look. The dev set is for reporting, the train set for building. The later part of the train set
and the kept set, from further train articles and never built on, were marked by one reader.

Two ways: with PolNeAR's own attributions, which measures who is who alone, and through the
whole of `onrecord read`, where a source that no statement has counts as left open.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.attribution import default_data
from onrecord.intake import from_text
from onrecord.knowledge import sources
from onrecord.reader import Reader, read_attributed, readable
from onrecord.schema import Record, hull
from onrecord.spans.bundle import load
from onrecord.spans.tagger import Tagger

FOLDER = Path(__file__).parent / "gold"

Row = dict[str, Any]


class Given(NamedTuple):
    """An attribution as PolNeAR marks it."""

    cue: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    confidence: float = 1.0


def given(annotation: Row) -> list[Given]:
    """An annotator's attributions."""
    return [
        Given(*(tuple((s, e) for s, e in a.get(r) or ()) for r in ("cue", "source", "content")))
        for a in annotation["attributions"]
        if a["cue"] and a["content"]
    ]


def verdict(record: Record, item: Row) -> str:
    """`right`, `wrong` or `open` for one source, or `unread` if no statement has it.

    Right means that the speaker is named where the gold says, or elsewhere by the same words,
    and for a group that its members are those named; where nobody is named, that the speaker is
    left open or is somebody without a name.
    """
    start, end = item["source"]
    found = [
        s
        for s in record.statements
        if s.source and hull(s.source)[0] < end and start < hull(s.source)[1]
    ]
    if not found:
        return "unread"
    # The statement whose source is nearest to what was marked.
    best = min(found, key=lambda s: abs(hull(s.source)[0] - start) + abs(hull(s.source)[1] - end))
    named = _named(record, best.speaker)
    if not item["answer"]:
        return "wrong" if named else "right"
    if not named:
        return "open"
    wanted = [tuple(span) for span in item["answer"]]
    text = record.document.text

    def same(span: tuple[int, int], gold: tuple[int, int]) -> bool:
        # A headline's names may not be mentions of ours; the same words elsewhere will do.
        overlap = span[0] < gold[1] and gold[0] < span[1]
        return overlap or text[slice(*span)].lower() == text[slice(*gold)].lower()

    met = [any(same(span, gold) for span in spans for gold in wanted) for spans in named]
    all_met = all(any(same(span, gold) for spans in named for span in spans) for gold in wanted)
    return "right" if all(met) and all_met else "wrong"


def _named(record: Record, identifier: str | None) -> list[list[tuple[int, int]]]:
    """Where the speaker, or each member of a group, is named."""
    entity = record.entity(identifier)
    if entity is None:
        return []
    out = []
    for one in entity.members or (entity.id,):
        out.append(
            [
                (m.start, m.end)
                for m in record.mentions
                if m.entity == one and m.form in ("name", "adjective")
            ]
        )
    return [spans for spans in out if spans]


def judged(rows: list[Row], items: list[Row], reader: Reader | Tagger) -> Iterator[tuple[Row, str]]:
    """Each item with its verdict; with PolNeAR's own attributions if a mere tagger reads."""
    of: dict[str, list[Row]] = {}
    for item in items:
        of.setdefault(item["id"], []).append(item)
    for row in rows:
        wanted = of.get(row["id"], [])
        if not wanted:
            continue
        document = from_text(row["text"], title=row.get("title"))
        if isinstance(reader, Reader):
            records = [reader.read(document)]
        else:
            mentions = reader.read_layers(document.text, readable(document)).mentions
            records = [
                read_attributed(document, given(a), mentions=mentions) for a in row["annotations"]
            ]
        for item in wanted:
            verdicts = [verdict(record, item) for record in records]
            yield item, next((v for v in verdicts if v != "unread"), "unread")


def main() -> None:
    """Parse arguments, read, judge, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--set", choices=["dev", "train", "kept"], default="dev")
    p.add_argument("--data", type=Path, help="PolNeAR file that holds the articles")
    p.add_argument("--model", default="small")
    p.add_argument("--gold-only", action="store_true", help="skip the whole reading")
    p.add_argument("--show", action="store_true", help="print every source not resolved right")
    p.add_argument("--out", type=Path, default=Path("out/speakers.json"))
    a = p.parse_args()
    held = "dev" if a.set == "dev" else "train"
    data = a.data or default_data().with_name(f"{held}.jsonl")
    if not data.exists():
        raise SystemExit(f"{data} is not there; name the file with --data or set ONRECORD_DATA")
    rows = [json.loads(line) for line in data.open(encoding="utf8")]
    texts = {row["id"]: row["text"] for row in rows}
    items = [
        json.loads(line) for line in (FOLDER / f"speakers_{a.set}.jsonl").open(encoding="utf8")
    ]
    report: dict[str, Any] = {"benchmark": "speakers", "set": a.set, "items": len(items)}
    threads = os.cpu_count() or 1
    tagger = Tagger(load(a.model, threads), gender=sources.gender)
    readers: dict[str, Reader | Tagger] = {"given attributions": tagger}
    if not a.gold_only:
        readers["whole reading"] = Reader(a.model, threads=threads)
    print(f"{'':<22}{'':<10}{'right':>7}{'wrong':>7}{'open':>7}{'unread':>7}{'of':>6}")
    for name, reader in readers.items():
        counts: dict[str, Counter[str]] = {}
        for item, found in judged(rows, items, reader):
            for kind in ("all", item["kind"]):
                counts.setdefault(kind, Counter())[found] += 1
            if a.show and found != "right" and isinstance(reader, Tagger):
                _print(texts[item["id"]], item, found)
        report[name] = {k: dict(c) for k, c in counts.items()}
        for kind, count in counts.items():
            n = count.total()
            shares = (100 * count[v] / n for v in ("right", "wrong", "open", "unread"))
            print(f"{name:<22}{kind:<10}" + "".join(f"{s:>7.1f}" for s in shares) + f"{n:>6}")
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text(json.dumps(report, indent=1) + "\n")


def _print(text: str, item: Row, found: str) -> None:
    s, e = item["source"]
    names = [text[a:b] for a, b in item["answer"] or ()]
    around = text[max(0, s - 400) : s] + f"⟦{text[s:e]}⟧" + text[e : e + 80]
    print(f"--- {found}: {names} {item['id']}\n{' '.join(around.split())}")


if __name__ == "__main__":
    main()
