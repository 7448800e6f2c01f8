"""The words of an item as a server keeps them, and phrases as they are looked for there.

A `tsvector` of our own making holds every word an item is found by, cut to its stem as in an
SQLite file, behind the letter of its column: `wpump` in the words, `sbrill` in the speaker. So
any mix of conditions is one look into one index. It holds no positions, of which PostgreSQL keeps
few; phrases and counts are read from the stems in their order, each between two blanks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from onrecord.archive.lookup import COLUMNS
from onrecord.archive.rows import Searched

LETTERS = dict(zip(COLUMNS, "wsdarcpbt", strict=True))
"""The column of a term, as the letter before it."""

LONGEST = 200
"""Letters of a term; what is longer is found by its beginning. A `tsvector` takes 2 KiB."""

MOST = 1_000_000
"""Bytes of all terms of one item. A `tsvector` takes a MiB: a hundred thousand different words."""

NOTHING = "'-'"
"""What no item has."""

Stems = Callable[[str], list[str]]


class Words(NamedTuple):
    """What an index keeps of one item: its terms, the stems of each column, how many there are."""

    found: list[str]
    columns: list[str]
    length: int


def words_of(searched: Searched, tags: Sequence[str], stems: Stems) -> Words:
    """The words that an item is found by; `tags` come with its points."""
    cut = {name: stems(getattr(searched, name)) for name in COLUMNS[:-1]}
    # Names first: should there be too many terms, it is the last words of the text that are not
    # found.
    terms = [LETTERS["tags"] + tag[:LONGEST] for tag in tags]
    for name in reversed(COLUMNS[:-1]):
        terms += (LETTERS[name] + stem[:LONGEST] for stem in cut[name])
    return Words(
        found=_fitting(dict.fromkeys(terms)),
        columns=["".join(f" {stem} " for stem in cut[name]) for name in COLUMNS[:-1]],
        length=len(tags) + sum(map(len, cut.values())),
    )


def _fitting(terms: Iterable[str]) -> list[str]:
    fitting, size = [], 0
    for term in terms:
        size += len(term.encode())
        if size > MOST:
            break
        fitting.append(term)
    return fitting


class Phrase(NamedTuple):
    """Words side by side in a column; `open` where the last may go on."""

    column: str
    stems: tuple[str, ...]
    open: bool

    @property
    def condition(self) -> str:
        """All its words, wherever they stand, as a `tsquery`."""
        if not self.stems:
            return NOTHING
        *whole, last = (term(self.column, stem) for stem in self.stems)
        return " & ".join((*whole, f"{last}:*" if self.open else last))

    @property
    def line(self) -> str:
        """The stems as they stand in the column."""
        line = "".join(f" {stem} " for stem in self.stems)
        return line.removesuffix(" ") if self.open else line

    @property
    def exact(self) -> bool:
        """Whether the condition says all that is asked."""
        return len(self.stems) < 2 and all(len(stem) <= LONGEST for stem in self.stems)


def phrase(column: str, words: str, stems: Stems) -> Phrase:
    """Words as they are looked for in a column."""
    return Phrase(column, tuple(stems(words)), words.rstrip().endswith("*"))


def term(column: str, word: str) -> str:
    """A word of a column in a `tsquery`."""
    plain = word[:LONGEST].replace("\\", "\\\\").replace("'", "''")
    return f"'{LETTERS[column]}{plain}'"


def any_of(conditions: Iterable[str]) -> str:
    """One of several conditions, as a `tsquery`; none of nothing."""
    return " | ".join(f"({c})" for c in conditions) or NOTHING
