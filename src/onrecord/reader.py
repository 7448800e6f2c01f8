"""The one place where the stages meet: `Document` → `Record`, one at a time or in streams."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from pathlib import Path

import msgspec
from threadpoolctl import ThreadpoolController

from onrecord.knowledge import register, sources
from onrecord.knowledge.register import Register
from onrecord.records import (
    events,
    figures,
    impersonal,
    nesting,
    people,
    places,
    quotes,
    statements,
    times,
)
from onrecord.records.places.settling import settled
from onrecord.schema import (
    Document,
    Failure,
    FoundEvent,
    FoundMention,
    FoundRelation,
    Record,
    Span,
)
from onrecord.spans.bundle import fingerprint, load, require
from onrecord.spans.sentences import starts
from onrecord.spans.tagger import Tagger
from onrecord.spans.words import slices

_APART = frozenset(("headline", "subheading", "byline", "dateline"))
"""Kinds of sections that no statement made below or above them goes on in."""
UNREAD_KINDS = frozenset(("boilerplate", "byline", "credit", "dateline"))
"""Sections in which nobody is on record: who wrote it and where, who took the picture,
what to click."""

LANGUAGE = "en"
"""The language of the model."""

LAYERS = ("relations", "events", "figures", "times", "places")
"""What is read beside statements and people, which every other layer refers to."""

EVERY_LAYER = "small"
"""The model that finds every layer, and does so for one that only attributes."""

LEAST = 0.25
"""An attribution below this confidence is left out; chosen on the development articles."""

_NOBODY = Register()

IN_FLIGHT = 4
"""Documents handed to each worker ahead of the one that is awaited."""


class LayerError(ValueError):
    """A layer that there is not; the message names those there are."""


class Reader:
    """Reads documents with one packaged model, loaded once.

    Args:
        model: a name among `onrecord.spans.bundle.available()`.
        threads: cores for one document.
        workers: processes that read documents side by side in `read_all`; with 1,
            everything happens in this process.
        names: a file of people and bodies that you know; see `knowledge.register`.
        layers: which of `LAYERS` to read beside statements and people.

    Raises:
        ModelError: the model is not there or cannot be loaded.
        RegisterError: the file of names is not one.
        LayerError: there is no such layer.
    """

    def __init__(
        self,
        model: str = "small",
        *,
        threads: int = 1,
        workers: int = 1,
        names: str | Path | None = None,
        layers: Iterable[str] = LAYERS,
    ) -> None:
        """Load the model, unless the workers are to load it."""
        require(model)
        self.layers = frozenset(layers)
        if unknown := self.layers.difference(LAYERS):
            raise LayerError(
                f"no layer {', '.join(sorted(unknown))}; there are {', '.join(LAYERS)}"
            )
        self.names = None if names is None else Path(names)
        self._own = Register() if self.names is None else register.load(self.names)
        self.model = model
        self.threads = threads
        self.workers = workers
        self._tagger: Tagger | None = None if workers > 1 else self._load()

    def _load(self) -> Tagger:
        bundle = load(self.model, self.threads)
        beside = load(EVERY_LAYER, self.threads) if bundle.heads is None else None
        return Tagger(bundle, beside, sources.gender)

    @property
    def version(self) -> str:
        """Name and fingerprint of the model, to tell readings apart."""
        return f"{self.model}-{fingerprint(self.model)}"

    def read(self, document: Document) -> Record:
        """The record of one document."""
        if self._tagger is None:
            self._tagger = self._load()
        # NumPy would spread each small product over all cores, and wait for those at other work:
        # two processes on two cores then read no more than one, and three much less.
        with _pools().limit(limits=self.threads, user_api="blas"):
            return read_with(self._tagger, document, self._own, self.layers)

    def between(
        self, text: str, source: Sequence[Span], target: Sequence[Span]
    ) -> dict[str, float]:
        """How likely each class of event stands between two actors that you name.

        For actors that you have found yourself; `read` finds its own.

        Args:
            text: the sentence, or a text that holds it.
            source: who acts, as stretches of characters; empty where nobody is named.
            target: whom it bears on, likewise, in the same sentence.

        Returns:
            PLOVER's root classes with their probabilities, the likeliest first.

        Raises:
            ValueError: neither names a word of the text.
        """
        if self._tagger is None:
            self._tagger = self._load()
        return self._tagger.between(text, source, target)

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
            initargs=(self.model, self.threads, self.names, self.layers),
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


@cache
def _pools() -> ThreadpoolController:
    """The libraries that NumPy computes with."""
    return ThreadpoolController()


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


def _start_worker(model: str, threads: int, names: Path | None, layers: frozenset[str]) -> None:
    global _worker
    # Ctrl-C reaches every process of a command; the one that hands out the work decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Reader(model, threads=threads, names=names, layers=layers)


def _work(document: Document) -> Record | Failure:
    assert _worker is not None, "the worker was not started"
    return _worker._attempt(document)


def read_with(
    tagger: Tagger, document: Document, own: Register, layers: Collection[str] = LAYERS
) -> Record:
    """Read one document with a tagger: the path from text to record."""
    if document.language not in (None, LANGUAGE):
        note = (
            f"not read: the text is in {document.language!r}, and the model reads {LANGUAGE!r} only"
        )
        return Record(document=document, notes=(note,))
    lines = readable(document)
    reading = tagger.read_layers(document.text, lines)
    found = [item for item in reading.attributions if item.confidence >= LEAST]
    return read_attributed(
        document, found, tagger, own, reading.mentions, reading.relations, reading.events, layers
    )


def read_attributed(
    document: Document,
    found: Sequence[statements.Found],
    tagger: Tagger | None = None,
    own: Register = _NOBODY,
    mentions: Sequence[FoundMention] = (),
    related: Sequence[FoundRelation] = (),
    told: Sequence[FoundEvent] = (),
    layers: Collection[str] = LAYERS,
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
        told: the model's events, in text order.
        layers: which of `LAYERS` to read beside statements and people.
    """
    text, lines = document.text, readable(document)
    skip = tuple((s.start, s.end) for s in document.sections if s.repeat or s.kind == "caption")
    marks = statements.QuoteIndex(quotes.find(text, skip))
    unsaid = impersonal.find(text, lines, [item.cue for item in found]) if tagger else []
    drafts = statements.drafted(text, [*found, *unsaid], marks)
    if tagger:
        headings = tuple((s.start, s.end) for s in document.sections if s.kind == "subheading")
        drafts = statements.without_echoes(text, drafts, headings)
        apart = tuple((s.start, s.end) for s in document.sections if s.kind in _APART)
        drafts, again = statements.within_parts(text, drafts, apart, lines)
        heard = [item for items in tagger.read_apart(text, again) for item in items]
        drafts += statements.unheard(statements.drafted(text, heard, marks), drafts)
        drafts = nesting.deepened(text, drafts, tagger.read_apart)
    chain = statements.chained(drafts)
    sentences = starts(text, lines)
    ties = related if "relations" in layers else ()
    record = people.resolved(document, chain, marks, lines, sentences, own, mentions, ties)
    if "relations" not in layers:
        record = msgspec.structs.replace(record, relations=())
    return _layered(record, lines, sentences, own, told, layers)


def _layered(
    record: Record,
    lines: Sequence[Span],
    sentences: Sequence[int],
    own: Register,
    told: Sequence[FoundEvent],
    layers: Collection[str],
) -> Record:
    """The record with the layers that build on statements and people.

    Events and figures look at times and places, so those are read for them in any case.
    """
    text = record.document.text
    # A dateline tells no statement, and it does tell a date and a place.
    dated = readable(record.document, UNREAD_KINDS - {"dateline"})
    bearing = {"events", "figures"}.intersection(layers)
    if bearing or "times" in layers:
        captions = [(s.start, s.end) for s in record.document.sections if s.kind == "caption"]
        found = times.find(text, dated, record.document.published, captions)
        record = msgspec.structs.replace(record, times=found)
    if bearing or "places" in layers:
        record = settled(places.placed(record, dated, own))
    if "figures" in layers:
        counted = figures.find(
            text, lines, record.statements, record.times, record.mentions, record.places
        )
        record = msgspec.structs.replace(record, figures=counted)
    if "events" in layers:
        record = events.told(record, told, sentences)
    unasked: dict[str, tuple[()]] = {name: () for name in ("times", "places") if name not in layers}
    return msgspec.structs.replace(record, **unasked)


def readable(document: Document, unread: Collection[str] = UNREAD_KINDS) -> list[Span]:
    """The lines to read: no boilerplate, and nothing a second time."""
    closed = [(s.start, s.end) for s in document.sections if s.repeat or s.kind in unread]
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
