"""What a number counts or is a share of, and whether it counts anything at all."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.knowledge import figures as known
from onrecord.records.figures import judging, nouns, untold
from onrecord.records.figures.amounts import DASHES, Amount
from onrecord.records.figures.hedges import Hedged
from onrecord.records.figures.tokens import Token, glued, peek, spans
from onrecord.schema import Spans


def _behind_of(tokens: Sequence[Token], at: int) -> tuple[int, bool]:
    """Where a counted noun begins behind `of the`, and whether an `of` stands there."""
    if peek(tokens, at) != "of":
        return at, False
    at += 1
    while at < len(tokens) and tokens[at].low in known.words("kept of"):
        at += 1
    return at, True


def measured(tokens: Sequence[Token], amount: Amount, hedged: Hedged) -> Spans:
    """What a measure or an amount of money is of, where an `of` says so."""
    at, of = _behind_of(tokens, hedged.stop)
    if not of and peek(tokens, at) in ("in", "worth") and len(amount.unit or "") == 3:
        at += 2 if peek(tokens, at + 1) == "of" else 1
        of = peek(tokens, at) not in known.words("stop") and not _capital(tokens, at)
        of = of and peek(tokens, at) not in known.words("calendar") and peek(tokens, at).isalpha()
    return spans(tokens, nouns.noun(tokens, at)) if of and at < len(tokens) else ()


def _capital(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].capital


def part(tokens: Sequence[Token], amount: Amount, hedged: Hedged) -> Spans | None:
    """What a share is of; null where `half` or `a quarter` is no share."""
    before = peek(tokens, hedged.first - 1)
    word = peek(tokens, amount.first)
    lone = amount.stop - amount.first == 1
    if lone and word == "half" and before in ("first", "second", "other", "latter", "better"):
        return None
    at, of = _behind_of(tokens, hedged.stop)
    if of or amount.kind == "ratio":
        return spans(tokens, nouns.noun(tokens, at))
    after = peek(tokens, at)
    if after in ("the", "its", "his", "her", "their", "our", "all", "these", "those"):
        return spans(tokens, nouns.noun(tokens, at + 1))
    if after in ("majority", "vote", "stake", "share", "majorities"):
        return spans(tokens, (at, at + 1))
    hyphened = not lone or "-" in word
    if hedged.qualifier is not None or (hyphened and word.partition("-")[0] not in ("a", "one")):
        return ()
    return None


def counted(
    tokens: Sequence[Token], amount: Amount, hedged: Hedged, last: Spans | None
) -> tuple[str, Spans] | None:
    """What is counted and by which kind of rule; null where nothing shows that something is."""
    word = tokens[amount.first].low
    single = amount.high == 1 and amount.kind != "vague"
    at, of = _behind_of(tokens, hedged.stop)
    if not of and peek(tokens, at) in DASHES and glued(tokens, at):
        return _compound(tokens, at + 1)
    if of and word == "one":
        return None
    more = at
    while peek(tokens, more) in ("more", "additional", "further", "extra"):
        more += 1
    piece = None
    if more < len(tokens) and not (of and amount.kind == "digits" and amount.joint):
        piece = nouns.noun(tokens, more, single=single)
    if of and piece is None and peek(tokens, at - 1) in ("those", "these", "them"):
        piece = at - 1, at
    if piece is None and of and peek(tokens, at) in ("whom", "which") and last is not None:
        return "bare", last
    if piece is None and of and peek(tokens, at) in ("them", "us", "whom", "which"):
        piece = at, at + 1
    head = peek(tokens, piece[1] - 1) if piece else ""
    if head in known.words("time") or head == "figures" or peek(tokens, at) in known.words("gauge"):
        return None
    if judging.is_year(tokens, amount) and not _no_year(tokens, amount, hedged, head):
        return None
    if single and not _one(tokens, hedged, piece, of):
        return None
    if piece is not None and _good_head(tokens, amount, hedged, piece, of):
        kind = "vague" if amount.kind == "vague" else "counted"
        return kind, spans(tokens, piece)
    return untold.read(tokens, amount, hedged, more, last)


def _no_year(tokens: Sequence[Token], amount: Amount, hedged: Hedged, head: str) -> bool:
    if hedged.qualifier is not None:
        return not hedged.weak or head in known.words("plural")
    before = peek(tokens, amount.first - 1)
    named = before in known.words("year preposition") and 1900 <= amount.low <= 2050
    return not named and head in known.words("plural")


def _one(tokens: Sequence[Token], hedged: Hedged, piece: tuple[int, int] | None, of: bool) -> bool:
    """Whether `one` counts, rather than points at somebody: `one soldier was killed`."""
    if piece is None or of:
        return False
    head = tokens[piece[1] - 1].low
    before = peek(tokens, hedged.first - 1)
    if before in ("no", "any", "every", "this", "that", "which", "the"):
        return False
    if hedged.qualifier is not None or before in ("only", "just"):
        return head in known.words("counted one") or hedged.qualifier is not None
    after = peek(tokens, piece[1])
    harm = known.words("harm")
    if after in harm or before in harm or before in known.words("before bare"):
        return True
    if after in ("was", "is") and harm & {peek(tokens, piece[1] + k) for k in (1, 2, 3)}:
        return True
    return head in known.words("counted one") and after not in known.words("saying")


def _good_head(
    tokens: Sequence[Token],
    amount: Amount,
    hedged: Hedged,
    piece: tuple[int, int],
    of: bool,
) -> bool:
    """Whether the phrase found is what is counted: a plural, or something the number needs."""
    head = tokens[piece[1] - 1]
    low = head.low
    if nouns.plural(head) or of or low[-1] in '”"’':
        return True
    if amount.high == 1 or low in known.words("harm"):
        return True
    # Without a plural, a name behind digits is no count: `Nov. 2 Clinton`.
    if head.capital and not low.isupper():
        return False
    if low.endswith("ing"):
        return False
    return amount.kind in ("vague", "grouped", "word") or piece[1] - piece[0] > 1


def _compound(tokens: Sequence[Token], at: int) -> tuple[str, Spans] | None:
    """`a 28-member body`, `a 1,000-strong force`."""
    word = peek(tokens, at)
    if word in known.words("compound noun"):
        if word == "strong":
            return "counted", spans(tokens, nouns.noun(tokens, at + 1))
        return "counted", spans(tokens, (at, at + 1))
    return None
