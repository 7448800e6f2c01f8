"""The front door: `import onrecord` and what it offers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import onrecord
from onrecord.spans.bundle import available


def test_importing_is_light() -> None:
    code = "import sys, onrecord; print(*sys.modules)"
    loaded = set(subprocess.check_output([sys.executable, "-c", code], text=True).split())
    assert loaded & {"numpy", "onnxruntime", "tokenizers", "rich", "pandas", "typer"} == set()


@pytest.mark.parametrize("name", [n for n in onrecord.__all__ if n != "to_frame"])
def test_everything_promised_is_there(name: str) -> None:
    assert getattr(onrecord, name) is not None
    assert name in dir(onrecord)


def test_what_is_not_there_says_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'write'"):
        _ = onrecord.write


def test_the_small_model_is_packaged() -> None:
    assert "small" in available()


@pytest.mark.model
def test_a_text_is_read(samples: Path) -> None:
    text = (samples / "04-readout.txt").read_text(encoding="utf-8")
    record = onrecord.read(text, publisher="Invented", published="2026-02-04")
    assert record.document.text == text
    assert record.document.publisher == "Invented"
    assert record.statements
    assert onrecord.read(text, publisher="Invented", published="2026-02-04") == record


@pytest.mark.model
def test_an_empty_text_has_an_empty_record() -> None:
    assert onrecord.read("").statements == ()


@pytest.mark.model
def test_the_frame_has_a_row_a_statement(samples: Path) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed: pip install 'onrecord[pandas]'")
    record = onrecord.read((samples / "04-readout.txt").read_text(encoding="utf-8"))
    assert len(onrecord.to_frame([record])) == len(record.statements)
