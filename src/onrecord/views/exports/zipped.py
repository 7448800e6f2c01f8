"""Several files written side by side and handed over as one zip archive or as one file."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from typing import IO

from onrecord.views.output import OutputError, Sink

CHUNK = 1 << 16


def refuse_bare(sink: Sink, suffix: str) -> None:
    """Refuse to put a zip archive under the name of a table.

    Raises:
        OutputError: the output's name ends in `suffix`.
    """
    if sink.path.lower().endswith(suffix):
        reason = "a record is several tables, which go into one zip archive"
        raise OutputError(sink.path, reason, f"Let its name end in {suffix}.zip.")


def hand_over(file: IO[bytes], sink: Sink) -> None:
    """Write a temporary file to the sink, from its beginning."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        sink.write(chunk)


def zip_over(files: Mapping[str, IO[bytes]], sink: Sink, *, packed: bool) -> None:
    """Write temporary files to the sink as one archive; `packed` compresses them.

    The archive is finished before any of it is handed over: one that breaks off at a full disk
    has nothing left to say when it is thrown away.
    """
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with tempfile.TemporaryFile() as whole:
        with zipfile.ZipFile(whole, "w") as archive:
            for name, file in files.items():
                file.seek(0)
                # The date is that of no clock, so that the same record gives the same bytes.
                member = zipfile.ZipInfo(name)
                member.compress_type = method
                member.external_attr = 0o644 << 16
                with archive.open(member, "w", force_zip64=True) as target:
                    shutil.copyfileobj(file, target, CHUNK)
        hand_over(whole, sink)
