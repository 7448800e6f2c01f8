"""What the copies benchmark measures with: pairs joined, clusters, and near texts that are none."""

from __future__ import annotations

import math
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import msgspec
import numpy as np

from onrecord.intake import from_text
from onrecord.schema import Document, Record
from onrecord.stories.copies import CopyMatcher
from onrecord.stories.matching import Matcher, Piece
from onrecord.stories.passages import PassageMatcher

_DIMENSIONS = 1 << 14


class Text(NamedTuple):
    """A text, read as intake reads it, its piece, and which original it is of."""

    text: str
    document: Document
    piece: Piece
    source: str


def text_of(text: str, source: str | None = None) -> Text:
    """A text with its piece; its own original unless told."""
    document = from_text(text)
    (piece,) = CopyMatcher().pieces(Record(document=document))
    return Text(document.text, document, piece, source or document.id)


def candidates(pieces: Sequence[Piece], common: int = 400) -> set[tuple[int, int]]:
    """Numbers of pieces that share a term which fewer than `common` have."""
    having: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for term in piece.terms:
            having[term].append(number)
    return {
        (one, other)
        for numbers in having.values()
        if len(numbers) < common
        for n, other in enumerate(numbers)
        for one in numbers[:n]
    }


def linked(texts: Sequence[Text], matcher: Matcher, least: float = 0.5) -> list[tuple[int, int]]:
    """Numbers of texts that are found by a term and are the same by at least so much."""
    pieces = [text.piece for text in texts]
    return [
        (one, other)
        for one, other in sorted(candidates(pieces))
        if matcher.same(pieces[one], pieces[other]) >= least
    ]


def groups_of(texts: Sequence[Text], matcher: Matcher) -> list[list[int]]:
    """The texts gathered: everything that is linked, through others too."""
    over = list(range(len(texts)))

    def root(number: int) -> int:
        while over[number] != number:
            over[number] = over[over[number]]
            number = over[number]
        return number

    for one, other in linked(texts, matcher):
        over[root(other)] = root(one)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(texts)):
        groups[root(number)].append(number)
    return list(groups.values())


def merging(groups: Iterable[Sequence[int]], texts: Sequence[Text]) -> dict[str, float]:
    """Over-merging and under-merging apart, in percent, and pairwise precision and recall."""
    sources = Counter(text.source for text in texts)
    mixed = pairs = right = 0
    parts: Counter[str] = Counter()
    for group in groups:
        within = Counter(texts[n].source for n in group)
        mixed += len(within) > 1
        parts.update(within.keys())
        pairs += math.comb(len(group), 2)
        right += sum(math.comb(n, 2) for n in within.values())
    wanted = sum(math.comb(n, 2) for n in sources.values())
    return {
        "originals": len(sources),
        "over-merged: clusters that hold several originals": mixed,
        "under-merged: originals whose copies are in several clusters": sum(
            n > 1 for n in parts.values()
        ),
        "pairwise precision": round(100 * right / max(1, pairs), 2),
        "pairwise recall": round(100 * right / max(1, wanted), 2),
    }


def same_words(one: str, other: str, least: float = 0.8) -> bool:
    """Whether two texts are one by the longest matching blocks of their words."""
    left, right = (re.findall(r"\w+", text.lower()) for text in (one, other))
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= least


def nearest(texts: Sequence[Text], each: int = 3) -> list[tuple[Text, Text]]:
    """The pairs on the most similar subject: the few nearest of each by cosine of tf-idf."""
    vectors = np.zeros((len(texts), _DIMENSIONS), np.float32)
    for row, text in enumerate(texts):
        for word, count in Counter(re.findall(r"[a-z]{3,}", text.text.lower())).items():
            vectors[row, _bucket(word)] += 1 + math.log(count)
    vectors *= np.log(len(texts) / (1 + (vectors > 0).sum(axis=0)))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    pairs = set()
    for row in range(len(texts)):
        cosines = vectors @ vectors[row]
        cosines[row] = -1
        for other in np.argpartition(-cosines, each)[:each].tolist():
            pairs.add((min(row, other), max(row, other)))
    return [(texts[one], texts[other]) for one, other in sorted(pairs)]


def costs(documents: Sequence[Document]) -> dict[str, float]:
    """Processor time, terms and characters of bodies that 1,000 words cost."""
    words = sum(len(document.text.split()) for document in documents) / 1000
    told: dict[str, float] = {}
    for matcher in (CopyMatcher(), PassageMatcher()):
        begin = time.process_time()
        pieces = [p for d in documents for p in matcher.pieces(Record(document=d))]
        spent = 1000 * (time.process_time() - begin)
        bodies = sum(len(msgspec.json.encode(p.body)) for p in pieces)
        told[f"{matcher.kind}: ms for 1,000 words"] = round(spent / words, 2)
        told[f"{matcher.kind}: terms"] = round(sum(len(p.terms) for p in pieces) / words)
        told[f"{matcher.kind}: bytes of bodies"] = round(bodies / words)
    return told


def _bucket(word: str) -> int:
    value = 0
    for c in word:
        value = (value * 131 + ord(c)) & 0xFFFFFFFF
    return (value * 2654435761 & 0xFFFFFFFF) >> 18
