"""The archive: records kept, corrected, and found again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

import msgspec

from onrecord.archive.corrections import Correction, checked, corrected
from onrecord.archive.entry import entry_of
from onrecord.archive.hits import Facet, Hit, Hits
from onrecord.archive.passages import Sentences
from onrecord.archive.query import Query
from onrecord.archive.snippets import Sought, best_passage, marked, sought
from onrecord.archive.store import Failed, Match, Store, Stored
from onrecord.archive.stores import store_at
from onrecord.schema import Failure, Record, decode_record, encode

FACET_VALUES = 10


class Archive:
    """Records in a store, with the corrections that outlive a reading of them.

    As a context manager it closes at the end of the block.
    """

    def __init__(self, store: Store) -> None:
        """Keep records in `store`."""
        self.store = store

    @classmethod
    def open(cls, name: str | Path, *, write: bool = True, patience: float = 60.0) -> Archive:
        """The archive of that name, made on first use.

        Args:
            name: a file, or the address of a PostgreSQL database (`postgresql://host/name`).
            write: whether to write; to search, read-only is enough and leaves all as it is.
            patience: seconds to wait for another process that writes.

        Raises:
            ArchiveError: it is no archive, or cannot be opened.
        """
        return cls(store_at(name, write=write, patience=patience))

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Self:
        """The archive itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def __len__(self) -> int:
        """How many documents there are."""
        return self.store.count()

    # Records.

    def has(self, document: str, reading: str) -> bool:
        """Whether a document is stored as that version of the reader read it."""
        return self.store.reading(document) == reading

    def add(self, record: Record, reading: str = "") -> bool:
        """Store a record, in one transaction; whether that changed anything.

        Args:
            record: what to store; corrections of its document are made before it is indexed.
            reading: which version of the reader read it. A document that is stored with the
                same one stays as it is.
        """
        document = record.document.id
        with self.store.transaction():
            if self.has(document, reading):
                return False
            self._put(Stored(document=document, reading=reading, body=encode(record)), record)
        return True

    def add_stored(self, stored: Stored) -> bool:
        """Store a record from its JSON, byte for byte; whether that changed anything."""
        with self.store.transaction():
            if self.has(stored.document, stored.reading):
                return False
            self._put(stored, decode_record(stored.body))
        return True

    def _put(self, stored: Stored, record: Record) -> None:
        corrections = tuple(self.store.corrections(stored.document))
        self.store.put(stored, entry_of(corrected(record, corrections)))

    def remove(self, document: str) -> bool:
        """Take a document out of the archive; whether it was there. Its corrections stay."""
        return self.store.take_out(document)

    def record(self, document: str) -> Record | None:
        """A record by its document's id, with its corrections made; null where there is none."""
        with self.store.snapshot():
            stored = self.store.get(document)
            corrections = tuple(self.store.corrections(document))
        return corrected(decode_record(stored.body), corrections) if stored else None

    def records(self) -> Iterator[Record]:
        """Every record with its corrections made, in the order in which the documents came."""
        for stored in self.store.records():
            corrections = tuple(self.store.corrections(stored.document))
            yield corrected(decode_record(stored.body), corrections)

    # Searching.

    def search(self, query: Query, *, limit: int = 20, offset: int = 0) -> Hits:
        """What a query finds, the best first; see `Query` for what the hits are."""
        with self.store.snapshot():
            found = self.store.find(query, limit, offset)
        wanted = sought((*query.words, *query.place, *query.of), self.store.tokens)
        return Hits(
            kind=query.kind_of_hits,
            total=found.total,
            more=found.more,
            hits=tuple(self._hit(match, wanted) for match in found.matches),
        )

    def facets(self, query: Query, *, most: int = FACET_VALUES) -> tuple[Facet, ...]:
        """The most frequent values of each field among the newest 10,000 that a query finds."""
        with self.store.snapshot():
            return self.store.facets(query, most)

    def _hit(self, match: Match, wanted: list[Sought]) -> Hit:
        fields, text = match.fields, match.text
        if match.kind == "document" and (wanted or "start" not in fields):
            start, end = best_passage(text, wanted, self.store.tokens)
        else:
            start, end = Sentences(text).around(fields["start"], fields["end"])
        words = text[start:end]
        shared = {name: fields[name] for name in Hit.__struct_fields__ if name in fields}
        return Hit(
            **shared
            | {
                "kind": match.kind,
                "document": fields["document_id"],
                "item": None if match.kind == "document" else fields["id"],
                "start": start,
                "end": end,
                "text": words,
                "notes": match.notes if match.kind == "document" else (),
                "marks": marked(words, wanted, self.store.tokens),
                "score": match.score,
            }
        )

    # Corrections.

    def correct(self, correction: Correction) -> None:
        """Put something right, now and in every later reading.

        Raises:
            ArchiveError: that cannot be corrected.
        """
        with self.store.transaction():
            self.store.put_correction(checked(correction))
            self._reindex(correction.document)

    def undo(self, correction: Correction) -> bool:
        """Take a correction back; whether there was one."""
        with self.store.transaction():
            dropped = self.store.drop_correction(correction)
            self._reindex(correction.document)
        return dropped

    def corrections(self, document: str | None = None) -> Iterator[Correction]:
        """Every correction, or those of one document."""
        return self.store.corrections(document)

    def _reindex(self, document: str) -> None:
        stored = self.store.get(document)
        if stored is not None:
            self._put(stored, decode_record(stored.body))

    # Failures.

    def note(self, failure: Failure, source: str, when: str) -> None:
        """Note a document that could not be read, from which source and at what time (UTC)."""
        with self.store.transaction():
            known = self.store.failure(source, failure.uri)
            tries = known.tries + 1 if known else 1
            failed = Failed(
                source=source, when=when, tries=tries, **msgspec.structs.asdict(failure)
            )
            self.store.put_failure(failed)

    def failures(self) -> Iterator[Failed]:
        """Every failure noted, by source."""
        return self.store.failures()

    def settle(self, source: str, since: str) -> None:
        """Drop the failures of a source that did not come again since that time."""
        self.store.forget_failures(source, since)


__all__ = ["Archive"]
