"""Stories: a list, and a page for each, where many reports are read side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from onrecord.schema import ATTITUDES, EVENT_STATUSES, Place
from onrecord.stories.nouns import Cited, Disagreement, Happening, Moment, Party, Person, StoryView
from onrecord.views.html.map import map_values
from onrecord.views.outline import one_line
from onrecord.views.places import PlaceLine
from onrecord.views.web.asking import Answer, Ask, PageError, Shown, where
from onrecord.views.web.charts import Given, strip
from onrecord.views.web.network import network
from onrecord.views.web.sieve import sieve_of, sifted

HOW = {
    "conflict": "cannot all be right",
    "change": "changed",
    "denial": "One denies what the other says",
    "contrary": "They say the contrary",
    "reversal": "A position that was reversed",
}
SHOWN = 60
"""So many entries of a list are shown at once; the filter brings up the others."""


def listed(ask: Ask) -> Answer:
    """Stories that several reports tell, the newest first."""
    words = ask.query.get("q", "")[:200]
    size = ask.limits.page
    page = ask.number("page", 1, ask.limits.deepest // size)
    found = ask.desk.stories(words, limit=size, offset=(page - 1) * size)
    values = {
        "page_title": "Stories",
        "q": words,
        "stories": found.items,
        "total": found.total,
        "documents": len(ask.archive),
        "page": page,
        "previous": where("stories", q=words, page=str(page - 1)) if page > 1 else "",
        "next": where("stories", q=words, page=str(page + 1)) if page * size < found.total else "",
    }
    return Shown("stories.html", values)


def story(ask: Ask) -> Answer:
    """One story, all of it or what a filter leaves."""
    whole = ask.desk.story(ask.path["story"])
    if whole is None:
        raise PageError(404, "The archive knows no such story", "Look among the stories.")
    sieve = sieve_of(ask.query)
    view = sifted(whole, sieve)
    places = _places(view.happenings)
    values: dict[str, Any] = {
        "page_title": view.story.title,
        "view": view,
        "sieve": sieve,
        "here": where("stories", ask.path["story"]),
        "people": whole.people,
        "publishers": sorted({r.publisher for r in whole.reports if r.publisher}),
        "days": _days(view.timeline),
        "happenings": sorted(view.happenings, key=lambda h: (-h.sources, -h.reports, not h.date)),
        "disagreements": [_disagreement(one) for one in view.disagreements],
        "map": map_values(places),
        "places": places,
        "network": network(_everybody(whole), view.contacts),
        "attitudes": {code: term.label for code, term in ATTITUDES.items()},
        "statuses": {code: term.label for code, term in EVENT_STATUSES.items()},
        "how": HOW,
        "shown": SHOWN,
    }
    return Shown("story.html", values)


def _everybody(view: StoryView) -> tuple[Person, ...]:
    """The people of a story, and those that its contacts name besides."""
    known = {person.id for person in view.people}
    parties: dict[str, Party] = {
        party.person: party
        for happening in view.happenings
        for party in (*happening.actors, *happening.recipients)
        if party.person
    }
    more = {i for edge in view.contacts for i in edge[:2]} - known
    return (
        *view.people,
        *(Person(id=i, type="Person", name=parties[i].name) for i in sorted(more) if i in parties),
    )


def _days(timeline: Sequence[Moment]) -> list[tuple[str | None, list[Moment]]]:
    """A timeline by day, in its order."""
    return [(day, list(some)) for day, some in groupby(timeline, key=lambda m: m.day)]


def _disagreement(one: Disagreement) -> dict[str, Any]:
    """Figures about one thing, with the strip that shows them beside each other."""
    given = [
        Given(side.low, side.high, one_line(side.words), _whose(side.cited)) for side in one.sides
    ]
    return {"one": one, "strip": strip(given)}


def _whose(cited: Cited) -> str:
    return one_line(cited.speaker or cited.publisher or cited.title or "the report")


def _places(happenings: Iterable[Happening]) -> list[PlaceLine]:
    """Where things happened: each place once, with the most told first."""
    found: dict[tuple[str, float, float], list[Happening]] = {}
    for happening in happenings:
        if happening.place and happening.lat is not None and happening.lon is not None:
            key = (happening.place, happening.lat, happening.lon)
            found.setdefault(key, []).append(happening)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [
        PlaceLine(
            number=number,
            place=Place(
                mention="",
                geonames=None,
                name=name,
                country=None,
                admin1=None,
                lat=lat,
                lon=lon,
                precision=some[0].precision or "city",
            ),
            name=name,
            within="",
            precision_label=f"{len(some)} {'event' if len(some) == 1 else 'events'}",
            precision_note="",
            spans=(),
        )
        for number, ((name, lat, lon), some) in enumerate(ordered, 1)
    ]
