"""Failures: what could not be read, why, and another try."""

from __future__ import annotations

from itertools import islice

from onrecord.views.html.cards import web_link
from onrecord.views.web.asking import Answer, Ask, Onward, PageError, Shown, where
from onrecord.views.web.imports import BusyError


def listed(ask: Ask) -> Answer:
    """Every failure noted, a page at a time."""
    size = ask.limits.page * 5
    page = ask.number("page", 1, ask.limits.deepest)
    # One more than is shown tells whether there is another page.
    found = list(islice(ask.archive.failures(), (page - 1) * size, page * size + 1))
    rows = [{"failed": failed, "link": web_link(failed.uri)} for failed in found[:size]]
    values = {
        "page_title": "Failures",
        "rows": rows,
        "previous": where("failures", page=str(page - 1)) if page > 1 else "",
        "next": where("failures", page=str(page + 1)) if len(found) > size else "",
        "page": page,
    }
    return Shown("failures.html", values)


def retry(ask: Ask) -> Answer:
    """Read again what failed."""
    try:
        job = ask.importer.retry()
    except BusyError as error:
        raise PageError(
            429, "Too many imports are waiting", "Come back when one has ended."
        ) from error
    return Onward(where("import", job) if job else where("failures"))
