"""One person, body or state in a list, from its pieces in the reports."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import msgspec

from onrecord.archive.gatherings import Kept, Team
from onrecord.stories.nouns import Person

ALIASES, OFFICES = 20, 4
"""So many other names and offices stand in a list."""


def folded(text: str) -> str:
    """Words as lists are searched by: small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ı", "i"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def told(pieces: Sequence[Kept]) -> Team:
    """The group of somebody's pieces, at least one, as it stands in a list."""
    full = [p for p in pieces if " " in p.facts["name"]] or list(pieces)
    name = _most(Counter(p.facts["name"] for p in full)) or ""
    called: Counter[str] = Counter()
    for piece in pieces:
        called.update({piece.facts["name"], *piece.facts.get("aliases", ())} - {name})
    days = sorted(p.facts["day"] for p in pieces if p.facts["day"])
    latest = sorted(pieces, key=lambda p: (p.facts["day"] or "", p.key), reverse=True)
    offices = dict.fromkeys(o for p in latest for o in p.facts.get("offices", ()))
    person = Person(
        id=min(p.key for p in pieces),
        type=_most(Counter(p.facts["type"] for p in full)) or "Person",
        name=name,
        aliases=tuple(sorted(called, key=lambda n: (-called[n], n))[:ALIASES]),
        country=_most(Counter(p.facts.get("country") for p in pieces)),
        sectors=tuple(next((p.facts["sectors"] for p in latest if p.facts.get("sectors")), ())),
        offices=tuple(offices)[:OFFICES],
        documents=len({p.document for p in pieces}),
        statements=sum(p.facts["said"] for p in pieces),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )
    return Team(
        id=0,
        kind="person",
        key=person.id,
        type=person.type,
        size=person.documents,
        day=person.last or "",
        words=folded(" ".join((name, *person.aliases))),
        body=msgspec.to_builtins(person),
    )


def _most(counts: Counter[str | None]) -> str | None:
    """The most frequent that is not null, the longest and first of several."""
    known = {value: n for value, n in counts.items() if value is not None}
    return min(known, key=lambda v: (-known[v], -len(v), v), default=None)
