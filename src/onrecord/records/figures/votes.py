"""Two numbers that one vote gives: `by 52 votes to 48`, `a 15-0 vote`."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.knowledge import figures as known
from onrecord.records.figures.amounts import DASHES
from onrecord.records.figures.tokens import Token, glued

_MOST = 1000
_BEFORE, _AFTER = 7, 4


def pair(tokens: Sequence[Token], i: int) -> tuple[int, int, int, int | None] | None:
    """Tokens of both numbers, the token behind them, and that of what is counted if it is told."""
    if not _number(tokens, i):
        return None
    named: int | None = None
    at = i + 1
    if at < len(tokens) and tokens[at].low in ("votes", "vote"):
        named, at = at, at + 1
    if at + 1 >= len(tokens) or not _number(tokens, at + 1):
        return None
    joined = tokens[at].low in DASHES and glued(tokens, at) and glued(tokens, at + 1)
    if not joined and tokens[at].low not in ("to", "against"):
        return None
    stop = at + 2
    if stop < len(tokens) and glued(tokens, stop) and tokens[stop].low[0] in "-–%/:°":
        return None
    if glued(tokens, i) and tokens[i - 1].low in (*DASHES, "/", "$"):
        return None
    vote = known.words("vote")
    after = [t.low for t in tokens[stop : stop + _AFTER]]
    before = [t.low for t in tokens[max(0, i - _BEFORE) : i]]
    if not joined and named is None and "by" not in before[-2:] and "vote" not in before[-3:]:
        return None
    if named is None and not vote.intersection(before) and not vote.intersection(after):
        return None
    if named is None and after and after[0] in vote and joined:
        named = stop
    if named is None and before[-2:] == ["vote", "of"]:
        named = i - 2
    return i, at + 1, stop, named


def _number(tokens: Sequence[Token], i: int) -> bool:
    low = tokens[i].low
    return low.isdigit() and len(low) <= 3 and low.isascii() and int(low) < _MOST
