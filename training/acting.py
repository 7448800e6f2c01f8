"""Pairs of actors in texts without gold, for a teacher to label: `python -m training.acting`.

Sentences of the texts that training knows are read by a packaged model's heads; every event that
has an actor and a recipient gives a pair. The pairs of the marked sentences go with them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from onrecord.spans.bundle import FOLDER
from onrecord.spans.events import EventHeads, find
from onrecord.spans.words import split
from training.data import data_folder
from training.evaluate import tokenizer_of
from training.events import (
    CORPORA,
    MARKS,
    Sentence,
    event_batches,
    packed,
    sentences,
    signs_of,
    texts,
    whole,
)
from training.export import event_heads
from training.joint import HALF, Joint
from training.shipped import joint

HELD = Path("benchmarks/gold/events_dev.jsonl")
SHORTEST, LONGEST = 7, 60
"""Words of a sentence that is read."""

OPENING = 6_000
"""Characters of a text that are read, so that no long one outweighs the rest."""

LEAST = 0.35
"""Least probability of an event."""

UNREAD = ("plv", "actors")
"""Corpora of single sentences, which are marked already or as good as."""


def unmarked(data: Path, known: set[str], rng: random.Random) -> Iterator[Sentence]:
    """Sentences of the corpora that nobody has marked, in random order."""
    tokenizer = tokenizer_of(FOLDER / "small")
    read = [
        (corpus, json.loads(line)["text"][:OPENING])
        for corpus, path in CORPORA.items()
        if corpus not in UNREAD
        for line in (data / path).open(encoding="utf8")
    ]
    rng.shuffle(read)
    for corpus, text in read:
        words = split(text, tokenizer)
        ends = np.flatnonzero(np.diff(words.sentence, append=-1)) + 1
        spans = [
            (int(words.start[lo]), int(words.end[hi - 1]))
            for lo, hi in zip([0, *ends], ends, strict=False)
            if SHORTEST <= hi - lo <= LONGEST
        ]
        for start, end in rng.sample(spans, min(len(spans), 8)):
            sentence = text[start:end]
            if sentence not in known and "\n" not in sentence:
                known.add(sentence)
                parts = split(sentence, tokenizer)
                yield Sentence(corpus, "", sentence, parts, (), signs_of(sentence, parts))


@torch.no_grad()
def acting(model: Joint, found_by: EventHeads, some: list[Sentence]) -> Iterator[dict[str, Any]]:
    """The pairs of events that a model finds in some sentences."""
    for batch in event_batches(some, random.Random(1)):
        inputs, _ = packed(batch, model.attribution.config.kind)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            rows = model.attribution.words(*inputs)[0].float().numpy()
        for s, row in zip(batch, rows, strict=True):
            x = row[: len(s.words.start)]
            for e in find(found_by, s.text, s.words, [whole(s)], [x], LEAST):
                source, target = (
                    [[p.start, p.end] for p in e.parts if p.role == role]
                    for role in ("actor", "recipient")
                )
                if source and target:
                    yield {"text": s.text, "source": source, "target": target, "root": e.type}


def told(path: Path) -> Iterator[dict[str, Any]]:
    """The pairs of the marked sentences."""
    known = texts(data_folder())
    for line in path.open(encoding="utf8"):
        row = json.loads(line)
        text = known[row["corpus"], row["doc"]][row["start"] : row["end"]]
        for e in row["events"]:
            source, target = (
                [[a - row["start"], b - row["start"]] for a, b in e[side]]
                for side in ("actors", "recipients")
            )
            if source and target:
                yield {"text": text, "source": source, "target": target, "root": e["type"]}


def main() -> None:
    """Read sentences until there are enough pairs."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--name", default="small", help="the packaged model that finds the events")
    p.add_argument("--pairs", type=int, default=8000, help="pairs beside the marked ones")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    data, tokenizer = data_folder(), tokenizer_of(FOLDER / "small")
    model = joint(FOLDER / a.name).eval()
    found_by = event_heads(model)
    known = {s.text for path in (MARKS, HELD) for s in sentences(path, data, tokenizer)}
    count, some = 0, []
    with a.out.open("w", encoding="utf8") as out:
        for row in told(MARKS):
            out.write(json.dumps(row) + "\n")
        for s in unmarked(data, known, random.Random(5)):
            some.append(s)
            if len(some) < 512:
                continue
            for row in acting(model, found_by, some):
                out.write(json.dumps(row) + "\n")
                count += 1
            some.clear()
            print(f"{count} pairs", flush=True)
            if count >= a.pairs:
                break


if __name__ == "__main__":
    main()
