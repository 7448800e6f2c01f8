"""The items of one record by their ids, with the names and words an export shows them by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.schema import ATTITUDES, Entity, Mention, Place, Record, Spans, Statement, words_of
from onrecord.views.outline import one_line, speaker_label


@dataclass(frozen=True)
class Lookup:
    """The record and its items by id; places by the id of their mention."""

    record: Record
    entities: dict[str, Entity]
    mentions: dict[str, Mention]
    statements: dict[str, Statement]
    places: dict[str, Place]

    @classmethod
    def of(cls, record: Record) -> Lookup:
        """Look up the items of this record."""
        return cls(
            record,
            {e.id: e for e in record.entities},
            {m.id: m for m in record.mentions},
            {s.id: s for s in record.statements},
            {p.mention: p for p in record.places},
        )

    def words(self, spans: Spans) -> str:
        """The words of a phrase on one line."""
        return one_line(words_of(self.record.document.text, spans))

    def mentioned(self, identifiers: Iterable[str]) -> list[Mention]:
        """Those mentions that the record holds."""
        return [self.mentions[i] for i in identifiers if i in self.mentions]

    def said(self, mention: Mention) -> str:
        """The words of a mention."""
        return self.words(((mention.start, mention.end),))

    def who(self, mention: Mention) -> Entity | None:
        """The entity that a mention means, where that is known."""
        return self.entities.get(mention.entity or "")

    def name(self, mention: Mention) -> str:
        """The name of whom a mention means, else its words."""
        entity = self.who(mention)
        return (one_line(entity.name) if entity else "") or self.said(mention)

    def names(self, identifiers: Iterable[str]) -> list[str]:
        """The names of those mentions, each once."""
        return list(dict.fromkeys(self.name(m) for m in self.mentioned(identifiers)))

    def speaker(self, statement: str | None) -> str | None:
        """Who makes a statement, as views say it; null for the report's own voice."""
        known = self.statements.get(statement or "")
        if known is None:
            return None
        return speaker_label(self.record.document, known, self.entities)

    def told(self, statement: Statement) -> str:
        """`Oda Brill denies: that 7,000 tonnes were lost`; a denial must not look like a claim."""
        attitude = ATTITUDES.get(statement.attitude)
        verb = attitude.label if attitude else one_line(statement.attitude)
        return f"{self.speaker(statement.id)} {verb}: {self.words(statement.content)}"
