"""Text → tokens, each with the code of its class."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.records.times.vocabulary import NAME, OTHER, codes, phrases, words
from onrecord.schema import Span

_TOKEN = re.compile(
    r"(?P<meridiem>[AaPp]\. ?[Mm]\b\.?)"
    r"|(?P<qh>[QH][1-4](?!\w))"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<iso>[0-9]{4}-[01][0-9]-[0-3][0-9](?:T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?)?(?![\w-]))"
    r"|(?P<iso2>(?:19|20)[0-9]{2}/[01][0-9]/[0-3][0-9](?![/\w]))"
    r"|(?P<hhmm>[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![:\d]))"
    r"|(?P<slashed>[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})(?![/\w]))"
    r"|(?P<dotted>[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}(?!\w))"
    r"|(?P<number>[0-9]+(?:[.,][0-9]+)*(?:st|nd|rd|th|s)?)"
    r"|(?P<genitive>['’]s\b)"
    r"|(?P<mark>[^\w\s]|_)"
)
_PREFIXES = frozenset(("mid", "late", "early", "pre", "post", "fy", "q", "fiscal"))
"""Words that may stand glued to a number, or before it with a hyphen."""
_NO_NUMBER = frozenset("$£€#¥/.+@\\")
"""Marks after which digits are money, or the rest of some code."""


class Tokens(NamedTuple):
    """The tokens of a line: where each begins and ends, and the codes as one string."""

    text: str
    starts: list[int]
    ends: list[int]
    codes: str

    def word(self, index: int) -> str:
        """A token's words in small letters; empty beyond the line."""
        if not 0 <= index < len(self.starts):
            return ""
        return self.text[self.starts[index] : self.ends[index]].lower()

    def raw(self, index: int) -> str:
        """A token as it is written; empty beyond the line."""
        return self.text[self.starts[index] : self.ends[index]] if index < len(self.starts) else ""

    def value(self, index: int) -> str:
        """What a word of time means; empty where it is none."""
        raw = self.raw(index)
        known = words().get(raw) or words().get(raw.replace(".", "").replace(" ", "").lower())
        if known is not None:
            return known.value
        head = re.match(r"\w+", raw)
        _, meanings = phrases().get(head.group() if head else "", (None, {}))
        return meanings[raw].value if raw in meanings else raw


def tokens_of(text: str, pieces: Iterable[Span]) -> Tokens:
    """The tokens of some stretches of the text that read on as one."""
    known, named, code_of = words(), phrases(), codes()
    starts: list[int] = []
    ends: list[int] = []
    out: list[str] = []
    meridiem = code_of["meridiem"]
    for begin, stop in pieces:
        done = begin
        for match in _TOKEN.finditer(text, begin, stop):
            start, end = match.span()
            if start < done:
                continue
            kind = match.lastgroup
            if kind == "word":
                word = match.group()
                meaning = known.get(word)
                code = meaning.code if meaning else NAME if word[0].isupper() else OTHER
                if word in named:
                    phrase = named[word][0].match(text, start, stop)
                    if phrase is not None:
                        end = phrase.end()
                        code = named[word][1][phrase.group()].code
            elif kind == "mark":
                code = match.group()
                # A mark that is the code of a class would be taken for one of its words.
                code = _DASHES.get(code, code if code.isascii() else "~")
            elif kind == "number":
                code = _number(text, start, end)
            elif kind == "meridiem":
                code = meridiem
            else:
                code = code_of["iso" if kind == "iso2" else kind or ""]
            starts.append(start)
            ends.append(end)
            out.append(code)
            done = end
    return Tokens(text, starts, ends, "".join(out))


_DASHES = {"–": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'"}


def _number(text: str, start: int, end: int) -> str:
    """The code of digits, or that of another word where they are no number of their own."""
    raw = text[start:end]
    before = text[start - 1] if start else " "
    if before.isalnum() or before == "_":
        if text[max(0, start - 2) : start] != "FY":
            return OTHER
    elif before == "-" and start > 1 and text[start - 2].isalpha():
        head = re.search(r"[A-Za-z]{1,12}$", text[max(0, start - 13) : start - 1])
        meaning = words().get(head.group()) if head else None
        if head is None or (meaning is None and head.group().lower() not in _PREFIXES):
            return OTHER
    elif before in _NO_NUMBER and not (before == "/" and start > 1 and text[start - 2].isdigit()):
        return OTHER
    after = text[end : end + 1]
    if after.isalnum() and not re.match(r"[AaPp]\.?[Mm]\b", text[end : end + 4]):
        return OTHER
    return codes()[_shape(raw)]


def _shape(raw: str) -> str:
    digits = raw.rstrip("sthndr")
    if not digits.isdigit() or len(digits) > 4:
        return "count"
    value, suffix = int(digits), raw[len(digits) :]
    if suffix == "s":
        shape = {4: "decade", 2: "nineties"}.get(len(digits), "count")
        return shape if value % 10 == 0 else "count"
    if suffix:
        return "dayth" if 1 <= value <= 31 else "nth"
    if len(digits) == 4:
        if value < 1000:
            return "military" if value % 100 < 60 else "count"
        return "year" if value < 2200 else "count"
    if len(digits) == 3 or value == 0:
        return "count"
    limits = ((12, "hour12"), (24, "hour24"), (31, "upto31"), (59, "upto59"))
    return next((name for limit, name in limits if value <= limit), "upto99")
