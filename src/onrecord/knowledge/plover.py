"""The event classes of PLOVER, their modes and contexts, and the older codes that come nearest."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import inflection, tables


class EventClass(NamedTuple):
    """A root class, or a mode of one.

    `cameo` is the nearest CAMEO code; `quad` 1 verbal cooperation, 2 material cooperation,
    3 verbal conflict or 4 material conflict. Both are null for what the codebook leaves out.
    """

    root: str
    mode: str | None
    cameo: str | None
    quad: int | None
    definition: str
    example: str


@cache
def classes() -> dict[tuple[str, str | None], EventClass]:
    """Every class, by root and mode; the root itself has the mode null."""
    return {
        (root, mode or None): EventClass(root, mode or None, cameo, int(quad), definition, example)
        for root, mode, cameo, quad, definition, example in tables.rows("plover.tsv")
    }


OTHER = "OTHER"
"""The type of events that are told in politics and have no class in the codebook."""


@cache
def beyond() -> dict[tuple[str, str | None], EventClass]:
    """What the codebook has no class for, by type and mode."""
    return {
        (OTHER, mode): EventClass(OTHER, mode, None, None, definition, example)
        for root, mode, _, _, definition, example in tables.rows("event_constructions.tsv")
        if root == OTHER
    }


@cache
def known() -> dict[tuple[str, str | None], EventClass]:
    """The classes of the codebook and those beyond it."""
    return {**classes(), **beyond()}


class Telling(NamedTuple):
    """A closed construction: words that tell an event, and what must follow them, if anything.

    `needs` is `office`, a noun for one, `captive`, a noun for people who are held, or empty.
    """

    root: str
    mode: str | None
    needs: str
    words: re.Pattern[str]


@cache
def tellings() -> tuple[Telling, ...]:
    """The closed constructions, a pattern a class."""
    out = []
    for root, mode, needs, phrases, *_ in tables.rows("event_constructions.tsv"):
        forms = []
        for phrase in phrases.split("; "):
            verb, _, rest = phrase.partition(" ")
            alone = {verb[1:]} if verb[0] == "=" else None
            words = alone or {form.word for form in inflection.verb_forms(verb)}
            inflected = "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))
            forms.append(rf"(?:{inflected}){re.escape(' ' + rest) if rest else ''}")
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)
        out.append(Telling(root, mode or None, needs, pattern))
    return tuple(out)


@cache
def roots() -> tuple[str, ...]:
    """The root classes, in the order of the codebook."""
    return tuple(root for root, mode in classes() if mode is None)


@cache
def modes(root: str) -> tuple[str, ...]:
    """The modes of a root class."""
    return tuple(m for r, m in classes() if r == root and m is not None)


@cache
def signs() -> dict[str, tuple[str, ...]]:
    """Words in small letters → the root classes whose events they may tell.

    Of a phrase the first word counts; every inflected form is there.
    """
    out: dict[str, dict[str, None]] = {}
    for root, verbs, nouns in tables.rows("plover_words.tsv"):
        forms = {f for verb in verbs.split("; ") for f, *_ in inflection.verb_forms(verb)}
        for noun in nouns.split("; "):
            last = noun.split()[-1]
            forms |= {last, inflection.third(last)}
        for form in forms:
            out.setdefault(form.lower(), {})[root] = None
    return {form: tuple(roots) for form, roots in sorted(out.items())}


@cache
def contexts() -> dict[str, str]:
    """The contexts with their definitions."""
    return {name: definition for name, definition, _ in tables.rows("contexts.tsv")}


def contexts_of(text: str) -> tuple[str, ...]:
    """What a stretch of text is about, in the order of the codebook."""
    low = text.lower()
    return tuple(name for name, pattern in _patterns() if pattern.search(low))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    out = []
    for name, _, words in tables.rows("contexts.tsv"):
        parts = [
            rf"{re.escape(w[1:])}\b" if w.startswith("=") else re.escape(w)
            for w in words.split("; ")
        ]
        out.append((name, re.compile(rf"\b(?:{'|'.join(parts)})")))
    return tuple(out)
