"""Passages planted from one report in others, and what is found of them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from benchmarks.altered import new_typography
from onrecord.archive.passages import Sentences
from onrecord.intake import from_text
from onrecord.schema import Document, Record
from onrecord.stories.matching import Piece
from onrecord.stories.passages import PassageMatcher, passages

PASSAGE = PassageMatcher()
REPORTS = 4
"""Reports that each passage is planted in, beside the one it is of."""


class Planted(NamedTuple):
    """A report with a passage in it, and the characters where that stands."""

    record: Record
    start: int
    end: int


def passage_scores(originals: Sequence[Document], seed: int) -> dict[str, Any]:
    """Recall and exactness of planted passages by kind, and passages that nobody planted."""
    rng = random.Random(seed)
    long = [document for document in originals if len(document.text.split()) > 150]
    rng.shuffle(long)
    told: dict[str, Any] = {}
    for kind in KINDS:
        told.update(_planted(kind, long[: 250 * (REPORTS + 1)], rng))
    told.update(_unrelated(long, rng))
    return told


def _planted(kind: str, documents: Sequence[Document], rng: random.Random) -> dict[str, Any]:
    places = found = begins = ends = exact = sets = whole = 0
    for at in range(0, len(documents) - REPORTS, REPORTS + 1):
        original, *others = documents[at : at + REPORTS + 1]
        span = _chosen(original, rng)
        if span is None:
            continue
        words = original.text[span[0] : span[1]]
        into = [_into(other, KINDS[kind](words, rng), rng) for other in others]
        records = {p.record.document.id: p.record for p in into}
        records[original.id] = Record(document=original)
        told = passages(_joined(list(records.values())), records)
        sets += 1
        hits = 0
        for planted in into:
            places += 1
            cited = [
                (c.start, c.end)
                for passage in told
                for c in passage.cited
                if c.document == planted.record.document.id
                and 2 * (min(c.end, planted.end) - max(c.start, planted.start))
                >= planted.end - planted.start
            ]
            if cited:
                hits += 1
                start, end = min(
                    cited, key=lambda c: abs(c[0] - planted.start) + abs(c[1] - planted.end)
                )
                text = planted.record.document.text
                first, last = _off(text, start, planted.start), _off(text, end, planted.end)
                begins += first == 0
                ends += last == 0
                exact += first == last == 0
        found += hits
        whole += any(
            len({c.document for c in passage.cited} & records.keys()) == len(records)
            for passage in told
        )
    return {
        f"{kind}: places found, % of {places}": round(100 * found / places, 1),
        f"{kind}: begins and ends exact to the word, % of found": round(100 * exact / found, 1),
        f"{kind}: one passage with all its places, % of {sets}": round(100 * whole / sets, 1),
    }


def _unrelated(documents: Sequence[Document], rng: random.Random) -> dict[str, Any]:
    """Passages between all reports as they are; quoted ones are mostly right."""
    records = {d.id: Record(document=d) for d in documents}
    told = passages(_joined(list(records.values())), records)
    return {
        f"passages between {len(records)} reports as they are": len(told),
        "of them with 20 words and more": sum(p.words >= 20 for p in told),
    }


def _joined(records: Sequence[Record]) -> list[Piece]:
    """The pieces that are the same as one of another report."""
    having: dict[str, list[Piece]] = {}
    for record in records:
        for piece in PASSAGE.pieces(record):
            for term in piece.terms:
                having.setdefault(term, []).append(piece)
    kept: dict[str, Piece] = {}
    for pieces in having.values():
        for n, other in enumerate(pieces if len(pieces) < 200 else ()):
            for one in pieces[:n]:
                if PASSAGE.same(one, other) >= 0.5:
                    kept |= {one.key: one, other.key: other}
    return list(kept.values())


def _chosen(document: Document, rng: random.Random) -> tuple[int, int] | None:
    """One to three sentences of at least 16 words together, from the middle of a report."""
    text = document.text
    starts = [*Sentences(text).starts, len(text)]
    for _ in range(20):
        first = rng.randrange(len(starts) // 4, max(len(starts) // 4 + 1, 3 * len(starts) // 4))
        last = min(first + rng.randrange(1, 4), len(starts) - 1)
        words = text[starts[first] : starts[last]].rstrip()
        if len(re.findall(r"\w+", words)) >= 16 and len(words) < 900:
            return starts[first], starts[first] + len(words)
    return None


def _into(document: Document, words: str, rng: random.Random) -> Planted:
    """A report with words put in between two of its sentences."""
    starts = Sentences(document.text).starts
    at = rng.choice(starts[len(starts) // 4 :])
    text = f"{document.text[:at].rstrip()}\n\n{words}\n\n{document.text[at:]}"
    made = from_text(text)
    start = made.text.index(words) if words in made.text else 0
    return Planted(Record(document=made), start, start + len(words))


def _off(text: str, found: int, planted: int) -> int:
    """How many words are between two places."""
    return len(re.findall(r"\w+", text[min(found, planted) : max(found, planted)]))


def _as_it_is(words: str, rng: random.Random) -> str:
    return words


def _quoted(words: str, rng: random.Random) -> str:
    plain = words.translate(dict.fromkeys(map(ord, '“”"'), None))
    return f"“{plain}”"


def _touched_up(words: str, rng: random.Random) -> str:
    """One word in twelve, but none at the ends, another, gone or doubled by a new one."""
    told = words.split(" ")
    for at in range(6, len(told) - 6, 12):
        told[at] = rng.choice(("namely", "", f"{told[at]} indeed"))
    return " ".join(word for word in told if word)


def _cut(words: str, rng: random.Random) -> str:
    """The first or the second part of it, 14 words at least."""
    told = words.split(" ")
    if len(told) < 18:
        return words
    length = rng.randrange(14, len(told))
    return " ".join(told[:length] if rng.random() < 0.5 else told[-length:])


KINDS = {
    "as it is": _as_it_is,
    "quoted": _quoted,
    "typography": new_typography,
    "touched up": _touched_up,
    "cut": _cut,
}
