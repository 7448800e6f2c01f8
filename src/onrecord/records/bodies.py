"""What speaks for each body, state or document that `it`, `they` or `the group` may mean."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.knowledge import tables
from onrecord.records import descriptions
from onrecord.records.antecedents import NOBODY, Candidate, Features
from onrecord.records.discourse import Appearance, Discourse, bucket
from onrecord.schema import Span, Spans

NAMES_BACK = 60
"""Names before the place that are looked at."""

TYPES = ("Organisation", "State", "Unknown", "Group", "Document")
"""Types of actor that may be meant."""

_PLURAL = re.compile(r"[^s]s$")
_COMMON = re.compile(
    r"\W*(?:But |And |While |Although |Though |Still, |Yet )?"
    r"(?:(?:The|A|An|This|That|These|Those|His|Her|Their|Its|Some|Many|Most|Several|Other|Few|"
    r"the|a|an|this|that|these|those|his|her|their|its|some|many|most|several|other|few)\s)?"
    r"(?:[a-z][\w’'-]*\s){1,}"
)


class Place(NamedTuple):
    """Words that mean a body.

    `kind` is it, they or body; `noun` the last word of a common noun; `spoke` who spoke in the
    statement before, of whatever type, null for the unnamed, and `speech` that statement's kind.
    """

    span: Span
    kind: str
    content: Spans
    noun: str = ""
    spoke: int | None = None
    speech: str = ""


def weighed(discourse: Discourse, place: Place) -> list[Candidate]:
    """Every body that the words may mean, and nobody."""
    cast, at = discourse.cast, place.span[0]
    hi = bisect_left(discourse.named_at, at)
    meant = discourse.meant[: bisect_left(discourse.meant, (at,))]
    latest: dict[int, Appearance] = {}
    count: dict[int, int] = {}
    before = [*discourse.named[max(0, hi - NAMES_BACK) : hi], *meant[-NAMES_BACK:]]
    for one in sorted(before, reverse=True):
        if cast.actors[one.actor].type not in TYPES:
            continue
        if any(s <= one.at < e for s, e in place.content):
            continue
        count[one.actor] = count.get(one.actor, 0) + 1
        latest.setdefault(one.actor, one)
    if place.spoke is not None and cast.actors[place.spoke].type in TYPES:
        spoke = Appearance(at, at, place.spoke, True, False, False, False, False, False)
        count.setdefault(place.spoke, 1)
        latest.setdefault(place.spoke, spoke)
    here = cast.sentence(at)
    lately = {n for n, one in latest.items() if here - cast.sentence(one.at) <= 1}
    said = {
        a.actor
        for start, end in place.content
        for a in discourse.between(start, end)
        if not a.pronoun
    }
    out = []
    for rank, (number, last) in enumerate(latest.items()):
        f = _features(discourse, place, last, rank)
        f["named before, log"] = math.log(count[number])
        f["named in what is said"] = float(number in said)
        f["alone lately"] = float(number in lately and len(lately) == 1)
        if f.get("plural name"):
            f.update({f"plural name, {k}": f[k] for k in _WITH_PLURAL if f.get(k)})
        named = {
            f"{place.kind}: {k}": v
            for k, v in f.items()
            if v and (k in _BY_KIND or k.startswith("plural name"))
        }
        named |= {f"body: {k}" if place.kind == "body" else f"thing: {k}": v for k, v in f.items()}
        out.append(Candidate(number, {k: v for k, v in named.items() if v}))
    return [*out, Candidate(NOBODY, _nobody(discourse, place, bool(latest)))]


_WITH_PLURAL = ("subject of this sentence", "subject of the last sentence", "acts")

_BY_KIND = frozenset(
    (
        "Organisation", "State", "Unknown", "Group", "Document", "linked",
        "spoke in the statement before", "plural name", "unnamed", "subject of this sentence",
        "subject of the last sentence", "acts in the last sentence", "alone lately",
    )
)  # fmt: skip


def _features(discourse: Discourse, place: Place, last: Appearance, rank: int) -> dict[str, float]:
    cast, at, number = discourse.cast, place.span[0], last.actor
    actor = cast.actors[number]
    back = cast.sentence(at) - cast.sentence(last.at)
    told = discourse.telling(last.at)
    name = actor.name.lower()
    linked, share = discourse.hints.get(at, (NOBODY, 0.0))
    f = {
        actor.type: 1.0,
        f"sentences {bucket(back, (0, 1, 2, 3, 6, 12))}": 1.0,
        f"rank {min(rank, 3)}": 1.0,
        "linked": share if linked == number else 0.0,
    }
    marks = {
        "subject of this sentence": last.subject and back == 0,
        "subject of the last sentence": last.subject and back == 1,
        "subject": last.subject,
        "quoted": last.quoted,
        "told": told >= 0 and told != discourse.telling(at),
        "owner": last.owner,
        "spoke in the statement before": place.spoke == number,
        "plural name": _PLURAL.search(name) is not None,
        "acts": last.acts,
        "acts in the last sentence": last.acts and back == 1,
        "unnamed": actor.unnamed,
        "in another item": discourse.cast.item(at) != discourse.cast.item(last.at),
        "in a compound": last.compound,
        "state by adjective": actor.type == "State"
        and any(h.form == "adjective" for h in cast.inside((last.at, last.end))),
    }
    f.update({k: 1.0 for k, holds in marks.items() if holds})
    if place.kind == "body":
        noun = descriptions.terms(place.noun)[:1]
        called = discourse.described.get(number, frozenset())
        f["noun in the name"] = float(place.noun in name.split())
        f["called so"] = float(bool(noun) and noun[0] in called)
        words = discourse.text[slice(*place.span)].lower().split()[1:-1]
        f["words in the name"] = sum(w in name.split() for w in words) / len(words) if words else 0
        fits = any(k in name for k in _FITS.get(place.noun, ()))
        f["name fits the noun"] = float(fits)
        f["any body"] = float(place.noun in tables.words("any_body"))
    return f


_FITS: dict[str, Sequence[str]] = {
    "newspaper": ("times", "post", "journal", "news", "tribune", "herald", "gazette", "daily"),
    "paper": ("times", "post", "journal", "news", "tribune", "herald", "gazette", "daily"),
    "network": ("news", "cnn", "nbc", "abc", "cbs", "fox", "bbc", "television"),
    "outlet": ("news", "times", "post", "daily"),
    "company": ("inc", "corp", "company", " co"),
    "agency": ("agency", "bureau", "administration", "fbi", "cia", "department", "nsa"),
    "bureau": ("fbi",),
    "department": ("state", "justice", "defense"),
    "party": ("republican", "democrat", "gop", "labour", "conservative"),
    "church": ("vatican",),
}
"""What the names of bodies hold that go by a noun."""


def _nobody(discourse: Discourse, place: Place, any_named: bool) -> Features:
    at, cast = place.span[0], discourse.cast
    f = {f"nobody, {place.kind}": 1.0}
    sentence = cast.sentence(at)
    for back, name in ((0, "this"), (1, "the last")):
        if sentence >= back and cast.sentences:
            start = cast.sentences[sentence - back]
            if start < at and _COMMON.match(discourse.text, start, at):
                f[f"nobody, {place.kind}, a common noun begins {name} sentence"] = 1.0
    if place.spoke is None and place.speech:
        f[f"nobody, {place.kind}, the last speaker is {place.speech}"] = 1.0
    number, share = discourse.hints.get(at, (NOBODY, 0.0))
    if at in discourse.hints and number == NOBODY:
        f[f"nobody, {place.kind}, linked to no name"] = share
    if not any_named:
        f["nobody, no body named"] = 1.0
    return f
