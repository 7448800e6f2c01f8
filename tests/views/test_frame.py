import builtins
from typing import Any

import pytest
from invented import report

from onrecord.views.frame import COLUMNS, to_frame


def test_one_row_a_statement_with_words_names_and_offsets() -> None:
    pytest.importorskip("pandas")
    record = report()
    frame = to_frame([record, record])
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == 2 * len(record.statements)
    row = frame[frame.statement == "d"].iloc[0]
    assert row.speaker == "Oda Brill"
    assert row.content == "We will come back … when the pumps are running"
    assert row.addressees == ("reporters",)
    words = record.document.text[row.start : row.end]
    assert words.startswith("We will")
    assert words.endswith("running")


def test_no_records_make_an_empty_frame_with_all_columns() -> None:
    pytest.importorskip("pandas")
    assert tuple(to_frame([]).columns) == COLUMNS


def test_without_pandas_the_message_gives_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any, **named: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ImportError, match=r"pip install 'onrecord\[pandas\]'"):
        to_frame([])
