"""How numbers are written, hedged and measured in English: the tables behind the figures."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord.knowledge import tables

Words = tuple[str, ...]


class Hedge(NamedTuple):
    """What a hedge makes of a number; a weak one also stands before ages, hours and places."""

    qualifier: str
    weak: bool


@cache
def hedges(side: str) -> dict[Words, Hedge]:
    """Hedges that stand `before` or `after` a number, by their words in small letters."""
    return {
        tuple(words.split()): Hedge(qualifier, bool(weak))
        for words, where, qualifier, weak in tables.rows("figure_hedges.tsv")
        if where == side
    }


@cache
def measures() -> dict[Words, str]:
    """Units by the words in which they are written."""
    return _by_words("figure_measures.tsv")


@cache
def currencies() -> dict[Words, str]:
    """ISO 4217 codes by the signs and words in which they are written."""
    return _by_words("figure_currencies.tsv")


def _by_words(name: str) -> dict[Words, str]:
    return {
        tuple(written.split("_")): unit
        for listed, unit in tables.rows(name)
        for written in listed.split()
    }


@cache
def numerals(kind: str) -> dict[str, int]:
    """Number words of one kind with their values.

    A `unit` or `ten` adds, a `scale` or `multiple` multiplies, `short` is a scale behind digits,
    a `plural` means at least two of its value, a `part` divides.
    """
    return {word: int(value) for of, word, value in tables.rows("figure_numbers.tsv") if of == kind}


def words(name: str) -> frozenset[str]:
    """A named set of `figure_words.tsv`.

    Raises:
        KeyError: no set has that name.
    """
    return tables.sets("figure_words.tsv")[name]
