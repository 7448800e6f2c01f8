"""Whether two spellings write one name: transliterations from Arabic, Persian and Cyrillic.

Arabic script leaves short vowels out and romanisations disagree about the long ones, so two
spellings are compared by their consonants in order and, between them, by vowels that could be
the same. Cyrillic is spelled out letter by letter; its romanisations differ in a few endings.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from onrecord.knowledge import tables

_ARABIC = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r",
    "ز": "z", "س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f",
    "ق": "k", "ك": "k", "ک": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "پ": "p", "چ": "C",
    "ژ": "j", "گ": "g",
}  # fmt: skip
_ARABIC_VOWELS = {"ا": "A", "آ": "A", "ى": "A", "ة": "A", "و": "U", "ي": "I", "ی": "I"}
_CARRIERS = frozenset("أإءئؤع")
"""Letters that romanisations write as any vowel, as an apostrophe or not at all."""

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
}  # fmt: skip

_DIGRAPHS = (
    ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("kh", "x"), ("gh", "g"), ("th", "t"),
    ("dh", "d"), ("ph", "f"), ("dj", "j"), ("zh", "j"), ("ck", "k"), ("q", "k"), ("c", "k"),
    ("w", "v"),
)  # fmt: skip
_VOWEL = {"a": "A", "o": "U", "u": "U", "i": "I", "y": "I"}
_ANY = frozenset("AUI")
_LONG = re.compile(r"[aeo][iy]|[aeiou]{2}|y{2}|y")
_SYLLABLE = re.compile(r"([^aeiouy]?)([aeiouy]*)")

_ENDINGS = (
    (re.compile(r"sk(?:yy|iy|ii|yi|ij|y|i|yj)$"), "ski"),
    (re.compile(r"(?:yev|iev|jev|ev|yeff|eff)$"), "ev"),
    (re.compile(r"(?:ov|off|ow)$"), "ov"),
    (re.compile(r"(?:ei|ey|ej|eiy|ei)$"), "ei"),
    (re.compile(r"(?:iy|ii|yi|ij|yy|y|ij)$"), "i"),
    (re.compile(r"ks|x"), "x"),
    (re.compile(r"(?<=.)(?:ya|ja|ia)"), "ia"),
    (re.compile(r"(?:yu|ju|iu)"), "iu"),
    (re.compile(r"(?:ye|je|ie)"), "e"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(.)\1"), r"\1"),
)


class _Shape(NamedTuple):
    """A name's consonants, and the vowels before each of them and at the end.

    A gap is (classes of vowel, whether it is surely long); no classes: no vowel written.
    """

    consonants: str
    gaps: tuple[tuple[frozenset[str], bool], ...]
    arabic: bool


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two words of names, without article and in small letters, may be one name's.

    Vowels and doublings count for less only where one of the two is in Arabic script; for
    two Latin spellings see `alike_from_arabic`.
    """
    if one == other or folded(one) == folded(other):
        return True
    return (_in_arabic(one) or _in_arabic(other)) and _agree(_shape(one), _shape(other))


@lru_cache(maxsize=65536)
def alike_from_arabic(one: str, other: str) -> bool:
    """Whether two Latin spellings may both write one Arabic name: Muhammad, Mohamed."""
    return alike(one, other) or _agree(_shape(one), _shape(other))


@lru_cache(maxsize=65536)
def consonants(word: str) -> str:
    """The consonants of a word of a name, by which its spellings from Arabic script are found."""
    return _shape(word).consonants


@lru_cache(maxsize=65536)
def from_arabic(words: tuple[str, ...]) -> bool:
    """Whether the words of a name, small letters, are known to come from Arabic script."""
    return any(_in_arabic(w) for w in words) or any(
        len(w) > 2 and any(_agree(_shape(w), known) for known in _given(_shape(w).consonants))
        for w in words
    )


@lru_cache(maxsize=4096)
def _given(consonants: str) -> tuple[_Shape, ...]:
    """Shapes of the given names that tell a spelling from Arabic script, by their consonants."""
    names = next(w.split() for k, w in tables.rows("names.tsv") if k == "from arabic")
    return tuple(s for s in map(_shape, sorted(set(names))) if s.consonants == consonants)


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A word in Latin letters with the differences of Cyrillic romanisations taken out."""
    plain = "".join(_CYRILLIC.get(c, c) for c in word)
    plain = unicodedata.normalize("NFKD", plain).replace("'", "").replace("ʹ", "")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    if len(plain) < 4:
        return plain
    for pattern, replacement in _ENDINGS:
        plain = pattern.sub(replacement, plain)
    return plain


def _in_arabic(word: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" for c in word)


@lru_cache(maxsize=65536)
def _shape(word: str) -> _Shape:
    return _arabic_shape(word) if _in_arabic(word) else _latin_shape(word)


def _arabic_shape(word: str) -> _Shape:
    letters = unicodedata.normalize("NFC", word)
    letters = letters.removeprefix("ال") if len(letters) > 4 else letters
    consonants, gaps = "", []
    vowels: set[str] = set()
    for i, c in enumerate(letters):
        if c in _ARABIC:
            consonants += _ARABIC[c]
            gaps.append((frozenset(vowels), bool(vowels - {"?"})))
            vowels = set()
        elif c in _CARRIERS or (i == 0 and c in _ARABIC_VOWELS):
            vowels.add("?")
        elif c in _ARABIC_VOWELS:
            vowels.add(_ARABIC_VOWELS[c])
    gaps.append((frozenset(vowels), bool(vowels - {"?"})))
    return _Shape(consonants, tuple(gaps), True)


def _latin_shape(word: str) -> _Shape:
    plain = unicodedata.normalize("NFKD", word)
    plain = "".join(c for c in plain if c.isalpha() and not unicodedata.combining(c))
    if len(plain) > 3 and plain.endswith("h") and plain[-2] in "aeiou":
        plain = plain[:-1]
    for digraph, sign in _DIGRAPHS:
        plain = plain.replace(digraph, sign)
    plain = re.sub(r"([^aeiouy])\1", r"\1", plain)
    consonants, gaps = "", []
    run = ""
    for c in plain:
        if c in "aeiouy":
            run += c
            continue
        consonants += c
        gaps.append(_gap(run))
        run = ""
    gaps.append(_gap(run))
    return _Shape(consonants, tuple(gaps), False)


def _gap(run: str) -> tuple[frozenset[str], bool]:
    if not run:
        return frozenset(), False
    # A lone e stands for any short vowel.
    classes = _ANY if run == "e" else frozenset(_VOWEL[c] for c in run if c in _VOWEL)
    return classes or _ANY, bool(_LONG.search(run))


def _agree(one: _Shape, other: _Shape) -> bool:
    if one.consonants != other.consonants or not one.consonants:
        return False
    if len(one.consonants) == 1 and not (one.gaps[1][0] and other.gaps[1][0]):
        return False
    if not one.arabic and not other.arabic:
        return all(
            (not a and not b) or bool(a & b)
            for (a, _), (b, _) in zip(one.gaps, other.gaps, strict=True)
        )
    pairs = zip(one.gaps, other.gaps, strict=True)
    return all(_compatible(a, b, one.arabic, other.arabic) for a, b in pairs)


def _compatible(
    one: tuple[frozenset[str], bool],
    other: tuple[frozenset[str], bool],
    one_arabic: bool,
    other_arabic: bool,
) -> bool:
    if one_arabic and other_arabic:
        return one[0] - {"?"} == other[0] - {"?"}
    script, latin = (one, other) if one_arabic else (other, one)
    if "?" in script[0]:
        return True
    if not script[0]:
        # An unwritten vowel is short.
        return not latin[1]
    return bool(script[0] & latin[0])
