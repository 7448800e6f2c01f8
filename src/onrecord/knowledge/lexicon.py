"""The cue list as a lexicon: what a word, or the words from here on, may be."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.knowledge import inflection, tables


class Entry(NamedTuple):
    """A row of `cues.tsv`; its header says what parts and marks there are."""

    lemma: str
    part: str
    attitude: str
    marks: str
    channel: str | None


class Use(NamedTuple):
    """An entry that a word of the cue may be a form of."""

    entry: Entry
    tense: str


class Lexicon(NamedTuple):
    """Entries by lemma: verbs, nouns, words that never inflect, phrases by their first word."""

    verbs: dict[str, Entry]
    nouns: dict[str, Entry]
    fixed: dict[str, list[Entry]]
    phrases: dict[str, list[tuple[Entry, tuple[str, ...]]]]


@cache
def lexicon() -> Lexicon:
    """The whole list, read once; of several phrases with one first word the longest is first."""
    entries = Lexicon({}, {}, {}, {})
    for lemma, part, attitude, marks, channel in tables.rows("cues.tsv"):
        entry = Entry(lemma, part, attitude, marks, channel or None)
        first, *rest = lemma.split()
        if rest:
            entries.phrases.setdefault(first, []).append((entry, tuple(rest)))
        elif part == "verb":
            entries.verbs[lemma] = entry
        elif part == "noun":
            entries.nouns[lemma] = entry
        else:
            entries.fixed.setdefault(lemma, []).append(entry)
    for found in entries.phrases.values():
        found.sort(key=lambda p: -len(p[1]))
    return entries


@lru_cache(maxsize=8192)
def uses(word: str) -> tuple[Use, ...]:
    """Everything a single word may be: forms of verbs first, then nouns, then the rest."""
    known = lexicon()
    found = [
        Use(known.verbs[lemma], form.tense)
        for lemma in _bases(word)
        if lemma in known.verbs
        for form in inflection.verb_forms(lemma)
        if form.word == word
    ]
    found += [Use(entry, "base") for entry in known.fixed.get(word, ())]
    for lemma in _bases(word):
        if lemma in known.nouns and word in (lemma, inflection.third(lemma)):
            tense = "base" if word == lemma else "third"
            found.append(Use(known.nouns[lemma], tense))
    return tuple(found)


@lru_cache(maxsize=8192)
def phrases(word: str) -> tuple[tuple[Entry, tuple[str, ...]], ...]:
    """Phrases that may begin with this word; only verbs and nouns of phrases inflect."""
    found: list[tuple[Entry, tuple[str, ...]]] = []
    for lemma in _bases(word):
        for entry, rest in lexicon().phrases.get(lemma, ()):
            inflects = entry.part == "phrase" and any(
                form.word == word for form in inflection.verb_forms(lemma)
            )
            if word == lemma or inflects:
                found.append((entry, rest))
            if word == lemma and entry.part == "noun":
                found.append((entry, (*rest[:-1], inflection.third(rest[-1]))))
    return tuple(sorted(found, key=lambda p: -len(p[1])))


def _bases(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(inflection.lemmas(word)))
