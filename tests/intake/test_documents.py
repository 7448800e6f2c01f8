"""The front door: files, folders and standard input come out as documents, in order."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import failed, one, read

from onrecord.intake import IntakeOptions, count, documents
from onrecord.schema import Document, Failure

TEXT = "The mayor said on Monday that the pier would stay closed."
any_text = st.text(st.characters(), min_size=1, max_size=200)


def test_a_text_keeps_every_character_and_is_known_by_its_hash(tmp_path: Path) -> None:
    text = "A\r\nb\u2028c\x00d e\u0301 \U0001f600 שלום\n\n "
    (tmp_path / "a.txt").write_bytes(text.encode())
    document = one(tmp_path / "a.txt")
    assert document.text == text
    assert document.id == hashlib.sha256(text.encode()).hexdigest()
    assert document.uri == str(tmp_path / "a.txt")


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=any_text)
def test_any_text_survives_a_file_code_point_for_code_point(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(("Report. " + text).encode("utf-8", "surrogatepass"))
    item = read(tmp_path / "a.txt")[0]
    if isinstance(item, Document):
        assert item.text == "Report. " + text
    else:
        assert "binary" in item.reason


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(any_text, min_size=1, max_size=5), ascii_only=st.booleans())
def test_any_text_survives_json_lines_code_point_for_code_point(
    tmp_path: Path, texts: list[str], ascii_only: bool
) -> None:
    lines = "".join(json.dumps({"text": t}, ensure_ascii=ascii_only) + "\n" for t in texts)
    (tmp_path / "a.jsonl").write_bytes(lines.encode("utf-8", "surrogatepass"))
    for text, item in zip(texts, read(tmp_path / "a.jsonl"), strict=True):
        if text.strip():
            assert isinstance(item, Document)
            assert item.text == text
            assert item.id == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        else:
            assert isinstance(item, Failure)


def test_json_fields_become_the_documents(tmp_path: Path) -> None:
    line = {"id": 7, "uri": "urn:x:7", "title": "Pier", "publisher": "The Post", "text": TEXT}
    (tmp_path / "a.jsonl").write_text(json.dumps({**line, "published": "2025-03-04"}))
    document = one(tmp_path / "a.jsonl")
    assert (document.source_id, document.uri, document.title) == ("7", "urn:x:7", "Pier")
    assert (document.publisher, document.published) == ("The Post", "2025-03-04")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2025-03-04", "2025-03-04"),
        ("2025-03-04T09:30:00Z", "2025-03-04T09:30:00+00:00"),
        ("Tue, 04 Mar 2025 09:30:00 +0100", "2025-03-04T09:30:00+01:00"),
        ("last Tuesday", None),
        ("", None),
    ],
)
def test_a_date_is_iso_or_left_out(tmp_path: Path, given: str, kept: str | None) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT, "published": given}))
    assert one(tmp_path / "a.jsonl").published == kept


def test_a_broken_line_is_named_by_its_number_and_the_rest_is_read(tmp_path: Path) -> None:
    good = json.dumps({"text": TEXT})
    rows = [
        good,
        "{not json",
        "",
        '{"title": "no text"}',
        "[1]",
        "[" * 100_000,
        good,
        '"x"',
        "1" * 9999,
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    items = read(tmp_path / "a.jsonl")
    lines = [i.uri.rpartition(":")[2] for i in items]
    assert lines == ["1", "2", "4", "5", "6", "7", "8", "9"]
    assert [isinstance(i, Document) for i in items] == [True, *[False] * 4, True, False, False]
    assert isinstance(items[1], Failure)
    assert items[1].stage == "parse"
    assert "line 2" in items[1].reason
    assert all(isinstance(i, Document) or i.hint for i in items)


def test_a_line_beyond_the_limit_is_passed_over_and_the_next_is_read(tmp_path: Path) -> None:
    rows = [json.dumps({"text": "x" * 5000}), json.dumps({"text": TEXT})]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    first, second = read(tmp_path / "a.jsonl", options=IntakeOptions(max_bytes=1000))
    assert isinstance(first, Failure)
    assert "limit" in first.reason
    assert isinstance(second, Document)


def test_json_lines_in_utf_16_are_read(tmp_path: Path) -> None:
    rows = json.dumps({"text": "Żółć ਊ said so."}, ensure_ascii=False) + "\n"
    (tmp_path / "a.jsonl").write_bytes((rows * 2).encode("utf-16"))
    assert [i.text for i in read(tmp_path / "a.jsonl") if isinstance(i, Document)] == [
        "Żółć ਊ said so."
    ] * 2


def test_memory_does_not_grow_with_the_number_of_lines(tmp_path: Path) -> None:
    def peak(lines: int) -> int:
        path = tmp_path / f"{lines}.jsonl"
        path.write_text((json.dumps({"text": TEXT * 20}) + "\n") * lines)
        tracemalloc.start()
        assert sum(1 for _ in documents([str(path)])) == lines
        high = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return high

    peak(10)  # caches fill
    assert peak(2000) < peak(400) + 500_000


def test_documents_are_read_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    items = documents([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert isinstance(next(items), Document)
    (tmp_path / "b.txt").write_text(TEXT)
    assert isinstance(next(items), Document)


def test_a_folder_is_walked_in_order_without_hidden_and_unknown_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.h.txt", ".hidden/x.txt", "c.doc", "d.html", "e.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"text": TEXT}) if name == "e.jsonl" else f"<p>{TEXT}")
    names = [os.path.relpath(i.uri or "", tmp_path) for i in read(tmp_path)]
    assert names == ["a/z.txt", "b.txt", "d.html", "e.jsonl:1"]


def test_a_loop_of_links_ends_and_every_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text(TEXT)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    good = [i for i in read(tmp_path) if isinstance(i, Document)]
    assert len(good) == 1


def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_text("x")
    assert "no file" in failed(tmp_path).reason


def test_an_unknown_extension_is_refused_by_name_but_read_when_told_how(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(TEXT)
    assert ".log" in failed(tmp_path / "a.log").reason
    assert one(tmp_path / "a.log", IntakeOptions(format="text")).text == TEXT


def test_a_file_without_extension_is_told_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(f"<!DOCTYPE html><title>x</title><p>{TEXT}</p>")
    assert one(tmp_path / "a").text.endswith(TEXT)


@pytest.mark.parametrize("name", ["missing.txt", "a\0b", "x" * 5000, "ftp://a.example/b", ""])
def test_what_is_not_there_is_one_failure(name: str) -> None:
    failure = failed(name)
    assert failure.stage == "find"
    assert failure.reason


def test_pipes_and_devices_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "pipe" in failed(tmp_path / "a.txt").reason
    assert "pipe" in failed(tmp_path).reason
    assert "device" in failed("/dev/zero").reason
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        assert "socket" in failed(tmp_path / "s.txt").reason


def test_a_folder_without_permission_is_named_and_the_rest_read(
    open_folder: Path, request: pytest.FixtureRequest
) -> None:
    (open_folder / "closed").mkdir()
    (open_folder / "closed" / "x.txt").write_text(TEXT)
    (open_folder / "open.txt").write_text(TEXT)
    (open_folder / "secret.txt").write_text(TEXT)
    (open_folder / "closed").chmod(0)
    (open_folder / "secret.txt").chmod(0)
    (open_folder / "open.txt").chmod(0o644)
    request.getfixturevalue("unprivileged")
    closed, read_one, secret = read(open_folder)
    assert isinstance(closed, Failure)
    assert closed.uri.endswith("closed")
    assert "permission" in closed.reason
    assert isinstance(read_one, Document)
    assert isinstance(secret, Failure)
    assert "permission" in secret.reason


def test_order_out_is_order_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text('{"text": "x y"}\nbroken\n')
    sources = [tmp_path / "b.jsonl", tmp_path / "none", tmp_path / "a.txt", tmp_path / "b.jsonl"]
    shown = [os.path.basename(i.uri or "") for i in read(*sources)]
    assert shown == ["b.jsonl:1", "b.jsonl:2", "none", "a.txt", "b.jsonl:1", "b.jsonl:2"]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (TEXT.encode(), [TEXT]),
        (b'\n{"text": "a b"}\n{"text": "c d"}\n', ["a b", "c d"]),
        (b'{"text": "a b"}', ["a b"]),
        (b"{ not json, but a text }\nReally.", ["{ not json, but a text }\nReally."]),
        (f"<html><body><p>{TEXT}</p>".encode(), [TEXT]),
        (gzip.compress(TEXT.encode(), mtime=0), [TEXT]),
        ("<!-- x --><html><p>a b".encode("utf-16"), ["a b"]),
    ],
)
def test_standard_input_is_told_by_its_content(
    stdin: Callable[[bytes], None], data: bytes, texts: list[str]
) -> None:
    stdin(data)
    assert [i.text for i in read("-") if isinstance(i, Document)] == texts


def test_standard_input_obeys_the_format_it_is_told(stdin: Callable[[bytes], None]) -> None:
    stdin(b'{"text": "a b"}')
    assert one("-", IntakeOptions(format="text")).text == '{"text": "a b"}'


def test_the_count_is_right_or_null(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text('{"text": "x"}\n{"text": "y"}')
    assert count([str(tmp_path), "none.txt", "http://a.example/"]) == 5
    assert count(["-"]) is None
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b"{}", mtime=0))
    assert count([str(tmp_path)]) is None


def test_reading_plain_text_loads_neither_html_nor_network_libraries(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    script = (
        "import sys; from onrecord.intake import documents; list(documents(sys.argv[1:]));"
        "heavy = ('lxml', 'trafilatura', 'httpcore', 'ssl', 'numpy');"
        "print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.txt")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"


def test_a_folder_is_read_without_the_output_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The road is open.")
    (tmp_path / "record.jsonl").write_text('{"text": "an earlier record"}')
    options = IntakeOptions(exclude=str(tmp_path / "." / "record.jsonl"))
    assert [d.text for d in documents([str(tmp_path)], options)] == ["The road is open."]
