"""Who is who within a document: `python -m benchmarks.coreference [--data FOLDER]`.

FOLDER holds CoNLL-U files of GUM. Two ways: with GUM's own mentions, which measures the links
alone, and through the whole of `onrecord read`, where two mentions are the same if their head
words are, since GUM's phrases reach further than ours.

Two selections: every mention, and the named and pronominal people and organisations of news,
speech, interview and biography. Groups of one are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.attribution import default_data
from benchmarks.coreference_score import scores
from onrecord import __version__
from onrecord.intake import from_text
from onrecord.knowledge import sources
from onrecord.reader import Reader
from onrecord.schema import Record
from onrecord.spans.bundle import load
from onrecord.spans.linking import head_of
from onrecord.spans.tagger import Tagger
from training import gum

GENRES = frozenset(("news", "speech", "interview", "bio"))
ACTORS = frozenset(("person", "organization"))
NAMING = frozenset(("name", "pronoun", "adjective"))

_TOKEN = re.compile(r"\w+|[^\w\s]")

Groups = list[frozenset[int]]


def acting(m: gum.GoldMention) -> bool:
    """Whether a mention names a person or organisation or is a pronoun for one."""
    return m.type in ACTORS and m.form in NAMING


def whole(groups: Iterable[Iterable[int]]) -> Groups:
    """Groups of more than one."""
    return [g for g in map(frozenset, groups) if len(g) > 1]


def linked(tagger: Tagger, document: gum.GumDocument) -> list[int]:
    """The group of each of GUM's mentions, by the model's links between them."""
    spans = [(m.start, m.end) for m in document.mentions]
    return owners(tagger.link(document.text, spans, [m.type for m in document.mentions]))


def owners(before: Sequence[int]) -> list[int]:
    """The group of each mention, by the number of its antecedent, -1 for none."""
    owner: list[int] = []
    for i, b in enumerate(before):
        owner.append(owner[b] if b >= 0 else i)
    return owner


def grouped(keys: Iterable[Any], items: Iterable[int]) -> Groups:
    """Items that have one key."""
    out: dict[Any, list[int]] = defaultdict(list)
    for key, item in zip(keys, items, strict=True):
        out[key].append(item)
    return whole(out.values())


def head(text: str, start: int, end: int) -> int:
    """Where the head word of a phrase begins."""
    tokens = list(_TOKEN.finditer(text, start, end))
    return tokens[head_of([t.group() for t in tokens])].start() if tokens else start


def found(record: Record, everything: bool) -> Groups:
    """The heads of the mentions of each entity."""
    text = record.document.text
    kept = [m for m in record.mentions if m.entity and (everything or m.form in NAMING)]
    return grouped([m.entity for m in kept], [head(text, m.start, m.end) for m in kept])


def main() -> None:
    """Parse arguments, read, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=default_data().parents[1] / "gum/dev")
    p.add_argument("--model", default="small")
    p.add_argument("--out", type=Path, default=Path("out/coreference.json"))
    a = p.parse_args()
    if not a.data.is_dir():
        raise SystemExit(f"{a.data} is not there; name it with --data or set ONRECORD_DATA")
    files = sorted(a.data.glob("*.conllu"))
    tagger, reader = Tagger(load(a.model, 2), gender=sources.gender), Reader(a.model)
    selections: dict[str, Callable[[gum.GoldMention], bool]] = {
        "everything": lambda m: True,
        "people and organisations": acting,
    }
    pairs: dict[str, list[tuple[Groups, Groups]]] = defaultdict(list)
    for file in files:
        document = gum.read(file)
        owner = linked(tagger, document)
        record = reader.read(from_text(document.text))
        for name, wanted in selections.items():
            if name != "everything" and document.genre not in GENRES:
                continue
            chosen = [i for i, m in enumerate(document.mentions) if wanted(m)]
            gold = grouped([document.mentions[i].group for i in chosen], chosen)
            ours = grouped([owner[i] for i in chosen], chosen)
            pairs[f"{name}, gold mentions"].append((gold, ours))
            heads = [
                head(document.text, document.mentions[i].start, document.mentions[i].end)
                for i in chosen
            ]
            by_head = grouped([document.mentions[i].group for i in chosen], heads)
            pairs[f"{name}, whole reading"].append((by_head, found(record, name == "everything")))
    report: dict[str, Any] = {
        "benchmark": "coreference",
        "data": hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest(),
        "version": __version__,
        "model": reader.version,
    }
    for name, both in sorted(pairs.items()):
        report[name] = scores(both)
        print(f"{name:<42}", report[name])
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
