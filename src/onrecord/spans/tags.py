"""The tag inventory of both heads, which tags may follow which, and tags ↔ word spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

FORBIDDEN = -1e4


class TagSet:
    """BIES tags over some roles: `O`, then Begin, Inside, End, Single for each role.

    `allowed` is (tags, tags) with 0 where the second may follow the first and
    `FORBIDDEN` elsewhere; `initial` and `final` are (tags,) likewise.
    """

    def __init__(self, roles: Sequence[str]) -> None:
        """Lay out the tags of these roles."""
        self.roles = tuple(roles)
        self.names = ("O", *(f"{p}-{r}" for r in roles for p in "BIES"))
        opening = [n[0] in "BI" for n in self.names]
        resuming = [n[0] in "IE" for n in self.names]
        role = [n[2:] for n in self.names]
        size = len(self.names)
        self.allowed = np.full((size, size), FORBIDDEN, np.float32)
        for i in range(size):
            for j in range(size):
                if opening[i] == resuming[j] and (not opening[i] or role[i] == role[j]):
                    self.allowed[i, j] = 0
        self.initial = np.where(resuming, FORBIDDEN, 0).astype(np.float32)
        self.final = np.where(opening, FORBIDDEN, 0).astype(np.float32)

    def __len__(self) -> int:
        """Number of tags."""
        return len(self.names)

    def write(self, tags: NDArray[np.int64], role: str, spans: Iterable[tuple[int, int]]) -> None:
        """Write the word spans of one role into a row of tags, in place."""
        base = 1 + 4 * self.roles.index(role)
        for lo, hi in spans:
            if hi - lo == 1:
                tags[lo] = base + 3
            elif hi > lo:
                tags[lo], tags[hi - 1] = base, base + 2
                tags[lo + 1 : hi - 1] = base + 1

    def read(self, tags: Sequence[int]) -> dict[str, list[tuple[int, int]]]:
        """Word spans of each role in a valid row of tags."""
        out: dict[str, list[tuple[int, int]]] = {role: [] for role in self.roles}
        start = 0
        for at, tag in enumerate(tags):
            if not tag:
                continue
            role, part = divmod(tag - 1, 4)
            if part in (0, 3):
                start = at
            if part in (2, 3):
                out[self.roles[role]].append((start, at + 1))
        return out


FLAT = TagSet(("cue", "source", "content"))
"""What each word is, whatever the statement."""

ROLES = TagSet(("source", "content"))
"""What each word is to one cue."""
