"""The nouns of the record: frozen values, closed vocabularies, one JSON conversion."""

from onrecord.schema.document import Document, Failure, Section, SectionKind
from onrecord.schema.json import decode_document, decode_record, encode, to_builtins
from onrecord.schema.record import Entity, Mention, Record, Statement
from onrecord.schema.spans import Span, Spans, covers, hull, overlaps, words_of
from onrecord.schema.vocabulary import (
    ATTITUDES,
    CHANNELS,
    ENTITY_TYPES,
    FORMS,
    MENTION_FORMS,
    SPEAKER_KINDS,
    Term,
)

__all__ = [
    "ATTITUDES",
    "CHANNELS",
    "ENTITY_TYPES",
    "FORMS",
    "MENTION_FORMS",
    "SPEAKER_KINDS",
    "Document",
    "Entity",
    "Failure",
    "Mention",
    "Record",
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
