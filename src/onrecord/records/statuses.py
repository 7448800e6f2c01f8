"""Whether an event happened: the words before the one that tells it, and the model, weighed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache

from onrecord.knowledge import tables

REACH = 9
"""Words before the telling word that still bear on it."""

_CLAUSE = re.compile(
    r"(?<!\b[A-Z])\.|[;:!?\n—–\"“”]|,(?=\s)|\b(?:who|which|where|after|before|because|while|when|but|since)\b"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ADVERBS = r"(?:(?:\w+ly|also|now|still|just|already|even|once|then|again|ever|yet|often|soon)\s+)*"
_PASSIVE = rf"(?:(?:be|been|being|have)\s+)*{_ADVERBS}$"
_GRAMMAR = tuple(
    (states, moving, re.compile(rf"(?:{auxiliary})\s+{_ADVERBS}{rest}", re.IGNORECASE))
    for states, moving, auxiliary, rest in (
        (("denied",), False, r"\b(?:not|never|cannot)|n['’]t", _PASSIVE),
        (
            ("denied",),
            False,
            r"\b(?:neither|nor)\b[^.,;:]{0,60}\b(?:has|have|had|was|were)",
            _PASSIVE,
        ),
        (("ongoing",), True, r"\b(?:is|are|am|been)|\b(?:it|he|she|there)['’]s|['’](?:re|m)", "$"),
        (("hypothetical",), False, r"\b(?:could|might|may)", _PASSIVE),
        (("called_for",), False, r"\b(?:must|should)", _PASSIVE),
        (("planned",), False, r"\b(?:will|shall)|['’]ll", _PASSIVE),
        (("planned", "hypothetical"), False, r"\b(?:would)|['’]d", _PASSIVE),
    )
)
"""What an auxiliary at the very word may say, whether of a form in -ing only, how it is written.

Of `would` the words and the model decide whether it was announced or is only thought of.
"""

_OPEN = re.compile(r"\b(?:if|unless|whether)\b", re.IGNORECASE)
_MOVES = re.compile(rf"\s+{_ADVERBS}\w+ing\b")
_MOVING = re.compile(r"\w*ing\b", re.IGNORECASE)


def by_words(text: str, start: int, end: int, floor: int) -> str | None:
    """The status that the words before an event say, null where they say none.

    Args:
        text: the document's text.
        start: where the telling word begins.
        end: where it ends.
        floor: where its sentence begins.
    """
    clause = max((m.end() for m in _CLAUSE.finditer(text, floor, start)), default=floor)
    before = text[clause:start].lower()
    words = list(_WORD.finditer(before))
    if len(words) > REACH:
        before = before[words[-REACH].start() :]
    moving = _MOVING.match(text, start, end) is not None
    best: tuple[int, str] | None = None
    for status, pattern in _patterns():
        found = [m.end() for m in pattern.finditer(before)]
        if status == "progressive" and not moving:
            # `is drawing criticism`: what goes on is the verb before.
            found = [at for at in found if _MOVES.match(before, at)]
        if found and (best is None or found[-1] > best[0]):
            best = found[-1], status
    return None if best is None else {"progressive": "ongoing"}.get(best[1], best[1])


def by_grammar(text: str, start: int, end: int, floor: int) -> tuple[str, ...]:
    """The statuses that the auxiliary of the telling word itself allows; none where it says none.

    It is surer than words farther off. Within a condition or an indirect question it is not,
    and what is not done may be wanted: `if they do not withdraw`.

    Args:
        text: the document's text.
        start: where the telling word begins.
        end: where it ends.
        floor: where its sentence begins.
    """
    clause = max((m.end() for m in _CLAUSE.finditer(text, floor, start)), default=floor)
    if _OPEN.search(text, clause, start):
        return ()
    moving = _MOVING.match(text, start, end) is not None
    for states, only_moving, pattern in _GRAMMAR:
        if (moving or not only_moving) and pattern.search(
            text, max(clause, start - REACHED), start
        ):
            return states
    return ()


REACHED = 100
"""Characters before the telling word in which its auxiliary is looked for."""


def weighed(states: Iterable[tuple[str, float]], said: str | None) -> str | None:
    """The likeliest status, by the model and by what the words before say.

    Args:
        states: the model's probability of each status.
        said: what `by_words` gave.

    Returns:
        The status; null where the model gives none.
    """
    told = scores(states, said)
    return max(told, key=lambda state: told[state], default=None)


def scores(states: Iterable[tuple[str, float]], said: str | None) -> dict[str, float]:
    """How much speaks for each status, in nats; takes what `weighed` takes.

    A log-linear model: the weights are in `status_weights.tsv`, fitted by `training.statuses`.
    """
    trust, weights = _weights()
    return {
        state: trust * math.log(max(share, LEAST)) + weights.get((said or NOTHING, state), 0.0)
        for state, share in states
    }


LEAST = 1e-4
"""No status is taken to be less likely than that by the model."""

NOTHING = "nothing"
"""Where the words before say no status."""


@cache
def _weights() -> tuple[float, dict[tuple[str, str], float]]:
    """How far the model is trusted, and what each status gains by what the words say."""
    table = {(said, state): float(weight) for said, state, weight in tables.rows(WEIGHTS)}
    return table.pop(("model", "every")), table


WEIGHTS = "status_weights.tsv"


def _form(words: str) -> str:
    """The pattern of some words of the table, `!` for those that count only right before."""
    pattern = re.escape(words.removesuffix("!")).replace(r"\*", r"\w*")
    return rf"{pattern}(?=\W*$)" if words.endswith("!") else pattern


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    out = []
    for status, listed in tables.rows("status_words.tsv"):
        forms = [_form(w) for w in listed.split("; ")]
        # `n't` is the end of a word; all others are words.
        whole = "|".join(rf"(?<!\w){f}" if f[0] not in "n'’" else f for f in forms)
        out.append((status, re.compile(rf"(?:{whole})(?!\w)")))
    return tuple(out)
