"""What a report calls each actor beside the name: `Florida Sen. Ann Lee`, `Ann Lee (R-Fla.)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from onrecord.knowledge import sources, tables
from onrecord.records.cast import Cast
from onrecord.records.naming import POSSESSIVE, NameHit

REACH = 90
"""A description lies within so many characters of the name."""

_WORD = re.compile(r"[^\W_]+(?:[.’'&][^\W_]+)*\.?(?:['’](?=\s|$))?")
_LAST = re.compile(r"([^\W_]+(?:[-.’'&][^\W_]+)*\.?)[\s-]*$")
_BEHIND = re.compile(
    r"\s*(?:,|\(|—|–|--|\s-\s|,? (?:is|was|became|remains)(?= (?:a|an|the)\b)|(?=,? of [A-Z]))\s*"
    r"(?!who\b|which\b|whose\b|and\b|but\b|said\b|says\b)([^,;:()“”\"—–\n]{2,80})"
)
_STOP = re.compile(
    r"\b(?:who|which|whose|that|said|says|told|has|have|had|is|was|were|will|would|and|but|by)\b"
)
_LESS = frozenset(
    (
        "the", "a", "an", "this", "that", "his", "her", "their", "its", "my", "our", "of", "for",
        "in", "at", "on", "to", "from", "by", "with", "and", "new", "then", "one", "own",
    )
)  # fmt: skip
_SAME = {
    "gop": "republican", "r": "republican", "republicans": "republican",
    "dem": "democratic", "d": "democratic", "democrat": "democratic", "democrats": "democratic",
    "i": "independent", "ex": "former", "onetime": "former", "then": "former",
    "front-runner": "frontrunner", "u.s": "us", "u.s.": "us", "american": "us",
    "advisor": "adviser", "chairwoman": "chair", "chairman": "chair", "chairperson": "chair",
    "congressman": "representative", "congresswoman": "representative", "rep": "representative",
    "spokesman": "spokesperson", "spokeswoman": "spokesperson", "businesswoman": "businessman",
    "sen": "senator", "gov": "governor", "gen": "general", "pres": "president",
    "ceo": "executive", "mogul": "tycoon", "contender": "candidate", "hopeful": "candidate",
    "vt": "vermont",
}  # fmt: skip
"""Words by which the same is said of somebody, in small letters."""


def described(cast: Cast) -> dict[int, frozenset[str]]:
    """The words that stand around each person's names and say what they are, by the actor."""
    out: dict[int, set[str]] = {}
    for hit in cast.hits:
        number = cast.of[hit.start, hit.end]
        if cast.actors[number].type in ("Person", "Organisation", "Unknown"):
            out.setdefault(number, set()).update(_around(cast, hit))
    for number, found in out.items():
        for title in cast.actors[number].titles:
            found.update(terms(title))
    return {number: frozenset(found) for number, found in out.items()}


@lru_cache(maxsize=4096)
def terms(phrase: str) -> tuple[str, ...]:
    """The words of weight of a description, each in one form: `R-Fla.` → republican, florida."""
    out: list[str] = []
    for match in _WORD.finditer(phrase):
        raw = POSSESSIVE.sub("", match.group())
        region = _regions().get(raw) or _regions().get(raw.rstrip("."))
        if region:
            out += region.lower().split()
            continue
        small = raw.lower().rstrip(".")
        if small not in _LESS:
            out.append(_SAME.get(small, small))
    return tuple(dict.fromkeys(out))


@cache
def _regions() -> dict[str, str]:
    """Regions by their abbreviations and inhabitants."""
    return {
        short.strip("?"): name
        for name, _, shorts, people in tables.rows("region_names.tsv")
        for short in (*shorts.split(";"), *people.split(";"))
        if short
    }


def _around(cast: Cast, hit: NameHit) -> Iterator[str]:
    text = cast.text
    start, end = cast.sentence_span(hit.start)
    yield from terms(text[_first(text, max(start, hit.start - REACH), hit.start) : hit.start])
    behind = _BEHIND.match(text, hit.end, min(end, hit.end + REACH))
    if behind is not None:
        stop = _STOP.search(behind.group(1))
        words = behind.group(1)[: stop.start() if stop else None]
        yield from terms(words.replace("-", " "))


def _first(text: str, start: int, end: int) -> int:
    """Where the description in front of a name begins: titles, adjectives and names of bodies."""
    at = end
    for _ in range(8):
        match = _LAST.search(text, start, at)
        if match is None or not _describes(match.group(1)):
            break
        at = match.start()
    return at


def _describes(word: str) -> bool:
    if word[0].isupper():
        return True
    small = word.lower()
    noun = sources.source_noun(small)
    return (
        (noun is not None and noun.kind != "document" and not noun.plural)
        or small in tables.words("any_body")
        or any(small in tables.words(f"office_{s}") for s in ("rank", "former", "current"))
        or small in tables.words("description")
        or small.endswith(("ial", "ical", "ative", "ist"))
    )
