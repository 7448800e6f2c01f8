"""Words reduced to what they share with their other forms, to compare what reports say."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from onrecord.knowledge import inflection, tables

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ENDINGS = (
    "ations", "ation", "ating", "ated", "ates", "ators", "ator", "ate", "ements", "ement", "ments",
    "ment", "ings", "ing", "ions", "ion", "ies", "ied", "ees", "ee", "ers", "ors", "er", "or",
    "ed", "es", "s", "y", "e", "al",
)  # fmt: skip
_LEAST = 4


def stems(text: str) -> list[str]:
    """The telling words of a text in order, reduced: `the evacuees` and `evacuated` are one."""
    return [stem(word) for word in words(text) if word not in stops()]


def words(text: str) -> list[str]:
    """The words of a text in small letters, without the possessive ending."""
    return [re.sub(r"['’]s$", "", m.group().lower()) for m in _WORD.finditer(text)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word in small letters without its ending; an irregular verb by its base."""
    base = irregular().get(word, word)
    for ending in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= _LEAST - 1:
            cut = base[: -len(ending)]
            # A doubled letter before the ending goes: jammed, stopped.
            return cut[:-1] if len(cut) > _LEAST - 1 and cut[-1] == cut[-2] else cut
    return base


@cache
def irregular() -> dict[str, str]:
    """Past forms and participles that no rule makes → their verb, of one that is unmistakable."""
    found: dict[str, set[str]] = {}
    for lemma, past, participle in tables.rows("inflection.tsv"):
        for word in {*past.split(","), *participle.split(",")} - {"+"}:
            found.setdefault(word, set()).add(lemma)
    return {word: next(iter(lemmas)) for word, lemmas in found.items() if len(lemmas) == 1} | {
        form.word: lemma
        for lemma in ("leave", "find", "say", "tell")
        for form in inflection.verb_forms(lemma)
    }


@cache
def auxiliaries() -> frozenset[str]:
    """Forms of be, have and do, and modal verbs."""
    return tables.words("auxiliary")


@cache
def stops() -> frozenset[str]:
    """Words that tell nothing of what a sentence is about."""
    listed = tables.sets("story_words.tsv")["telling nothing"]
    return auxiliaries() | tables.words("negative") | listed
