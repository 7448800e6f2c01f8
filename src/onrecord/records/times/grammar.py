"""What expressions of time look like: patterns over the classes of words, as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from onrecord.records.times.tokens import Tokens
from onrecord.records.times.vocabulary import codes, expanded

_PIECES = {
    "MONTH": r"(?:{m:month|shy}|{m:short}\.?)",
    "DAY": r"{d:hour12|hour24|upto31|dayth}",
    "OFYEAR": r"(?:(?:,|{of})?{y:year})",
    "WEEKDAY": r"(?:{w:weekday}|{w:wkd}\.?)",
    "EDGE": r"(?:{e:early}-?(?:{in}(?:{the})?)?|(?:{the})?{e:bound}{of}(?:{the})?)",
    "LAST": r"(?:{this}(?={past}))?{r:last|previous|next|following|this|past|coming}",
    "PART": r"{p:part|overnight}",
    "DATED": r"(?:<WEEKDAY>(?:,?<MONTH><DAY><OFYEAR>?)?|{t:today}|<MONTH><DAY><OFYEAR>?"
    r"|<DAY><MONTH><OFYEAR>?)",
    "CLOCK": r"(?:(?:{c:hhmm}|{h:hour12|number|count}){am:meridiem}"
    r"|{c:hhmm}(?:{hour}|{hours})?|{h:hour12|number}{oh}'{clock}"
    r"|{h:hour12}(?={in}{the}{part})|{c:military}(?={zone}|{hours})(?:{hours})?|{c:year}(?={zone})|{noon:noon})"
    r"(?:{in}{the}{cp:part})?(?:{local}{time}|{zone})?",
    "NUMBER": r"(?:{hour12|hour24|upto31|upto59|upto99|count|year|number}(?:-?{number}){0,2})",
    "COUNT": r"(?:(?P<n><NUMBER>)(?:{and}{a}{half:half}|-?{over:hour12}/{under:hour12})?"
    r"|(?:{a})?{x:vague|some}(?:{of})?"
    r"|{half:half}-?(?:{one:a}-?)?|{one:a}(?:-?{half:half})?)",
    "ROUGH": r"(?:{rough:more}|{rough:less}(?:{than})?|{btw:between}{than}|{at}{rough:least|most}"
    r"|{up:up}{and}|{rough:about|some})",
    "PERIOD": r"{u:unit|day|quarter|century|weekend}",
    "UNIT": r"{u:unit|day|hour|quarter|century}",
    "UNITS": r"{u:unit|day|hour|quarter|century|units|days|hours}",
}
"""Parts of patterns that are named in capitals, as `<MONTH>`."""


class Rule(NamedTuple):
    """A kind of expression: which reading it gets, and what it looks like."""

    reading: str
    pattern: str


RULES = (
    # Days.
    Rule("numeric", "{i:iso|slashed|dotted}"),
    Rule("day", "<DAY>-<MONTH>-{y:year}"),
    Rule("day", "(?:<WEEKDAY>,?)?<MONTH><DAY><OFYEAR>?"),
    Rule("day", "{r:last|next|this}<MONTH><DAY>"),
    Rule("day", "(?:<WEEKDAY>,?)?(?:<MONTH><DAY>|<DAY><MONTH>),?{of_year:last|this|next}{unit}"),
    Rule("week_of", "{the}{unit}(?:{of})<MONTH><DAY><OFYEAR>?"),
    Rule("day", "(?:<WEEKDAY>,?)?(?:{the})?<DAY>(?:{of})?<MONTH><OFYEAR>?"),
    Rule("islamic", "<DAY>(?:{of})?{hm:hijri},?{y:year|count}(?:{hegira})?"),
    Rule("islamic", "{hm:hijri}<DAY>,?{y:year|count}(?:{hegira})?"),
    Rule("islamic_stretch", "{hm:hijri}{y:year}(?:{hegira})?|{y:year}{hegira}"),
    Rule("holiday", "(?:{r:last|next|this})?{hd:holiday}(?:<OFYEAR>|{u:unit})?"),
    Rule("weekday", "<EDGE>?(?:(?:{the})?<LAST>)?<WEEKDAY>(?:-?<PART>)?"),
    Rule("weekday_of_month", "<WEEKDAY>,?{the}{nth:dayth}"),
    Rule(
        "day_beside",
        "(?:{the})?{day}{off:before|after}"
        "(?:{t:today}|(?:<LAST>)?<WEEKDAY>|<MONTH><DAY><OFYEAR>?)"),
    Rule("today", "<EDGE>?{t:today}(?:-?<PART>)?"),
    Rule("tonight", "<EDGE>?(?:{tn:tonight}|{r:this|last}<PART>)"),
    Rule("tonight", "(?:{the})?{to:next|following}<PART>"),
    Rule("that_part", "(?:{that}|(?:{the})?{same})(?:{same})?<PART>"),
    Rule("part_of_day", "{p:overnight}"),
    Rule("part_of_day", "(?:{the})?(?:{early})?{p:part}"),
    # Months, seasons, quarters, years and longer.
    Rule("month", "<EDGE>?<MONTH>(?:,|{of})?{y:year}"),
    Rule("month", "<EDGE>?(?:(?:{the})?<LAST>)?<MONTH>"),
    Rule("month", "<EDGE>?<MONTH>(?:{of})?{r:last|this|next}{unit}"),
    Rule("season", "<EDGE>?(?:{the})?<LAST>?{s:season}(?:(?:{of})?{y:year})?"),
    Rule(
        "quarter",
        "(?:{the})?<EDGE>?{q:ordinal|dayth}-?{k:quarter|half}"
        "(?:(?:{of})?(?:(?:{fiscal})?{y:year}|{r:last|this|next}{unit}|{the}{whole:unit}))?"),
    Rule(
        "quarter",
        "(?:{the})?(?:{y:year}(?:{genitive})?|{r:last|this|next}{unit}{genitive})"
        "{q:ordinal|dayth}-?{k:quarter|half}"),
    Rule("quarter", "{qh:qh}(?:(?:{of})?{y:year})?"),
    Rule(
        "year_before",
        "(?:{the})?{unit}-{off:ago|shift}(?:{q:ordinal|dayth}-?)?{k:quarter|half}"),
    Rule(
        "year_before",
        "(?:{the})?{same}{k:quarter|unit}(?:(?:{of})?{r:last}{unit}|{a}{unit}{off:ago|shift})"),
    Rule("year", "(?:<EDGE>|{era}-)?{y:year}"),
    Rule("short_year", "'{yy:hour12|hour24|upto31|upto59|upto99}"),
    Rule("year", "<EDGE>?(?:{the})?{fiscal}(?:{unit})?{y:year}"),
    Rule("decade", "(?:{the})?<EDGE>?(?:{dc:decade}|'?{dc:nineties})"),
    Rule("decade", "{the}<EDGE>?{dc:year}{genitive}"),
    Rule("century", "(?:{the})?<EDGE>?{q:ordinal|dayth|nth}-?{century}(?:{bce})?"),
    Rule("century", "(?:{the})?<EDGE>?{tens:number}-{q:ordinal}-?{century}(?:{bce})?"),
    # Units of the calendar, reckoned from the report's day or a day told before.
    Rule("shifted", "<EDGE>?{r:last|next|this|previous|following|coming}(?:{fiscal})?<PERIOD>"),
    Rule("shifted", "<EDGE>?(?:{this}{r:past}|(?:{the})?{r:current})(?:{fiscal})?<PERIOD>"),
    Rule("latest", "(?:{the})?{latest}(?:{fiscal})?<PERIOD>"),
    Rule("year_end", "(?:{the})?{u:unit|quarter}(?:-|{genitive})?{e:bound}(?:<OFYEAR>)?"),
    Rule("shifted", "{sh:shift}{r:last|next|this}<PERIOD>"),
    Rule("that", "(?:{sh:shift})?(?:{that}|(?:{the})?{same})(?:{same})?<PERIOD>"),
    Rule("edge_of_unit", "(?:{the})?{e:bound}{of}{the}{u:unit|day|quarter|century}"),
    Rule("edge_of_unit", "(?:{sh:shift}|{e:early}){in}{the}{u:unit|day|quarter}"),
    Rule("the_unit", "{the}(?:{fiscal})?{u:unit|quarter}"),
    Rule("weekend", "{the}(?:{r:past|last|coming|next})?{weekend}"),
    Rule("the_shifted", "{the}{r:previous|next|following}<PERIOD>"),
    Rule("ago", "<ROUGH>?<COUNT>-?(?:{between})?<UNITS>-?{off:ago|shift|before|after}"),
    Rule("ago", "{u:units|days|hours}{off:ago|shift}"),
    Rule("ago", "{the}{u:unit|day|quarter}{off:before|after}"),
    Rule("ago", "(?:{the})?{u:unit|quarter}-{off:ago|shift}"),
    Rule("from_now", "<ROUGH>?<COUNT><UNITS>{from}(?:{t:today}|{now})"),
    Rule("rate", "(?:{often:frequent|once})?{a|per}{u:unit|day|hour|quarter}"),
    # Stretches.
    Rule(
        "stretch",
        "<ROUGH>?<COUNT>-?(?:{between}-?)?(?:<UNITS>(?:{and}{a}{half:half})?|{u:ordinal})"
        "(?:-?{lg:between})?",
    ),
    Rule("stretch", "<COUNT>-?{to:and}-?<NUMBER>-?<UNITS>"),
    Rule("summed", "(?P<n><NUMBER>)<UNITS>{join:and}(?P<m><NUMBER>){v:hour|hours|unit|units}"),
    Rule(
        "stretch",
        "(?:{the})?{rd:last|past|previous|next|coming|following|recent|these|latest}"
        "(?:<COUNT>)?(?:{between})?{u:units|days|hours}"),
    Rule("stretch", "{the}{rd:last|past|coming}<UNIT>"),
    Rule("stretch", "{rd:past}<UNIT>"),
    Rule("bare", "{u:units|days|hours}"),
    Rule("long", "{l:long}|{u:unit|day|hour|units|days|hours}-{lg:between}"),
    # Times of day.
    Rule("clock", "<CLOCK>(?:(?:{on}|,)?<DATED>)?"),
    Rule("clock", "<DATED>,?{at}<CLOCK>"),
    # What recurs.
    Rule("every", "{every}{other:other}?(?P<n><NUMBER>)?(?:<UNITS>|{u:weekend})"),
    Rule("every", "{every}(?:{w:weekday}(?:<PART>)?|{m:month|shy}|{p:part}|{s:season})"),
    Rule("every", "{ww:weekdays}"),
    Rule("often", "{often:often}"),
    # Words that only say when as seen from now.
    Rule("reference", "{ref:now|soon|once}"),
    Rule("reference", "(?:{the})?{ref:future}"),
    Rule("reference", "{the}{gone:past}"),
    Rule("reference", "{here:current}"),
    Rule("present", "(?:{the})?(?:{ref:present}(?:{time})?|{ref:moment})"),
)  # fmt: skip
"""Every kind; where several match at one place, the longest is read, of equals the first."""

CONFIDENCE = {
    "day": 0.94, "holiday": 0.91, "weekday": 0.84, "today": 0.87, "tonight": 0.64, "month": 0.95,
    "season": 0.87, "year": 0.82, "decade": 0.87, "shifted": 0.49, "that": 0.6, "weekend": 0.53,
    "ago": 0.6, "rate": 0.84, "stretch": 0.79, "bare": 0.44, "long": 0.84, "clock": 0.63,
    "every": 0.89, "often": 0.76, "reference": 0.53,
}  # fmt: skip
"""Reading → the share that overlapped an annotated expression of the same value, on development
texts, with four guesses at 0.8 thrown in. Weeks and parts of a day are low for the way in which
those texts were annotated: "last week" may be a month there, and "Friday night" the day."""

UNMEASURED = 0.7
"""Confidence of readings that the development texts do not hold."""

_IDLE = (
    "the",
    "of",
    "in",
    "at",
    "on",
    "and",
    "a",
    "than",
    "about",
    "per",
    "that",
    "oh",
    "local",
    "up",
    "genitive",
    "some",
    "from",
    "time",
    "other",
)
"""Classes that begin or join expressions and say no time themselves."""


class Hit(NamedTuple):
    """A rule that matches tokens `[first, last)`, and what its groups stand for."""

    rule: Rule
    tokens: Tokens
    first: int
    last: int
    match: re.Match[str]

    def at(self, name: str) -> int | None:
        """The token at which a group begins, whichever of its namesakes matched."""
        number = 1
        group = name
        while group in self.match.re.groupindex:
            if self.match[group] is not None:
                return self.match.start(group)
            number += 1
            group = f"{name}_{number}"
        return None

    def value(self, name: str) -> str | None:
        """What the word of a group means, or null."""
        index = self.at(name)
        return None if index is None else self.tokens.value(index)

    def number(self, name: str) -> int | None:
        """The number of a group: of digits, an ordinal or a word."""
        digits = re.match("[0-9]+", self.value(name) or "")
        return int(digits.group()) if digits else None

    def extent(self, name: str) -> range:
        """The tokens of a group."""
        number = 1
        group = name
        while group in self.match.re.groupindex:
            if self.match[group] is not None:
                return range(*self.match.span(group))
            number += 1
            group = f"{name}_{number}"
        return range(0)

    @property
    def start(self) -> int:
        """The character at which it begins."""
        return self.tokens.starts[self.first]

    @property
    def end(self) -> int:
        """The character behind it."""
        return self.tokens.ends[self.last - 1]


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((rule, expanded(_filled(rule.pattern))) for rule in RULES)


def _filled(pattern: str) -> str:
    while True:
        filled = re.sub(r"(?<!\?P)<([A-Z]+)>", lambda m: f"(?:{_PIECES[m[1]]})", pattern)
        if filled == pattern:
            return pattern
        pattern = filled


@cache
def _runs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Stretches of tokens of any class, and what one must hold to be worth a look."""
    core = "".join(code for name, code in codes().items() if name not in _IDLE)
    every = "".join(codes().values())
    return re.compile(f"[{every},.'/\\-]+"), re.compile(f"[{core}]")


@cache
def _anything() -> re.Pattern[str]:
    nameless = (re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for _, pattern in _compiled())
    return re.compile("|".join(nameless))


def candidates(tokens: Tokens, start: int, stop: int) -> list[Hit]:
    """What the rules see at the first place from which one matches, the longest first."""
    first = _anything().search(tokens.codes, start, stop)
    if first is None:
        return []
    at = first.start()
    hits = [
        Hit(rule, tokens, at, match.end(), match)
        for rule, pattern in _compiled()
        if (match := pattern.match(tokens.codes, at, stop)) and match.end() > at
    ]
    return sorted(hits, key=lambda hit: -hit.last)


def runs(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Stretches of tokens worth looking at."""
    stretch, core = _runs()
    for match in stretch.finditer(tokens.codes):
        if core.search(match.group()):
            yield match.span()
