"""Quotations, claims and drafts of their reviews of schema.org, in JSON-LD.

A report is a `NewsArticle`, what somebody says word for word a `Quotation`, and what somebody
known puts forward as so a `Claim` by that claimant. The `ClaimReview` of each is a draft and says
so: it has neither author nor rating, because nobody has reviewed anything yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.schema import Entity, Failure, Record, Statement
from onrecord.views.exports.caldates import iso_date
from onrecord.views.exports.jsontext import GrowingArray, Object, filled
from onrecord.views.exports.lookup import Lookup
from onrecord.views.exports.names import item_iri, text_iri, web_address
from onrecord.views.outline import one_line, title_of
from onrecord.views.output import Sink

CLAIMED = frozenset(("assertion", "belief", "denial", "accusation", "perception"))
"""Attitudes that put something forward that can be so or not."""

_TYPES = {"Person": "Person", "Document": "CreativeWork", "State": "Country"}


class SchemaOrg:
    """A graph that grows with every record."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink`."""
        self._array = GrowingArray(sink, '{"@context":"https://schema.org","@graph":[', "]}")

    def add(self, item: Record | Failure) -> None:
        """Write what one record holds."""
        if isinstance(item, Record):
            self._array.extend(things(item))

    def close(self) -> None:
        """End the graph."""
        self._array.close()


def things(record: Record) -> Iterator[Object]:
    """The report, its quotations, claims and reviews to be written, and those who speak."""
    look = Lookup.of(record)
    yield _article(record)
    speaking: dict[str, Entity] = {}
    for statement in record.statements:
        speaker = look.entities.get(statement.speaker or "")
        if not statement.content:
            continue
        if statement.form == "direct":
            yield _quotation(look, statement, speaker)
        if speaker is not None and statement.attitude in CLAIMED:
            claim = _claim(look, statement, speaker)
            yield claim
            yield _review(look, statement, claim)
        if speaker is not None:
            speaking[speaker.id] = speaker
    for entity in speaking.values():
        yield _speaker(record, entity)


def _article(record: Record) -> Object:
    d = record.document
    publisher = {"@type": "Organization", "name": one_line(d.publisher)} if d.publisher else None
    return {"@type": "NewsArticle", "@id": text_iri(d)} | filled(
        headline=title_of(d),
        url=web_address(d),
        publisher=publisher,
        datePublished=d.published,
        inLanguage=d.language,
    )


def _quotation(look: Lookup, statement: Statement, speaker: Entity | None) -> Object:
    document = look.record.document
    return {"@type": "Quotation", "@id": item_iri(document, "quotation", statement.id)} | filled(
        text=look.words(statement.content),
        spokenByCharacter=_reference(look, speaker),
        creditText=look.words(statement.source),
        dateCreated=iso_date(statement.date),
        isPartOf={"@id": text_iri(document)},
    )


def _claim(look: Lookup, statement: Statement, speaker: Entity) -> Object:
    document = look.record.document
    spans = statement.content
    if statement.attitude == "denial":
        # Without the words that deny it, its author would claim the contrary.
        spans = tuple(sorted(statement.source + statement.cue + statement.content))
    return {"@type": "Claim", "@id": item_iri(document, "claim", statement.id)} | filled(
        text=look.words(spans),
        author=_reference(look, speaker),
        creativeWorkStatus=statement.attitude,
        datePublished=iso_date(statement.date or document.published),
        appearance={"@id": text_iri(document)},
    )


def _review(look: Lookup, statement: Statement, claim: Object) -> Object:
    """What a fact-checker would fill in."""
    identifier = item_iri(look.record.document, "review", statement.id)
    return {"@type": "ClaimReview", "@id": identifier} | filled(
        claimReviewed=claim.get("text"),
        itemReviewed={"@id": claim["@id"]},
        creativeWorkStatus="Draft",
    )


def _reference(look: Lookup, entity: Entity | None) -> Object | None:
    if entity is None:
        return None
    return {"@id": item_iri(look.record.document, "entity", entity.id)}


def _speaker(record: Record, entity: Entity) -> Object:
    identifier = item_iri(record.document, "entity", entity.id)
    wikidata = entity.external.get("wikidata", "")
    return {"@type": _TYPES.get(entity.type, "Organization"), "@id": identifier} | filled(
        name=one_line(entity.name),
        alternateName=[one_line(a) for a in entity.aliases],
        sameAs=f"http://www.wikidata.org/entity/{wikidata}" if wikidata.isalnum() else None,
    )


writer = SchemaOrg
