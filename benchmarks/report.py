"""What the benchmarks share: rows of a data file in, a table on the screen and files out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from onrecord import __version__


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines.

    Raises:
        SystemExit: it is not there.
    """
    if not path.exists():
        raise SystemExit(f"{path} is not there; name the file with --data or set ONRECORD_DATA")
    with path.open(encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def digest(*paths: Path) -> str:
    """SHA-256 over the bytes of files, one after the other."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def print_scores(scores: Mapping[str, Mapping[str, float]], title: str = "") -> None:
    """Print precision, recall, F1 and the number of gold items, a line each."""
    print(f"{title:<28}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}")
    for name, s in scores.items():
        print(f"{name:<28}{s['P']:>7}{s['R']:>7}{s['F1']:>7}{s['gold']:>7}")


def write_report(
    out: Path, benchmark: str, data: str | None, model: str | None, scores: Mapping[str, Any]
) -> None:
    """Write scores with what they were measured on; `data` is a digest, `model` a version."""
    report = {
        "benchmark": benchmark,
        **({} if data is None else {"data": data}),
        "version": __version__,
        "model": model,
        "scores": scores,
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report, indent=1) + "\n")


def write_records(path: Path | None, records: Iterable[Mapping[str, Any]]) -> None:
    """Write records as JSON lines, if a path was named."""
    if path is not None:
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
