"""How the cards of every kind write down where their words are, and how sure they are."""

from __future__ import annotations

from onrecord.schema import Spans

SURE, LIKELY = 0.8, 0.5
"""Bounds of the three levels in which a confidence is drawn."""


def ranges(spans: Spans) -> str:
    """Spans as an attribute holds them: `3-9 14-20`."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def level(confidence: float) -> str:
    """The level of a confidence: `sure`, `likely` or `unsure`."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "unsure"
