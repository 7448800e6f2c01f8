"""How items of reports are gathered: what they are found by, and whether two belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from onrecord.schema import Record


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a report on its way to those that are the same.

    `key` names it among all of its kind (`document:item`), `terms` are what candidates share
    with it (a name's key, a band of a signature), rarest first; `body` is what two are compared
    by, small, and made of plain JSON values. `words` are parts of its name that it is also looked
    up by, `facts` what a group tells of it. One that is `loose` says too little to be compared: a
    surname alone is whoever the reports around it mean.
    """

    key: str
    document: str
    terms: tuple[str, ...]
    body: Any
    words: tuple[str, ...] = ()
    facts: Any = None
    loose: bool = False


class Matcher(Protocol):
    """One kind of gathering. Pure: the same pieces give the same answers in any order."""

    kind: str

    def pieces(self, record: Record) -> Sequence[Piece]:
        """The items of a report that may be the same as others'."""

    def same(self, one: Piece, other: Piece) -> float:
        """How surely both are the same, from 0 to 1; the same from a half on. Symmetric."""
