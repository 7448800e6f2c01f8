"""Where a stream of bytes comes from, as its reader needs to know it."""

from __future__ import annotations

import msgspec


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """A source by the name its user gave it, and the encoding its server declared, if any.

    `uri` is null for standard input, which has no name to cite; `name` is what
    messages call it.
    """

    name: str
    uri: str | None
    charset: str | None = None
