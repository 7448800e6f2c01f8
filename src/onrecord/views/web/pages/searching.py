"""The search: words and fields, facets to narrow it, and a chart of when."""

from __future__ import annotations

from typing import Any, NamedTuple

from onrecord.archive import FIELDS, Facet, Hit, Query, QueryError, parse
from onrecord.archive.query import KINDS, SINGLE
from onrecord.views.web.asking import Answer, Ask, Shown, where
from onrecord.views.web.charts import columns

KIND_NAMES = {
    "document": "Reports", "statement": "Statements", "event": "Events", "figure": "Figures",
}  # fmt: skip
ASKED_BY = {"counted": "of", "type": "event"}
"""The field of a query that asks for a facet, where it has another name."""

EXAMPLES = (
    ("attitude:denial", "what was denied"),
    ("of:people figure:>1000", "more than a thousand people"),
    ("event:consult status:planned", "meetings that are planned"),
    ("channel:readout", "what readouts say"),
    ('"left behind"', "words side by side"),
)


MONTHS, VALUES = 60, 12
"""So many months are charted, and so many values of another facet listed."""


class Piece(NamedTuple):
    """Some words of a hit, and whether they were looked for."""

    words: str
    marked: bool


def search(ask: Ask) -> Answer:
    """What a query finds, a page at a time."""
    words = " ".join(ask.query.get("q", "").split())[: ask.limits.query]
    values: dict[str, Any] = {
        "page_title": f"Search: {words}" if words else "Search",
        "q": words,
        "fields": [(name, field.meaning) for name, field in FIELDS.items()],
        "examples": EXAMPLES,
        "wrong": "",
        "kinds": [],
        "facets": [],
        "hits": [],
        "chart": None,
    }
    try:
        query = _bounded(parse(words), ask.limits.terms)
    except QueryError as error:
        return Shown("search.html", values | {"wrong": str(error)}, 400)
    size = ask.limits.page
    page = ask.number("page", 1, max(1, ask.limits.deepest // size))
    found = ask.archive.search(query, limit=size, offset=(page - 1) * size)
    facets = ask.archive.facets(query, most=MONTHS) if found.total else ()
    months = next((f.counts for f in facets if f.field == "month"), ())
    return Shown(
        "search.html",
        values
        | {
            "kind": found.kind,
            "kinds": _kinds(query),
            "total": found.total,
            "more": found.more,
            "hits": [_hit(hit) for hit in found.hits],
            "facets": [_facet(query, facet) for facet in facets if facet.counts],
            "chart": columns(months, lambda month: _link(_narrowed(query, "month", month))),
            "asked": _asked(query),
            "pages": _pages(words, page, size, found.total),
        },
    )


def _bounded(query: Query, most: int) -> Query:
    values = (getattr(query, name) for name in query.__struct_fields__)
    terms = sum(len(value) for value in values if isinstance(value, tuple))
    if terms > most:
        raise QueryError(f"that asks for {terms} things; {most} can be asked for at once")
    return query


def _link(query: Query) -> str:
    return where("search", q=str(query))


def _kinds(query: Query) -> list[dict[str, Any]]:
    """The kinds of hit that the same words can be asked for."""
    here = query.kind_of_hits
    return [
        {
            "name": KIND_NAMES[kind],
            "link": _link(_replaced(query, kind=kind)),
            "here": kind == here,
        }
        for kind in KINDS
    ]


def _replaced(query: Query, **changes: Any) -> Query:
    values = {name: getattr(query, name) for name in query.__struct_fields__}
    return Query(**(values | changes))


def _narrowed(query: Query, field: str, value: str) -> Query:
    """The query that asks for one value of a facet besides."""
    kept = _replaced(query, kind=query.kind_of_hits)
    if field == "month":
        year, _, month = value.partition("-")
        after = f"{value}-01"
        number = int(month or 1)
        following = f"{int(year) + number // 12:04}-{number % 12 + 1:02}-01"
        return _replaced(kept, after=after, before=following)
    name = ASKED_BY.get(field, field)
    held = getattr(kept, name)
    return _replaced(kept, **{name: (*(v for v in held if v != value), value)})


def _facet(query: Query, facet: Facet) -> dict[str, Any]:
    most = max((count for _, count in facet.counts), default=1)
    rows = []
    for value, count in facet.counts[:VALUES]:
        try:
            link = _link(_narrowed(query, facet.field, value))
        except ValueError:
            link = ""
        rows.append(
            {"value": value, "count": count, "link": link, "share": round(100 * count / most)}
        )
    return {
        "name": {"counted": "of what", "type": "class"}.get(facet.field, facet.field),
        "rows": rows,
    }


def _asked(query: Query) -> list[dict[str, str]]:
    """What is asked, term by term, each with the query that goes without it."""
    terms = []
    for name in ("words", *FIELDS):
        value = getattr(query, name)
        if name == "kind" or not value:
            continue
        if name in SINGLE:
            rest = _replaced(query, **{name: None})
            terms.append({"label": f"{name} {value}", "without": _link(rest)})
            continue
        for one in value:
            rest = _replaced(query, **{name: tuple(v for v in value if v != one)})
            label = str(one) if name == "words" else f"{name}: {one}"
            terms.append({"label": label, "without": _link(rest)})
    return terms


def _hit(hit: Hit) -> dict[str, Any]:
    """A hit as the page lists it."""
    pieces, at = [], 0
    for begin, stop in hit.marks:
        if begin < at:
            continue
        pieces += [Piece(hit.text[at:begin], False), Piece(hit.text[begin:stop], True)]
        at = stop
    pieces.append(Piece(hit.text[at:], False))
    if hit.item is not None:
        link = where("reports", hit.document, hit.item)
    else:
        link = where("reports", hit.document, at=f"{hit.start}-{hit.end}" if hit.marks else "")
    return {
        "link": link,
        "report": where("reports", hit.document),
        "hit": hit,
        "pieces": [piece for piece in pieces if piece.words],
    }


def _pages(words: str, page: int, size: int, total: int) -> dict[str, Any]:
    last = max(1, -(-total // size))
    return {
        "page": page,
        "last": last,
        "first_item": (page - 1) * size + 1,
        "previous": where("search", q=words, page=str(page - 1)) if page > 1 else "",
        "next": where("search", q=words, page=str(page + 1)) if page < last else "",
    }
