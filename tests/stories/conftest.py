"""What the tests of stories share: the records of the samples, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.intake import documents
from onrecord.reader import Reader
from onrecord.schema import Document, Record


@pytest.fixture(scope="session")
def samples_records(samples: Path) -> list[Record]:
    """Every sample as the small model reads it."""
    files = sorted(str(p) for p in samples.iterdir() if p.suffix != ".md")
    reader = Reader("small")
    return [reader.read(d) for d in documents(files) if isinstance(d, Document)]
