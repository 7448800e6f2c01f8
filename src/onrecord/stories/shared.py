"""From what reports share two by two to passages, each told once and cited in every report."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.schema import Record, Span, Spans
from onrecord.stories.anchors import Anchored, anchored
from onrecord.stories.citing import NOBODY, Citer, Persons
from onrecord.stories.nouns import Cited, Passage
from onrecord.stories.order import earliest_first
from onrecord.stories.overlap import overlaps

_TOUCHED = 4
"""Words of a unit that an interval must have for the unit to count as meant."""

Place = tuple[int, int, int]
"""The words `[start, end)` of a report: its number, start, end."""


def shared(
    records: Iterable[Record], terms: Mapping[str, set[str]], persons: Persons = NOBODY
) -> tuple[Passage, ...]:
    """The passages around anchors that several reports have.

    Args:
        records: the reports.
        terms: the anchors looked at, by document id.
        persons: who the reports' entities are across reports.
    """
    ordered = sorted(records, key=earliest_first)
    reports = [anchored(record.document) for record in ordered]
    wanted = [terms.get(record.document.id, set()) for record in ordered]
    runs_at: dict[Place, list[Span]] = defaultdict(list)
    groups = _Groups()
    for (one, other), runs in overlaps(reports, wanted):
        first, last = runs[0], runs[-1]
        here: Place = (one, first.one, last.one + last.length)
        there: Place = (other, first.other, last.other + last.length)
        runs_at[here] += [(run.one, run.one + run.length) for run in runs]
        runs_at[there] += [(run.other, run.other + run.length) for run in runs]
        groups.join(here, there)
    for one_place, other_place in _cut_differently(runs_at, reports):
        groups.join(one_place, other_place)
    told = [_Told(group, runs_at) for group in groups.all()]
    citers = [Citer(record, persons) for record in ordered]
    return tuple(
        passage.noun(reports, citers) for passage in sorted(told, key=lambda told: told.places)
    )


class _Groups:
    """Places joined two by two."""

    def __init__(self) -> None:
        self._over: dict[Place, Place] = {}

    def join(self, one: Place, other: Place) -> None:
        one, other = sorted((self._root(one), self._root(other)))
        self._over[other] = one

    def all(self) -> list[list[Place]]:
        groups: dict[Place, list[Place]] = defaultdict(list)
        for place in sorted(self._over):
            groups[self._root(place)].append(place)
        return list(groups.values())

    def _root(self, place: Place) -> Place:
        over = self._over.setdefault(place, place)
        while over != place:
            self._over[place] = self._over[over]
            place, over = over, self._over[over]
        return place


class _Told:
    """A passage's places: those of one report that overlap are one."""

    def __init__(self, group: Sequence[Place], runs_at: Mapping[Place, Sequence[Span]]) -> None:
        self.places: list[tuple[int, Spans]] = []
        by_report: dict[int, list[Place]] = defaultdict(list)
        for place in group:
            by_report[place[0]].append(place)
        for report, places in sorted(by_report.items()):
            runs = [run for place in places for run in runs_at[place]]
            for start, end in _united(place[1:] for place in places):
                held = (run for run in runs if start <= run[0] and run[1] <= end)
                self.places.append((report, _united(held)))

    def noun(self, reports: Sequence[Anchored], citers: Sequence[Citer]) -> Passage:
        cited = tuple(_cited(reports[n], citers[n], runs) for n, runs in self.places)
        lengths = [runs[-1][1] - runs[0][0] for _, runs in self.places]
        longest = max(range(len(cited)), key=lambda at: (lengths[at], -at))
        whole, (number, _) = cited[longest], self.places[longest]
        text = citers[number].record.document.text[whole.start : whole.end]
        return Passage(
            id=f"{cited[0].document}:{cited[0].start}-{cited[0].end}",
            text=text,
            words=lengths[longest],
            cited=cited,
        )


def _cut_differently(
    places: Iterable[Place], reports: Sequence[Anchored]
) -> Iterator[tuple[Place, Place]]:
    """Places of one report whose sentences are for the most part the same."""
    by_report: dict[int, dict[Span, Place]] = defaultdict(dict)
    for place in sorted(places):
        number, start, end = place
        whole = _sentences(reports[number].units, start, end)
        yield by_report[number].setdefault(whole, place), place
    for wholes in by_report.values():
        open_: list[Span] = []
        for span in sorted(wholes):
            open_ = [other for other in open_ if other[1] > span[0]]
            for other in open_:
                common = min(other[1], span[1]) - span[0]
                if 2 * common >= max(other[1], span[1]) - other[0]:
                    yield wholes[other], wholes[span]
            open_.append(span)


def _sentences(units: Sequence[Span], start: int, end: int) -> Span:
    """From the start of the first unit that is meant to the end of the last, in words."""
    first = bisect_right(units, start, key=lambda unit: unit[0]) - 1
    last = bisect_right(units, end - 1, key=lambda unit: unit[0]) - 1
    if first < last and units[first][1] - start < _TOUCHED:
        first += 1
    if first < last and end - units[last][0] < _TOUCHED:
        last -= 1
    return units[first][0], units[last][1]


def _united(spans: Iterable[Span]) -> Spans:
    """The same words as intervals that neither overlap nor touch, in order."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return tuple(out)


def _cited(report: Anchored, citer: Citer, runs: Spans) -> Cited:
    words = report.words
    marks = [(words.starts[start], words.ends[end - 1]) for start, end in runs]
    return citer.cite(marks, statement=_statement(citer.record, marks[0][0], marks[-1][1]))


def _statement(record: Record, start: int, end: int) -> str | None:
    """The innermost statement in whose content most of an interval stands."""
    held = [
        (sum(e - s for s, e in statement.content), statement.id)
        for statement in record.statements
        if 2 * sum(max(0, min(e, end) - max(s, start)) for s, e in statement.content) > end - start
    ]
    return min(held)[1] if held else None
