"""Forms of English words: regular ones by rule, the rest from a table. No NLP library."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from onrecord.knowledge import tables

Tense = Literal["base", "third", "past", "participle", "ing"]

_BE = (
    ("am", "third"), ("is", "third"), ("are", "third"), ("'m", "third"), ("'re", "third"),
)  # fmt: skip
_VOWELS = frozenset("aeiou")


class Form(NamedTuple):
    """One written form of a verb and what it is a form of."""

    word: str
    tense: Tense


@cache
def _table() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {
        lemma: (tuple(past.split(",")), tuple(participle.split(",")))
        for lemma, past, participle in tables.rows("inflection.tsv")
    }


def third(lemma: str) -> str:
    """The form in -s, which is also how regular nouns make their plural."""
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or lemma in ("go", "do", "undo", "veto", "echo"):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return "has" if lemma == "have" else lemma + "s"


def verb_forms(lemma: str) -> Iterator[Form]:
    """Every form of a verb, base first; past and participle apart even where they look alike."""
    yield Form(lemma, "base")
    if lemma == "be":
        for word, tense in _BE:
            yield Form(word, tense)  # type: ignore[arg-type]
    else:
        yield Form(third(lemma), "third")
    past, participle = _table().get(lemma, ((), ()))
    doubled = past == ("+",)
    # Irregular in the past, doubled before -ing all the same: begin, set.
    doubles = doubled or lemma in tables.words("doubling")
    stem = lemma + lemma[-1] if doubles else lemma
    if doubled or not past:
        regular = _ed(stem)
        past = participle = (regular,)
    yield from (Form(word, "past") for word in past)
    yield from (Form(word, "participle") for word in participle)
    yield Form(_ing(stem), "ing")


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    """A past form that no rule makes → the verbs it may belong to."""
    found: dict[str, list[str]] = {}
    for lemma, (past, participle) in _table().items():
        for word in {*past, *participle} - {"+"}:
            found.setdefault(word, []).append(lemma)
    return {word: tuple(lemmas) for word, lemmas in found.items()}


def lemmas(word: str) -> Iterator[str]:
    """Every spelling a word in small letters may have as a base form, itself first.

    What comes out is a guess to be looked up: `verb_forms` tells whether it holds.
    """
    yield word
    yield from _irregular().get(word, ())
    if word in _BE_FORMS:
        yield "be"
    if word == "has":
        yield "have"
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield stem + instead
            if ending in ("ed", "ing") and not instead and stem[-1] == stem[-2:-1]:
                yield stem[:-1]


_BE_FORMS = frozenset(("am", "is", "are", "'m", "'re", "being"))
_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("d", ""), ("ying", "ie"),
    ("ing", ""), ("ing", "e"),
)  # fmt: skip


def _ed(stem: str) -> str:
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and stem[-2:-1] not in _VOWELS:
        return stem[:-1] + "ied"
    return stem + "ed"


def _ing(stem: str) -> str:
    if stem.endswith("ie"):
        return stem[:-2] + "ying"
    if stem.endswith("e") and not stem.endswith(("ee", "ye", "oe")) and stem != "be":
        return stem[:-1] + "ing"
    return stem + "ing"
