"""Statements of one story of which one denies the other, and positions that were reversed."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from onrecord.schema import Record
from onrecord.stories import days
from onrecord.stories.citing import NOBODY, Citer, Persons
from onrecord.stories.nouns import Contradiction, Party, Said
from onrecord.stories.sayings import PUT_FORWARD, Claim, claims

How = Literal["denial", "contrary", "reversal"]

SHARE = 0.5
"""Claims are about one thing if they have so much in common of what the shorter one tells."""
ALIKE = 0.4
"""And so much in common of what both tell."""
WORDS = 2
"""And at least so many telling words."""
BACK = 2
"""What is only taken up again was said at most so many statements before."""
NEAR = 4
"""What a denial says others report is said at most so many statements from it."""


def find(records: Sequence[Record], persons: Persons = NOBODY) -> tuple[Contradiction, ...]:
    """The statements that deny or contradict each other in the reports of one story.

    Args:
        records: reports of one story; their order does not matter.
        persons: ids across reports by `document:entity`.
    """
    ordered = sorted(records, key=lambda r: r.document.id)
    year = days.within_year(days.reported(r) for r in ordered)
    told = [[c._replace(day=days.completed(c.day, year)) for c in claims(Citer(r, persons))]
            for r in ordered]  # fmt: skip
    every = [claim for one in told for claim in one]
    weights = _weights(every)
    pairs: dict[tuple[str, str], tuple[float, How, Claim, Claim]] = {}
    for how, one, other, score in (
        *_taken_up(told),
        *_reports(told, weights),
        *_matched(every, weights),
    ):
        key = (_id(one), _id(other)) if _id(one) < _id(other) else (_id(other), _id(one))
        if key[0] != key[1] and (key not in pairs or pairs[key][0] < score):
            pairs[key] = (score, how, one, other)
    found = [_contradiction(how, one, other) for _, how, one, other in pairs.values()]
    return tuple(sorted(found, key=lambda c: (days.order(c.one.date), c.one.cited.start, c.id)))


def _taken_up(told: Sequence[Sequence[Claim]]) -> Iterable[tuple[How, Claim, Claim, float]]:
    """Denials of what was said just before in the report: `Her cabinet disputes the quotation`."""
    for report in told:
        for one in report:
            if not one.back:
                continue
            before = [
                c
                for c in report
                if 0 < one.number - c.number <= BACK
                and c.said.attitude in PUT_FORWARD
                and c.about
                and c.who != one.who
            ]
            if before:
                nearest = max(before, key=lambda c: (c.number, len(c.about)))
                yield "denial", nearest, one, 1.0


def _reports(
    told: Sequence[Sequence[Claim]], weights: Mapping[str, float]
) -> Iterable[tuple[How, Claim, Claim, float]]:
    """Denials of reports or claims of others, and what stands near of that in the same report."""
    for report in told:
        denying = {c.said.id for c in report if c.denied}
        for one in (c for c in report if c.reports):
            near = [
                c
                for c in report
                if 0 < abs(c.number - one.number) <= NEAR
                and _holds(c)
                and c.said.id not in denying
                and c.who != one.who
                and c.about & one.about
            ]
            if near:
                shared = [sum(weights[w] for w in c.about & one.about) for c in near]
                best = max(zip(shared, near, strict=True), key=lambda p: (p[0], -p[1].number))
                yield "denial", best[1], one, SHARE


def _matched(
    every: Sequence[Claim], weights: Mapping[str, float]
) -> Iterable[tuple[How, Claim, Claim, float]]:
    """Claims about one thing of which one says that it is so and the other that it is not."""
    holding: dict[str, list[int]] = {}
    for at, claim in enumerate(every):
        for word in claim.about:
            holding.setdefault(word, []).append(at)
    seen: set[tuple[int, int]] = set()
    for ats in holding.values():
        for first in ats:
            for second in ats:
                if first < second and (first, second) not in seen:
                    seen.add((first, second))
                    yield from _compared(every[first], every[second], weights)


def _compared(
    one: Claim, other: Claim, weights: Mapping[str, float]
) -> Iterable[tuple[How, Claim, Claim, float]]:
    if _id(one) == _id(other) or _inside(one, other) or _inside(other, one):
        return
    score = _in_common(one, other, weights)
    clocks = one.clock is not None and other.clock is not None and one.clock != other.clock
    if score < SHARE or (one.denied == other.denied) != clocks:
        return
    if not clocks and one.clock != other.clock:
        return
    if not all(_holds(c) for c in (one, other)):
        return
    first, second = sorted((one, other), key=lambda c: (days.order(c.day), c.number, _id(c)))
    if one.who == other.who:
        if one.who and (days.apart(one.day, other.day) or 0) > 0:
            yield "reversal", first, second, score
    elif any(c.said.attitude == "denial" for c in (one, other)):
        yield "denial", first, second, score
    else:
        yield "contrary", first, second, score


def _inside(one: Claim, other: Claim) -> bool:
    """Whether one statement reports the other."""
    return one.citer is other.citer and other.said.parent == one.said.id


def _holds(claim: Claim) -> bool:
    """Whether its speaker puts something forward, or denies it."""
    return claim.said.attitude in PUT_FORWARD or claim.said.attitude == "denial"


def _in_common(one: Claim, other: Claim, weights: Mapping[str, float]) -> float:
    shared = one.about & other.about
    silent = (one.silent or other.silent) and one.citer is other.citer
    if len(shared & one.plain & other.plain) < (1 if silent else WORDS):
        return 0.0
    if not silent and not (one.whole and other.whole):
        return 0.0
    sizes = [sum(weights[w] for w in c.about) for c in (one, other)]
    common = sum(weights[w] for w in shared)
    return common / min(sizes) if silent or 2 * common >= ALIKE * sum(sizes) else 0.0


def _weights(every: Sequence[Claim]) -> dict[str, float]:
    """How much a word tells: the more, the fewer claims have it."""
    counts = Counter(word for claim in every for word in claim.about)
    return {word: math.log(1 + len(every) / count) for word, count in counts.items()}


def _id(claim: Claim) -> str:
    return f"{claim.citer.record.document.id}:{claim.said.id}"


def _contradiction(how: How, one: Claim, other: Claim) -> Contradiction:
    key = f"{how} {_id(one)} {_id(other)}"
    return Contradiction(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        how=how,
        one=_said(one),
        other=_said(other),
    )


def _said(claim: Claim) -> Said:
    said, record = claim.said, claim.citer.record
    addressees = (record.entity(i) for i in said.addressees)
    return Said(
        cited=claim.citer.statement(said),
        attitude=said.attitude,
        channel=said.channel,
        addressees=tuple(Party(name=e.name) for e in addressees if e),
        date=said.date or claim.day,
    )
