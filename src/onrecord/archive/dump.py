"""An archive as JSON lines and back: everything that is not worked out from something else."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable

import msgspec

from onrecord.archive.archive import Archive
from onrecord.archive.corrections import Correction, checked
from onrecord.archive.errors import ArchiveError
from onrecord.archive.gatherings import Judgement
from onrecord.archive.store import Failed, Stored
from onrecord.schema import encode

VERSION = 1


class Head(msgspec.Struct, frozen=True, kw_only=True, tag="archive", tag_field="line"):
    """The first line: what follows, and in which version of this form."""

    version: int


class RecordLine(msgspec.Struct, frozen=True, kw_only=True, tag="record", tag_field="line"):
    """A record, byte for byte as it was stored."""

    document: str
    reading: str
    record: msgspec.Raw


class CorrectionLine(msgspec.Struct, frozen=True, kw_only=True, tag="correction", tag_field="line"):
    """A correction."""

    correction: Correction


class JudgementLine(msgspec.Struct, frozen=True, kw_only=True, tag="judgement", tag_field="line"):
    """What a person decided about two items: that they are the same, or are not."""

    judgement: Judgement


class FailureLine(msgspec.Struct, frozen=True, kw_only=True, tag="failure", tag_field="line"):
    """A failure."""

    failure: Failed


Line = Head | RecordLine | CorrectionLine | JudgementLine | FailureLine


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What a dump brought: `records` counts those that were not in the archive as they are."""

    records: int
    same: int
    corrections: int
    failures: int
    judgements: int = 0


def dump(archive: Archive) -> Generator[bytes, None, None]:
    """Everything in the archive, a line each: what persons decided, records as they came, failures.

    The same archive gives the same bytes, and so does one that was loaded from them.
    """
    with archive.store.snapshot():
        yield encode(Head(version=VERSION)) + b"\n"
        # First, so that loading finds them when it indexes the records.
        for correction in archive.corrections():
            yield encode(CorrectionLine(correction=correction)) + b"\n"
        for judgement in archive.store.gatherings.judged():
            yield encode(JudgementLine(judgement=judgement)) + b"\n"
        for stored in archive.store.records():
            yield b'{"line":"record","document":%b,"reading":%b,"record":%b}\n' % (
                msgspec.json.encode(stored.document),
                msgspec.json.encode(stored.reading),
                stored.body,
            )
        for failure in archive.failures():
            yield encode(FailureLine(failure=failure)) + b"\n"


def load(archive: Archive, lines: Iterable[bytes]) -> Loaded:
    """Put what was dumped into an archive, each record in one transaction.

    What is there already stays; a record that another version of the reader read is replaced.

    Raises:
        ArchiveError: a line is not of a dump; what came before it is in the archive.
    """
    counts = dict.fromkeys(Loaded.__struct_fields__, 0)
    number = 0
    for number, text in enumerate(lines, 1):
        line = _read(text, number)
        if (number == 1) != isinstance(line, Head):
            raise _wrong(number, "a dump begins with one line that says so")
        if isinstance(line, RecordLine):
            changed = _put(archive, line, number)
            counts["records" if changed else "same"] += 1
        elif isinstance(line, CorrectionLine):
            with archive.store.transaction():
                archive.store.put_correction(checked(line.correction))
            counts["corrections"] += 1
        elif isinstance(line, JudgementLine):
            counts["judgements"] += _judged(archive, line.judgement)
        elif isinstance(line, FailureLine):
            with archive.store.transaction():
                archive.store.put_failure(line.failure)
            counts["failures"] += 1
    if not number:
        raise _wrong(1, "there is nothing")
    return Loaded(**counts)


def _judged(archive: Archive, judgement: Judgement) -> bool:
    """Keep what was decided, if it is not there; whether it was not."""
    tables = archive.store.gatherings
    with archive.store.transaction():
        # A load that was stopped may be run again.
        if judgement in tables.judged():
            return False
        tables.judge(judgement)
        # What is gathered already is gathered anew with it.
        documents = {end.partition(":")[0] for end in (judgement.one, judgement.other)}
        for number in tables.numbers(documents).values():
            tables.forget(number)
        pieces = tables.pieces_of(judgement.kind, sorted(documents))
        tables.spoil(judgement.kind, (piece.shape for piece in pieces))
    return True


def _put(archive: Archive, line: RecordLine, number: int) -> bool:
    stored = Stored(document=line.document, reading=line.reading, body=bytes(line.record))
    try:
        return archive.add_stored(stored)
    except ValueError as error:
        raise _wrong(number, str(error)) from error


def _read(text: bytes, number: int) -> Line:
    try:
        line = _line(text)
    except (ValueError, KeyError, TypeError) as error:
        raise _wrong(number, str(error)) from error
    if isinstance(line, Head) and line.version > VERSION:
        raise ArchiveError(
            f"the dump is of a newer form ({line.version}) than this onrecord knows ({VERSION})",
            "Install a newer onrecord.",
        )
    return line


def _line(text: bytes) -> Line:
    try:
        line: Line = msgspec.json.decode(text, type=Line)
    except msgspec.DecodeError:
        # A lone surrogate, which only the more patient decoder takes; it is written as it was.
        plain = json.loads(text)
        body = json.dumps(plain.pop("record"), separators=(",", ":")).encode("ascii")
        line = RecordLine(
            document=str(plain["document"]), reading=str(plain["reading"]), record=msgspec.Raw(body)
        )
    return line


def _wrong(number: int, reason: str) -> ArchiveError:
    return ArchiveError(
        f"line {number} is not of a dump: {reason}",
        "`onrecord load` reads what `onrecord dump` has written.",
    )
