"""PDF files, real ones: their text, title and date, and a reason for each that cannot be read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import Site, failed, one, read
from test_sections import assert_well_formed

from benchmarks.intake_samples import column, pdf
from onrecord.intake import IntakeOptions
from onrecord.intake import pdf as reader
from onrecord.schema import Document, Failure

ROWS = ["The mayor said on Monday that the pier would be un-", "safe until spring."]
TEXT = "The mayor said on Monday that the pier would be unsafe until spring."


def made(tmp_path: Path, data: bytes, name: str = "a.pdf") -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def test_a_pdf_gives_paragraphs_title_and_date(tmp_path: Path) -> None:
    rows = [*ROWS, "", "Divers agreed."]
    data = pdf([column(rows)], title="Pier report", date="D:20250304093000+01'00'", packed=True)
    document = one(made(tmp_path, data))
    assert document.text == f"{TEXT}\n\nDivers agreed."
    assert document.title == "Pier report"
    assert document.published == "2025-03-04T09:30:00+01:00"
    assert document.language == "en"
    assert document.uri == str(tmp_path / "a.pdf")
    assert_well_formed(document)


def test_headers_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [
        [
            (72.0, 765.0, 8.0, "The Harbour Post"),
            *column([f"Report {word} has a story.", "", *ROWS]),
            (300.0, 30.0, 8.0, f"{number}"),
        ]
        for number, word in enumerate(["one", "two", "three"], 1)
    ]
    text = one(made(tmp_path, pdf(pages))).text
    assert text.split("\n\n") == [
        "Report one has a story.", TEXT, "Report two has a story.", TEXT,
        "Report three has a story.", TEXT,
    ]  # fmt: skip


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"Left column line {i} goes on" for i in range(8)]
    right = [f"Right column line {i} goes on" for i in range(8)]
    both = [r for pair in zip(column(left, 60), column(right, 330), strict=True) for r in pair]
    text = one(made(tmp_path, pdf([both]))).text
    assert text.split("\n\n") == [" ".join(left), " ".join(right)]


@pytest.mark.parametrize(
    ("given", "title"),
    [("Microsoft Word - draft3.doc", None), ("untitled", None), ("report.indd", None),
     ("...", None), ("Word from the mayor", "Word from the mayor")],
)  # fmt: skip
def test_a_title_that_a_program_wrote_is_none(
    tmp_path: Path, given: str, title: str | None
) -> None:
    assert one(made(tmp_path, pdf([column([*ROWS, "", *ROWS])], title=given))).title == title


@pytest.mark.parametrize(
    ("given", "date"),
    [("D:20250304", "2025-03-04"), ("D:2025", None), ("D:20259904", None), ("soon", None),
     ("D:20250304093000Z", "2025-03-04T09:30:00+00:00"), ("D:20250304996000", "2025-03-04")],
)  # fmt: skip
def test_a_date_is_sound_or_none(tmp_path: Path, given: str, date: str | None) -> None:
    assert one(made(tmp_path, pdf([column(ROWS)], date=given))).published == date


def test_the_first_bytes_tell_a_pdf(tmp_path: Path) -> None:
    assert one(made(tmp_path, pdf([column(ROWS)]), "report")).text == TEXT


def test_a_pdf_is_read_from_the_web(site: Site) -> None:
    url = site.page("/a", pdf([column(ROWS)]), Content_Type="application/pdf")
    options = IntakeOptions(allow_private=True, delay=0)
    assert one(url, options).text == TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.4\n", "damaged"),
        (b"no pdf at all", "damaged"),
        (pdf([column(ROWS)])[:200], "damaged"),
        (pdf([column(ROWS)], locked=True), "password"),
        (pdf([[]]), "no text"),
        (pdf([]), ""),
    ],
    ids=["empty", "head", "other", "half", "locked", "scan", "no page"],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    failure = failed(made(tmp_path, data))
    assert failure.stage == "parse"
    assert reason in failure.reason
    assert failure.hint


def test_a_pdf_whose_index_is_damaged_is_still_read(tmp_path: Path) -> None:
    data = pdf([column(ROWS)]).replace(b"startxref\n", b"startxref\n99")
    assert one(made(tmp_path, data)).text == TEXT


def test_pages_beyond_the_limit_are_told_of(tmp_path: Path) -> None:
    path = made(tmp_path, pdf([column([f"The mayor spoke of pier {n}."]) for n in "abc"]))
    document, failure = read(path, options=IntakeOptions(max_pages=2))
    assert isinstance(document, Document)
    assert "pier b" in document.text
    assert "pier c" not in document.text
    assert isinstance(failure, Failure)
    assert "2 of 3" in failure.reason


def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    (tmp_path / "worker.py").write_text(script)
    monkeypatch.setattr(reader, "_WORKER", str(tmp_path / "worker.py"))


PAGE = '{"width": 612, "height": 792, "lines": [["She said no.", 72, 700, 200, 712]]}'
SAYS = f"""print('{{"title": "", "date": "", "pages": 2}}'); print('{PAGE}', flush=True)\n"""


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import time; time.sleep(60)", "0.5 seconds"),
        ("import os; os.abort()", "broke"),
        ("import os; os._exit(3)", "broke"),
        ("x = bytearray(10**13)", "broke"),
        ("print('not json {')\nimport os; os.abort()", "broke"),
    ],
)
def test_a_reader_that_hangs_or_breaks_is_one_failure_after_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    path = made(tmp_path, pdf([column(ROWS)]))
    options = IntakeOptions(pdf_seconds=0.5)
    worker(tmp_path, monkeypatch, script)
    assert reason in failed(path, options).reason
    worker(tmp_path, monkeypatch, SAYS + script)
    document, failure = read(path, options=options)
    assert isinstance(document, Document)
    assert document.text == "She said no."
    assert isinstance(failure, Failure)
    assert reason in failure.reason
    assert "after page 1" in failure.reason


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems set no limit")
def test_memory_is_limited(tmp_path: Path) -> None:
    path = made(tmp_path, pdf([column(ROWS)]))
    failure = failed(path, IntakeOptions(pdf_memory=16 * 1024 * 1024))
    assert "16 MiB" in failure.reason or "memory" in failure.reason


def test_without_the_library_the_failure_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker(tmp_path, monkeypatch, """print('{"error": "library"}')""")
    failure = failed(made(tmp_path, pdf([column(ROWS)])))
    assert "pip install pypdfium2" in failure.hint


def test_the_worker_imports_nothing_of_ours() -> None:
    code = (
        f"import runpy, sys; runpy.run_path({reader._WORKER!r}); print('onrecord' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-P", "-c", code], text=True) == "False\n"


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.text("abc dé.-“”", max_size=60), min_size=1, max_size=20))
def test_sections_cover_the_text_of_any_pdf(tmp_path: Path, rows: list[str]) -> None:
    for item in read(made(tmp_path, pdf([column(rows)]))):
        if isinstance(item, Document):
            assert_well_formed(item)
