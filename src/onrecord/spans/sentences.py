"""Where sentences start: good enough to measure how far apart two words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"[.!?…]['\"”’»)\]]*\s+(?=[\"“«'‘(\[]?[A-Z0-9À-Þ])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Messrs|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Brig|Cpl|Pfc|Spc|Adm|Cmdr|Rev|Hon|Prof|St|Jr|Sr|No|vs|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])|\b(?:[A-Za-z]\.)+[A-Za-z])\.\s+$"
)


def starts(text: str, lines: Sequence[tuple[int, int]]) -> list[int]:
    """Start of each sentence in the given lines, in order; a line always starts one."""
    out: list[int] = []
    for begin, end in lines:
        out.append(begin)
        for match in _END.finditer(text, begin, end):
            if match.end() < end and not _ABBREVIATION.search(
                text[max(begin, match.start() - 12) : match.end()]
            ):
                out.append(match.end())
    return out
