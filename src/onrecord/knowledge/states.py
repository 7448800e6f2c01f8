"""States by every name the news gives them: names, adjectives, inhabitants, capitals, palaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import tables


class StateName(NamedTuple):
    """What a surface form says: a state's ISO 3166-1 alpha-2 code and canonical English name.

    `kind` is name, adjective, demonym (inhabitants), capital or metonym (a palace or
    office for its government). `ambiguous` marks forms that often mean something else:
    Georgia, Jordan, Washington.
    """

    code: str
    name: str
    kind: str
    ambiguous: bool = False


_BLANKS = re.compile(r"\s+")
_ARTICLE = re.compile(r"the\s+", re.I)
_FIRST_WORD = re.compile(r"[^\W\d_]+|10|24")
_AS_BLANK = {ord(c): " " for c in "\t\n\r\u00a0\u2009\u202f"}
# Adjectives whose plural does not name the people: the Chinese, the Irish, the Swiss.
_NO_PLURAL = ("ese", "ish", "ch", "ss", "sh", "ic", "Manx", "Thai", "Czech", "Kyrgyz", "Lao", "é")


def lookup(surface: str) -> StateName | None:
    """The state that a form names as a whole, a leading `the` aside; null for any other word.

    Case counts: `US` is a state, `us` is not; a form all in capitals counts where its
    usual form would not be mistaken for a shorter word.
    """
    form = _BLANKS.sub(" ", surface.strip())
    found = _forms().get(form)
    if found is None and (article := _ARTICLE.match(form)) is not None:
        form = form[article.end() :]
        found = _forms().get(form)
    if found is None and form.isupper() and len(form) > 3:
        return _capitals().get(form)
    return found


def find(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, StateName]]:
    """Every form in `text[start:end]` with its place, the longest where several begin together."""
    stop = len(text) if end is None else min(end, len(text))
    begin = max(0, start)
    # One character before and a few behind decide where words begin and end; a caller who asks
    # line by line must not pay for the whole text each time.
    base = max(0, begin - 1)
    flat = text[base : stop + 4].translate(_AS_BLANK)
    found: list[tuple[int, int, StateName]] = []
    for match in _starts().finditer(flat, begin - base, max(begin, stop) - base):
        at = match.start()
        if found and at + base < found[-1][1]:
            continue
        for form, state in _by_first().get(match.group(), ()):
            after = at + len(form)
            if after <= stop - base and flat.startswith(form, at) and _ends(flat, form, after):
                found.append((at + base, after + base, state))
                break
    return found


def _ends(text: str, form: str, at: int) -> bool:
    """Whether a word ends here, and not inside an abbreviation that goes on (U.S.S.)."""
    following = text[at : at + 1]
    if following.isalnum() or following == "_":
        return False
    return (
        not (form[-1] == "." or following == ".")
        or not text[at + (following == ".") :][:1].isalnum()
    )


@cache
def names() -> dict[str, str]:
    """Every code → the canonical name of its state."""
    return {code: name.rstrip("?") for code, name, *_ in tables.rows("states.tsv")}


@cache
def alpha3() -> dict[str, str]:
    """Alpha-2 code → alpha-3 code, of every state that has one."""
    return {row[0]: row[1] for row in tables.rows("country_codes.tsv")}


@cache
def _forms() -> dict[str, StateName]:
    forms: dict[str, StateName] = {}
    for code, name, aliases, capitals, adjectives, inhabitants in tables.rows("states.tsv"):
        canonical = name.rstrip("?")
        kinds: tuple[tuple[str, Iterable[str]], ...] = (
            ("name", (name, *_listed(aliases))),
            ("adjective", _listed(adjectives)),
            ("demonym", _people(_listed(adjectives), _listed(inhabitants))),
            ("capital", _listed(capitals)),
        )
        for kind, surfaces in kinds:
            for surface in surfaces:
                bare = surface.rstrip("?")
                forms.setdefault(bare, StateName(code, canonical, kind, surface != bare))
    for code, seats in tables.rows("seats.tsv"):
        for surface in _listed(seats):
            bare = surface.rstrip("?")
            forms.setdefault(bare, StateName(code, names()[code], "metonym", surface != bare))
    return forms


@cache
def _capitals() -> dict[str, StateName]:
    """Forms as a headline sets them, in capitals throughout."""
    return {form.upper(): state for form, state in _forms().items() if len(form) > 3}


def _listed(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _people(adjectives: list[str], inhabitants: list[str]) -> Iterator[str]:
    yield from inhabitants
    if inhabitants:
        return
    for adjective in adjectives:
        bare = adjective.rstrip("?")
        if not bare.endswith(_NO_PLURAL) or bare in ("Thai", "Czech"):
            yield f"{bare}s{adjective[len(bare) :]}"


@cache
def _by_first() -> dict[str, tuple[tuple[str, StateName], ...]]:
    """First word of a form → the forms that begin with it, the longest first."""
    table: dict[str, list[tuple[str, StateName]]] = {}
    for form, state in {**_capitals(), **_forms()}.items():
        first = _FIRST_WORD.match(form)
        if first is not None:
            table.setdefault(first.group(), []).append((form, state))
    return {word: tuple(sorted(forms, key=lambda f: -len(f[0]))) for word, forms in table.items()}


@cache
def _starts() -> re.Pattern[str]:
    """Where a form may begin: a word not tied to one before it by a hyphen, full stop or mark.

    Matching words and then looking them up costs a tenth of compiling all forms as alternatives.
    """
    return re.compile(rf"(?<![\w.@#])(?<!\w[-’'])(?:{_FIRST_WORD.pattern})")
