"""How many documents there will be, where that is cheap to say."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.intake.find import STDIN, files, is_address
from onrecord.intake.formats import COMPRESSED, by_name, of_file
from onrecord.intake.options import IntakeOptions
from onrecord.intake.streams import chunks_of
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Failure

_COUNT_LINES_UP_TO = 256 * 1024 * 1024
_DEFAULT = IntakeOptions()


def count(sources: Iterable[str], options: IntakeOptions = _DEFAULT) -> int | None:
    """About how many documents there are, for a progress bar; null where it is not cheap to say.

    Lines of JSON are counted without reading them; other files of many documents,
    standard input, JSON lines at web addresses or inside gzip, and very large files
    are not counted.
    """
    total = 0
    for source in sources:
        if source == STDIN:
            return None
        if is_address(source):
            if options.format != "auto" and by_name(options.format).many:
                return None
            total += 1
            continue
        for path in files(source, options):
            number = 1 if isinstance(path, Failure) else _count_in(path, path == source, options)
            if number is None:
                return None
            total += number
    return total


def _count_in(path: str, named: bool, options: IntakeOptions) -> int | None:
    form = of_file(path, named, options)
    if form is None or not form.many:
        return 1
    if form.name != "jsonl":
        return None
    if path.lower().endswith(COMPRESSED):
        return None
    try:
        with open(path, "rb") as stream:
            if stream.seek(0, 2) > _COUNT_LINES_UP_TO:
                return None
            stream.seek(0)
            last, number = b"", 0
            for chunk in chunks_of(stream):
                number += chunk.count(b"\n")
                last = chunk[-1:]
            return number + (last not in (b"", b"\n"))
    except (OSError, Unreadable):
        # The reading itself will say what is wrong; it counts as one.
        return 1
