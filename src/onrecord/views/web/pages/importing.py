"""Import: a text, files or web addresses are brought, and how far their reading is."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from onrecord.schema import encode
from onrecord.views.web.asking import Answer, Ask, Onward, PageError, Sent, Shown, where
from onrecord.views.web.imports import BusyError, Order, Pasted, Progress

STATES = {
    "waiting": "Waiting",
    "reading": "Reading",
    "gathering": "Telling the stories anew",
    "done": "Done",
    "stopped": "Stopped",
    "broken": "Broken off",
}
LONGEST = 500
"""Characters of a title or publisher."""


def form(ask: Ask) -> Answer:
    """What can be brought, and what was."""
    values = {
        "page_title": "Import",
        "orders": ask.importer.orders(),
        "states": STATES,
        "limits": ask.limits,
    }
    return Shown("import.html", values)


def begin(ask: Ask) -> Answer:
    """Take what a form brings."""
    order = Order(
        pasted=_pasted(ask),
        urls=_urls(ask),
        files=tuple((upload.name, upload.path) for upload in ask.files),
        folder=ask.files[0].path.parent if ask.files else None,
    )
    if not (order.pasted or order.urls or order.files):
        raise PageError(
            422, "There is nothing to read", "Paste a text, choose files or give an address."
        )
    try:
        job = ask.importer.begin(order)
    except BusyError as error:
        raise PageError(
            429, "Too many imports are waiting", "Come back when one has ended."
        ) from error
    return Onward(where("import", job))


def progress(ask: Ask) -> Answer:
    """How far an import is; a script keeps the page up to date, or the reader loads it again."""
    found = _progress(ask)
    return Shown("progress.html", {"page_title": "Import", "job": found, "states": STATES})


def state(ask: Ask) -> Answer:
    """How far an import is, for the script."""
    found = _progress(ask)
    part = Shown("progress_part.html", {"job": found, "states": STATES})
    return part if ask.query.get("part") else Sent(encode(found), "application/json")


def stop(ask: Ask) -> Answer:
    """Stop an import."""
    ask.importer.stop(_progress(ask).id)
    return Onward(where("import", ask.path["job"]))


def _progress(ask: Ask) -> Progress:
    found = ask.importer.progress(ask.path["job"])
    if found is None:
        raise PageError(
            404, "There is no such import", "It may be from before the server was started."
        )
    return found


def _pasted(ask: Ask) -> tuple[Pasted, ...]:
    text = ask.form.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        return ()
    return (
        Pasted(
            text=text,
            title=_line(ask, "title"),
            publisher=_line(ask, "publisher"),
            published=_day(ask),
        ),
    )


def _line(ask: Ask, name: str) -> str | None:
    return " ".join(ask.form.get(name, "").split())[:LONGEST] or None


def _day(ask: Ask) -> str | None:
    given = ask.form.get("published", "").strip()
    if not given:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise PageError(422, f"{given[:40]!r} is no date", "Write it as 2026-02-14.") from None


def _urls(ask: Ask) -> tuple[str, ...]:
    given = ask.form.get("urls", "").split()
    if len(given) > ask.limits.urls:
        raise PageError(422, f"At most {ask.limits.urls} addresses are taken at once")
    for url in given:
        # The reader of addresses looks closer; here only: no file of this machine can be named.
        if len(url) > 2000 or urlsplit(url).scheme.lower() not in ("http", "https"):
            raise PageError(422, f"{url[:80]!r} is no web address", "It begins with https://.")
    return tuple(given)
