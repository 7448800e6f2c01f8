"""The name of an archive: a file, or the address of a database on a server."""

from __future__ import annotations

import re
from pathlib import Path

_SERVER = re.compile(r"postgres(?:ql)?://", re.I)
_SECRET = re.compile(r"(://[^/?#@:]*):[^/?#]*@|([?&]password=)[^&#]*", re.I)


def on_server(name: str | Path) -> bool:
    """Whether the name is the address of a PostgreSQL database."""
    return _SERVER.match(str(name)) is not None


def shown(name: str | Path) -> str:
    """The name as it may be shown: without a password."""
    return _SECRET.sub(lambda m: f"{m[1]}@" if m[1] else f"{m[2]}…", str(name))
