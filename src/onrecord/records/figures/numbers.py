"""Digits and number words → values: `7,000`, `1.2bn`, `twenty-seven`, `dozens`, `two-thirds`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import figures as known
from onrecord.records.figures.tokens import Token, glued, peek

MOST_DIGITS = 15
"""A longer row of digits identifies something, it does not count."""

# The fewest that each word can honestly mean: two of a plural, three of several.
_LOOSE = {("several",): 3, ("a", "few"): 3, ("a", "handful"): 3, ("a", "couple"): 2}
_SIGNS = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5}
_WHOLE = frozenset((3, 4, 5, 10, 20, 100))
_GROUPING = re.compile("[,\u00a0\u202f]")


class Number(NamedTuple):
    """A number read from tokens `[first, stop)`.

    `kind` is digits, grouped (thousands set apart), word, vague, fraction, or ratio (one in five).
    `scale` is what a word behind the digits multiplies them by: 1 in `5`, 10**6 in `5 million`.
    """

    first: int
    stop: int
    value: float
    kind: str
    scale: float = 1


@cache
def opening() -> frozenset[str]:
    """Words that may begin a number; of one with hyphens, its first part."""
    kinds = ("unit", "ten", "plural")
    listed = [word for kind in kinds for word in known.numerals(kind)]
    return frozenset((*listed, *_SIGNS, "several", "a", "an", "half", "half-dozen"))


@cache
def _multipliers() -> dict[str, int]:
    return {**known.numerals("scale"), **known.numerals("multiple")}


def read(tokens: Sequence[Token], i: int, *, money: bool = False) -> Number | None:
    """The number that begins with token `i`, if one does.

    Args:
        tokens: words and marks of a line.
        i: where to begin.
        money: whether a currency sign stands before it, where `5m` and `5b` are five million
            and five billion.
    """
    low = tokens[i].low
    if low[0] in "0123456789":
        number = _digits(tokens, i, money)
        return number if money or number is None else _ratio(tokens, number) or number
    if low not in opening() and low.partition("-")[0] not in opening():
        return None
    number = _loose(tokens, i) or _fraction(tokens, i) or _cardinal(tokens, i)
    if number is not None and number.kind == "word":
        return _ratio(tokens, number) or number
    return number


def _digits(tokens: Sequence[Token], i: int, money: bool) -> Number | None:
    low = tokens[i].low
    plain = _GROUPING.sub("", low)
    if plain.count(".") > 1 or len(plain) > MOST_DIGITS:
        return None
    if low[0] == "0" and low[1:2].isdigit():
        return None
    value, stop = float(plain), i + 1
    kind = "grouped" if plain != low else "digits"
    if peek(tokens, stop) in _SIGNS and glued(tokens, stop):
        value, stop = value + _SIGNS[tokens[stop].low], stop + 1
    word = peek(tokens, stop)
    # `5-million`: the hyphen joins digits and scale.
    if word == "-" and glued(tokens, stop) and peek(tokens, stop + 1) in known.numerals("scale"):
        stop, word = stop + 1, tokens[stop + 1].low
    if word in _multipliers():
        scale = _multipliers()[word]
        return Number(i, stop + 1, _exact(low, scale), kind, scale)
    short = known.numerals("short").get(word)
    sure = (
        money
        or word not in ("m", "b", "k", "mil")
        or (word == "k" and glued(tokens, stop))
        or (word == "m" and peek(tokens, stop + 1) in known.words("plural"))
    )
    if short is not None and sure:
        return Number(i, stop + 1, _exact(low, short), kind, short)
    return Number(i, stop, value, kind)


def _exact(digits: str, scale: int) -> float:
    """`1.1` times a million as whole numbers, free of the error of binary fractions."""
    whole, _, part = _GROUPING.sub("", digits).partition(".")
    return int(whole + part) * scale / float(10 ** len(part))


def _cardinal(tokens: Sequence[Token], i: int) -> Number | None:
    """`two hundred and fifty thousand`, `a dozen`, `half a million`."""
    low = tokens[i].low
    half = low == "half" and peek(tokens, i + 1) in ("a", "dozen")
    if half:
        at = i + 2 if tokens[i + 1].low == "a" else i + 1
        scale = _multipliers().get(peek(tokens, at))
        return None if scale is None else Number(i, at + 1, scale / 2, "word", scale)
    if low == "half-dozen" or (low == "a" and peek(tokens, i + 1) == "half-dozen"):
        return Number(i, i + 1 + (low == "a"), 6, "word")
    total, group, last, at = 0, -1, 10**18, i
    if low in ("a", "an"):
        if peek(tokens, i + 1) not in _multipliers():
            return None
        group, at = 1, i + 1
    while at < len(tokens):
        parts = tokens[at].low.split("-")
        joined = at
        so_far = total + max(group, 0)
        if parts == ["and"] and so_far and so_far % 100 == 0:
            # `two hundred and fifty`, and not the end of one number and the start of another.
            parts, joined = peek(tokens, at + 1).split("-"), at + 1
            if parts[0] not in known.numerals("unit") and parts[0] not in known.numerals("ten"):
                break
        state: _State | None = (total, group, last)
        for part in parts:
            state = _more(state, part) if state is not None else None
        if state is None:
            break
        (total, group, last), at = state, joined + 1
    if group < 0 and not total:
        return None
    value = total + max(group, 0)
    number = Number(i, at, float(value), "word", float(last if last < 10**18 else 1))
    return _and_half(tokens, number)


_State = tuple[int, int, int]


def _more(state: _State, word: str) -> _State | None:
    """The sum so far, the group below the next scale, and the last scale; null if no number."""
    total, group, last = state
    if word in known.numerals("unit"):
        n = known.numerals("unit")[word]
        fits = (
            group < 0
            or (n and group % 100 == 0 and group)
            or (0 < n < 10 and group % 100 >= 20 and group % 10 == 0)
        )
        return (total, max(group, 0) + n, last) if fits else None
    if word in known.numerals("ten"):
        fits = group < 0 or (group and group % 100 == 0)
        return (total, max(group, 0) + known.numerals("ten")[word], last) if fits else None
    if word == "hundred":
        return (total, group * 100, last) if 0 < group < 100 else None
    if word == "dozen":
        return (total, group * 12, last) if 0 < group < 100 and not total else None
    scale = known.numerals("scale").get(word, 0)
    if group > 0 and 0 < scale < last:
        return total + group * scale, -1, scale
    return None


def _and_half(tokens: Sequence[Token], number: Number) -> Number:
    """`two and a half million`."""
    if [peek(tokens, number.stop + k) for k in range(3)] != ["and", "a", "half"]:
        return number
    scale = known.numerals("scale").get(peek(tokens, number.stop + 3), 0)
    if scale:
        return Number(number.first, number.stop + 4, (number.value + 0.5) * scale, "word", scale)
    return number._replace(stop=number.stop + 3, value=number.value + 0.5 * number.scale)


def _loose(tokens: Sequence[Token], i: int) -> Number | None:
    """Numbers that no digit tells: `dozens`, `several hundred`, `tens of thousands`."""
    low = tokens[i].low
    if low in known.numerals("plural"):
        further = (
            known.numerals("plural").get(peek(tokens, i + 2), 0)
            if peek(tokens, i + 1) == "of"
            else 0
        )
        if further > known.numerals("plural")[low]:
            return Number(i, i + 3, 2.0 * known.numerals("plural")[low] * further, "vague")
        if low in ("tens", "scores") and peek(tokens, i + 1) != "of":
            return None
        return Number(i, i + 1, 2.0 * known.numerals("plural")[low], "vague")
    for words, least in _LOOSE.items():
        size = len(words)
        if all(peek(tokens, i + k) == word for k, word in enumerate(words)):
            at = i + size
            joined = peek(tokens, at) == "of" and words[-1] in ("couple", "handful")
            scale = _multipliers().get(peek(tokens, at + joined))
            if scale is not None:
                return Number(i, at + joined + 1, float(least * scale), "vague")
            return Number(i, at, float(least), "vague") if joined or words[-1] in (
                "several", "few") else None  # fmt: skip
    return None


def _fraction(tokens: Sequence[Token], i: int) -> Number | None:
    """`half`, `a third`, `two-thirds`, `three quarters`."""
    low = tokens[i].low
    if low in _SIGNS:
        return Number(i, i + 1, _SIGNS[low], "fraction")
    head, _, tail = low.partition("-")
    if tail:
        parts, many, stop = (
            known.numerals("part").get(tail, 0),
            known.numerals("unit").get(head, 0),
            i + 1,
        )
    elif low == "half":
        return Number(i, i + 1, 0.5, "fraction") if _halves(tokens, i) else None
    else:
        many = 1 if low in ("a", "an") else known.numerals("unit").get(low, 0)
        parts, stop = known.numerals("part").get(peek(tokens, i + 1), 0), i + 2
    if not parts or not 0 < many < parts:
        return None
    # `a third man` and `one second half` are no parts; `a third of them`, `two thirds` are.
    singular = not tokens[stop - 1].low.endswith("s")
    if singular != (many == 1):
        return None
    return Number(i, stop, many / parts, "fraction")


def _halves(tokens: Sequence[Token], i: int) -> bool:
    after, further = peek(tokens, i + 1), peek(tokens, i + 2)
    if after in ("a", "an"):
        return further not in _multipliers()
    return after not in ("dozen", "-")


def _ratio(tokens: Sequence[Token], number: Number) -> Number | None:
    """`one in five`, `two out of three`, `eight of 10`."""
    at = number.stop
    joint = peek(tokens, at)
    if number.scale != 1 or joint not in ("in", "out", "of"):
        return None
    at += 1 + (joint == "out")
    if joint == "out" and peek(tokens, at - 1) != "of":
        return None
    whole = _digits(tokens, at, False) if peek(tokens, at)[:1].isdigit() else None
    whole = whole or (_cardinal(tokens, at) if peek(tokens, at) in opening() else None)
    if whole is None or not 0 < number.value < whole.value or whole.scale != 1:
        return None
    if joint == "of" and whole.value not in (10, 100):
        return None
    if joint == "in" and (whole.value not in _WHOLE and whole.value % 10 != 0):
        return None
    return Number(number.first, whole.stop, number.value / whole.value, "ratio")
