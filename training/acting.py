"""Pairs of actors in texts without gold, for a teacher to label: `python -m training.acting`.

Sentences of the texts that training knows are read by a packaged model's heads; every event that
has an actor and a recipient gives a pair. The pairs of the marked sentences go with them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from onrecord.schema import FoundEvent
from onrecord.spans.bundle import FOLDER
from onrecord.spans.events import EventHeads, find
from onrecord.spans.words import split
from training.data import data_folder
from training.evaluate import tokenizer_of
from training.events import (
    CORPORA,
    MARKS,
    STATES,
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
from training.statuses import HELD

SHORTEST, LONGEST = 7, 60
"""Words of a sentence that is read."""

FROM_EACH = 8
"""Sentences of a text at most, unless asked for otherwise."""

OPENING = 6_000
"""Characters of a text that are read, so that no long one outweighs the rest."""

LEAST = 0.35
"""Least probability of an event."""

UNREAD = ("plv", "actors")
"""Corpora of single sentences, which are marked already or as good as."""


Place = tuple[str, str, int, int]
"""Corpus, document and interval of characters of a sentence."""


def unmarked(
    data: Path, known: set[str], rng: random.Random, corpora: Sequence[str], each: int = FROM_EACH
) -> Iterator[tuple[Place, Sentence]]:
    """Sentences of some corpora that nobody has marked, a few of a text, texts in random order.

    Args:
        data: the data folder.
        known: sentences to leave out; takes those that are given.
        rng: draws texts and sentences.
        corpora: names in `CORPORA`.
        each: sentences of a text at most.
    """
    tokenizer = tokenizer_of(FOLDER / "small")
    read = []
    for corpus in corpora:
        for number, line in enumerate((data / CORPORA[corpus]).open(encoding="utf8")):
            row = json.loads(line)
            read.append((corpus, str(row.get("id", number)), row["text"][:OPENING]))
    rng.shuffle(read)
    for corpus, document, text in read:
        words = split(text, tokenizer)
        ends = np.flatnonzero(np.diff(words.sentence, append=-1)) + 1
        spans = [
            (int(words.start[lo]), int(words.end[hi - 1]))
            for lo, hi in zip([0, *ends], ends, strict=False)
            if SHORTEST <= hi - lo <= LONGEST
        ]
        for start, end in rng.sample(spans, min(len(spans), each)):
            sentence = text[start:end]
            if sentence in known or "\n" in sentence:
                continue
            known.add(sentence)
            parts = split(sentence, tokenizer)
            made = Sentence(corpus, document, sentence, parts, (), signs_of(sentence, parts))
            yield (corpus, document, start, end), made


@torch.no_grad()
def events_of(
    model: Joint, heads: EventHeads, some: list[Sentence], least: float
) -> Iterator[tuple[Sentence, list[FoundEvent]]]:
    """Sentences, in batches of like lengths, each with the events that a model finds in it."""
    for batch in event_batches(some, random.Random(1)):
        inputs, _ = packed(batch, model.attribution.config.kind)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            rows = model.attribution.words(*inputs)[0].float().numpy()
        for s, row in zip(batch, rows, strict=True):
            x = row[: len(s.words.start)]
            yield s, find(heads, s.text, s.words, [whole(s)], [x], least)


def acting(model: Joint, found_by: EventHeads, some: list[Sentence]) -> Iterator[dict[str, Any]]:
    """The pairs of events that a model finds in some sentences."""
    for s, events in events_of(model, found_by, some, LEAST):
        for e in events:
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
    known = {s.text for path in (MARKS, STATES, *HELD) for s in sentences(path, data, tokenizer)}
    count, some = 0, []
    with a.out.open("w", encoding="utf8") as out:
        for row in told(MARKS):
            out.write(json.dumps(row) + "\n")
        corpora = [corpus for corpus in CORPORA if corpus not in UNREAD]
        for _, s in unmarked(data, known, random.Random(5), corpora):
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
