"""The one place where the stages meet: `Document` → `Record`, one at a time or in streams."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from onrecord.knowledge import register
from onrecord.knowledge.register import Register
from onrecord.records import impersonal, nesting, people, quotes, statements
from onrecord.records.mentions import Found
from onrecord.records.relations import Standing
from onrecord.schema import Document, Failure, Record, Span
from onrecord.spans.bundle import fingerprint, load, require
from onrecord.spans.sentences import starts
from onrecord.spans.tagger import Tagger
from onrecord.spans.words import slices

UNREAD_KINDS = frozenset(("boilerplate", "byline", "credit", "dateline"))
"""Sections in which nobody is on record: who wrote it and where, who took the picture,
what to click."""

LANGUAGE = "en"
"""The language of the model."""

LEAST = 0.25
"""An attribution below this confidence is left out; chosen on the development articles."""

_NOBODY = Register()

IN_FLIGHT = 4
"""Documents handed to each worker ahead of the one that is awaited."""


class Reader:
    """Reads documents with one packaged model, loaded once.

    Args:
        model: a name among `onrecord.spans.bundle.available()`.
        threads: cores for one document.
        workers: processes that read documents side by side in `read_all`; with 1,
            everything happens in this process.
        names: a file of people and bodies that you know; see `knowledge.register`.

    Raises:
        ModelError: the model is not there or cannot be loaded.
        RegisterError: the file of names is not one.
    """

    def __init__(
        self,
        model: str = "small",
        *,
        threads: int = 1,
        workers: int = 1,
        names: str | Path | None = None,
    ) -> None:
        """Load the model, unless the workers are to load it."""
        require(model)
        self.names = None if names is None else Path(names)
        self._own = Register() if self.names is None else register.load(self.names)
        self.model = model
        self.threads = threads
        self.workers = workers
        self._tagger: Tagger | None = None if workers > 1 else self._load()

    def _load(self) -> Tagger:
        return Tagger(load(self.model, self.threads))

    @property
    def version(self) -> str:
        """Name and fingerprint of the model, to tell readings apart."""
        return f"{self.model}-{fingerprint(self.model)}"

    def read(self, document: Document) -> Record:
        """The record of one document."""
        if self._tagger is None:
            self._tagger = self._load()
        return read_with(self._tagger, document, self._own)

    def read_all(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        """The record of each document in the order in which they come.

        Failures pass through; a document that cannot be read becomes one. Only a
        few documents are held at a time, however many there are.
        """
        if self.workers <= 1:
            for item in items:
                yield item if isinstance(item, Failure) else self._attempt(item)
            return
        yield from self._read_side_by_side(items)

    def _attempt(self, document: Document) -> Record | Failure:
        try:
            return self.read(document)
        # One bad document must never stop a run; whatever went wrong is told.
        except Exception as error:
            return _failed(document, error)

    def _read_side_by_side(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        # Workers start afresh: a forked copy of a process with threads may hang.
        context = multiprocessing.get_context("spawn")
        waiting: deque[Future[Record | Failure] | Failure] = deque()
        with ProcessPoolExecutor(
            self.workers,
            context,
            initializer=_start_worker,
            initargs=(self.model, self.threads, self.names),
        ) as pool:
            try:
                for item in items:
                    waiting.append(item if isinstance(item, Failure) else pool.submit(_work, item))
                    if len(waiting) >= self.workers * IN_FLIGHT:
                        yield _result(waiting.popleft())
                while waiting:
                    yield _result(waiting.popleft())
            finally:
                # Whoever stops early does not wait for what was handed out ahead.
                pool.shutdown(wait=False, cancel_futures=True)


def _result(item: Future[Record | Failure] | Failure) -> Record | Failure:
    return item if isinstance(item, Failure) else item.result()


def _failed(document: Document, error: Exception) -> Failure:
    name = document.uri or document.source_id or document.title or document.id[:12]
    return Failure(
        uri=name,
        stage="read",
        reason=f"{type(error).__name__}: {error}",
        hint="this is a defect of onrecord; please report it with the document",
    )


_worker: Reader | None = None


def _start_worker(model: str, threads: int, names: Path | None) -> None:
    global _worker
    # Ctrl-C reaches every process of a command; the one that hands out the work decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Reader(model, threads=threads, names=names)


def _work(document: Document) -> Record | Failure:
    assert _worker is not None, "the worker was not started"
    return _worker._attempt(document)


def read_with(tagger: Tagger, document: Document, own: Register) -> Record:
    """Read one document with a tagger: the path from text to record."""
    if document.language not in (None, LANGUAGE):
        note = (
            f"not read: the text is in {document.language!r}, and the model reads {LANGUAGE!r} only"
        )
        return Record(document=document, notes=(note,))
    lines = readable(document)
    reading = tagger.read_layers(document.text, lines)
    found = [item for item in reading.attributions if item.confidence >= LEAST]
    return read_attributed(document, found, tagger, own, reading.mentions, reading.relations)


def read_attributed(
    document: Document,
    found: Sequence[statements.Found],
    tagger: Tagger | None = None,
    own: Register = _NOBODY,
    mentions: Sequence[Found] = (),
    related: Sequence[Standing] = (),
) -> Record:
    """The record of a document whose attributions are known.

    Args:
        document: what to read.
        found: its attributions, by cue position.
        tagger: what to read contents with, for statements inside statements; without one,
            and without a search for words that nobody is said to speak, the record holds
            exactly the attributions given.
        own: people and bodies that the user knows.
        mentions: the model's mentions, in text order.
        related: the model's relations between them.
    """
    text, lines = document.text, readable(document)
    skip = tuple((s.start, s.end) for s in document.sections if s.repeat or s.kind == "caption")
    marks = statements.QuoteIndex(quotes.find(text, skip))
    unsaid = impersonal.find(text, lines, [item.cue for item in found]) if tagger else []
    drafts = statements.drafted(text, [*found, *unsaid], marks)
    if tagger:
        headings = tuple((s.start, s.end) for s in document.sections if s.kind == "subheading")
        drafts = statements.without_echoes(text, drafts, headings)
        drafts = nesting.deepened(text, drafts, tagger.read_apart)
    chain = statements.chained(drafts)
    sentences = starts(text, lines)
    return people.resolved(document, chain, marks, lines, sentences, own, mentions, related)


def readable(document: Document) -> list[Span]:
    """The lines to read: no boilerplate, and nothing a second time."""
    closed = [(s.start, s.end) for s in document.sections if s.repeat or s.kind in UNREAD_KINDS]
    out: list[Span] = []
    at = 0
    for start, end in slices(document.text):
        while at < len(closed) and closed[at][1] <= start:
            at += 1
        pieces = [(start, end)]
        for s, e in closed[at:]:
            if s >= end:
                break
            pieces = [p for a, b in pieces for p in ((a, min(b, s)), (max(a, e), b)) if p[0] < p[1]]
        out += [(a, b) for a, b in pieces if document.text[a:b].strip()]
    return out
