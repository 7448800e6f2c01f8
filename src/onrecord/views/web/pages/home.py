"""The first page: what the archive holds, and where to begin."""

from __future__ import annotations

from onrecord.archive import Query
from onrecord.views.web.asking import Answer, Ask, Shown
from onrecord.views.web.pages.searching import EXAMPLES

NEWEST = 8


def home(ask: Ask) -> Answer:
    """The newest reports and the newest stories; of an empty archive, how to fill it."""
    found = ask.archive.search(Query(kind="document"), limit=NEWEST)
    values = {
        "page_title": "",
        "documents": len(ask.archive),
        "newest": found.hits,
        "stories": ask.desk.stories(limit=NEWEST).items,
        "examples": EXAMPLES,
    }
    return Shown("home.html", values)
