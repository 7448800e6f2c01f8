"""The nouns of the record: frozen values, closed vocabularies, one JSON conversion."""

from onrecord.schema.document import Document, Failure, Section, SectionKind
from onrecord.schema.json import decode_document, decode_record, encode, to_builtins
from onrecord.schema.record import Entity, Mention, Occupancy, Record, Relation, Statement
from onrecord.schema.spans import Span, Spans, covers, hull, overlaps, words_of
from onrecord.schema.vocabulary import (
    ATTITUDES,
    CHANNELS,
    ENTITY_TYPES,
    FORMS,
    MENTION_FORMS,
    MENTION_TYPES,
    OCCUPANCY_STATUSES,
    RELATION_TYPES,
    SPEAKER_KINDS,
    SYMMETRIC_RELATIONS,
    Term,
)

__all__ = [
    "ATTITUDES",
    "CHANNELS",
    "ENTITY_TYPES",
    "FORMS",
    "MENTION_FORMS",
    "MENTION_TYPES",
    "OCCUPANCY_STATUSES",
    "RELATION_TYPES",
    "SPEAKER_KINDS",
    "SYMMETRIC_RELATIONS",
    "Document",
    "Entity",
    "Failure",
    "Mention",
    "Occupancy",
    "Record",
    "Relation",
    "Section",
    "SectionKind",
    "Span",
    "Spans",
    "Statement",
    "Term",
    "covers",
    "decode_document",
    "decode_record",
    "encode",
    "hull",
    "overlaps",
    "to_builtins",
    "words_of",
]
