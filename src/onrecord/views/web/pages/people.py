"""People and organisations: a list to look in, and a page for each across all reports."""

from __future__ import annotations

from typing import Any

from onrecord.archive import Query
from onrecord.schema import ATTITUDES, CHANNELS, ENTITY_TYPES, RELATION_TYPES
from onrecord.stories.nouns import Person, PersonView
from onrecord.views.web.asking import Answer, Ask, Onward, PageError, Shown, where
from onrecord.views.web.charts import columns

TYPES = {"Person": "People", "Organisation": "Organisations", "State": "States"}
CHOICES = 8
"""So many who may be the same are offered to be merged."""


def listed(ask: Ask) -> Answer:
    """People, bodies and states, those in most reports first."""
    words = ask.query.get("q", "")[:200]
    kind = ask.query.get("type", "")
    kind = kind if kind in TYPES else ""
    size = ask.limits.page * 2
    page = ask.number("page", 1, ask.limits.deepest // size)
    found = ask.desk.people(words, kind or None, limit=size, offset=(page - 1) * size)
    turn = {"q": words, "type": kind}
    values = {
        "page_title": "People and organisations",
        "q": words,
        "kind": kind,
        "types": [
            {"name": label, "link": where("people", q=words, type=code), "here": code == kind}
            for code, label in (("", "All"), *TYPES.items())
        ],
        "people": found.items,
        "total": found.total,
        "labels": {code: term.label for code, term in ENTITY_TYPES.items()},
        "page": page,
        "previous": where("people", **turn, page=str(page - 1)) if page > 1 else "",
        "next": where("people", **turn, page=str(page + 1)) if page * size < found.total else "",
    }
    return Shown("people.html", values)


def person(ask: Ask) -> Answer:
    """Everything about one, across all reports."""
    view = ask.desk.person(ask.path["person"])
    if view is None:
        raise PageError(404, "The archive knows nobody by that address", "Look among the people.")
    name = view.person.name
    by = Query(speaker=(name,), kind="statement")
    months = next((f.counts for f in ask.archive.facets(by, most=60) if f.field == "month"), ())
    channels = _channels(view)
    most = max((count for _, count in channels), default=1)
    values: dict[str, Any] = {
        "page_title": name,
        "view": view,
        "label": ENTITY_TYPES[view.person.type].label if view.person.type in ENTITY_TYPES else "",
        "attitudes": {code: term.label for code, term in ATTITUDES.items()},
        "relations": {code: term.label for code, term in RELATION_TYPES.items()},
        "channel_labels": {code: term.label for code, term in CHANNELS.items()},
        "channels": [(name, count, round(100 * count / most)) for name, count in channels],
        "chart": columns(months, lambda month: _in_month(by, month)),
        "search_by": where("search", q=str(by)),
        "choices": _choices(ask, view.person),
        "ways": _ways(view),
    }
    return Shown("person.html", values)


def merge(ask: Ask) -> Answer:
    """Decide that two are one."""
    one, other = ask.form.get("one", ""), ask.form.get("other", "")
    if not one or not other or one == other:
        raise PageError(422, "Two different people are needed to make one of them")
    ask.desk.merge(one, other)
    return Onward(where("people", one))


def split(ask: Ask) -> Answer:
    """Decide that an entity is somebody else than it was taken for."""
    entity = ask.form.get("entity", "")
    if ":" not in entity:
        raise PageError(422, "The form does not say who is to be taken out")
    ask.desk.split(entity)
    return Onward(where("people", ask.form.get("person", "") or entity))


def undo(ask: Ask) -> Answer:
    """Take back what was decided last about who is who."""
    ask.desk.undo()
    return Onward(where("corrections"))


def _in_month(query: Query, month: str) -> str:
    year, _, number = month.partition("-")
    following = f"{int(year) + int(number) // 12:04}-{int(number) % 12 + 1:02}"
    return where("search", q=f"{query} after:{month} before:{following}")


def _channels(view: PersonView) -> list[tuple[str, int]]:
    """Through which channels somebody is in touch with others, over all of them."""
    counts: dict[str, int] = {}
    for contact in view.contacts:
        for channel, count in contact.channels:
            counts[channel] = counts.get(channel, 0) + count
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _ways(view: PersonView) -> dict[str, str]:
    """How a contact came about, in words: a channel's label, or an event's class."""
    names = {name for contact in view.contacts for name, _ in contact.channels}
    return {
        name: CHANNELS[name].label if name in CHANNELS else name.lower().replace("-", " ")
        for name in names
    }


def _choices(ask: Ask, person: Person) -> list[Person]:
    """Others with a part of the same name, who may be the same."""
    words = ask.query.get("same", "")[:200] or person.name.split()[-1]
    found = ask.desk.people(words, None, limit=CHOICES + 1)
    return [one for one in found.items if one.id != person.id][:CHOICES]
