"""Figures of one story about the same thing that cannot all be right, or that changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from onrecord.schema import Record
from onrecord.stories import amounts, days, near
from onrecord.stories.citing import NOBODY, Citer, Persons
from onrecord.stories.counted import Counted, Key, counted, figure_words, head_of
from onrecord.stories.nouns import Disagreement, Side
from onrecord.stories.stems import stem, stems, words

SHARED = 3
"""Figures of things that nothing befell share so many words around, and half of what either has."""
RATE = 10
"""Characters after a figure in which it may say of what time it is: `a second`."""
SURE = 3
"""So many words must be shared where a report gives several figures of that kind."""


class _Told(NamedTuple):
    """A figure in its report: whose it is, and of which day the report is."""

    at: int
    citer: Citer
    counted: Counted
    owner: str
    day: str | None
    several: bool = False
    """Whether its voice gives other figures of the kind in the same report."""


def find(records: Sequence[Record], persons: Persons = NOBODY) -> tuple[Disagreement, ...]:
    """The figures that disagree in the reports of one story.

    Two figures are of the same thing where noun, fate and unit are the same and neither place
    nor date stands against it. They disagree where no number is in both, hedges and rounding
    allowed for. One voice in one report does not disagree with itself.

    Args:
        records: reports of one story; their order does not matter.
        persons: ids across reports by `document:entity`.
    """
    told = _known_again(_told(sorted(records, key=lambda r: r.document.id), persons))
    groups = _groups(told)
    return tuple(sorted((_disagreement(g) for g in groups), key=lambda d: (d.about, d.id)))


def _told(records: Sequence[Record], persons: Persons) -> list[_Told]:
    year = days.within_year(days.reported(r) for r in records)
    out: list[_Told] = []
    for record in records:
        citer = Citer(record, persons)
        said = {s.id: s for s in record.statements}
        day = days.completed(days.reported(record), year)
        for one in counted(record):
            statement = said.get(one.figure.statement or "")
            speaker = citer.speaker(statement) if statement else None
            dated = one._replace(date=days.completed(one.date, year))
            owner = speaker or record.document.id
            out.append(_Told(len(out), citer, dated, owner, day))
    return out


def _known_again(told: Sequence[_Told]) -> list[_Told]:
    """Figures that tell nothing but a particular number, as what that number is elsewhere."""
    keys: dict[float, set[Key]] = {}
    for one in told:
        number = amounts.telling(one.counted.figure)
        if number is not None and one.counted.key is not None:
            keys.setdefault(number, set()).add(one.counted.key)
    out = []
    for one in told:
        found = keys.get(amounts.telling(one.counted.figure) or -1.0, set())
        if one.counted.key is None and len(found) == 1:
            one = one._replace(counted=one.counted._replace(key=next(iter(found))))
        out.append(one)
    return out


def _groups(told: Sequence[_Told]) -> list[list[_Told]]:
    """Those that disagree with one another, with those of the same thing."""
    by_key: dict[Key, list[_Told]] = {}
    for one in told:
        if one.counted.key is not None and not one.counted.apart:
            by_key.setdefault(one.counted.key, []).append(one)
    out = []
    for kind in by_key.values():
        alike = [one._replace(several=_several(one, kind)) for one in kind]
        linked: dict[int, set[int]] = {}
        for one, other in combinations(alike, 2):
            if _against(one, other):
                linked.setdefault(one.at, set()).add(other.at)
                linked.setdefault(other.at, set()).add(one.at)
        while linked:
            reached, todo = set(), [min(linked)]
            while todo:
                at = todo.pop()
                if at not in reached:
                    reached.add(at)
                    todo += linked.pop(at)
            out.append([one for one in alike if one.at in reached])
    return out


def _against(one: _Told, other: _Told) -> bool:
    """Whether two figures of one key are of the same thing and cannot both be right."""
    if amounts.agree(one.counted.figure, other.counted.figure):
        return False
    together = one.citer is other.citer
    earlier = one.counted.earlier != other.counted.earlier
    if together and one.owner == other.owner and not earlier:
        return False
    sure = one.several or other.several
    return _same_thing(one.counted, other.counted, together, sure)


def _several(one: _Told, kind: Sequence[_Told]) -> bool:
    return any(
        other.citer is one.citer
        and other.owner == one.owner
        and other.counted.earlier == one.counted.earlier
        and not amounts.agree(one.counted.figure, other.counted.figure)
        for other in kind
    )


def _same_thing(one: Counted, other: Counted, together: bool, sure: bool) -> bool:
    if not near.may_be_one(one.place, other.place) or not days.compatible(one.date, other.date):
        return False
    if together and (one.follows == other.figure.id or other.follows == one.figure.id):
        return True
    if one.key is None:
        return False
    shared = (one.about & other.about) - {one.key.head}
    if not one.key.fate and " a " not in one.key.unit:
        least = min(len(one.about), len(other.about))
        return bool(one.key.head) and len(shared) >= max(SHARED, least / 2)
    if sure:
        anchored = one.place and other.place and one.date and other.date
        return bool(anchored) or len(shared) >= SURE
    return True


def _disagreement(group: Sequence[_Told]) -> Disagreement:
    first: dict[float | None, str | None] = {}
    for one in group:
        number, day = amounts.value(one.counted.figure), one.day
        first[number] = min(first.get(number, day), day, key=days.order)
    pairs = [p for p in combinations(group, 2) if _against(*p)]
    changed = all(_replaced(*pair, first) for pair in pairs)
    how: Literal["conflict", "change"] = "change" if changed else "conflict"
    ordered = sorted(
        group,
        key=lambda t: (days.order(t.day), t.counted.figure.start, t.citer.record.document.id),
    )
    sides: dict[tuple[str, float | None, float | None, str], Side] = {}
    for one in ordered:
        figure, text = one.counted.figure, one.citer.record.document.text
        side = one.citer.record.document.id, figure.low, figure.high, one.owner
        sides.setdefault(
            side,
            Side(
                low=figure.low,
                high=figure.high,
                qualifier=figure.qualifier,
                words=" ".join(text[figure.start : figure.end].split()),
                date=one.day,
                cited=one.citer.cite(
                    ((figure.start, figure.end),), item=figure.id, statement=figure.statement
                ),
            ),
        )
    key = group[0].counted.key
    places = sorted(f"{t.citer.record.document.id}:{t.counted.figure.id}" for t in group)
    return Disagreement(
        id=hashlib.sha256("\n".join(places).encode()).hexdigest()[:16],
        how=how,
        about=_about(ordered),
        unit=(key.unit or None) if key else None,
        sides=tuple(sides.values()),
    )


def _replaced(one: _Told, other: _Told, first: dict[float | None, str | None]) -> bool:
    """Whether one figure took the place of the other, rather than standing beside it."""
    if one.counted.earlier != other.counted.earlier:
        return True
    left, right = (first[amounts.value(t.counted.figure)] for t in (one, other))
    between = days.apart(left, right)
    return between is not None and between > 0


def _about(group: Sequence[_Told]) -> str:
    """What is counted, in words of the reports: the noun most used, and what befell them."""
    nouns: Counter[str] = Counter()
    for one in group:
        text = one.citer.record.document.text
        of = one.counted.figure.of
        if of and head_of(text, one.counted.figure) not in figure_words():
            nouns[" ".join(text[of[0][0] : of[0][1]].lower().split())] += 1
    key = group[0].counted.key
    noun = max(nouns, key=lambda n: (nouns[n], -len(n), n), default="")
    fate = key.fate if key else ""
    return ", ".join(filter(None, (noun, fate))) or _shared_word(group)


def _shared_word(group: Sequence[_Told]) -> str:
    """The word around them that most of some figures share, as it is first written."""
    shared: Counter[str] = Counter()
    written: dict[str, str] = {}
    for one in group:
        figure, record = one.counted.figure, one.citer.record
        measured = set(stems(record.document.text[figure.start : figure.end + RATE]))
        shared.update(one.counted.about - measured)
        for word in words(one.citer.cite(((figure.start, figure.end),)).text):
            written.setdefault(stem(word), word)
    best = max(shared, key=lambda word: (shared[word], word), default="")
    return written.get(best, best)
