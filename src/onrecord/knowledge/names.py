"""Personal names: what belongs to one, what strips off, when a part names the same person."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from onrecord.knowledge import spelling, tables

_POSSESSIVE = re.compile(r"(?:['’‘`]s|(?<=s)['’])$", re.I)
_EDGES = re.compile(r"^[^\w]+|[^\w.]+$")
_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_ARTICLES = frozenset(("al", "el", "ad", "ar", "as", "ash", "at", "az", "an"))
"""Forms of the Arabic article, written on to the name with a hyphen or apart."""


@cache
def _words() -> dict[str, frozenset[str]]:
    return {k: frozenset(w.split()) for k, w in tables.rows("names.tsv") if k != "nickname"}


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """A first name in small letters → the names it may be short or another spelling for."""
    pairs: dict[str, set[str]] = {}
    for kind, listed in tables.rows("names.tsv"):
        if kind != "nickname":
            continue
        for entry in listed.split():
            full, _, short = entry.partition(":")
            for other in short.split(","):
                pairs.setdefault(full, set()).add(other)
                pairs.setdefault(other, set()).add(full)
    return {name: frozenset(others) for name, others in pairs.items()}


def particles() -> frozenset[str]:
    """Small words that belong to the name after them: al, bin, de, van."""
    return _words()["particle"]


def suffixes() -> frozenset[str]:
    """What may follow a surname, in small letters without full stop: jr, iii."""
    return _words()["suffix"]


def short_forms(given: str) -> frozenset[str]:
    """The names that a given name, in small letters, may be short or another spelling for."""
    return _nicknames().get(given, frozenset())


def suffix(name: str) -> str:
    """What follows the surname, in small letters: jr, iii; or an empty string."""
    last = name.replace(",", " ").rstrip(". ").rsplit(" ", 1)[-1].lower()
    return last if " " in name.strip() and last in suffixes() else ""


def stripped(name: str) -> str:
    """A name without possessive ending and the punctuation around it: `Sudani’s,` → Sudani."""
    bare = _EDGES.sub("", name.strip())
    bare = _POSSESSIVE.sub("", bare)
    return bare if bare.endswith(("r.", ".")) and "." in bare[:-1] else _kept_stop(bare)


def _kept_stop(name: str) -> str:
    """The full stop of a suffix or initial stays, that of a sentence goes."""
    last = name.rstrip(".").rsplit(" ", 1)[-1].lower()
    return name if last in suffixes() or len(last) == 1 else name.rstrip(".")


@lru_cache(maxsize=65536)
def parts(name: str) -> tuple[str, ...]:
    """The telling words of a name: lower case, no accents, no titles, articles or suffixes."""
    folded = unicodedata.normalize("NFKD", stripped(name).lower().replace("’", "'"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    words = _TOKEN.findall(plain)
    known = _words()
    while len(words) > 1 and words[0] in known["honorific"]:
        words = words[1:]
    while len(words) > 1 and words[-1] in known["suffix"]:
        words = words[:-1]
    telling = tuple(w for w in words if w not in known["particle"])
    return telling or tuple(words)


def surname(name: str) -> str:
    """The last telling word of a name, or an empty string."""
    return (parts(name) or ("",))[-1]


@lru_cache(maxsize=65536)
def same_person(full: str, part: str) -> bool:
    """Whether, within one report, the shorter name may mean the person of the fuller one.

    A single word matches the surname or the given name; several must agree in the surname
    and in the given name, where an initial, a nickname or another spelling agrees too.
    The given name alone counts only where the fuller name begins with it.
    """
    long, short = parts(full), parts(part)
    if not long or not short:
        return False
    if long != short and len(long) > 1 and len(short) > 1:
        return _agree(long, short)
    if len(short) > len(long):
        long, short = short, long
    if len(short) == 1:
        if len(long) == 1 or short[0] == long[-1] or _joined(long) == short[0]:
            return _spelled_alike(short[0], long[-1]) or _joined(long) == short[0]
        if spelling.alike(short[0], long[-1]):
            return True
        titled = part.split()[:1] and part.split()[0].strip(".").lower() in _words()["honorific"]
        given = short[0] == long[0] or short[0] in short_forms(long[0])
        return short[0] in long[1:-1] or (not titled and given)
    return True


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of several words agree, in whichever spelling."""
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    arabic = spelling.from_arabic(long) or spelling.from_arabic(short)
    alike = spelling.alike_from_arabic if arabic else spelling.alike

    def given(word: str, name: str) -> bool:
        return _given(word, name) or alike(word, name)

    if not alike(short[-1], long[-1]):
        # Two surnames of which one is left out: Enrique Peña Nieto ~ Enrique Peña.
        return len(long) > 2 and short[-1] in long[1:-1] and given(short[0], long[0])
    if given(short[0], long[0]):
        return all(any(given(w, x) for x in long) for w in short[1:-1])
    # The first word left out: Shia al-Sudani ~ Mohammed Shia al-Sudani.
    tail = long[-len(short) :]
    return len(long) > len(short) and all(map(alike, short, tail))


def _joined(words: tuple[str, ...]) -> str:
    return "".join(words)


def _spelled_alike(one: str, other: str) -> bool:
    return one == other or one.replace("'", "") == other.replace("'", "")


def _given(one: str, other: str) -> bool:
    """Whether two given names agree: the same, an initial, a short form or another spelling."""
    if one == other or one in _nicknames().get(other, ()):
        return True
    return (len(one) == 1 and other.startswith(one)) or (len(other) == 1 and one.startswith(other))
