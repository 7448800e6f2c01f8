"""Bytes that are hard to read: rescued where the text is certain, refused with a reason else."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import failed, one, read

from onrecord.intake import IntakeOptions
from onrecord.intake.decode import decode
from onrecord.intake.streams import decompress, lines
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Document, Failure

TEXT = "The mayor said “no” – again – to the café’s owner."
RUSSIAN = "Мэр сообщила в понедельник, что северный причал останется закрытым до весны. " * 4


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_common_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    assert one(tmp_path / "a.txt").text == TEXT


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("cp1252", "La maire a déclaré lundi que la jetée resterait fermée jusqu’à l’été."),
        ("cp1254", "Belediye başkanı pazartesi günü iskelenin kapalı kalacağını söyledi."),
        ("gb18030", "市长周一表示，在潜水员完成检查之前，北码头将继续关闭。"),
    ],
)
def test_other_encodings_are_told_by_their_letters(
    tmp_path: Path, encoding: str, text: str
) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert one(tmp_path / "a.txt").text == text


def test_windows_quotes_pasted_into_utf_8_are_read_as_meant() -> None:
    data = "“Nein”, sagte Jürgen Müller – ".encode() + "“ja” später.".encode("cp1252")
    assert decode(data) == "“Nein”, sagte Jürgen Müller – “ja” später."


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t\r\n ", "\u3000\u00a0".encode()])
def test_an_empty_text_is_a_failure(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    failure = failed(tmp_path / "a.txt")
    assert failure.stage == "parse"
    assert failure.hint


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 x",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04abc",
        b"\0" * 100,
        bytes(range(256)) * 40,
        zlib.compress(b"x" * 5000),
    ],
)
def test_binary_data_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    failure = failed(tmp_path / "a.txt")
    assert failure.stage == "decode"
    assert "not text" in failure.reason or "encoding" in failure.reason


def test_nuls_inside_a_text_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"The mayor\0 said so, and nobody\0 spoke.")
    assert one(tmp_path / "a.txt").text == "The mayor\0 said so, and nobody\0 spoke."


def test_ten_megabytes_on_one_line_are_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said so. " * 550_000)
    assert len(one(tmp_path / "a.txt").text) > 10_000_000


def test_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 2000)
    assert "limit" in failed(tmp_path / "a.txt", IntakeOptions(max_bytes=1000)).reason


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz"])
def test_gzip_is_unpacked(tmp_path: Path, name: str) -> None:
    half = gzip.compress(b"<html><body><p>The mayor said so,") + gzip.compress(b" twice.</p>")
    (tmp_path / name).write_bytes(half)
    assert one(tmp_path / name).text.rstrip("</p>").endswith("said so, twice.")


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    for name in ("a.txt.gz", "a.jsonl.gz", "a.html.gz"):
        with gzip.open(tmp_path / name, "wb") as bomb:
            bomb.write(b"\n" * 8_000_000)
        failure = failed(tmp_path / name, IntakeOptions(max_bytes=100_000))
        assert failure.stage == "decode"
        assert "bomb" in failure.reason or "limit" in failure.reason


@pytest.mark.parametrize("cut", [1, 5, 30, -1, -9])
def test_gzip_that_is_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode() * 3)[:cut])
    assert failed(tmp_path / "a.txt.gz").stage == "decode"


def test_lines_before_the_damage_are_read(tmp_path: Path) -> None:
    packed = gzip.compress(b'{"text": "a b"}\n', 0) + b"\x1f\x8b damaged"
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    first, second = read(tmp_path / "a.jsonl.gz")
    assert isinstance(first, Document)
    assert isinstance(second, Failure)
    assert "damaged" in second.reason


def test_a_tar_archive_is_not_a_text(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("empty"))
    (tmp_path / "a.txt").write_bytes(held.getvalue())
    assert failed(tmp_path / "a.txt").stage == "decode"


@given(st.binary(max_size=400))
def test_any_bytes_become_a_text_or_a_reason(data: bytes) -> None:
    try:
        told = decode(data) or "nothing"
    except Unreadable as error:
        told = error.reason and error.hint
    assert told


@given(st.lists(st.binary(max_size=30), max_size=8), st.binary(max_size=60))
def test_any_chunks_unpack_to_what_was_packed(cuts: list[bytes], data: bytes) -> None:
    packed = gzip.compress(data) + b"".join(gzip.compress(cut) for cut in cuts)
    chunks = [packed[i : i + 7] for i in range(0, len(packed), 7)]
    assert b"".join(decompress(iter(chunks), IntakeOptions())) == data + b"".join(cuts)


@given(st.lists(st.text("ab\n", max_size=12).map(str.encode), max_size=8))
def test_lines_are_the_same_however_the_stream_is_cut(chunks: list[bytes]) -> None:
    rows = b"".join(chunks).split(b"\n")
    rows = rows[:-1] if not rows[-1] else rows
    limited = [row if len(row) <= 5 else None for row in rows]
    assert list(lines(iter(chunks), 5)) == list(enumerate(limited, 1))
