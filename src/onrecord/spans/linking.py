"""What speaks for two mentions meaning the same, besides the encoder's vectors of them.

Every feature of a pair is a code, and the network adds up a learned vector for each; training
and reading share this file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from onrecord.spans.decode import Floats
from onrecord.spans.words import QUOTE_STATES, Ints, Words

PRONOUNS: dict[str, int] = {
    word: number
    for number, group in enumerate(
        (
            "he him his himself",
            "she her hers herself",
            "it its itself",
            "they them their theirs themselves",
            "we us our ours ourselves",
            "i me my mine myself",
            "you your yours yourself yourselves",
            "this that these those",
            "who whom whose which",
        ),
        1,
    )
    for word in group.split()
}
"""Pronouns and the number of their kind; 0 is no pronoun."""

KINDS = 10

PRONOUN, NAME, NOMINAL = range(3)
FORMS = ("pronoun", "name", "nominal")

_BEHIND = (
    "of in at from for on to with by who which that whose and or as about against over under "
    "between among into near after before during since including like than , ( : ; -- – —"
)
_AFTER_HEAD = frozenset(_BEHIND.split())
_IN_FRONT = "the a an this that these those his her its their our my your some"
_DETERMINER = frozenset(_IN_FRONT.split())
_LETTER = re.compile(r"[^\W\d_]")

_SENTENCES_APART = (0, 1, 2, 3, 5, 9, 17)
_MENTIONS_APART = (0, 1, 2, 3, 5, 9, 17, 33)

_OFTEN = (1, 2, 3, 5, 9)

SINGULAR, PLURAL = 1, 2
_PLURAL_KINDS = (4, 5)
_NO_PLURAL = re.compile(r"(ss|us|is|ics|ews)$")

_DETERMINERS = {
    word: number
    for number, group in enumerate(
        (
            "the",
            "a an some any another",
            "this that these those such",
            "his her its their our my your",
            "all both each every no two three four five several many most",
        ),
        1,
    )
    for word in group.split()
}

_SIZES = (
    len(_SENTENCES_APART), len(_MENTIONS_APART), 5, 9, KINDS, KINDS, 2, 2, 4, 3,
    9, 18, 9, 2, len(_OFTEN), 4,
)  # fmt: skip
_OFFSETS = np.cumsum((0, *_SIZES[:-1]))

PAIR_CODES = sum(_SIZES)
"""Number of distinct codes of the features of a pair."""

_TOGETHER = ((0, 1, 2), (3, 4, 5), (6, 7, 8, 9, 10), (11, 12, 13), (14, 15))
"""Features of a pair that are looked up as one, so that few rows are added where there are many."""


class Described(NamedTuple):
    """Mentions as parallel arrays, in text order.

    `lo`, `hi`: first word and the word after the last. `form`: `PRONOUN`, `NAME` or `NOMINAL`.
    `kind`: of the pronoun. `head`, `string`: equal where the lower-case head or the lower-case
    words without a determiner are equal. `tokens`: which words occur, (mentions, vocabulary).
    `type`: as given. `sentence`, `quoted`: where it stands. `number`: `SINGULAR`, `PLURAL` or 0.
    `determiner`: kind of its first word, 0 for no determiner. `rank`: how many mentions of its
    sentence come before it. `short`, `long`: equal where one abbreviates the other, -1 for none.
    `times`: how often its words were a mention so far. `comma`: whether a comma follows.
    """

    lo: Ints
    hi: Ints
    form: Ints
    kind: Ints
    head: Ints
    string: Ints
    tokens: Floats
    type: Ints
    sentence: Ints
    quoted: Ints
    number: Ints
    determiner: Ints
    rank: Ints
    short: Ints
    long: Ints
    times: Ints
    comma: Ints


def form_of(tokens: Sequence[str], opening: bool) -> int:
    """Form of a mention by its words; `opening` says that it begins its sentence."""
    if len(tokens) == 1 and tokens[0].lower() in PRONOUNS:
        return PRONOUN
    part = tokens[: head_of(tokens) + 1]
    named = [i for i, t in enumerate(part) if t[0].isupper() and t.lower() not in _DETERMINER]
    if named and not (opening and named == [0] and len(part) > 1):
        return NAME
    return NOMINAL


def head_of(tokens: Sequence[str]) -> int:
    """Number of the head word: the last one before a preposition, a clause or a comma."""
    last = -1
    for i, token in enumerate(tokens):
        if i and last >= 0 and (token.lower() in _AFTER_HEAD):
            break
        # The s of a possessive is no head.
        if _LETTER.match(token) and not (token == "s" and i and tokens[i - 1] in "'’"):
            last = i
    return last if last >= 0 else len(tokens) - 1


def described(text: str, words: Words, spans: Sequence[tuple[int, int]], types: Ints) -> Described:
    """Mentions given as intervals of words, with the number of each one's type."""
    vocabulary: dict[str, int] = {}
    heads: dict[str, int] = {}
    strings: dict[tuple[str, ...], int] = {}
    initials: dict[str, int] = {}
    seen: dict[int, int] = {}
    form, kind, head, string, number, count = [], [], [], [], [], []
    determiner, short, long, comma = [], [], [], []
    bags: list[list[int]] = []
    for lo, hi in spans:
        tokens = [text[words.start[i] : words.end[i]] for i in range(lo, hi)]
        small = [t.lower() for t in tokens]
        opening = lo == 0 or bool(words.sentence[lo] != words.sentence[lo - 1])
        form.append(form_of(tokens, opening))
        kind.append(PRONOUNS.get(small[0], 0) if len(small) == 1 else 0)
        top = small[head_of(tokens)]
        head.append(heads.setdefault(top, len(heads)))
        bare = tuple(t for t in small if t not in _DETERMINER and _LETTER.match(t)) or tuple(small)
        string.append(strings.setdefault(bare, len(strings)))
        bags.append([vocabulary.setdefault(t, len(vocabulary)) for t in bare])
        number.append(_number(form[-1], kind[-1], top, small))
        determiner.append(_DETERMINERS.get(small[0], 0) if len(small) > 1 else 0)
        seen[string[-1]] = seen.get(string[-1], 0) + 1
        count.append(seen[string[-1]])
        letters = "".join(t[0] for t in tokens if t[0].isupper())
        alone = len(tokens) == 1 and len(small[0]) > 1 and tokens[0].isupper()
        short.append(initials.setdefault(tokens[0], len(initials)) if alone else -1)
        many = len(letters) > 1 and not alone
        long.append(initials.setdefault(letters, len(initials)) if many else -1)
        behind = text[words.start[hi] : words.end[hi]] if hi < len(words.start) else ""
        comma.append(int(behind == ","))
    grid = np.zeros((len(bags), max(1, len(vocabulary))), np.float32)
    for row, bag in enumerate(bags):
        grid[row, bag] = 1
    at = np.array([lo for lo, _ in spans], np.int64)
    forms, kinds, tops, wholes = (np.array(v, np.int64) for v in (form, kind, head, string))
    quoted = words.feature[at] // 2 % QUOTE_STATES == 1
    sentence = words.sentence[at]
    return Described(
        lo=at,
        hi=np.array([hi for _, hi in spans], np.int64),
        form=forms,
        kind=kinds,
        head=tops,
        string=wholes,
        tokens=grid,
        type=np.asarray(types, np.int64),
        sentence=sentence,
        quoted=quoted.astype(np.int64),
        number=np.array(number, np.int64),
        determiner=np.array(determiner, np.int64),
        rank=np.arange(len(at)) - np.searchsorted(sentence, sentence, side="left"),
        short=np.array(short, np.int64),
        long=np.array(long, np.int64),
        times=np.array(count, np.int64),
        comma=np.array(comma, np.int64),
    )


def _number(form: int, kind: int, head: str, words: Sequence[str]) -> int:
    """Whether a mention speaks of one or of several, as far as its words tell."""
    if form == PRONOUN:
        return PLURAL if kind in _PLURAL_KINDS else 0 if kind >= 7 else SINGULAR
    if "and" in words:
        return PLURAL
    if form == NAME:
        return 0
    return PLURAL if head.endswith("s") and not _NO_PLURAL.search(head) else SINGULAR


def pair_codes(d: Described, later: Ints, earlier: Ints) -> Ints:
    """Codes of the features of each pair, (pairs, features), each below `PAIR_CODES`."""
    out: Ints = np.stack(_pair_features(d, later, earlier), 1) + _OFFSETS
    return out


def joint_codes(d: Described, later: Ints, earlier: Ints) -> list[Ints]:
    """The same as few codes, each (pairs,), that number the rows of `joint_rows`."""
    features = _pair_features(d, later, earlier)
    out, base = [], 0
    for group in _TOGETHER:
        code = features[group[0]]
        for number in group[1:]:
            code = code * _SIZES[number] + features[number]
        out.append(code + base)
        base += math.prod(_SIZES[number] for number in group)
    return out


def joint_rows(rows: Floats) -> Floats:
    """The sum of the rows of every combination of features that `joint_codes` numbers.

    Args:
        rows: what each code of `pair_codes` adds, (codes, k).
    """
    out = []
    for group in _TOGETHER:
        total = np.zeros((1, rows.shape[1]), rows.dtype)
        for number in group:
            own = rows[_OFFSETS[number] : _OFFSETS[number] + _SIZES[number]]
            total = (total[:, None] + own).reshape(-1, rows.shape[1])
        out.append(total)
    return np.concatenate(out)


def _pair_features(d: Described, later: Ints, earlier: Ints) -> tuple[Ints, ...]:
    """The features of each pair, each (pairs,), before they are numbered through."""
    sizes = d.tokens.sum(1).astype(np.int64)
    shared = (d.tokens @ d.tokens.T)[later, earlier].astype(np.int64)
    within = shared == np.minimum(sizes[later], sizes[earlier])
    no_pronoun = (d.form[later] != PRONOUN) & (d.form[earlier] != PRONOUN)
    like = np.where(
        d.string[later] == d.string[earlier],
        4,
        np.where(
            within & no_pronoun,
            3,
            np.where(d.head[later] == d.head[earlier], 2, np.minimum(shared, 1)),
        ),
    )
    size = np.digitize(shared, (1, 2))
    nested = (d.lo[later] < d.hi[earlier]).astype(np.int64)
    gap = d.lo[later] - d.hi[earlier]
    return (
        _bucket(d.sentence[later] - d.sentence[earlier], _SENTENCES_APART),
        _bucket(later - earlier, _MENTIONS_APART),
        like,
        d.form[later] * 3 + d.form[earlier],
        d.kind[later],
        d.kind[earlier],
        nested,
        (d.type[later] == d.type[earlier]).astype(np.int64),
        d.quoted[later] * 2 + d.quoted[earlier],
        size,
        d.number[later] * 3 + d.number[earlier],
        d.determiner[later] * 3 + d.form[earlier],
        np.minimum(d.rank[later], 2) * 3 + np.minimum(d.rank[earlier], 2),
        (
            (d.short[later] >= 0) & (d.short[later] == d.long[earlier])
            | (d.short[earlier] >= 0) & (d.short[earlier] == d.long[later])
        ).astype(np.int64),
        _bucket(d.times[earlier], _OFTEN),
        np.clip(gap, 0, 2) + 2 * (d.comma[earlier] & (gap == 1)),
    )


def _bucket(distance: Ints, edges: Sequence[int]) -> Ints:
    """Number of the last edge that the distance reaches."""
    out: Ints = np.clip(np.digitize(distance, edges) - 1, 0, len(edges) - 1)
    return out


_WORDS_BETWEEN = (0, 1, 2, 3, 5, 8, 13, 21, 34)
_MENTIONS_BETWEEN = (0, 1, 2, 3, 5, 9)
_ORDERS = 4
_AROUND = 12
"""Words before and behind a pair of mentions that say how they stand to each other."""
_TYPE_PAIR = len(_WORDS_BETWEEN) + len(_MENTIONS_BETWEEN) + _ORDERS


def relation_codes_of(types: int) -> int:
    """Number of distinct codes of the features of an ordered pair, for so many mention types."""
    return _TYPE_PAIR + types * types


def relation_codes(lo: Ints, hi: Ints, type_: Ints, pair: Ints, types: int) -> Ints:
    """Codes of the features of ordered pairs of mentions of one sentence, (pairs, features).

    Args:
        lo: first word of each mention, (mentions,), in text order.
        hi: word after the last, (mentions,).
        type_: number of each mention's type, (mentions,).
        pair: source and target of each pair, (pairs, 2).
        types: number of mention types.
    """
    source, target = pair[:, 0], pair[:, 1]
    first, last = np.minimum(source, target), np.maximum(source, target)
    between = np.maximum(lo[last] - hi[first], 0)
    nested = (lo[source] < hi[target]) & (lo[target] < hi[source])
    order = (source > target).astype(np.int64) + 2 * nested
    features = (
        _bucket(between, _WORDS_BETWEEN),
        len(_WORDS_BETWEEN) + _bucket(last - first - 1, _MENTIONS_BETWEEN),
        len(_WORDS_BETWEEN) + len(_MENTIONS_BETWEEN) + order,
        _TYPE_PAIR + type_[source] * types + type_[target],
    )
    out: Ints = np.stack(features, 1)
    return out


def relation_contexts(lo: Ints, hi: Ints, pair: Ints, sentence: Ints) -> Ints:
    """Words between the mentions of each pair, before both and behind both, (pairs, 3, 2).

    Of two nested mentions, what the outer one holds before the inner one, or else behind it,
    stands between them. Nothing reaches beyond the sentence.

    Args:
        lo: first word of each mention, (mentions,), in text order.
        hi: word after the last, (mentions,).
        pair: the two mentions of each pair, (pairs, 2).
        sentence: sentence of each word, (words,).
    """
    first, last = pair.min(1), pair.max(1)
    nested = lo[last] < hi[first]
    behind = nested & (lo[last] == lo[first])
    begin = np.where(nested, lo[first], hi[first])
    begin = np.where(behind, hi[last], begin)
    end = np.where(behind, hi[first], lo[last])
    over = np.maximum(hi[first], hi[last])
    here = sentence[lo[first]]
    opening = np.searchsorted(sentence, here, side="left")
    closing = np.searchsorted(sentence, here, side="right")
    out: Ints = np.stack(
        (
            np.stack((begin, np.maximum(begin, end)), 1),
            np.stack((np.maximum(opening, lo[first] - _AROUND), lo[first]), 1),
            np.stack((over, np.maximum(over, np.minimum(closing, over + _AROUND))), 1),
        ),
        1,
    )
    return out


def sentence_pairs(sentence: Ints) -> Ints:
    """Both orders of every two mentions of one sentence, (pairs, 2)."""
    same = sentence[:, None] == sentence[None]
    np.fill_diagonal(same, val=False)
    out: Ints = np.argwhere(same)
    return out
