"""Documents with marked mentions, groups and relations: re3d, GUM, WikiGold and silver labels.

Each corpus has a scheme of its own, the types that it marks; a span of words may have several
types, and spans may nest and cross.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.spans.words import Words, split
from training import gum

SCHEMES: dict[str, tuple[str, ...]] = {
    "re3d": (
        "Person", "Organisation", "Location", "Nationality", "Temporal", "Quantity", "Weapon",
        "MilitaryPlatform", "Vehicle", "Money", "DocumentReference", "Coordinate", "Frequency",
        "CommsIdentifier",
    ),
    "gum": (
        "person", "organization", "place", "abstract", "event", "object", "time", "substance",
        "animal", "plant",
    ),
    "wikigold": ("PER", "ORG", "LOC", "MISC"),
    "silver": (
        "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE", "TIME", "MONEY", "QUANTITY",
        "CARDINAL", "ORDINAL", "PERCENT", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART", "LANGUAGE",
    ),
}  # fmt: skip

RELATIONS = (
    "CoLocated", "FightingAgainst", "BelongsTo", "HasAttrOf", "IsSynonymOf", "InChargeOf",
    "CommWith", "Likes", "AlliesOf", "Dislikes", "Apart",
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A span of words, the number of its type in its scheme, and its group (-1 without one)."""

    lo: int
    hi: int
    type: int
    group: int = -1


@dataclass(frozen=True)
class Marked:
    """A document with its marks; `relations` are (number of type, source mark, target mark)."""

    id: str
    text: str
    words: Words
    scheme: str
    marks: tuple[Mark, ...]
    relations: tuple[tuple[int, int, int], ...] = ()


def _cover(words: Words, start: int, end: int) -> tuple[int, int]:
    """The words that an interval of characters touches."""
    lo = int(np.searchsorted(words.end, start, side="right"))
    hi = int(np.searchsorted(words.start, end, side="left"))
    return lo, hi


def re3d(path: Path, tokenizer: Tokenizer) -> list[Marked]:
    """The documents of re3d with entities and relations."""
    number = {name: i for i, name in enumerate(SCHEMES["re3d"])}
    out = []
    for line in path.open(encoding="utf8"):
        row = json.loads(line)
        words = split(row["text"], tokenizer)
        marks: list[Mark] = []
        at: dict[tuple[int, int], int] = {}
        for e in sorted(row["entities"], key=lambda e: (e["start"], e["end"], -e["confidence"])):
            lo, hi = _cover(words, e["start"], e["end"])
            if hi > lo:
                at.setdefault((e["start"], e["end"]), len(marks))
                marks.append(Mark(lo, hi, number[e["type"]]))
        relations = set()
        for r in row["relations"]:
            ends = (r["sourceBegin"], r["sourceEnd"]), (r["targetBegin"], r["targetEnd"])
            if all(end in at for end in ends):
                relations.add((RELATIONS.index(r["type"]), at[ends[0]], at[ends[1]]))
        found = tuple(sorted(relations))
        out.append(Marked(row["id"], row["text"], words, "re3d", tuple(marks), found))
    return out


def gum_documents(folder: Path, tokenizer: Tokenizer) -> list[Marked]:
    """The documents of a GUM folder with their groups."""
    number = {name: i for i, name in enumerate(SCHEMES["gum"])}
    out = []
    for path in sorted(folder.glob("*.conllu")):
        document = gum.read(path)
        words = split(document.text, tokenizer)
        marks = []
        for m in document.mentions:
            lo, hi = _cover(words, m.start, m.end)
            marks.append(Mark(lo, hi, number[m.type], m.group))
        out.append(Marked(document.id, document.text, words, "gum", tuple(marks)))
    return out


def wikigold(path: Path, tokenizer: Tokenizer, sentences: int = 10) -> list[Marked]:
    """WikiGold in pieces of some sentences, each sentence a line."""
    out = []
    blocks = path.read_text(encoding="utf8").strip().split("\n\n")
    for begin in range(0, len(blocks), sentences):
        text, spans = "", []
        for block in blocks[begin : begin + sentences]:
            text += "\n" if text else ""
            fresh, kind = True, ""
            for line in block.splitlines():
                word, tag = line.rsplit(" ", 1)
                text += "" if fresh else " "
                start = len(text)
                text += word
                now = tag.removeprefix("I-")
                if now != "O" and now == kind and not fresh:
                    spans[-1] = (spans[-1][0], len(text), now)
                elif now != "O":
                    spans.append((start, len(text), now))
                fresh, kind = False, now
        out.append(_spanned(f"wikigold-{begin}", text, spans, "wikigold", tokenizer))
    return out


def silver(path: Path, tokenizer: Tokenizer) -> Iterator[Marked]:
    """Documents of JSON lines with `text` and `spans` of (start, end, label)."""
    for line in path.open(encoding="utf8"):
        row = json.loads(line)
        yield _spanned(row["id"], row["text"], row["spans"], "silver", tokenizer)


def _spanned(identifier: str, text: str, spans: list, scheme: str, tokenizer: Tokenizer) -> Marked:
    words = split(text, tokenizer)
    marks = []
    for start, end, kind in spans:
        lo, hi = _cover(words, start, end)
        if hi > lo:
            marks.append(Mark(lo, hi, SCHEMES[scheme].index(kind)))
    return Marked(identifier, text, words, scheme, tuple(marks))
