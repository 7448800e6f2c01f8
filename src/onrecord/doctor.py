"""What is installed here, and does it read: the checks behind `onrecord doctor`."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord import __version__
from onrecord.intake import from_text
from onrecord.reader import Reader
from onrecord.schema import words_of
from onrecord.spans.bundle import FOLDER, ModelError, available, fingerprint

RUNS_ON = ("numpy", "onnxruntime", "tokenizers", "msgspec", "apsw", "rich", "typer")
EXTRAS = {
    "pandas": ("pandas", "data frames with to_frame"),
    "psycopg": ("postgres", "archives on a PostgreSQL server"),
}

SENTENCE = "Anna Holm said the road was open."
EXPECTED = ("Anna Holm", "said", "the road was open")


class Check(NamedTuple):
    """One thing looked at. `ok` is null where it is good to know but not needed."""

    name: str
    ok: bool | None
    found: str


def checks() -> Iterator[Check]:
    """Look at everything, quickest first."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Check("onrecord", True, __version__)
    yield Check("Python", sys.version_info >= (3, 11), f"{python} on {platform.platform()}")
    for package in RUNS_ON:
        version = _version(package)
        yield Check(package, version is not None, version or "missing: install onrecord again")
    for package, (extra, purpose) in EXTRAS.items():
        version = _version(package)
        missing = f"not installed, needed for {purpose}: pip install 'onrecord[{extra}]'"
        yield Check(package, None, version or missing)
    yield from _models()
    yield _writing()


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _models() -> Iterator[Check]:
    names = available()
    if not names:
        yield Check("models", False, "none is packaged here: install onrecord again")
    for name in names:
        size = sum(f.stat().st_size for f in (FOLDER / name).iterdir() if f.is_file())
        found = f"{size / 1e6:.0f} MB, {fingerprint(name)}"
        yield Check(f"model {name}", True, found)
        yield _reading(name)


def _reading(model: str) -> Check:
    name = f"reading, {model}"
    try:
        record = Reader(model=model).read(from_text(SENTENCE))
    except ModelError as error:
        return Check(name, False, str(error))
    found = [
        tuple(words_of(SENTENCE, spans) for spans in (s.source, s.cue, s.content))
        for s in record.statements
    ]
    if found == [EXPECTED]:
        return Check(name, True, f"“{SENTENCE}” came back as it should")
    return Check(name, False, f"“{SENTENCE}” came back as {found}; expected {[EXPECTED]}")


def _writing() -> Check:
    here = Path.cwd()
    try:
        with tempfile.NamedTemporaryFile(dir=here, prefix=".onrecord-") as file:
            file.write(b"onrecord")
            file.flush()
    except OSError as error:
        return Check("writing here", False, f"{here}: {error.strerror or error}")
    return Check("writing here", True, str(here))
