"""Word vectors of windows → mentions with their antecedents, and relations between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.schema import FoundMention, FoundRelation
from onrecord.spans.decode import Floats
from onrecord.spans.grouping import HE, SHE, grouped
from onrecord.spans.heads import Heads, Spotted
from onrecord.spans.linking import FORMS, NAME, Described, described, head_of
from onrecord.spans.windows import Window, of_cores
from onrecord.spans.words import Ints, Words

Interval = tuple[int, int]

Gender = Callable[[str], str | None]
"""What tells the gender of a person's name: m, f or null."""

PERSON = "person"
"""The type of persons, in whatever case a scheme writes it."""

_BY_GENDER = {"m": HE, "f": SHE}
_OWNER = re.compile(r"['’]s?\s+\w")

ACTING = ("Person", "Organisation", "Location")
"""Types of mention of which several may mean the same actor."""


def link(
    heads: Heads,
    text: str,
    words: Words,
    cut: Sequence[Window],
    vectors: Sequence[Floats],
    spans: Sequence[Interval],
    types: Sequence[str],
    gender: Gender,
) -> list[int]:
    """The antecedent of each of the given mentions by its number, -1 for none.

    Args:
        heads: the model's heads.
        text: the document's text.
        words: its words.
        cut: its windows.
        vectors: word vectors of each window, (words, hidden).
        spans: mentions as characters of the text, in text order.
        types: the type of each, of whatever scheme: what counts is which are equal, and which
            are persons.
        gender: tells that of a name.
    """
    if not spans:
        return []
    x = of_cores(cut, vectors)
    starts, ends = np.array(spans).T
    lo = np.searchsorted(words.end, starts, side="right")
    hi = np.maximum(np.searchsorted(words.start, ends, side="left"), lo + 1)
    number = {name: i for i, name in enumerate(heads.types)}
    kinds = np.array([number.setdefault(t, len(number)) for t in types])
    d = described(text, words, list(zip(lo.tolist(), hi.tolist(), strict=True)), kinds)
    persons = np.array([t.lower() == PERSON for t in types])
    before, _ = grouped(
        heads.pairs(heads.vectors(x, lo, hi), d), _kinds(text, words, d, persons, gender)
    )
    return [int(b) for b in before]


def _kinds(
    text: str, words: Words, d: Described, persons: NDArray[np.bool_], gender: Gender
) -> Ints:
    """The kind of pronoun of each mention, for a person's name the one that may stand for it."""
    kinds = d.kind.copy()
    for i in np.flatnonzero(persons & (d.form == NAME)):
        name = text[words.start[d.lo[i]] : words.end[d.hi[i] - 1]]
        # Whoever is told of as `Ann Lee's brother` is no Ann.
        told = None if _OWNER.search(name) else gender(name)
        kinds[i] = _BY_GENDER.get(told or "", 0)
    return kinds


def _linked(heads: Heads, v: Floats, d: Described, kinds: Ints) -> tuple[Ints, Floats]:
    """The antecedent of each mention, -1 for none, and how likely its group is.

    Only actors are weighed: times and numbers take nobody's part, and there are many of them.
    """
    acting = np.isin(np.array(heads.types)[d.type], ACTING)
    at = np.flatnonzero(acting)
    some = Described._make(column[at] for column in d)
    near, likely = grouped(heads.pairs(v[at], some), kinds[at])
    before = np.full(len(v), -1, np.int64)
    share = np.ones(len(v), np.float32)
    before[at] = np.where(near >= 0, at[near], -1)
    share[at] = likely
    return before, share


def find(
    heads: Heads,
    text: str,
    words: Words,
    cut: Sequence[Window],
    vectors: Sequence[Floats],
    thresholds: tuple[float, float],
    gender: Gender,
    base: int = 0,
) -> tuple[list[FoundMention], list[FoundRelation]]:
    """The mentions of a stretch of text and the relations between them, in text order.

    Args:
        heads: the model's heads.
        text: the document's text.
        words: the words of the stretch.
        cut: its windows.
        vectors: word vectors of each window, (words, hidden).
        thresholds: least probability of a mention and of a relation.
        gender: tells that of a name.
        base: number of the first mention.
    """
    spotted: list[Spotted] = []
    kept: list[Floats] = []
    relations: list[FoundRelation] = []
    count = 0
    for w, x in zip(cut, vectors, strict=True):
        s = heads.spot(x, words.sentence[w.lo : w.hi], thresholds[0])
        inside = (s.lo + w.lo >= w.core_lo) & (s.lo + w.lo < w.core_hi)
        s = Spotted(s.lo[inside], s.hi[inside], s.type[inside], s.probability[inside])
        found = heads.relate(x, s, words.sentence[w.lo : w.hi], thresholds[1])
        relations += [
            FoundRelation(
                heads.relations[k], base + count + i, base + count + j, round(float(p), 3)
            )
            for k, i, j, p in zip(*(column.tolist() for column in found), strict=True)
        ]
        kept.append(heads.vectors(x, s.lo, s.hi))
        spotted.append(s._replace(lo=s.lo + w.lo, hi=s.hi + w.lo))
        count += len(s.lo)
    if not count:
        return [], []
    lo, hi, kind, p = (np.concatenate(column) for column in zip(*spotted, strict=True))
    spans = list(zip(lo.tolist(), hi.tolist(), strict=True))
    d = described(text, words, spans, kind)
    persons = np.array([t.lower() == PERSON for t in heads.types])[kind]
    kinds = _kinds(text, words, d, persons, gender)
    before, share = _linked(heads, np.concatenate(kept), d, kinds)
    mentions = []
    for i, (a, b) in enumerate(spans):
        tokens = [text[words.start[k] : words.end[k]] for k in range(a, b)]
        top = a + head_of(tokens)
        mentions.append(
            FoundMention(
                int(words.start[a]),
                int(words.end[b - 1]),
                heads.types[kind[i]],
                FORMS[d.form[i]],
                (int(words.start[top]), int(words.end[top])),
                base + int(before[i]) if before[i] >= 0 else -1,
                round(float(share[i]), 3),
                round(float(p[i]), 3),
            )
        )
    return mentions, relations
