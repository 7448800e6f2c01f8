"""Words, numbers and marks of a line, as the figures read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.schema import Span, Spans

LONGEST = 4000
"""A longer line is read in stretches of about this many characters."""

_TOKEN = re.compile(
    r"[0-9]{1,3}(?:[,\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?(?![0-9])"  # 7,000 and 7,000.5
    r"|[0-9]+(?:\.[0-9]+)*"
    r"|(?:[A-Za-z]\.){2,}"  # U.S.
    r"|(?:Rs|No|Nos|St|Ave|Rd|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\."
    r"|(?:US|CA|AU|NZ|HK|[CASR])\$"
    r"|(?:[kcm]?m|ft)[23](?![\w.])"  # m3
    r"|[^\W\d_]+(?:[-‐‑’'][^\W\d_]+)*"
    r"|\S"
)

_CARDINALS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|"
    "eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion"
)
_COUNTING = re.compile(
    rf"(?:{_CARDINALS})-(?!(?:{_CARDINALS}|hal(?:f|ves)|thirds?|quarters?|fourths?|fifths?|"
    r"sixths?|eighths|tenths?|odd|plus)(?![a-z])|(?:one|in)-)[a-z]"
)


class Token(NamedTuple):
    """A word, number or mark; `low` is it in small letters."""

    start: int
    end: int
    low: str
    capital: bool


def read(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`."""
    out = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        low = word.lower()
        at, stop = match.span()
        capital = low != word and word[0].isupper()
        if "-" in low and _COUNTING.match(low):
            # `two-mile` is a number, a hyphen and what it counts; `twenty-two` is one number.
            cut = at + low.index("-")
            out.append(Token(at, cut, low[: cut - at], capital))
            out.append(Token(cut, cut + 1, "-", False))
            at, low, capital = cut + 1, low[cut - at + 1 :], False
        out.append(Token(at, stop, low, capital))
    return out


def stretches(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """The lines, those past `LONGEST` cut at spaces, so that work follows length alone."""
    for start, end in lines:
        while end - start > LONGEST:
            cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = cut if cut > start else start + LONGEST
            yield start, cut
            start = cut
        yield start, end


def glued(tokens: Sequence[Token], i: int) -> bool:
    """Whether token `i` follows the one before it without a space."""
    return 0 < i < len(tokens) and tokens[i - 1].end == tokens[i].start


def peek(tokens: Sequence[Token], i: int) -> str:
    """Token `i` in small letters, or nothing where there is none."""
    return tokens[i].low if 0 <= i < len(tokens) else ""


def spans(tokens: Sequence[Token], piece: tuple[int, int] | None) -> Spans:
    """The characters of tokens `[first, stop)`, as a span list."""
    return () if piece is None else ((tokens[piece[0]].start, tokens[piece[1] - 1].end),)
