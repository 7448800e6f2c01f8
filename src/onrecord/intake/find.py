"""From what the user named to the files to read, in order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from onrecord.intake.formats import COMPRESSED, SNIFFED, by_extension, known_extensions
from onrecord.intake.options import IntakeOptions
from onrecord.intake.unreadable import Unreadable, system_reason
from onrecord.schema import Failure

STDIN = "-"


def is_address(source: str) -> bool:
    """Whether a source is an address of the web."""
    return source.lower().startswith(("http://", "https://"))


def files(path: str, options: IntakeOptions) -> Iterator[str | Failure]:
    """The path itself if it is a file, else the readable files below the folder.

    Folders are walked in the order of their names; hidden entries and files of
    unknown extension are passed over, except where named directly. A folder that
    several links lead to is read once, so that a loop of links ends. Pipes and
    devices are not read: they may never end.
    """
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            yield from _below(path, options)
            return
        _refuse_special(status)
        _refuse_unknown(path, options)
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL in it is refused before the system sees it.
        reason, hint = system_reason(error)
        if "://" in path and isinstance(error, FileNotFoundError):
            hint = "Of web addresses, http:// and https:// are read."
        yield Unreadable("find", reason, hint).failure(path)
    except Unreadable as error:
        yield error.failure(path)
    else:
        yield path


def _below(folder: str, options: IntakeOptions) -> Iterator[str | Failure]:
    found = False
    skip = os.path.realpath(options.exclude) if options.exclude else None
    for item in _walk(folder, set()):
        if skip is not None and isinstance(item, str) and os.path.realpath(item) == skip:
            continue
        found = True
        yield item
    if not found:
        yield Unreadable(
            "find",
            "no file in this folder can be read",
            f"Files with these extensions are: {known_extensions()}, also with {COMPRESSED}.",
        ).failure(folder)


def _walk(folder: str, seen: set[tuple[int, int]]) -> Iterator[str | Failure]:
    # A stack, not recursion: folders may be nested deeper than Python calls.
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            status = os.stat(path)
            if not stat.S_ISDIR(status.st_mode):
                if by_extension(path) is not None:
                    _refuse_special(status)
                    yield path
                continue
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(path) as entries:
                names = sorted((e.name for e in entries if e.name[0] != "."), reverse=True)
            waiting.extend(os.path.join(path, name) for name in names)
        except OSError as error:
            reason, hint = system_reason(error)
            yield Unreadable("find", reason, hint).failure(path)
        except Unreadable as error:
            yield error.failure(path)


def _refuse_special(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(
            "find",
            "not a file but a pipe, socket or device",
            "To read from a pipe, give it as standard input and name `-`.",
        )


def _refuse_unknown(path: str, options: IntakeOptions) -> None:
    base = os.path.basename(path).lower().removesuffix(COMPRESSED)
    extension = os.path.splitext(base)[1]
    # A file without extension shows what it is by its first bytes.
    if extension in SNIFFED:
        return
    if options.format == "auto" and extension and by_extension(path) is None:
        raise Unreadable(
            "find",
            f"the format {extension} is not known",
            f"Known are {known_extensions()}; if it is plain text, say so with the format `text`.",
        )
