"""Reports in the order in which they had something, and as they stand in a list."""

from __future__ import annotations

from onrecord.schema import Document, Record
from onrecord.stories.days import order, reported
from onrecord.stories.nouns import Report

_DAY = len("2026-02-05")


def earliest_first(record: Record) -> tuple[tuple[int, str], bool, str, str]:
    """What reports are sorted by: the day, unknown days last, then the hour, then the id.

    Hours are taken as they are written, whatever the zone; of the reports of a day, those of no
    known hour come last.
    """
    hour = (record.document.published or "")[_DAY:]
    return order(reported(record)), not hour, hour, record.document.id


def report_of(document: Document) -> Report:
    """A document as it stands in a list."""
    return Report(
        document=document.id,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        uri=document.uri,
    )
