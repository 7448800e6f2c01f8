"""Words of time as classes, one character each, so that a grammar can be a regular expression."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import tables

OTHER, NAME = "o", "O"
"""Codes of all other words: in small letters, and with a capital."""

SHAPES = (
    "hour12",  # 1 to 12
    "hour24",  # 13 to 24
    "upto31",
    "upto59",
    "upto99",
    "year",  # 1000 to 2199 in four digits
    "military",  # 0735
    "count",  # any other number
    "dayth",  # 7th
    "nth",  # 40th
    "decade",  # 1990s
    "nineties",  # 90s
    "iso",
    "hhmm",
    "slashed",
    "dotted",
    "qh",  # Q3, H1
    "genitive",  # 's
    "holiday",
    "hijri",
)
"""Classes of tokens that are told by their shape, or are phrases."""


class Word(NamedTuple):
    """What a word means: the code of its class, and its value."""

    code: str
    value: str


@cache
def codes() -> dict[str, str]:
    """Class → its code, a character of its own."""
    named = dict.fromkeys([row[0] for row in tables.rows("times.tsv")] + list(SHAPES))
    return {name: chr(0xA1 + number) for number, name in enumerate(named)}


@cache
def words() -> dict[str, Word]:
    """Every form of every word of time."""
    out: dict[str, Word] = {}
    for name, value, listed in tables.rows("times.tsv"):
        for word in listed.split():
            # SUN and MAR in capitals are as likely to be other words.
            forms = {word} if name in ("wkd", "short") else {word, word.upper()}
            forms |= {word.capitalize()} if word.islower() else set()
            out |= dict.fromkeys(forms, Word(codes()[name], value))
    return out


@cache
def phrases() -> dict[str, tuple[re.Pattern[str], dict[str, Word]]]:
    """First word → the names of days and months that begin so, longest first, and their sense."""
    of: dict[str, dict[str, Word]] = {}
    for kind, value, listed in tables.rows("calendars.tsv"):
        code = codes()["holiday" if kind == "day" else "hijri"]
        for name in listed.split("|"):
            head = re.match(r"\w+", name)
            assert head is not None, f"{name} begins with no word"
            of.setdefault(head.group(), {})[name] = Word(code, value)
    return {
        head: (
            re.compile("(?:" + "|".join(map(re.escape, sorted(m, key=len, reverse=True))) + r")\b"),
            m,
        )
        for head, m in of.items()
    }


def beside(name: str) -> frozenset[str]:
    """A set of words of `time_contexts.tsv`.

    Raises:
        KeyError: no set has that name.
    """
    return tables.sets("time_contexts.tsv")[name]


def expanded(pattern: str) -> re.Pattern[str]:
    """A pattern over codes: `{month}` is a class, `{m:month|shy}` a named group of two.

    A name that stands again gets a number: `m`, `m_2`, `m_3`.

    Raises:
        KeyError: there is no class of that name.
    """
    seen: dict[str, int] = {}

    def numbered(name: str) -> str:
        seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}_{seen[name]}>" if seen[name] > 1 else f"(?P<{name}>"

    def fill(match: re.Match[str]) -> str:
        if match["group"]:
            return numbered(match["group"])
        among = "[" + "".join(re.escape(codes()[c]) for c in match["classes"].split("|")) + "]"
        return f"{numbered(match['name'])}{among})" if match["name"] else among

    return re.compile(_SLOT.sub(fill, pattern))


_SLOT = re.compile(r"\(\?P<(?P<group>\w+)>|\{(?:(?P<name>\w+):)?(?P<classes>[a-z]\w*(?:\|\w+)*)\}")
