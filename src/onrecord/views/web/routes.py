"""Every page by its path, and what it does beside being shown."""

from __future__ import annotations

from typing import Literal, NamedTuple

from onrecord.views.web.asking import Handler
from onrecord.views.web.pages import (
    correcting,
    failures,
    home,
    importing,
    people,
    reading,
    searching,
    stories,
)

Does = Literal["reads", "writes", "brings"]
"""Whether a request only reads, writes into the archive, or brings files along."""


class Path(NamedTuple):
    """A path with its handler."""

    method: Literal["GET", "POST"]
    path: str
    handler: Handler
    does: Does = "reads"


ROUTES = (
    Path("GET", "/", home.home),
    Path("GET", "/search", searching.search),
    Path("GET", "/reports/{document}", reading.report),
    # The ids of items are whatever a record says, slashes among it.
    Path("GET", "/reports/{document}/{item:path}/why", reading.why),
    Path("GET", "/reports/{document}/{item:path}", reading.item),
    Path("GET", "/people", people.listed),
    Path("GET", "/people/{person:path}", people.person),
    Path("POST", "/people/merge", people.merge, "writes"),
    Path("POST", "/people/split", people.split, "writes"),
    Path("POST", "/people/undo", people.undo, "writes"),
    Path("GET", "/stories", stories.listed),
    Path("GET", "/stories/{story:path}", stories.story),
    Path("GET", "/import", importing.form),
    Path("POST", "/import", importing.begin, "brings"),
    Path("GET", "/import/{job}", importing.progress),
    Path("GET", "/import/{job}/state", importing.state),
    Path("POST", "/import/{job}/stop", importing.stop),
    Path("GET", "/corrections", correcting.listed),
    Path("GET", "/corrections.jsonl", correcting.exported),
    Path("POST", "/corrections", correcting.correct, "writes"),
    Path("POST", "/corrections/undo", correcting.undo, "writes"),
    Path("GET", "/failures", failures.listed),
    Path("POST", "/failures/retry", failures.retry),
)
