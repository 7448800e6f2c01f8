"""The samples keep their promise: marked as invented, short, listed, and never alike."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.intake import count, documents
from onrecord.schema import Document

MARK = "Invented sample report for onrecord; the people and events are not real."


def read(samples: Path) -> list[Document]:
    files = sorted(str(p) for p in samples.iterdir() if p.suffix != ".md")
    found = list(documents(files))
    assert count(files) == len(found)
    assert all(isinstance(item, Document) for item in found)
    return [item for item in found if isinstance(item, Document)]


def test_there_are_thirteen(samples: Path) -> None:
    assert len(read(samples)) == 13


def test_each_is_marked_as_invented(samples: Path) -> None:
    for document in read(samples):
        assert document.text.rstrip().endswith(MARK), document.uri


def test_each_is_short_english_with_a_title(samples: Path) -> None:
    for document in read(samples):
        assert 120 <= len(document.text.split()) <= 350, document.uri
        assert document.language == "en", document.uri
        assert document.title, document.uri


def test_the_readme_lists_each(samples: Path) -> None:
    listed = re.findall(r"^\| `(\S+)` \|", (samples / "README.md").read_text("utf-8"), re.M)
    assert listed == sorted(p.name for p in samples.iterdir() if p.suffix != ".md")
