"""Which place of its name each one is: one sense a report, settled by all its places together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from onrecord.knowledge import gazetteer
from onrecord.knowledge.gazetteer import FIRST_LEVEL, KINDS, Array
from onrecord.records.places.spotting import Spotted

MOST = 60
"""Candidates of one name that are looked at."""

KEPT = 12
"""Candidates of one name that are weighed against those of the other names."""

NAMES = 48
"""Names of one report that are weighed against each other."""

FIRST = (
    "town", "first level", "second level", "country", "region", "site",
    "town size", "gap", "own name", "in a country named", "in a region named", "name behind",
    "name behind covers", "publisher's name", "publisher's country", "publisher's region",
    "english", "american", "tiny", "gap town", "share of country",
)  # fmt: skip
AGAIN = (
    "before", "near", "around", "same region", "same country", "nearest", "crowd region",
    "first level", "second level", "country", "holds", "large", "closest town",
)  # fmt: skip

_CITY, _ADMIN, _COUNTRY, _REGION, _POINT = range(len(KINDS))
_HOST = re.compile(r"https?://([^/]+)(/[^?#]*)?", re.I)
_LETTERS = re.compile(r"[a-z]+")


class Choice(NamedTuple):
    """The place that a name means, by its number in the gazetteer, and how likely it does."""

    number: int
    chance: float


class Field(NamedTuple):
    """All candidates of a report, side by side: `owner` numbers the name, `first` its features."""

    names: tuple[str, ...]
    numbers: Array
    owner: Array
    first: Array


def field(found: Sequence[Spotted], publisher: str = "") -> Field:
    """The candidates of every name with what the report's words say of each."""
    names: dict[str, Spotted] = {}
    for hit in found:
        names.setdefault(hit.name, hit)
    c = gazetteer.columns()
    rows: list[int] = []
    owners: list[int] = []
    own: list[bool] = []
    for n, hit in enumerate(names.values()):
        listed = list(hit.own)
        extra = list(hit.other)
        if len(listed) > MOST:
            listed = sorted(listed, key=lambda i: -int(c.weight[i]))[:MOST]
        if len(extra) > MOST:
            extra = sorted(extra, key=lambda i: -int(c.weight[i]))[:MOST]
        rows += listed + extra
        own += [True] * len(listed) + [False] * len(extra)
        owners += [n] * (len(listed) + len(extra))
    numbers = np.array(rows, np.int64)
    owner = np.array(owners, np.int64)
    if not rows:
        return Field((), numbers, owner, np.zeros((0, len(FIRST))))
    kind, weight = c.kind[numbers], c.weight[numbers].astype(float)
    area, country = c.area[numbers], c.country[numbers]
    upper = (kind == _ADMIN) & (weight >= FIRST_LEVEL)
    top = np.zeros(len(names))
    np.maximum.at(top, owner, weight)

    # A name that may be a country or a region of one speaks for what lies within.
    whole = kind == _COUNTRY
    in_country = _within(country, owner, whole) & ~whole
    in_region = _within(area, owner, upper) & ~upper
    number_of = {name: n for n, name in enumerate(names)}
    behind: set[tuple[int, int]] = set()
    for hit in found:
        if hit.after >= 0:
            behind.add((number_of[hit.name], number_of[found[hit.after].name]))
    follows = np.zeros(len(rows))
    covers = np.zeros(len(rows))
    for a, b in behind:
        if a == b:
            continue
        mine, theirs = owner == a, owner == b
        held = np.isin(area, area[theirs & upper]) & ~upper
        held |= np.isin(country, country[theirs & (kind == _COUNTRY)]) & (kind != _COUNTRY)
        follows[mine & held] = 1.0
        if not (mine & held).any():
            # `Springfield, Clark County`: near one of the second name's places.
            near = _cosines(numbers[mine], numbers[theirs]).max(initial=-1.0, axis=1) > _COS_100
            follows[np.flatnonzero(mine)[near]] = 0.7
        parents = (upper | (kind == _COUNTRY)) & theirs
        covers[parents & (np.isin(area, area[mine & (kind == _CITY)]))] = 1.0
    host_names, host_country, host_region = _publisher(publisher, numbers)
    home = np.array([states_in_english().get(int(x), 0.0) for x in country])
    usa = _codes()["US"]
    best_in = np.zeros(len(rows))
    for code in set(country.tolist()):
        mine = country == code
        best_in[mine] = len(set(owner[mine].tolist()))
    share = best_in / max(1, len(names))
    first = np.column_stack(
        [
            kind == _CITY, upper, (kind == _ADMIN) & ~upper, kind == _COUNTRY, kind == _REGION,
            kind == _POINT,
            np.where(kind == _CITY, weight / 10, 0.0), (weight - top[owner]) / 10, own,
            in_country, in_region, follows, covers, host_names, host_country, host_region,
            home, country == usa, (kind == _CITY) & (weight < 30),
            np.where(kind == _CITY, (weight - top[owner]) / 10, 0.0), share,
        ]
    ).astype(float)  # fmt: skip
    return Field(tuple(names), numbers, owner, first)


_COS_100 = float(np.cos(100 / 6371))
_COS_50 = float(np.cos(50 / 6371))
_COS_161 = float(np.cos(161 / 6371))


def _within(area: Array, owner: Array, whole: Array) -> Array:
    """Whether another name is that of the whole area which holds a candidate."""
    named: dict[int, set[int]] = {}
    for a, n in zip(area[whole].tolist(), owner[whole].tolist(), strict=True):
        named.setdefault(a, set()).add(n)
    pairs = zip(area.tolist(), owner.tolist(), strict=True)
    return np.array([bool(named.get(a, set()) - {n}) for a, n in pairs], bool)


def _cosines(left: Array, right: Array) -> Array:
    """Cosines of the angles between places: 1 at the same point, less the farther apart."""
    cosines: Array = _vectors(left) @ _vectors(right).T
    return cosines


def _vectors(numbers: Array) -> Array:
    c = gazetteer.columns()
    lat, lon = np.radians(c.lat[numbers].astype(float)), np.radians(c.lon[numbers].astype(float))
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


@cache
def _codes() -> dict[str, int]:
    """ISO code → number of the country in the columns."""
    c = gazetteer.columns()
    return {code: int(c.country[i]) for code, i in gazetteer.countries().items()}


@cache
def states_in_english() -> dict[int, float]:
    """Countries whose press writes English, whose towns it names without saying where."""
    return {_codes()[code]: 1.0 for code in ("US", "GB", "CA", "AU", "IE", "NZ")}


_DOMAINS = {"uk": "GB", "us": "US"}


def _publisher(publisher: str, numbers: Array) -> tuple[Array, Array, Array]:
    """Whether the publisher's name or address has that of a candidate, its country, its region."""
    c = gazetteer.columns()
    zero = np.zeros(len(numbers))
    match = _HOST.match(publisher)
    host = (match.group(1) if match else publisher).lower()
    parts = host.split(".")
    domain = parts[-1].upper() if match else ""
    domain = _DOMAINS.get(domain.lower(), domain)
    joined = "".join(_LETTERS.findall(host.removeprefix("www.")))
    if not joined:
        return zero, zero, zero
    country = zero
    if domain in _codes() and domain not in ("CO", "ME", "TV", "IO"):
        country = (c.country[numbers] == _codes()[domain]).astype(float)
    names = np.zeros(len(numbers))
    for n, number in enumerate(numbers.tolist()):
        name = gazetteer.key(gazetteer.place(number).name).replace(" ", "")
        if len(name) > 4 and name in joined:
            names[n] = 1.0
    path = (match.group(2) or "").lower().split("/") if match else []
    regions = {
        int(c.area[i])
        for part in path
        if len(part) == 2
        for i in gazetteer.abbreviations().get(part.upper(), ())
        if c.country[i] == _codes()["US"]
    }
    for form, area in _region_names():
        if form in joined:
            regions.add(area)
    region = np.isin(c.area[numbers], list(regions)).astype(float) if regions else zero
    return names, country, region


@cache
def _region_names() -> tuple[tuple[str, int], ...]:
    """Names of the states and provinces of North America and Australia, written as one word."""
    c = gazetteer.columns()
    found = [i for listed in gazetteer.abbreviations().values() for i in listed]
    written = {i: gazetteer.key(gazetteer.place(i).name).replace(" ", "") for i in found}
    return tuple(sorted({(name, int(c.area[i])) for i, name in written.items()}))


def chances(scores: Array, owner: Array, count: int) -> Array:
    """Scores of candidates as chances, which are 1 together for each name."""
    top = np.full(count, -np.inf)
    np.maximum.at(top, owner, scores)
    raised = np.exp(scores - top[owner])
    total = np.zeros(count)
    np.add.at(total, owner, raised)
    shares: Array = raised / total[owner]
    return shares


def again(f: Field, scores: Array) -> tuple[Array, Array]:
    """Which candidates are kept, and how the likely places of the other names stand to each."""
    count = len(f.names)
    order = np.lexsort((-scores, f.owner))
    rank = np.empty(len(order), np.int64)
    starts = np.searchsorted(f.owner[order], np.arange(count))
    rank[order] = np.arange(len(order)) - starts[f.owner[order]]
    kept = np.flatnonzero(rank < KEPT)
    c = gazetteer.columns()
    owner, numbers = f.owner[kept], f.numbers[kept]
    likely = chances(scores[kept], owner, count)
    kind = c.kind[numbers]
    voting = (owner < NAMES) & (likely > 0.02)
    local = voting & (kind != _COUNTRY) & (kind != _REGION)
    near, around, closest = (np.zeros(len(kept)) for _ in range(3))
    v = np.flatnonzero(local)
    if len(v):
        cos = _cosines(numbers, numbers[v])
        other = owner[:, None] != owner[v][None, :]
        weight = np.where(other, likely[v][None, :], 0.0)
        near = np.log1p(((cos > _COS_50) * weight).sum(axis=1))
        around = np.log1p(((cos > _COS_161) * weight).sum(axis=1))
        closest = (weight * np.exp(-np.arccos(np.clip(cos, -1, 1)) * 6371 / 60)).max(axis=1)
    area, country = c.area[numbers], c.country[numbers]
    same_region = _shared(area, owner, np.where(local, likely, 0.0))
    same_country = _shared(country, owner, np.where(voting, likely, 0.0))
    total = max(1, count - 1)
    weight = c.weight[numbers]
    upper = (kind == _ADMIN) & (weight >= FIRST_LEVEL)
    columns = (
        scores[kept],
        np.where(upper, 0.0, near),
        np.where(upper, 0.0, around),
        np.where(upper, 0.0, np.log1p(same_region)),
        same_country / total,
        np.where(upper, 0.0, closest),
        np.where(upper, 0.0, same_region / total),
        upper.astype(float),
        ((kind == _ADMIN) & ~upper).astype(float),
        (kind == _COUNTRY).astype(float),
        np.where(upper, np.log1p(same_region), 0.0),
        ((kind == _CITY) & (weight >= 57)).astype(float),
        np.where(kind == _CITY, closest, 0.0),
    )
    return kept, np.column_stack(columns)


def _shared(area: Array, owner: Array, likely: Array) -> Array:
    """How much of the other names' chance lies in a candidate's area."""
    _, at = np.unique(area, return_inverse=True)
    total = np.zeros(at.max(initial=0) + 1)
    np.add.at(total, at, likely)
    width = int(owner.max(initial=0)) + 1
    pairs, where = np.unique(at * width + owner, return_inverse=True)
    mine = np.zeros(len(pairs))
    np.add.at(mine, where, likely)
    shared: Array = total[at] - mine[where]
    return shared


def resolved(
    found: Sequence[Spotted],
    publisher: str,
    first: Mapping[str, float],
    second: Mapping[str, float],
) -> dict[str, Choice]:
    """The place that each name means."""
    f = field(found, publisher)
    if not f.names:
        return {}
    scores = f.first @ np.array([first[name] for name in FIRST])
    weights = np.array([second[name] for name in AGAIN])
    kept, features = again(f, scores)
    final = features @ weights
    # Once more with what the first round settled.
    sharper = np.full(len(scores), -1e3)
    sharper[kept] = final
    kept, features = again(f, sharper)
    features[:, 0] = scores[kept]
    final = features @ weights
    owner = f.owner[kept]
    likely = chances(final, owner, len(f.names))
    out: dict[str, Choice] = {}
    for n in np.lexsort((-likely, owner)).tolist():
        name = f.names[owner[n]]
        if name not in out:
            # A town and the district around it are one answer.
            mine = np.flatnonzero(owner == owner[n])
            close = _cosines(f.numbers[kept[n : n + 1]], f.numbers[kept[mine]])[0] > _COS_50
            number = _town(name, int(f.numbers[kept[n]]), f.numbers[f.owner == owner[n]])
            out[name] = Choice(number, float(likely[mine[close]].sum()))
    return out


TOWN = 50
"""Least weight of a town that a name means before the region around it: 100,000 inhabitants."""


def _town(name: str, number: int, options: Array) -> int:
    """The town in place of its region where the plain name is the town's: `Bratislava`, `Mecca`.

    A region that bears the name itself, as New York does, is only taken for the town where both
    are at one place.
    """
    c, chosen = gazetteer.columns(), gazetteer.place(number)
    if c.kind[number] != _ADMIN or c.weight[number] < FIRST_LEVEL:
        return number
    whole = gazetteer.key(chosen.name) == name
    towns = options[(c.kind[options] == _CITY) & (c.weight[options] >= TOWN)]
    towns = towns[c.area[towns] == c.area[number]]
    for town in sorted(towns.tolist(), key=lambda i: -int(c.weight[i])):
        near = bool(_cosines(np.array([number]), np.array([town]))[0, 0] > _COS_50)
        if not whole or (near and gazetteer.key(gazetteer.place(town).name) == name):
            return int(town)
    return number
