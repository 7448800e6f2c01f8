"""PolNeAR articles → words with gold tags and links; counts every row it drops."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from benchmarks.attribution_score import pieces
from onrecord.spans.tags import FLAT
from onrecord.spans.words import Words, split

WordSpans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Link:
    """One attribution as word spans of its document."""

    cue: WordSpans
    source: WordSpans
    content: WordSpans


@dataclass(frozen=True)
class Example:
    """One document: its words and, for each annotator, tags (words,) and links."""

    id: str
    text: str
    words: Words
    tags: tuple[np.ndarray, ...]
    links: tuple[tuple[Link, ...], ...]


def data_folder() -> Path:
    """Folder of the training data: `$ONRECORD_DATA`, or `../shared/data` beside the project."""
    default = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    return Path(os.environ.get("ONRECORD_DATA", default))


def trimmed(text: str, spans: list[list[int]]) -> list[tuple[int, int]]:
    """Spans without edge punctuation; pieces that only punctuation parts are joined.

    A phrase of nothing but punctuation, such as the colon that is a transcript's
    cue, is kept as it is.
    """
    return list(pieces(text, spans)) or sorted((s, e) for s, e in spans)


def load(path: Path, tokenizer: Tokenizer, dropped: Counter[str]) -> list[Example]:
    """Examples of a PolNeAR-style file, in file order; `dropped` counts what is left out."""
    out = []
    with path.open(encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            words = split(row["text"], tokenizer)
            tags, links = [], []
            for annotation in row["annotations"]:
                grid = np.zeros(len(words.start), np.int64)
                kept = []
                for attribution in annotation["attributions"]:
                    link = _link(row["text"], words, attribution, dropped)
                    if link is None:
                        continue
                    kept.append(link)
                    for role in ("content", "source", "cue"):
                        spans = [p for p in getattr(link, role) if not grid[p[0] : p[1]].any()]
                        dropped[f"flat {role} overlaps"] += len(getattr(link, role)) - len(spans)
                        FLAT.write(grid, role, spans)
                tags.append(grid)
                links.append(tuple(kept))
            out.append(Example(row["id"], row["text"], words, tuple(tags), tuple(links)))
    return out


def _link(text: str, words: Words, row: dict, dropped: Counter[str]) -> Link | None:
    roles = {}
    for role in ("source", "cue", "content"):
        spans = []
        for s, e in trimmed(text, row.get(role) or []):
            lo = int(np.searchsorted(words.end, s, side="right"))
            hi = int(np.searchsorted(words.start, e, side="left"))
            if hi > lo:
                spans.append((lo, hi))
        roles[role] = tuple(spans)
    if not roles["cue"] or not roles["content"]:
        dropped["no cue or no content"] += 1
        return None
    dropped["kept"] += 1
    return Link(**roles)
