"""The process that opens one PDF: bytes in on standard input, lines of its pages out.

A program of its own, run by path, so that whatever a file does to the library that
reads it, memory, time or a crash, ends here. It imports nothing of ours.

It writes a JSON object a line: `{"title", "date", "pages"}`, then for each page
`{"width", "height", "lines": [[text, left, bottom, right, top], …]}` in the order of
the file; or, at any point, `{"error": "password" | "damaged" | "memory" | "library"}`.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any

_MOST_CHARACTERS = 200_000  # of one page; a full broadsheet has a tenth of it
_BREAKS = (10, 13)
_GAP = 1.8  # heights of a line: a wider blank divides columns, not words
_HYPHENS = (2, 0xFFFE)  # what the library puts for a hyphen at the end of a line


def main(memory: int, seconds: int, pages: int) -> None:
    """Read the PDF on standard input within these limits."""
    _limit(memory, seconds)
    try:
        import pypdfium2  # type: ignore[import-untyped]
    except ImportError:
        _say({"error": "library"})
        return
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        about = document.get_metadata_dict()
        date = about.get("CreationDate") or about.get("ModDate") or ""
        _say({"title": about.get("Title", ""), "date": date, "pages": len(document)})
        for number in range(min(len(document), pages)):
            _say(_page(document, number, pypdfium2))
    except pypdfium2.PdfiumError as error:
        _say({"error": "password" if "assword" in str(error) else "damaged"})
    except MemoryError:
        _say({"error": "memory"})


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows: the time limit of the process that waits must do
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Some systems know a limit and let nobody set it.
        try:
            resource.setrlimit(kind, (most, hard))
        except (ValueError, OSError):
            continue


def _page(document: Any, number: int, pypdfium2: Any) -> dict[str, Any]:
    try:
        page = document[number]
        width, height = page.get_size()
        lines = list(_lines(page.get_textpage(), pypdfium2.raw))
    except pypdfium2.PdfiumError:
        return {"width": 0, "height": 0, "lines": [], "error": "damaged"}
    return {"width": width, "height": height, "lines": lines}


def _lines(text: Any, raw: Any) -> Iterator[list[Any]]:
    held: list[int] = []
    last: tuple[float, float, float, float] | None = None
    left = bottom = right = top = 0.0
    box = _Box(text.raw, raw)
    for at in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        if code in _BREAKS or code == 0:
            if held:
                yield [_string(held), left, bottom, right, top]
            held, last = [], None
            continue
        if code in (32, 160):
            held.append(code)
            continue
        this = box.of(at)
        # A wide blank on one line, or a step down without a break, begins another line.
        if last is not None and _is_apart(last, this):
            yield [_string(held), left, bottom, right, top]
            held, last = [], None
        if last is None:
            left, bottom, right, top = this
        else:
            left, bottom = min(left, this[0]), min(bottom, this[1])
            right, top = max(right, this[2]), max(top, this[3])
        last = this
        held.append(code)
    if held:
        yield [_string(held), left, bottom, right, top]


def _is_apart(
    last: tuple[float, float, float, float], this: tuple[float, float, float, float]
) -> bool:
    height = max(last[3] - last[1], this[3] - this[1], 1.0)
    return this[0] - last[2] > _GAP * height or this[1] > last[3] or this[3] < last[1]


class _Box:
    """The box of a character as its font has it, the same for all on a line."""

    def __init__(self, text: Any, raw: Any) -> None:
        self._text = text
        self._raw = raw
        self._rect = raw.FS_RECTF()

    def of(self, at: int) -> tuple[float, float, float, float]:
        rect = self._rect
        self._raw.FPDFText_GetLooseCharBox(self._text, at, ctypes.byref(rect))
        return (
            min(rect.left, rect.right),
            min(rect.bottom, rect.top),
            max(rect.left, rect.right),
            max(rect.bottom, rect.top),
        )


def _string(codes: list[int]) -> str:
    return "".join("\u00ad" if code in _HYPHENS else chr(code) for code in codes)


def _say(item: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(item) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:4]))
