"""What the commands of an archive do: reading into it, trying again, taking out and putting in."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from onrecord import __version__
from onrecord.archive import Archive, Facet, Hits, Loaded
from onrecord.intake import IntakeOptions, documents
from onrecord.reader import LAYERS, Reader
from onrecord.run import Meter, Tally, counted, run
from onrecord.schema import Document, Failure, Record, encode
from onrecord.stories.gather import gather
from onrecord.views.hits import WRITERS, print_hits
from onrecord.views.output import STDOUT, OutputError, Sink, StreamSink, WholeFile, naming
from onrecord.views.table import console_for, plain

STDIN = "-"
COUNTED = 20
"""Every so many reports the terminal is told how far gathering came."""

Clock = Callable[[], str]
Lines = Generator[bytes, None, None]


def now() -> str:
    """This moment in UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def reading_of(reader: Reader) -> str:
    """What decides how a reader reads: where it differs, a document is read again."""
    layers = "" if reader.layers == set(LAYERS) else f" {','.join(sorted(reader.layers)) or 'none'}"
    names = ""
    if reader.names is not None:
        names = f" names {hashlib.sha256(reader.names.read_bytes()).hexdigest()[:12]}"
    return f"onrecord {__version__} {reader.version}{layers}{names}"


def placed(source: str) -> str:
    """A source by a name that means the same in every folder."""
    if source == STDIN or "://" in source:
        return source
    return os.path.abspath(source)


class Adding:
    """Sources on their way through a reader into an archive.

    What the archive holds as this reader reads it is passed over before it is read, so that a
    run that was stopped goes on where it was.
    """

    def __init__(self, archive: Archive, reading: str, tally: Tally, *, clock: Clock = now) -> None:
        """Add to `archive` what is read as `reading`; `tally` counts what is passed over."""
        self._archive = archive
        self._reading = reading
        self._tally = tally
        self._clock = clock
        self._began = clock()
        # Records come out in the order in which documents go in, some of them ahead.
        self._from: deque[str] = deque()

    def fresh(self, sources: Iterable[str], options: IntakeOptions) -> Iterator[Document | Failure]:
        """The documents of the sources that are to be read."""
        for source in sources:
            yield from self.those_new(documents([source], options), placed(source))

    def those_new(
        self, items: Iterable[Document | Failure], source: str
    ) -> Iterator[Document | Failure]:
        """Those documents of a source that are to be read, and what failed of it."""
        for item in items:
            if isinstance(item, Document) and self._archive.has(item.id, self._reading):
                self._tally.skipped += 1
                continue
            self._from.append(source)
            yield item

    def add(self, item: Record | Failure) -> None:
        """Store a record, or note a failure.

        Raises:
            ArchiveError: it cannot be stored.
        """
        source = self._from.popleft()
        if isinstance(item, Failure):
            self._archive.note(item, source, self._clock())
        else:
            self._archive.add(item, self._reading)

    def settle(self, sources: Iterable[str]) -> None:
        """Drop the failures of these sources that did not come again."""
        for source in sources:
            self._archive.settle(placed(source), self._began)


def add(
    archive: Archive,
    sources: Iterable[str],
    options: IntakeOptions,
    reader: Reader,
    meter: Meter,
    tally: Tally,
) -> None:
    """Read every source into the archive.

    Raises:
        ArchiveError: the archive cannot be written; what was stored before stays.
    """
    named = list(sources)
    adding = Adding(archive, reading_of(reader), tally)
    run(adding.fresh(named, options), reader, adding, meter, tally)
    adding.settle(named)


def gathered(archive: Archive) -> int:
    """Gather what is new in the archive, with a count at the terminal; how many reports that was.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    shown = sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if shown and (done % COUNTED == 0 or done == total):
            end = "\n" if done == total else ""
            print(f"\rGathering {done:,} of {total:,}", end=end, file=sys.stderr, flush=True)

    return gather(archive, progress)


def retryable(archive: Archive) -> list[str]:
    """The sources of failures that can be read again; standard input cannot."""
    return list(dict.fromkeys(f.source for f in archive.failures() if f.source != STDIN))


def failed_lines(archive: Archive, format: str) -> Lines:
    """The failures noted, each as a line for people or as an object."""
    for failed in archive.failures():
        if format == "jsonl":
            yield encode(failed) + b"\n"
        else:
            said = f"{failed.uri}: {failed.reason} ({failed.stage}). {failed.hint}"
            tries = f"Tried {counted(failed.tries, 'time')}, last on {failed.when[:10]}."
            line = plain(f"not read: {said.rstrip()} {tries}")
            yield line.encode("utf-8", "replace") + b"\n"


def hits_lines(hits: Hits, facets: Sequence[Facet], format: str) -> Lines:
    """What a search found, in that form; the table goes to the terminal itself."""
    if format in WRITERS:
        yield from WRITERS[format](hits, facets)
    else:
        with naming(STDOUT):
            print_hits(hits, facets, console_for(sys.stdout))


def loaded_line(loaded: Loaded) -> str:
    """What a dump brought, in one line."""
    same = f"; {loaded.same:,} were there" if loaded.same else ""
    rest = f", {counted(loaded.corrections, 'correction')}, {counted(loaded.failures, 'failure')}"
    if loaded.judgements:
        rest += f", {counted(loaded.judgements, 'judgement')}"
    return f"{counted(loaded.records, 'document')}{rest}{same}"


def written(lines: Lines, out: Path | None) -> bool:
    """Write lines to a file, which appears when it is complete, or to standard output.

    Raises:
        OutputError: they cannot be written.
    """
    sink: Sink = StreamSink(sys.stdout.buffer) if out is None else WholeFile(out)
    some = False
    try:
        # Closed here, while the archive that the lines come from is still open.
        with contextlib.closing(lines):
            for line in lines:
                sink.write(line)
                some = True
        sink.finish()
    except OutputError:
        sink.fail()
        raise
    except BaseException:
        sink.discard()
        raise
    return some
