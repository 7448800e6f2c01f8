"""Imports that run beside a server: orders wait in line and are read one after the other."""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from onrecord.archive import Archive, ArchiveError
from onrecord.archiving import Adding, now, reading_of, retryable
from onrecord.intake import IntakeOptions, count, documents, from_text
from onrecord.reader import Reader
from onrecord.run import Tally
from onrecord.schema import Document, Failure, Record
from onrecord.views.outline import one_line, title_of
from onrecord.views.web.imports import BusyError, Missed, Order, Progress, State, Taken

KEPT = 50
"""So many orders are remembered when they are over."""
LATEST = 12
"""So many of the reports that were read last are shown, and so many that could not be."""
PASTED = "pasted text"
BEFORE = "what was there before"
WAITS = (0.2, 1.0, 5.0)
"""Seconds to wait before gathering is tried again."""
BROUGHT = "upload:"
"""What stands before the name of a file that was sent, where the source of a failure is noted."""


Told = Callable[[int, int], None]
Had = Callable[[], Iterator[Document | Failure]]
Gather = Callable[[Archive, Told], object]


class _Order:
    """An order under way; changed by the reading thread alone, but for `wanted`."""

    def __init__(self, number: str, label: str, sources: _Sources) -> None:
        self.id = number
        self.label = label
        self.sources = sources
        self.state: State = "waiting"
        self.wanted = True
        self.total: int | None = None
        self.tally = Tally()
        self.latest: deque[Taken] = deque(maxlen=LATEST)
        self.missed: deque[Missed] = deque(maxlen=LATEST)
        self.told = (0, 0)
        self.error = ""

    def gathered(self, told: int, of: int) -> None:
        self.told = (told, of)

    def progress(self) -> Progress:
        return Progress(
            id=self.id,
            label=self.label,
            state=self.state,
            total=self.total,
            read=self.tally.read,
            skipped=self.tally.skipped,
            failed=self.tally.failed,
            told=self.told[0],
            to_tell=self.told[1],
            latest=tuple(self.latest),
            missed=tuple(self.missed),
            error=self.error,
        )


class _Sources(msgspec.Struct, frozen=True):
    """What an order reads: its sources by name, each with how its documents are had."""

    named: tuple[tuple[str, Had], ...]
    count: Callable[[], int | None]
    folder: Path | None = None


class Imports:
    """Takes orders of the web application and reads them into an archive, in one thread.

    Args:
        archive: the name of the archive to read into.
        reader: makes the reader, when the first order comes: loading a model takes a moment.
        options: how sources are read; for web addresses, private networks stay closed.
        most: orders that may wait.
        gather: brings what is known across reports up to date, when an order has been read;
            also at the start, for what came into the archive another way.
    """

    def __init__(
        self,
        archive: str | Path,
        reader: Callable[[], Reader],
        options: IntakeOptions | None = None,
        *,
        most: int = 20,
        gather: Gather | None = None,
    ) -> None:
        """Start the thread, which waits for orders."""
        self._archive = archive
        self._make_reader = reader
        self._options = options or IntakeOptions()
        self._most = most
        self._gather = gather
        self._reader: Reader | None = None
        self._known: OrderedDict[str, _Order] = OrderedDict()
        self._waiting: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._count = 0
        if gather is not None:
            self._take(BEFORE, _Sources((), lambda: 0))
        self._thread = threading.Thread(target=self._work, name="onrecord-import", daemon=True)
        self._thread.start()

    # What the pages ask.

    def begin(self, order: Order) -> str:
        """Take an order; its id.

        Raises:
            BusyError: too many are waiting.
        """
        return self._take(_label(order), self._sources(order))

    def retry(self) -> str | None:
        """Read again what failed; null where nothing can be."""
        with Archive.open(self._archive, write=False) as archive:
            sources = [s for s in retryable(archive) if not s.startswith(BROUGHT)]
        if not sources:
            return None
        named = tuple((s, self._reading_of(s)) for s in sources)
        return self._take("what failed before", _Sources(named, lambda: None))

    def catch_up(self) -> None:
        """Bring what is known across reports up to date, after what is in line."""
        if self._gather is not None:
            self._waiting.put(_Order("", BEFORE, _Sources((), lambda: 0)))

    def progress(self, job: str) -> Progress | None:
        """How far an order is; null where there is none of that id."""
        with self._lock:
            order = self._known.get(job)
        return order.progress() if order else None

    def orders(self) -> tuple[Progress, ...]:
        """The newest orders, the newest first."""
        with self._lock:
            known = list(self._known.values())
        return tuple(order.progress() for order in reversed(known))

    def stop(self, job: str) -> None:
        """Stop an order after the report that is being read."""
        with self._lock:
            order = self._known.get(job)
        if order is not None:
            order.wanted = False

    def close(self, patience: float = 5.0) -> None:
        """Stop every order, and wait a moment for the report that is being read."""
        with self._lock:
            for order in self._known.values():
                order.wanted = False
        self._waiting.put(None)
        self._thread.join(patience)

    def _take(self, label: str, sources: _Sources) -> str:
        with self._lock:
            under_way = sum(not order.progress().over for order in self._known.values())
            if under_way >= self._most:
                raise BusyError
            self._count += 1
            order = _Order(str(self._count), label, sources)
            self._known[order.id] = order
            while len(self._known) > KEPT:
                oldest = next(iter(self._known.values()))
                if not oldest.progress().over:
                    break
                del self._known[oldest.id]
        self._waiting.put(order)
        return order.id

    def _sources(self, order: Order) -> _Sources:
        named: list[tuple[str, Had]] = []
        for text in order.pasted:
            made = from_text(
                text.text, title=text.title, publisher=text.publisher, published=text.published
            )
            named.append((PASTED, partial(iter, (made,))))
        named += [(url, self._reading_of(url)) for url in order.urls]
        for name, path in order.files:
            named.append((BROUGHT + name, partial(self._brought, name, path)))
        paths = [str(path) for _, path in order.files]

        def counting() -> int | None:
            if order.urls:
                return None
            known = count(paths, self._options) if paths else 0
            return None if known is None else known + len(order.pasted)

        return _Sources(tuple(named), counting, order.folder)

    def _reading_of(self, source: str) -> Had:
        return partial(documents, [source], self._options)

    def _brought(self, name: str, path: Path) -> Iterator[Document | Failure]:
        """The documents of a file that was sent, under the name that it had there."""
        for item in documents([str(path)], self._options):
            uri = (item.uri or "").replace(str(path), name) or name
            yield msgspec.structs.replace(item, uri=uri)

    # The thread that reads.

    def _work(self) -> None:
        while (order := self._waiting.get()) is not None:
            try:
                self._read(order)
            except ArchiveError as error:
                order.error, order.state = str(error), "broken"
            # Whatever else goes wrong ends this order and is told; the next is read.
            except Exception as error:
                order.error = f"{type(error).__name__}: {error}"
                order.state = "broken"
            finally:
                if order.sources.folder is not None:
                    shutil.rmtree(order.sources.folder, ignore_errors=True)

    def _read(self, order: _Order) -> None:
        if not order.wanted:
            order.state = "stopped"
            return
        order.state = "reading"
        order.total = order.sources.count()
        with Archive.open(self._archive) as archive:
            for source, had in order.sources.named:
                self._add(archive, order, source, had)
                if not order.wanted:
                    break
            if self._gather is not None:
                order.state = "gathering"
                self._gathered(archive, order)
        order.state = "done" if order.wanted else "stopped"

    def _gathered(self, archive: Archive, order: _Order) -> None:
        """Gather; somebody else who writes meanwhile only makes it begin again where it was."""
        assert self._gather is not None
        for wait in WAITS:
            try:
                self._gather(archive, order.gathered)
                return
            except ArchiveError:
                time.sleep(wait)
        self._gather(archive, order.gathered)

    def _add(self, archive: Archive, order: _Order, source: str, had: Had) -> None:
        """Read one source into the archive."""
        if self._reader is None:
            self._reader = self._make_reader()
        began = now()
        adding = Adding(archive, reading_of(self._reader), order.tally)
        items = _while(had(), lambda: order.wanted)
        for item in self._reader.read_all(adding.those_new(items, source)):
            adding.add(item)
            order.tally.count(item)
            self._note(order, item)
        if order.wanted:
            archive.settle(source, began)

    def _note(self, order: _Order, item: Record | Failure) -> None:
        if isinstance(item, Failure):
            order.missed.append(Missed(name=one_line(item.uri), reason=item.reason, hint=item.hint))
            return
        document = item.document
        order.latest.append(
            Taken(document=document.id, title=title_of(document), statements=len(item.statements))
        )


def _while(
    items: Iterable[Document | Failure], wanted: Callable[[], bool]
) -> Iterator[Document | Failure]:
    for item in items:
        if not wanted():
            return
        yield item


def _label(order: Order) -> str:
    parts = [
        *(text.title or PASTED for text in order.pasted),
        *order.urls[:3],
        *(name for name, _ in order.files[:3]),
    ]
    more = len(order.pasted) + len(order.urls) + len(order.files) - len(parts)
    return ", ".join(parts) + (f" and {more:,} more" if more > 0 else "")
