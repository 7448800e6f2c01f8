"""From what day an expression is reckoned, and whether it looks back or ahead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.records.times import calendar
from onrecord.records.times.vocabulary import words
from onrecord.schema import Span

REACH = 110
"""Characters before an expression in which its verb is looked for."""

_STOP = re.compile(r"[.!?;:][\s\"'”’)]|\n|``|''|\s(?:and|but|while|after|because)\s")
_END = re.compile(r"[.!?;:][\s\"'”’)]|\n|``|''")
_CUE = re.compile(
    r"\b(?P<until>[Uu]ntil|[Bb]y|[Bb]efore)\b"
    r"|(?P<ahead>\b(?:will|won['’]t|shall|would|may|might|must|should|going\s+to|scheduled|due|expect(?:s|ed|ing)?|"
    r"plan(?:s|ned|ning)?|set\s+(?:to|for)|slated|poised|hop(?:es?|ing)\s+to|upcoming|deadline|"
    r"as\s+(?:early|soon|late)\s+as|no\s+later\s+than|(?:is|are|were|was)\s+to|"
    r"intend(?:s|ed|ing)?|tomorrow|postponed|prepar(?:es|ing)|arrange[sd]?|coming)\b|['’]ll\b)"
    # "Will be released", "is expected to be named": the participle looks ahead too.
    r"(?:(?:\s+to)?(?:\s+not)?\s+be\s+(?:[a-z]+ly\s+)?[a-z]+\b)?"
    r"|\b(?P<back>sa(?:id|ys)|was|were|had|did|has|have|been|told|took|went|came|became|grew|made|gave|got|set|since|"
    r"left|met|won|lost|held|found|began|led|fell|rose|saw|shot|hit|spoke|wrote|kept|ago|last|"
    r"[a-z]{2,}ed)\b"
)


@dataclass(slots=True)
class Scene:
    """What is known where an expression stands.

    `today`: the report's day, or null. `narrative`: the text tells of other years, so that a
    month belongs to the year told before it. `last`: the value of the date told before,
    `last_end` the character behind it, and `last_day` the day told before, if that was none.
    `near`: without the report's day, a day that it is of about the time of. `day_first`: whether
    figures tell the day before the month, null where unknown.
    """

    today: date | None = None
    narrative: bool = False
    last: str | None = None
    last_end: int = -1
    last_day: str | None = None
    near: date | None = None
    day_first: bool | None = None

    @property
    def now(self) -> str | None:
        """The report's day as a value."""
        return self.today.isoformat() if self.today else None


def heading(text: str, begin: int, start: int, end: int, stop: int) -> int:
    """1 where the clause around `[start, end)` looks ahead, -1 where back, else 0.

    The verb nearest before the expression decides, else the first behind it: `until` looks ahead
    but for a verb behind that looks back. Only the stretch `[begin, stop)` is read.
    """
    before = text[max(begin, start - REACH) : start]
    cut = 0
    for match in _STOP.finditer(before):
        cut = match.end()
    cues = [cue.lastgroup for cue in _CUE.finditer(before, cut)]
    if cues and cues[-1] != "until":
        return -1 if cues[-1] == "back" else 1
    behind = text[end : min(stop, end + REACH)]
    halt = _END.search(behind)
    cue = _CUE.search(behind, 0, halt.start() if halt else len(behind))
    if cue is not None and cue.lastgroup != "until":
        return -1 if cue.lastgroup == "back" else 1
    return 1 if cues else 0


def weekday(today: date, number: int, ahead: int, shift: int | None = None) -> date:
    """The day of that weekday (1 is Monday) nearest to today.

    `shift` is -1 for "last", 1 for "next", 0 for "this", null for none of them. Without them
    tomorrow's weekday is tomorrow, whatever the verb: nobody calls a day six days ago by its bare
    name, but a report may be dated where the day began later.
    """
    distance = (number - today.isoweekday()) % 7
    if shift == -1 or (shift is None and distance > 1 and ahead <= 0):
        distance = distance - 7
    elif shift == 1 and not distance:
        distance = 7
    return today + timedelta(days=distance)


def month_year(today: date, month: int, ahead: int, shift: int | None = None) -> int:
    """The year of a month that is told without one."""
    gap = month - today.month
    if shift == -1:
        return today.year - (gap >= 0)
    if shift == 1:
        return today.year + (gap <= 0)
    if shift == 0:
        return today.year
    if ahead > 0:
        return today.year + (gap < 0)
    # "In March", of last year, would hardly be written in February.
    return today.year - (gap > SOON) + (gap + 12 <= SOON)


SOON = 2
"""Months ahead that a month told with no verb of the future may still lie."""


def day_year(today: date, month: int, day: int, ahead: int) -> int:
    """The year of a day told without one: the nearest, if that is not far the wrong way."""
    options = [
        (_distance((other - today).days), (other - today).days, year)
        for year in (today.year - 1, today.year, today.year + 1)
        if 1 <= year <= 9999 and (other := calendar.a_day(year, month, day)) is not None
    ]
    if not options:
        return today.year
    right = [o for o in options if not ahead or o[1] * ahead >= -FAR]
    return min(right or options)[2]


def _distance(days: int) -> float:
    """Days between, more where they lie ahead: reports tell what was rather than what comes."""
    return -days if days < 0 else 1.5 * days


FAR = 100
"""Days by which a day of a month may lie against the direction of its verb."""


_DATELINE = re.compile(
    r"(?P<m>[A-Z][a-z]{2,8})\.? (?P<d>[0-9]{1,2}),? (?P<y>[12][0-9]{3})"
    r"|(?P<d2>[0-9]{1,2}) (?P<m2>[A-Z][a-z]{2,8}),? (?P<y2>[12][0-9]{3})"
)
_OPENING = 120
_AFTER_DATE = re.compile(r"\s*(?:\((?:[A-Z][\w./ ]{1,24})\)|--|[—–:]| - |_ |$)")


def dateline(text: str, lines: Sequence[Span]) -> date | None:
    """The day in full with which the report begins, where it is plainly the report's own."""
    for start, end in lines[:3]:
        match = _DATELINE.search(text, start, min(end, start + _OPENING))
        if match is None or not _AFTER_DATE.match(text, match.end(), end):
            continue
        month = words().get(match["m"] or match["m2"])
        if month is None or not month.value.isdigit():
            continue
        day, year = match["d"] or match["d2"], match["y"] or match["y2"]
        return calendar.a_day(int(year), int(month.value), int(day))
    return None
