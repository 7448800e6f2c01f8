"""Numbers with no noun behind them: what they count is told before, or by what befell them."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.knowledge import figures as known
from onrecord.records.figures import nouns
from onrecord.records.figures.amounts import Amount
from onrecord.records.figures.hedges import Hedged
from onrecord.records.figures.tokens import Token, peek, spans
from onrecord.schema import Spans

_CLAUSE_REACH = 9


def read(
    tokens: Sequence[Token], amount: Amount, hedged: Hedged, at: int, last: Spans | None
) -> tuple[str, Spans] | None:
    """A number with no noun behind it: what counts is told before it, or by what befell them."""
    if _aged(tokens, amount, hedged):
        return None
    after = peek(tokens, at)
    before = peek(tokens, hedged.first - 1)
    if after in known.words("harm"):
        return "counted", spans(tokens, (at, at + 1))
    if before == "including":
        return "bare", last or ()
    if before in known.words("before bare"):
        return "bare", spans(tokens, (hedged.first - 1, hedged.first))
    if after in ("were", "was", "are", "have", "had"):
        told = _passive(tokens, at)
        given = _antecedent(tokens, hedged.first)
        if given is not None or told is not None:
            return "bare", spans(tokens, given or told)
        if amount.kind == "word" and not hedged.qualifier and last is None:
            return None
    total = _total(tokens, hedged.first)
    if total is not None:
        return "bare", spans(tokens, total)
    if amount.kind == "vague":
        return ("vague", ()) if tokens[amount.first].low != "a" else None
    strong = hedged.qualifier is not None and not hedged.weak
    large = amount.kind == "grouped" or (amount.stop > amount.first + 1 and amount.high >= 1000)
    if at > hedged.stop and last is not None:
        return "bare", last
    if strong or large:
        return "bare", spans(tokens, _later(tokens, at))
    return None


def _passive(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    for k in range(at + 1, min(at + 4, len(tokens))):
        if tokens[k].low in known.words("harm"):
            return k, k + 1
    return None


def _later(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """`at least 30, perhaps 50, were killed`."""
    for k in range(at, min(at + _CLAUSE_REACH, len(tokens))):
        if tokens[k].low in ("were", "was"):
            return _passive(tokens, k)
        if tokens[k].low in ".;!?":
            break
    return None


def _antecedent(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """`of the 300 detainees, 40 were children`."""
    if peek(tokens, first - 1) != ",":
        return None
    for k in range(first - 2, max(-1, first - 12), -1):
        if tokens[k].low == "of":
            at = k + 1
            while at < first and not nouns.plural(tokens[at]):
                at += 1
            return (at, at + 1) if at < first - 1 else None
        if tokens[k].low in ".;!?":
            break
    return None


def _total(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """`the death toll rose to 82`: what is counted stands before the number."""
    at = first - 1
    skipped = 0
    fillers = known.words("bringing")
    while (
        at >= 0
        and skipped < 5
        and (
            tokens[at].low in fillers
            or tokens[at].low in ("has", "had", "have", "been", "now", "still")
        )
    ):
        at, skipped = at - 1, skipped + 1
    if not skipped or at < 0 or tokens[at].low not in known.words("total"):
        return None
    start = at
    while (
        start > 0
        and tokens[start - 1].low.isalpha()
        and at - start < 3
        and (tokens[start - 1].low not in known.words("stop"))
    ):
        start -= 1
    return start, at + 1


def _aged(tokens: Sequence[Token], amount: Amount, hedged: Hedged) -> bool:
    """`Ann Lee 42 and Ben Roe, 38, were killed`."""
    at = amount.first - 1
    at -= peek(tokens, at) in (",", "(")
    named = at > 0 and tokens[at].capital and tokens[at - 1].capital
    return named and hedged.qualifier is None and amount.kind == "digits" and amount.high < 120
