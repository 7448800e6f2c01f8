"""The sentences of a text, to show and to find things in; not to read by."""

from __future__ import annotations

import re
from bisect import bisect_right

from onrecord.schema import Span

_END = re.compile(r"[.!?…]['\"”’»)\]]*\s+(?=[\"“«'‘(\[]?[A-Z0-9À-Þ])|\s*\n\s*")
# A title or an initial before the point: the sentence goes on.
_OPEN = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Prof|St|Jr|Sr|No|vs"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.\s+$"
)


class Sentences:
    """The sentences of one text, cut once."""

    def __init__(self, text: str) -> None:
        """Cut the text at line ends and where a sentence surely ends."""
        self.text = text
        self.starts = [0]
        for match in _END.finditer(text):
            goes_on = _OPEN.search(text[max(0, match.start() - 6) : match.end()])
            if "\n" in match.group() or not goes_on:
                self.starts.append(match.end())

    def around(self, start: int, end: int) -> Span:
        """From the start of the sentence of `start` to the end of that of `end`, blanks off."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 1))
        begin = self.starts[first]
        stop = self.starts[last] if last < len(self.starts) else len(self.text)
        words = self.text[begin:stop]
        return (
            begin + len(words) - len(words.lstrip()),
            stop - len(words) + len(words.rstrip()),
        )

    def first(self) -> Span:
        """The first sentence that has words; nothing at the start where none has."""
        spans = (self.around(start, start + 1) for start in self.starts if start < len(self.text))
        return next(((start, end) for start, end in spans if start < end), (0, 0))
