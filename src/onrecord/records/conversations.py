"""Conversations that a report tells of: who was on them, and through which channel."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.records.cast import Cast
from onrecord.schema import Span

_WITH = re.compile(
    r"\b(?:spoke|speaks|speaking|spoken|talked|talks|talking|conferred|met|meets|meeting|meet|"
    r"telephoned|phoned|called|hosted|received|"
    r"held (?:talks|a call|a meeting|a phone call|discussions))\b"
    r"(?: (?:by|over the) (?:phone|telephone))?(?: (?:with|to)\b)?"
)
_BETWEEN = re.compile(
    r"\b(?:conversation|call|meeting|talks|discussions?)\b[^.\n]{0,40}?\bbetween\b"
)
_CHANNEL = (
    (re.compile(r"\b(?:call|telephoned|phoned|phone|telephone)\b"), "call"),
    (re.compile(r"\b(?:met|meets|meet|meeting|hosted|received)\b"), "meeting"),
)
NOUN = re.compile(r"\b(?:conversation|call|talks|meeting|discussions?|exchange|telephone)\b", re.I)
"""A word by which a report refers back to a conversation."""


class Conversation(NamedTuple):
    """Two actors in talks, told at a place in the text."""

    start: int
    end: int
    participants: tuple[int, ...]
    channel: str | None


def find(cast: Cast, text: str) -> tuple[Conversation, ...]:
    """Conversations between two persons, in text order."""
    out: list[Conversation] = []
    for i, start in enumerate(cast.sentences):
        end = cast.sentences[i + 1] if i + 1 < len(cast.sentences) else len(text)
        people = [
            h
            for h in cast.inside((start, end))
            if cast.actors[cast.of[h.start, h.end]].type == "Person"
        ]
        if len({cast.of[h.start, h.end] for h in people}) < 2:
            continue
        pair = _between(cast, text, (start, end)) or _with(cast, text, (start, end))
        if pair:
            channel = next((c for p, c in _CHANNEL if p.search(text, start, end)), None)
            out.append(Conversation(start, end, pair, channel))
    return tuple(out)


def _persons(cast: Cast, span: Span) -> list[int]:
    found = [cast.of[h.start, h.end] for h in cast.inside(span)]
    return [n for n in dict.fromkeys(found) if cast.actors[n].type == "Person"]


def _between(cast: Cast, text: str, sentence: Span) -> tuple[int, ...]:
    match = _BETWEEN.search(text, *sentence)
    pair = _persons(cast, (match.end(), sentence[1])) if match else []
    return tuple(pair[:2]) if len(pair) >= 2 else ()


def _with(cast: Cast, text: str, sentence: Span) -> tuple[int, ...]:
    for match in _WITH.finditer(text, *sentence):
        before = _persons(cast, (sentence[0], match.start()))
        after = _persons(cast, (match.end(), min(sentence[1], match.end() + 120)))
        if before and after and before[-1] != after[0]:
            return before[-1], after[0]
    return ()
