"""What a search found, as a page in the terminal, JSON lines or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from onrecord.archive import Facet, Hit, Hits
from onrecord.schema import encode, to_builtins
from onrecord.views.outline import clipped
from onrecord.views.table import plain, print_indented

WORDS = 300
"""Characters of a hit that the terminal shows."""

INDENT = 5

FORMATS = ("table", "jsonl", "csv")
"""The forms a search can be written in."""


def lines_of(hits: Hits, facets: Sequence[Facet]) -> Iterator[bytes]:
    """The hits as JSON lines; facets, if there are any, as one object after them."""
    for hit in hits.hits:
        yield encode(hit) + b"\n"
    for facet in facets:
        yield encode(facet) + b"\n"


def csv_of(hits: Hits, facets: Sequence[Facet]) -> Iterator[bytes]:
    """The hits as CSV with a header, or where there are facets, their values and counts."""
    if facets:
        yield _csv(("field", "value", "count"))
        for facet in facets:
            yield from (_csv((facet.field, value, count)) for value, count in facet.counts)
        return
    names = [name for name in Hit.__struct_fields__ if name != "marks"]
    yield _csv(names)
    for hit in hits.hits:
        told = to_builtins(hit) | {"notes": "; ".join(hit.notes)}
        yield _csv([told[name] for name in names])


def _csv(values: Sequence[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(map(_cell, values))
    return line.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula: reports come from strangers."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


WRITERS: dict[str, Callable[[Hits, Sequence[Facet]], Iterator[bytes]]] = {
    "jsonl": lines_of,
    "csv": csv_of,
}


def print_hits(hits: Hits, facets: Sequence[Facet], console: Console) -> None:
    """Print the hits with their words, whose they are and where from, then the facets."""
    for number, hit in enumerate(hits.hits, 1):
        _print_hit(number, hit, console)
    for facet in facets:
        if facet.counts:
            line = Text(f"{facet.field}: ", style="dim")
            said = " · ".join(f"{plain(value)} {count:,}" for value, count in facet.counts)
            console.print(line.append(said, style="not dim"))
    if facets:
        console.print()
    console.print(Text(_tally(hits), style="bold"))


def _tally(hits: Hits) -> str:
    noun = hits.kind if hits.total == 1 else f"{hits.kind}s"
    total = f"{hits.total:,}"
    if hits.more:
        total = f"more than {total}"
    shown = len(hits.hits)
    return f"{total} {noun}" + (f", {shown:,} shown" if shown < hits.total or hits.more else "")


def _print_hit(number: int, hit: Hit, console: Console) -> None:
    said = Text(f"{number:>3}  ", style="dim")
    facts = _facts(hit)
    if hit.kind == "document":
        said.append(plain(hit.title or hit.document[:12]), style="not dim bold")
    else:
        said.append(plain(facts[0]), style="not dim bold")
        said.append("".join(f" · {plain(f)}" for f in facts[1:]), style="not dim")
    console.print(said, soft_wrap=False)
    print_indented(_words(hit), INDENT, console)
    for note in hit.notes:
        print_indented(Text(plain(note), style="yellow"), INDENT, console)
    source = (
        hit.published[:10] if hit.published else "no date",
        hit.publisher or "",
        (hit.title or "") if hit.kind != "document" else (hit.uri or ""),
        f"{hit.document[:12]}{f' {hit.item}' if hit.item else ''}",
    )
    print_indented(Text(" · ".join(plain(s) for s in source if s), style="dim"), INDENT, console)
    console.print()


def _facts(hit: Hit) -> list[str]:
    """What a hit says, by its kind: who and how, who did what to whom, how many of what."""
    if hit.kind == "statement":
        to = f"to {hit.addressees}" if hit.addressees else None
        facts = (hit.speaker or "nobody named", hit.attitude, hit.channel, to)
    elif hit.kind == "event":
        did = " – ".join(filter(None, (hit.actors, hit.words, hit.recipients)))
        kind = ", ".join(filter(None, (hit.type, hit.mode)))
        facts = (did, kind.lower(), hit.status, _all(hit.place, hit.date, hit.speaker))
    else:
        facts = (
            " ".join(filter(None, (hit.words, hit.counted))),
            hit.qualifier,
            hit.unit,
            _all(hit.place, hit.date, hit.speaker),
        )
    return [fact for fact in facts if fact]


def _all(place: str | None, date: str | None, speaker: str | None) -> str:
    says = f"according to {speaker}" if speaker else None
    return " · ".join(filter(None, (place, date, says)))


def _words(hit: Hit) -> Text:
    """The words of a hit on one line, from a little before the first that was looked for."""
    marks, text = hit.marks, hit.text
    at = max(0, marks[0][0] - WORDS // 3) if marks else 0
    out = Text("… " if at else "")
    at = text.find(" ", at) + 1 if at else 0
    end = at + WORDS
    for begin, stop in marks:
        if begin < at or stop > end:
            continue
        out.append(_shown(text[at:begin]))
        out.append(_shown(text[begin:stop]), style="bold yellow")
        at = stop
    return out.append(_shown(clipped(text[at:], max(1, end - at))))


def _shown(text: str) -> str:
    """Words on one line, with the blanks at their ends."""
    inner = plain(text)
    before = " " if inner and text[:1].isspace() else ""
    return before + inner + (" " if text[-1:].isspace() else "")
