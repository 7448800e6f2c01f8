"""Which numbers are figures, and which are dates, names, ages or places in a list."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.knowledge import figures as known
from onrecord.records.figures.amounts import DASHES, Amount
from onrecord.records.figures.hedges import Hedged
from onrecord.records.figures.tokens import Token, glued, peek

FEW = 12
"""`The two leaders` means those known already; `the 300 detainees` says how many there are."""

_JOINED_BEFORE = frozenset("/.#@_=&:°′'’″\\*^|")
_JOINED_AFTER = frozenset("/:°′″'_=@#*^|\\")
_YEARS = range(1000, 2100)


def refused(tokens: Sequence[Token], amount: Amount, hedged: Hedged) -> bool:
    """Whether the number is of a kind that never says how many, whatever stands behind it."""
    if _part_of_word(tokens, amount):
        return True
    if amount.unit is not None:
        return False
    return (
        _in_row(tokens, amount)
        or _marker(tokens, amount)
        or _time(tokens, amount, hedged)
        or _date(tokens, amount)
        or _named(tokens, amount, hedged)
        or _definite(tokens, amount, hedged)
        or _address(tokens, amount)
    )


def _part_of_word(tokens: Sequence[Token], amount: Amount) -> bool:
    """`F-16`, `COVID-19`, `13th`, `5:30`, `24/7`, `910-432-3383`, `[1]`."""
    first, stop = amount.first, amount.stop
    if glued(tokens, first):
        before = tokens[first - 1].low
        if before[-1].isalnum() or before in _JOINED_BEFORE:
            return True
        if before in DASHES and before != "—" and glued(tokens, first - 1):
            return True
        if before == "[" and peek(tokens, stop) == "]":
            return True
    if not glued(tokens, stop):
        return False
    after = tokens[stop].low
    digits = tokens[stop - 1].low[0].isdigit()
    if after in _JOINED_AFTER and not (after in "'’" and not digits):
        return amount.unit is None or after != "/"
    if after[0].isalnum() and digits:
        return True
    if after in DASHES and after != "—" and glued(tokens, stop + 1):
        return not _counts(tokens, amount)
    return after in ".," and digits and glued(tokens, stop + 1) and amount.unit is None


def _in_row(tokens: Sequence[Token], amount: Amount) -> bool:
    """`131 564`, and the second number of `two 120 mm guns`."""
    after = peek(tokens, amount.stop)[:1].isdigit()
    return (after and tokens[amount.stop - 1].low[0].isdigit()) or (
        peek(tokens, amount.first - 1) in known.words("counter")
        or peek(tokens, amount.first - 1)[:1].isdigit()
    )


def _counts(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether a hyphen ties the number to what it counts: `a 28-member body`."""
    word = peek(tokens, amount.stop + 1).partition("-")[0]
    return amount.unit is not None or word in (*known.words("compound noun"), "odd", "plus")


def _marker(tokens: Sequence[Token], amount: Amount) -> bool:
    """The number of an item in a list."""
    if amount.kind != "digits" or amount.stop - amount.first > 1:
        return False
    after = peek(tokens, amount.stop)
    if amount.first == 0 and after in ("", ".", ")", ":", "]"):
        return True
    return after == ")" and peek(tokens, amount.first - 1) in ("(", "")


def _time(tokens: Sequence[Token], amount: Amount, hedged: Hedged) -> bool:
    """How long, how often, how old: these belong to the times."""
    if amount.kind == "ratio":
        return False
    at = hedged.stop
    at += peek(tokens, at) in DASHES
    at += peek(tokens, at) == "of" and amount.kind in ("vague", "fraction")
    if amount.kind == "fraction" and peek(tokens, at) in ("a", "an"):
        at += 1
    skipped = 0
    while skipped < 2 and peek(tokens, at) in known.words("time adjective"):
        at, skipped = at + 1, skipped + 1
    word = peek(tokens, at)
    return (word.rstrip("’'") in known.words("time") or word.startswith(("year-old", "day-"))) and (
        word not in ("second", "seconds", "quarter", "quarters") or amount.kind != "fraction"
    )


def _date(tokens: Sequence[Token], amount: Amount) -> bool:
    """`June 25`, `25 June`, `2016`, `2013-14`."""
    if amount.kind not in ("digits", "word"):
        return False
    months = known.words("month")
    digits = amount.kind == "digits"
    before, after = peek(tokens, amount.first - 1), peek(tokens, amount.stop)
    if digits and amount.high <= 31:
        named = _capital(tokens, amount.first - 1) and before in months
        if named or (after in months and _capital(tokens, amount.stop)):
            return True
        if before in ("and", ",", *DASHES) and peek(tokens, amount.first - 3) in months:
            return _capital(tokens, amount.first - 3)
    return digits and amount.joint != "" and amount.low in _YEARS and amount.high in _YEARS


def is_year(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether four digits may be a year."""
    word = tokens[amount.first].low
    return (
        amount.kind == "digits"
        and amount.unit is None
        and amount.stop == amount.first + 1
        and len(word) == 4
        and amount.low in _YEARS
    )


def _capital(tokens: Sequence[Token], i: int) -> bool:
    return 0 <= i < len(tokens) and tokens[i].capital


def _named(tokens: Sequence[Token], amount: Amount, hedged: Hedged) -> bool:
    """`Article 5`, `page 12`, `aged 40`, `mother of three`, `No. 2`."""
    before, further = peek(tokens, amount.first - 1), peek(tokens, amount.first - 2)
    if before == "of" and further in known.words("mother of"):
        return True
    if before == "per":
        # `20 cases per 100,000 people`: a rate is one figure.
        return True
    if hedged.qualifier is not None or amount.kind in ("vague", "fraction", "ratio"):
        return False
    if before in ("a", "an") and peek(tokens, amount.stop) not in DASHES:
        # `a 407 truck` is of a kind; what is many has no such article.
        return amount.kind == "digits"
    if before == "#" or (before in known.words("label") and further != "in"):
        return tokens[amount.first].low[0].isdigit() or before not in ("to", "point")
    return (
        before in ("and", "or", "to")
        and further[:1].isdigit()
        and peek(tokens, amount.first - 3) in known.words("label")
    )


def _definite(tokens: Sequence[Token], amount: Amount, hedged: Hedged) -> bool:
    """`The two men`, `Iraq’s three biggest parties`, `all five`: known already."""
    if hedged.qualifier is not None or amount.kind in ("fraction", "ratio"):
        return False
    before = peek(tokens, amount.first - 1)
    owned = before.endswith(("'s", "’s", "s'", "s’")) or before in known.words("definite")
    if not owned and before in ("'", "’") and glued(tokens, amount.first - 1):
        owned = True
    if amount.kind == "vague":
        return owned and peek(tokens, amount.first) == "several"
    return owned and amount.high <= FEW


def _address(tokens: Sequence[Token], amount: Amount) -> bool:
    """`10 Downing Street`."""
    if amount.kind != "digits" or not _capital(tokens, amount.stop):
        return False
    for i in range(amount.stop, min(amount.stop + 4, len(tokens))):
        if not tokens[i].capital:
            return False
        if tokens[i].low in known.words("street"):
            return True
    return False
