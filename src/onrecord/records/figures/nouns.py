"""What a number counts: the noun behind it with the words that belong to it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.knowledge import figures as known
from onrecord.records.figures.tokens import Token, glued, peek

REACH = 8
"""A counted noun stands within so many words of its number."""

_Piece = tuple[int, int]


def noun(tokens: Sequence[Token], at: int, *, single: bool = False) -> _Piece | None:
    """Tokens of the noun phrase that begins at `at`, up to and with its head.

    The head is the first plural; where there is none, or where one thing is counted, it is the
    last word before something that cannot belong to the phrase.
    """
    stop = at
    head = -1
    limit = min(len(tokens), at + REACH)
    while stop < limit:
        low = tokens[stop].low
        if _quote(low):
            stop += 1
            continue
        if low == "-" and glued(tokens, stop):
            # `low- and middle-income`
            stop += 1
            continue
        if low == "(" and head < 0 < stop - at and peek(tokens, stop + 2) == ")":
            # `Security Force (SF) personnel`
            stop += 3
            continue
        joint = low in ("and", "or", ",", "&") and not single
        if joint and head < 0 and stop > at and _goes_on(tokens, stop):
            stop += 1
            continue
        if not _belongs(tokens, stop):
            break
        if plural(tokens[stop]) and not single:
            head = stop
            if not _compounds(tokens, stop):
                break
        stop += 1
    if head < 0:
        head = _last_noun(tokens, at, stop)
    while at < head and _quote(tokens[at].low) and not _closes(tokens, head + 1):
        at += 1
    while at < head and (tokens[at].low[0].isdigit() or tokens[at].low in known.words("gauge")):
        # `16 of 22 medals`, `nine 9mm pistols`
        at += 1
    if head < at or not tokens[head].low[0].isalpha() or owns(tokens[head].low):
        return None
    end = head + 1
    if any(_quote(t.low) for t in tokens[at:end]) and _closes(tokens, end):
        end += 1
    return at, end


def owns(low: str) -> bool:
    """Whether a word is a possessive: `the country's`."""
    return low.endswith(("'s", "’s"))


def plural(token: Token) -> bool:
    """Whether a word looks like the plural of a noun."""
    low = token.low
    if low in known.words("plural"):
        return True
    if not low.endswith("s") or len(low) < 3 or low in known.words("not plural"):
        return (
            low.rpartition("-")[2] in known.words("plural")
            and "-" in low
            and (low.rpartition("-")[2] not in ("aircraft", "personnel", "media", "police"))
        )
    if low.endswith(("ss", "us", "'s", "’s", "is")) or not low[-2].isalpha():
        # `Taxis`, `skis`: too few to tell from `crisis`.
        return False
    return not low.endswith("ous")


def _quote(low: str) -> bool:
    return low in "\"“”‘’'«»„"


def _closes(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and _quote(tokens[i].low) and glued(tokens, i)


def _belongs(tokens: Sequence[Token], i: int) -> bool:
    low = tokens[i].low
    if not (low[0].isalpha() or low[0].isdigit()):
        return False
    if low in known.words("calendar") and low not in ("may", "march", "second"):
        return False
    return low not in known.words("stop")


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether a phrase without a head yet goes on behind a joint: `air and sea forces`."""
    for k in range(i + 1, min(i + 4, len(tokens))):
        if (
            not _belongs(tokens, k)
            or tokens[k].low[0].isdigit()
            or tokens[k].low in known.words("counter")
        ):
            return False
        if plural(tokens[k]):
            return True
    return False


def _compounds(tokens: Sequence[Token], i: int) -> bool:
    """Whether a plural is but the first part of a compound: `United Nations staff`."""
    if i + 1 >= len(tokens) or not _belongs(tokens, i + 1):
        return False
    after = tokens[i + 1]
    if after.low in known.words("harm"):
        return False
    if "-" in tokens[i].low:
        # `plain-clothes officers`
        return True
    if tokens[i].low in known.words("plural") and not tokens[i].low.endswith("s"):
        # `police officers`, and not `people Tuesdays`.
        return tokens[i].low not in ("people", "men", "women", "children") and plural(after)
    if tokens[i].capital:
        return after.capital or plural(after)
    return plural(after)


def _last_noun(tokens: Sequence[Token], at: int, stop: int) -> int:
    last = stop - 1
    while last > at and (
        _quote(tokens[last].low)
        or tokens[last].low in "-–,&"
        or tokens[last].low in ("and", "or")
        or tokens[last].low.endswith("ly")
        or tokens[last].low in known.words("harm")
    ):
        last -= 1
    # `the electorate supported`, `40 attended`: a past verb ends the phrase or is none.
    for k in range(at, last + 1):
        low = tokens[k].low
        if low.endswith("ed") and not tokens[k].capital and low not in known.words("harm"):
            return k - 1
    return last
