"""PDF: the text of its pages as paragraphs, read by PDFium in a process with limits."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.intake.compose import from_text, iso_date
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.pdf_layout import Line, Page, paragraphs
from onrecord.intake.streams import megabytes, whole
from onrecord.intake.text import refuse_empty
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Document, Failure

_WORKER = str(Path(__file__).with_name("pdf_worker.py"))
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d'?\d\d)?")
# What programs write into the title by themselves.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|office).*|untitled.*|document\d*|slide \d+"
    r"|.*\.(?:docx?|indd|qxp|odt|rtf|pdf|tex|dvi|pptx?|p65|html?))\s*|[\W\d_]*",
    re.IGNORECASE,
)
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ERRORS = {
    "password": (
        "the PDF is locked with a password",
        "Open it with the password, print it to a new PDF and give that.",
    ),
    "damaged": ("the PDF is damaged", "Get the file again."),
    "memory": ("the PDF needs more memory than is allowed", "Split it, or raise pdf_memory."),
    "library": (
        "reading pdf needs pypdfium2, which is not installed",
        "Run `pip install pypdfium2`.",
    ),
}


class _Answer(NamedTuple):
    """What the process said before it ended, and what was wrong, if anything was."""

    about: dict[str, Any]
    pages: list[Page]
    error: tuple[str, str] | None


def read(
    chunks: Iterator[bytes], origin: Origin, options: IntakeOptions
) -> Iterator[Document | Failure]:
    """The one document of a PDF; its date is the day the file was made.

    Raises:
        Unreadable: it is empty, locked, damaged, without text, or beyond a limit,
            after the pages that could be read.
    """
    data = whole(chunks, options.max_bytes)
    refuse_empty(data[:4096].decode("latin-1"))
    answer = _ask(data, options)
    text = "\n\n".join(paragraphs(answer.pages))
    if text.strip():
        title = _UNFIT.sub("", str(answer.about.get("title") or "")).strip()
        yield from_text(
            text,
            title=origin.title or (None if _NO_TITLE.fullmatch(title) else title),
            publisher=origin.publisher,
            published=origin.published or _date(answer.about.get("date")) or origin.seen,
            uri=origin.uri,
        )
    if answer.error is not None:
        raise Unreadable("parse", *answer.error)
    if not text.strip():
        raise Unreadable(
            "parse",
            "the pages of the PDF hold no text, as those of a scan",
            "Let a program for text recognition (OCR) read it first.",
        )
    count = int(answer.about.get("pages") or 0)
    if count > len(answer.pages):
        raise Unreadable(
            "parse",
            f"only the first {len(answer.pages):,} of {count:,} pages were read",
            "Split it, or raise max_pages.",
        )


def _ask(data: bytes, options: IntakeOptions) -> _Answer:
    limits = (options.pdf_memory, math.ceil(options.pdf_seconds), options.max_pages)
    # -P: the folder of the worker holds modules named like some of the standard library.
    command = [sys.executable, "-P", _WORKER, *map(str, limits)]
    late = False
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            out, _ = process.communicate(data, options.pdf_seconds)
        except subprocess.TimeoutExpired:
            late = True
            process.kill()
            out, _ = process.communicate()
        except BaseException:
            process.kill()
            raise
    return _answer(out, late, process.returncode, options)


def _answer(out: bytes, late: bool, status: int, options: IntakeOptions) -> _Answer:
    about: dict[str, Any] = {}
    pages: list[Page] = []
    error: tuple[str, str] | None = None
    for line in out.splitlines():
        try:
            item = json.loads(line)
        except ValueError:
            continue  # the line that the process was writing when it ended
        if "error" in item:
            error = error or _ERRORS[item["error"]]
        if "lines" in item:
            lines = [Line(_UNFIT.sub("", row[0]), *row[1:]) for row in item["lines"]]
            pages.append(Page(item["width"], item["height"], lines))
        elif "pages" in item:
            about = item
    if error is None and (late or status != 0):
        error = _ended(late, len(pages), options)
    return _Answer(about, pages, error)


def _ended(late: bool, pages: int, options: IntakeOptions) -> tuple[str, str]:
    after = f" after page {pages:,}" if pages else ""
    if late:
        reason = f"the PDF was not read within {options.pdf_seconds:g} seconds"
        return f"{reason}: stopped{after or ' before the first page'}", "Raise pdf_seconds."
    limit = megabytes(options.pdf_memory)
    reason = f"the PDF broke the program that reads it{after}, or needs more than {limit}"
    return reason, "Open it and print it to a new PDF, or raise pdf_memory."


def _date(given: object) -> str | None:
    found = _DATE.match(given) if isinstance(given, str) else None
    if found is None or found[2] is None or found[3] is None:
        return None
    day = "-".join(found.group(1, 2, 3))
    if found[4] is None or found[5] is None:
        return iso_date(day)
    zone = (found[7] or "").replace("'", "").replace("Z", "+0000")
    zone = f"{zone[:3]}:{zone[3:]}" if zone else ""
    return iso_date(f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}{zone}") or iso_date(day)
