"""What in a message is its writer's own, and what quotes others or signs it.

Pure functions over the text of a message. The rules are those that mail programs
keep: `>` before quoted lines, `-- ` before a signature (RFC 3676), a line that says
who wrote what follows, a rule or a block of headers before a message sent on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_WROTE = re.compile(
    r"(?:On\b.{6,200}\bwrote|Am\b.{6,200}\bschrieb\b.{0,80}|Le\b.{6,200}\ba écrit"
    r"|El\b.{6,200}\bescribió|Il\b.{6,200}\bha scritto|.{2,120}<[^<>\s]+@[^<>\s]+> wrote) ?:",
)
_SENT_ON = re.compile(
    r"(?:-{2,}|_{5,})\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine"
    r"|Mensaje original)\s*-{2,}",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\*?(?:From|Von|De|Da)\s?:\*?\s+\S")
_HEADERS = re.compile(
    r"\*?(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto)"
    r"\s?:\*?(?:\s|$)"
)
_SIGNATURE = re.compile(r"-- ?")
_PHONE = re.compile(r"(?:Sent from my|Get Outlook for) .{2,60}", re.IGNORECASE)


class Passage(NamedTuple):
    """A stretch of a message without the blank lines around it; `own` is the writer's."""

    text: str
    own: bool


def passages(text: str) -> list[Passage]:
    """The passages of a message in order; a quotation or signature is never its writer's."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[Passage] = []
    held: list[str] = []
    last = True
    for row, own in _marked(rows):
        if own != last:
            found.extend(_passage(held, last))
            held, last = [], own
        held.append(row)
    found.extend(_passage(held, last))
    return found


def _passage(rows: list[str], own: bool) -> Iterator[Passage]:
    text = "\n".join(rows).strip("\n")
    if text.strip():
        yield Passage(text, own)


def _marked(rows: list[str]) -> Iterator[tuple[str, bool]]:
    signed = sent_on = False
    for i, row in enumerate(rows):
        if row.startswith(">"):
            signed = False  # replies below a signature quote what they answer
            yield row, False
            continue
        sent_on = sent_on or _SENT_ON.fullmatch(row.strip()) is not None or _is_header(rows, i)
        signed = signed or _SIGNATURE.fullmatch(row) is not None
        yield row, not (sent_on or signed or _leads(rows, i) or _PHONE.fullmatch(row))


def _leads(rows: list[str], i: int) -> bool:
    """Whether a line says who wrote the quotation under it; mail programs break long ones."""
    for start, end in ((i, i + 1), (i, i + 2), (i - 1, i + 1)):
        if start < 0 or end > len(rows) or not rows[end - 1].rstrip().endswith(":"):
            continue
        below = next((row for row in rows[end : end + 3] if row.strip()), "")
        line = " ".join(row.strip() for row in rows[start:end])
        if below.startswith(">") and len(line) < 400 and _WROTE.fullmatch(line):
            return True
    return False


def _is_header(rows: list[str], i: int) -> bool:
    """Whether a message that is sent on begins here, with its header in plain words."""
    if not _HEADER.match(rows[i]):
        return False
    return sum(_HEADERS.match(row.strip()) is not None for row in rows[i + 1 : i + 6]) >= 2
