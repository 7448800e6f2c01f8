"""How much two events of different reports have in common."""

from __future__ import annotations

from onrecord.stories import days, near
from onrecord.stories.doing import ROLES, SAID, Doing, befell_others

SAME_DAY, SAME_MONTH = 0.3, 0.1
PERSON, BODY, STATES, STATE = 0.3, 0.25, 0.25, 0.05
BESIDE, BESIDE_AT_MOST = 0.15, 0.3
WORD, COMMON, NUMBER = 0.15, 0.1, 0.1
PLACE, REGION = 0.2, 0.05
"""What a thing in common is worth. Half a point in all makes two events the same."""
LONG, LATE = 45, 0.2
"""Undated events of reports so many days apart need that much more in common."""


def alike(one: Doing, other: Doing) -> float:
    """How much two events of different reports have in common; 0 where they cannot be one."""
    words = one.senses() & other.senses()
    if one.type != other.type and not words:
        return 0.0
    if not days.compatible(one.date, other.date) or not near.may_be_one(one.spot(), other.spot()):
        return 0.0
    if befell_others(one, other):
        return 0.0
    part, beside = _taking_part(one, other), _beside(one, other)
    when, where = _when(one, other), _where(one, other)
    if part < STATES and not beside and when + where < SAME_DAY + REGION:
        return 0.0
    if one.type in SAID and not beside and when < SAME_DAY:
        return 0.0
    score = part + min(BESIDE_AT_MOST, BESIDE * len(beside)) + when + where
    score += WORD if words else 0.0
    if any(set(one.common[r]) & set(other.common[r]) - {"people"} for r in ROLES):
        score += COMMON
    if set(one.numbers) & set(other.numbers):
        score += NUMBER
    if when == 0.0 and (days.apart(one.date or one.day, other.date or other.day) or 0) > LONG:
        score -= LATE
    return max(0.0, min(1.0, score))


def _taking_part(one: Doing, other: Doing) -> float:
    score = 0.0
    both = 0
    for role in ROLES:
        shared = set(one.people[role]) & set(other.people[role])
        states = {k for k in shared if k[0] == "="}
        if shared - states:
            score += PERSON
        elif states:
            both += 1
    if not score:
        mine, theirs = (set(d.people["actors"]) | set(d.people["recipients"]) for d in (one, other))
        if {k for k in mine & theirs if k[0] != "="}:
            score += BODY
    return score + (STATES if both == len(ROLES) else STATE * both)


def _beside(one: Doing, other: Doing) -> set[str]:
    """Who and what is named by both, but for those who take part in both."""
    taking = [{k for r in ROLES for k in d.people[r]} for d in (one, other)]
    return (one.named() & other.named()) - (taking[0] & taking[1])


def _when(one: Doing, other: Doing) -> float:
    left, right = days.extent(one.date), days.extent(other.date)
    if left is None or right is None:
        return 0.0
    if left[0] == left[1] and right[0] == right[1]:
        return SAME_DAY
    return SAME_MONTH


def _where(one: Doing, other: Doing) -> float:
    if one.place is None or other.place is None:
        return 0.0
    fine = all(p[5] in ("city", "point") for p in (one.place, other.place))
    return PLACE if fine else REGION
