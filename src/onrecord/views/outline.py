"""A record's statements in the order and with the names a view shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from onrecord.schema import CHANNELS, Document, Entity, Record, Spans, Statement, words_of

NOBODY = {
    "impersonal": "Nobody named",
    "implicit": "Source not written",
}
"""Who speaks where the report writes no source at all, by speaker kind."""

UNKNOWN = "Speaker unclear"

_UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\S+")


class Line(NamedTuple):
    """One statement as a view lists it.

    `number` counts from 1 in listing order, `depth` is its place in the
    reporting chain (0 where the report itself tells it), `parent` the number of
    the statement that reports this one.
    """

    number: int
    depth: int
    parent: int | None
    statement: Statement
    who: str
    addressees: tuple[str, ...]


def outline(record: Record) -> list[Line]:
    """The statements of a record as a tree, each reported one after the one that reports it.

    A parent that is not in the record counts as none, and a circle of parents is
    opened at its first statement: a view shows every statement exactly once.
    """
    entities = {entity.id: entity for entity in record.entities}
    known = {statement.id for statement in record.statements}
    children: dict[str, list[int]] = {}
    roots: list[int] = []
    for index, statement in enumerate(record.statements):
        if statement.parent in known and statement.parent != statement.id:
            children.setdefault(str(statement.parent), []).append(index)
        else:
            roots.append(index)
    lines: list[Line] = []
    seen: set[int] = set()
    # Whatever a circle keeps from being reached is listed after the true roots.
    for start in (*roots, *range(len(record.statements))):
        stack: list[tuple[int, int, int | None]] = [(start, 0, None)]
        while stack:
            index, depth, parent = stack.pop()
            if index in seen:
                continue
            seen.add(index)
            statement = record.statements[index]
            number = len(lines) + 1
            lines.append(
                Line(
                    number,
                    depth,
                    parent,
                    statement,
                    speaker_label(record.document, statement, entities),
                    names_of(statement.addressees, entities),
                )
            )
            for child in reversed(children.get(statement.id, ())):
                stack.append((child, depth + 1, number))
    return lines


def speaker_label(document: Document, statement: Statement, entities: Mapping[str, Entity]) -> str:
    """Who speaks: the entity's name, else the words of the source, else what is not said."""
    entity = entities.get(statement.speaker) if statement.speaker is not None else None
    if entity is not None and entity.name.strip():
        return one_line(entity.name)
    words = one_line(words_of(document.text, statement.source))
    return words or NOBODY.get(statement.speaker_kind, UNKNOWN)


def names_of(identifiers: tuple[str, ...], entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """The names of those entities that the record holds."""
    return tuple(one_line(entities[i].name) for i in identifiers if i in entities)


def channel_label(channel: str | None) -> str:
    """The label of a channel; empty for none, the code itself where it has no label."""
    if channel is None:
        return ""
    return CHANNELS[channel].label if channel in CHANNELS else channel


def title_of(document: Document) -> str:
    """A document's title: given, else its headline, else how its text begins."""
    if document.title and document.title.strip():
        return one_line(document.title)
    for section in document.sections:
        if section.kind == "headline" and not section.repeat:
            headline = one_line(document.text[section.start : section.end])
            if headline:
                return clipped(headline, 160)
    beginning = clipped(one_line(document.text[:400]), 80)
    return beginning or one_line(document.uri or "") or "Untitled"


def words_count(text: str) -> int:
    """How many stretches of non-space a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def phrase(text: str, spans: Spans, limit: int = 600) -> str:
    """The words of a phrase on one line, cut near `limit` characters.

    Pieces past the limit are not even read: a record may hold thousands of
    statements that each cover the whole of a long text.
    """
    pieces: list[str] = []
    room = limit
    for start, end in spans:
        pieces.append(text[start : min(end, start + room + 1)])
        room -= end - start
        if room < 0:
            break
    return clipped(one_line(" … ".join(pieces)), limit)


def clipped(text: str, limit: int) -> str:
    """The text, or its beginning up to a word's end and an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    at = head.rfind(" ")
    return (head[:at] if at > limit // 2 else head).rstrip() + " …"


def one_line(text: str) -> str:
    """The text with every stretch of white space as one blank, fit to be shown."""
    return _SPACES.sub(" ", showable(text)).strip()


def showable(text: str) -> str:
    """The text with what no file in UTF-8 can show replaced by U+FFFD, offsets kept."""
    return _UNSHOWABLE.sub("\ufffd", text)
