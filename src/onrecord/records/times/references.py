"""Words that say when only as seen from now: now, recently, soon."""

from __future__ import annotations

from onrecord.records.times.anchoring import Scene
from onrecord.records.times.found import Found, ahead, before, behind, named_behind, plain_behind
from onrecord.records.times.grammar import Hit
from onrecord.records.times.vocabulary import beside


def reference(hit: Hit, scene: Scene) -> list[Found] | None:
    """`now`, `recently`, `soon`, `the future`, `the past`, `current`."""
    at = hit.at("ref")
    if hit.at("gone") is not None:
        if before(hit) not in ("in", "of", "from") or plain_behind(hit):
            return []
        return _found(hit, "PAST_REF")
    if at is None:
        return [] if hit.tokens.raw(hit.first)[0].isupper() else _found(hit, "PRESENT_REF")
    if not _is_reference(hit, at):
        return []
    return _found(hit, hit.tokens.value(at))


def present(hit: Hit, scene: Scene) -> list[Found] | None:
    """`at present`, `at the moment`, `for the present`; nothing that is present somewhere."""
    the = hit.tokens.word(hit.first) == "the"
    word = hit.tokens.word(hit.last - 1)
    if before(hit) not in ("at", "for", "until", "to") or the == (hit.last - hit.first == 1):
        plain = before(hit) == "at" and word == "present" and not plain_behind(hit)
        return _found(hit, "PRESENT_REF") if plain else []
    if word == "moment" and (before(hit) == "until" or behind(hit) in beside("after_moment")):
        return []
    if word == "present" and plain_behind(hit):
        return []
    return _found(hit, "PRESENT_REF")


def _found(hit: Hit, value: str) -> list[Found]:
    return [Found(hit.start, hit.end, "DATE", value)]


def _is_reference(hit: Hit, at: int) -> bool:
    word = hit.tokens.word(at)
    if word == "once":
        led = before(hit) in beside("before_once")
        return led and plain_behind(hit) and behind(hit) not in beside("not_after_once")
    if word == "recently" and before(hit) == "most":
        # "Most recently last October": the latest of several, which the time behind it dates.
        dated = behind(hit).isalnum() and not named_behind(hit) and not plain_behind(hit)
        return not dated or behind(hit) in ("a", "an", "the")
    if word == "soon":
        told = before(hit) in ("as", "too", "how") or behind(hit) in beside("after_soon")
        # "It soon became": not long after, and long ago.
        return not told and ahead(hit) >= 0
    return word != "future" or (before(hit) != "a" and hit.tokens.raw(at).islower())
