"""What two reports share around their anchors, and whether it is a passage."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from onrecord.schema import Span
from onrecord.stories.alignment import Alignment, Run, aligned, holds, matched
from onrecord.stories.anchors import SURE, Anchored

_LONGEST_RUN = 6
"""Words that must be the same in a row: shorter runs alone are the language's, not a passage."""
_PLAIN, _PLAIN_SHARE = 8, 0.5
"""Words that are neither names nor numbers: how many, and what share of those that are the same."""
_ALL_PAIRS = 40
"""Places of an anchor of which all are compared; of more, each with the first and the next."""
_REPEATS = 3
"""Places of an anchor in one report that are looked at."""
_CHANCE = 3
"""Words beyond the end of a sentence that may be the same by chance."""


class Side(NamedTuple):
    """What is known of one of two texts beside its words."""

    quoted: Iterable[Span]
    """Whole quoted sentences, in words."""
    plain: Sequence[int]
    """Before each word and after the last, how many words are neither names nor numbers."""


def is_passage(runs: Alignment, one: Side, other: Side) -> bool:
    """Whether what two texts share is enough: many words, or a whole quoted sentence of either.

    Most of many words may not be names: those of a body and its abbreviation are no passage.
    """
    if _quotes(runs, one.quoted) or _quotes((_turned(run) for run in runs), other.quoted):
        return True
    if matched(runs) < SURE or max(run.length for run in runs) < _LONGEST_RUN:
        return False
    plain = sum(one.plain[run.one + run.length] - one.plain[run.one] for run in runs)
    plain_other = sum(other.plain[run.other + run.length] - other.plain[run.other] for run in runs)
    return max(plain, plain_other) >= max(_PLAIN, _PLAIN_SHARE * matched(runs))


def overlaps(
    reports: Sequence[Anchored], wanted: Sequence[set[str]]
) -> Iterator[tuple[tuple[int, int], Alignment]]:
    """Every passage of two reports, with their numbers.

    Args:
        reports: the earliest first; with that, what very many share is compared.
        wanted: of each report, the anchors to look at.
    """
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, report in enumerate(reports):
        seen: dict[str, int] = defaultdict(int)
        for at, name in report.anchors:
            seen[name] += 1
            if name in wanted[number] and seen[name] <= _REPEATS:
                places[name].append((number, at))
    hashes = [report.words.hashes.tolist() for report in reports]
    sides = [Side(report.quoted, report.plain) for report in reports]
    done: dict[tuple[int, int], list[Alignment]] = defaultdict(list)
    for name in sorted(places):
        for (one, at), (other, there) in _pairs(places[name]):
            if any(holds(runs, at, there) for runs in done[one, other]):
                continue
            if at >= reports[one].foot and there >= reports[other].foot:
                continue
            if hashes[one][at] != hashes[other][there]:
                continue  # two anchors of one name, by chance
            runs = aligned(hashes[one], hashes[other], at, there)
            done[one, other].append(runs)
            runs = _without_chance(runs, reports[one].sentences, reports[other].sentences)
            if is_passage(runs, sides[one], sides[other]):
                yield (one, other), runs


def _pairs(places: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Places of different reports to compare, the earlier report first."""
    some = (
        combinations(places, 2)
        if len(places) <= _ALL_PAIRS
        else dict.fromkeys((*((places[0], place) for place in places[1:]), *pairwise(places)))
    )
    return (pair for pair in some if pair[0][0] != pair[1][0])


def _without_chance(runs: Alignment, one: Sequence[int], other: Sequence[int]) -> Alignment:
    """Runs less the first words of a sentence after them, or the last of one before.

    Two sentences begin with the same word or two by chance; that says nothing.
    """
    first, last = runs[0], runs[-1]
    behind = max(_reach(one, first.one, 1), _reach(other, first.other, 1))
    if behind < first.length and not (_at(one, first.one) and _at(other, first.other)):
        runs = (Run(first.one + behind, first.other + behind, first.length - behind), *runs[1:])
        last = runs[-1]
    end, end_other = last.one + last.length, last.other + last.length
    ahead = max(_reach(one, end, -1), _reach(other, end_other, -1))
    if ahead < last.length and not (_at(one, end) and _at(other, end_other)):
        runs = (*runs[:-1], Run(last.one, last.other, last.length - ahead))
    return runs


def _reach(sentences: Sequence[int], at: int, step: int) -> int:
    """How many words it is to the nearest begin of a sentence that way, 0 if more than a few."""
    return next((n for n in range(1, _CHANCE + 1) if _at(sentences, at + step * n)), 0)


def _at(sentences: Sequence[int], at: int) -> bool:
    found = bisect_left(sentences, at)
    return found < len(sentences) and sentences[found] == at


def _quotes(runs: Iterable[Run], quoted: Iterable[Span]) -> bool:
    sentences = tuple(quoted)
    return any(run.one <= s and e <= run.one + run.length for run in runs for s, e in sentences)


def _turned(run: Run) -> Run:
    return Run(run.other, run.one, run.length)
