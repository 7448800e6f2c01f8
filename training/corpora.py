"""All that the network learns from, read once: `python -m training.corpora --out FILE`.

Splitting a few million words into pieces takes longer than a short run on an accelerator may, so
the corpora are kept ready, and any number of runs begin from the same file.
"""

from __future__ import annotations

import argparse
import json
import lzma
import pickle
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.spans.bundle import FOLDER
from onrecord.spans.words import Words, split
from training.data import Example, data_folder, load
from training.evaluate import tokenizer_of
from training.events import MARKS, Sentence, Story, sentences, signs_of, stories
from training.marked import Marked, gum_documents, re3d, silver, wikigold

PLAIN = (
    "places/lgl.jsonl",
    "places/tr_news.jsonl",
    "places/geovirus.jsonl",
    "times/aquaint_timeml.jsonl",
)
"""Files whose texts are read as they are, beside those that silver names were found in."""

SHORTEST, LONGEST = 6, 90
"""Words of a sentence that is learned from by itself."""


@dataclass(frozen=True)
class Corpora:
    """What is learned from; `plain` are documents without gold."""

    examples: list[Example]
    gum: list[Marked]
    re3d: list[Marked]
    wikigold: list[Marked]
    silver: list[Marked]
    sentences: list[Sentence]
    stories: list[Story]
    plain: list[Marked]


def gather(data: Path, tokenizer: Tokenizer, named: Path) -> Corpora:
    """Read everything; `named` is what `training.silver` wrote."""
    examples = load(data / "polnear/train.jsonl", tokenizer, Counter())
    groups = gum_documents(data / "gum/train", tokenizer)
    reports = re3d(data / "re3d/train.jsonl", tokenizer)
    names = list(silver(named, tokenizer))
    plain = [Marked(d.id, d.text, d.words, "plain", ()) for d in (*names, *groups, *reports)]
    for name in PLAIN:
        for number, line in enumerate((data / name).open(encoding="utf8")):
            text = json.loads(line)["text"]
            words = split(text, tokenizer)
            plain.append(Marked(f"{name}/{number}", text, words, "plain", ()))
    return Corpora(
        examples=examples,
        gum=groups,
        re3d=reports,
        wikigold=wikigold(data / "wikigold/wikigold.conll", tokenizer),
        silver=names,
        sentences=sentences(MARKS, data, tokenizer),
        stories=stories(data, tokenizer),
        plain=plain,
    )


def parted(document: Marked) -> list[Sentence]:
    """The sentences of a document, without events."""
    w = document.words
    cuts = np.flatnonzero(np.diff(w.sentence)) + 1
    out = []
    for lo, hi in zip((0, *cuts), (*cuts, len(w.start)), strict=True):
        if SHORTEST <= hi - lo <= LONGEST:
            text, words = stretch(document, int(lo), int(hi))
            out.append(Sentence("plain", document.id, text, words, (), signs_of(text, words)))
    return out


def stretch(document: Marked, lo: int, hi: int) -> tuple[str, Words]:
    """The text that some words of a document span, and they as words of it."""
    w = document.words
    base = int(w.start[lo])
    words = Words(
        w.start[lo:hi] - base,
        w.end[lo:hi] - base,
        w.feature[lo:hi],
        w.line[lo:hi] - w.line[lo],
        w.sentence[lo:hi] - w.sentence[lo],
        w.piece[w.first[lo] : w.first[hi]],
        w.first[lo : hi + 1] - w.first[lo],
    )
    return document.text[base : int(w.end[hi - 1])], words


def restore(path: Path) -> Corpora:
    """Read what the command wrote; only from a file of your own, since it is a pickle."""
    with lzma.open(path) as file:
        out: Corpora = pickle.load(file)
    return out


def main() -> None:
    """Read and keep."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--silver", type=Path, required=True, help="what training.silver wrote")
    p.add_argument("--encoder", type=Path, default=FOLDER / "small", help="with tokenizer.json")
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    # The file names the classes by their module, which is not that of a command.
    from training import corpora as ours

    corpora = ours.gather(data_folder(), tokenizer_of(a.encoder), a.silver)
    with lzma.open(a.out, "wb", preset=5) as file:
        pickle.dump(corpora, file, protocol=5)
    sizes = {name: len(value) for name, value in corpora.__dict__.items()}
    print(json.dumps({**sizes, "bytes": a.out.stat().st_size}))


if __name__ == "__main__":
    main()
