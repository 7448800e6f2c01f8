"""Organisations and armed groups that the news names, by every name it gives them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import tables

_ARTICLE = re.compile(r"^the\s+", re.I)
_BLANKS = re.compile(r"\s+")


class Body(NamedTuple):
    """An organisation or armed group.

    `country` is the ISO 3166-1 alpha-2 code of the country it belongs to or acts in, or
    null; `sectors` are PLOVER codes, the main one first. `ambiguous` marks a form that
    often means something else, such as AU or Badr.
    """

    name: str
    country: str | None
    sectors: tuple[str, ...]
    ambiguous: bool = False


def lookup(surface: str) -> Body | None:
    """The body that a form names as a whole, a leading `the` aside; null for any other.

    Capitals count: `ISIS` is a body, `isis` is not.
    """
    form = _BLANKS.sub(" ", surface.strip()).replace("’", "'")
    found = _forms().get(form)
    return found if found is not None else _forms().get(_ARTICLE.sub("", form))


@cache
def _forms() -> dict[str, Body]:
    forms: dict[str, Body] = {}
    for name, aliases, country, sectors in tables.rows("bodies.tsv"):
        body = Body(name, country or None, tuple(sectors.split(";")))
        for form in (name, *filter(None, aliases.split(";"))):
            known = body._replace(ambiguous=True) if form.endswith("?") else body
            forms[form.removesuffix("?").replace("’", "'")] = known
    return forms
