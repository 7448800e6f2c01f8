"""Where something stands, with the sentences around it: from a record to what a view shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.archive.passages import Sentences
from onrecord.schema import Record, Span, Statement, hull
from onrecord.stories.nouns import Cited

Persons = Mapping[str, str]
"""`document:entity` → the id of that person across reports."""

NOBODY: Persons = {}


class Citer:
    """Cites one record; its sentences are cut once."""

    def __init__(self, record: Record, persons: Persons = NOBODY) -> None:
        """Take a record, and who its entities are across reports."""
        self.record = record
        self.sentences = Sentences(record.document.text)
        self._persons = persons
        self._statements = {s.id: s for s in record.statements}
        self._names = {e.id: e.name for e in record.entities}

    def cite(
        self,
        spans: Iterable[Span],
        *,
        item: str | None = None,
        statement: str | None = None,
        around: Iterable[Span] = (),
    ) -> Cited:
        """What stands at some intervals of the text, with the sentences that hold them.

        Args:
            spans: the intervals that are meant, at least one, in text order.
            item: the id in the record of what stands there.
            statement: the id of the statement on whose word it stands, null for the report's own.
            around: intervals that the sentences shown should hold too.

        Raises:
            ValueError: no interval is meant.
        """
        document = self.record.document
        marks = tuple(spans)
        start, end = hull(marks)
        first, last = hull(marks, tuple(around))
        begin, stop = self.sentences.around(first, last)
        begin, stop = min(begin, start), max(stop, end)
        said = self._statements.get(statement or "")
        return Cited(
            document=document.id,
            item=item,
            start=start,
            end=end,
            text=document.text[begin:stop],
            at=begin,
            marks=tuple((s - begin, e - begin) for s, e in marks),
            title=document.title,
            publisher=document.publisher,
            published=document.published,
            uri=document.uri,
            speaker=self.speaker(said) if said else None,
            person=self._person(said.speaker) if said else None,
        )

    def statement(self, said: Statement) -> Cited:
        """A statement with its content as what is meant, its source and cue around."""
        meant = said.content or said.cue or said.source
        return self.cite(meant, item=said.id, statement=said.id, around=(*said.source, *said.cue))

    def speaker(self, said: Statement) -> str | None:
        """The name of who speaks, else the words for it, null where there are none."""
        name = self._names.get(said.speaker or "")
        text = self.record.document.text
        return name or " ".join(text[s:e] for s, e in said.source) or None

    def _person(self, entity: str | None) -> str | None:
        return self._persons.get(f"{self.record.document.id}:{entity}") if entity else None


def cite(
    record: Record,
    span: Span,
    *,
    item: str | None = None,
    statement: str | None = None,
    persons: Persons = NOBODY,
) -> Cited:
    """One interval of a record; who cites several of one record uses a `Citer`."""
    return Citer(record, persons).cite((span,), item=item, statement=statement)
