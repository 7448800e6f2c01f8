"""Web archives: pages come out with address and date, and damage ends with its record."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import failed, one, read

from benchmarks.intake_samples import MORE, STORY, page, record, rss, sitemap, warc
from onrecord.intake import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.warc import read as records
from onrecord.schema import Document, Failure

A, B, C = (record(f"https://a.example/{i}", page(f"Page {i}")) for i in "123")


def made(tmp_path: Path, data: bytes, name: str = "a.warc") -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def uris(items: list[Document | Failure]) -> list[str | None]:
    return [item.uri if isinstance(item, Document) else None for item in items]


@pytest.mark.parametrize("name", ["a.warc", "a"])
def test_pages_come_out_and_the_rest_is_passed_over(tmp_path: Path, name: str) -> None:
    first, second = read(made(tmp_path, warc(), name))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert STORY in first.text
    assert MORE in second.text
    assert (first.uri, second.uri) == ("https://a.example/1", "https://a.example/2")


def test_an_archive_of_many_gzip_members_is_read(tmp_path: Path) -> None:
    data = b"".join(gzip.compress(one_) for one_ in (A, B, C))
    assert len(read(made(tmp_path, data, "a.warc.gz"))) == 3


def test_the_page_dates_itself_and_else_the_crawl_does(tmp_path: Path) -> None:
    assert one(made(tmp_path, A)).published == "2025-03-04"
    undated = record("https://a.example/1", f"<p>{STORY} He left.</p>".encode())
    assert one(made(tmp_path, undated)).published == "2025-03-04T09:30:00+00:00"


@pytest.mark.parametrize(
    "damaged",
    [
        B.replace(b"WARC/1.1", b"WXRC/1.1"),
        B.replace(b"Content-Length: ", b"Content-Length: x"),
        B.replace(b"Content-Length", b"Content-Size"),
        B.replace(b"Content-Length: ", b"Content-Length: 9"),
        B.replace(b"Content-Length: ", b"Content-Length: 99999999"),
        B[: len(B) // 2],
        b"\0\xff" * 2000,
    ],
    ids=["magic", "length", "no length", "too long", "far too long", "half", "garbage"],
)
def test_a_damaged_record_is_listed_and_the_next_is_read(tmp_path: Path, damaged: bytes) -> None:
    items = read(made(tmp_path, A + damaged + C))
    assert uris(items)[0] == "https://a.example/1"
    assert uris(items)[-1] == "https://a.example/3"
    failures = [item for item in items if isinstance(item, Failure)]
    assert len(failures) == 1
    assert failures[0].uri.endswith("a.warc#2")
    assert "damaged" in failures[0].reason


def test_an_archive_that_ends_early_says_so(tmp_path: Path) -> None:
    first, second = read(made(tmp_path, A + B[:-40]))
    assert isinstance(first, Document)
    assert isinstance(second, Failure)


def test_a_damaged_member_of_gzip_costs_only_itself(tmp_path: Path) -> None:
    packed = [bytearray(gzip.compress(one_)) for one_ in (A, B, C)]
    packed[1][40] ^= 0xFF
    items = read(made(tmp_path, b"".join(packed), "a.warc.gz"))
    assert [u for u in uris(items) if u] == ["https://a.example/1", "https://a.example/3"]
    assert any(isinstance(item, Failure) for item in items)


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "empty"), (b"A text, no archive.", "damaged"), (b"\n\n", "empty")]
)
def test_what_is_no_archive_says_so(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in failed(made(tmp_path, data)).reason


@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved", "500 x", "200x"])
def test_only_pages_that_were_given_are_read(tmp_path: Path, status: str) -> None:
    assert read(made(tmp_path, record("https://a.example/1", page(), status=status) + A)) == [
        one(made(tmp_path, A))
    ]


@pytest.mark.parametrize("kind", ["text/css", "image/png", "application/javascript", "font/woff"])
def test_what_is_no_text_is_passed_over(tmp_path: Path, kind: str) -> None:
    assert len(read(made(tmp_path, record("https://a.example/1", b"x", kind=kind) + A))) == 1


def test_a_text_of_an_unknown_kind_is_listed(tmp_path: Path) -> None:
    failure = failed(made(tmp_path, record("https://a.example/1", b"x", kind="text/x-odd")))
    assert "text/x-odd" in failure.reason


@pytest.mark.parametrize("kind", ["text/xml", "application/rss+xml", "application/xml"])
def test_feeds_in_an_archive_are_read_and_other_data_is_passed_over(
    tmp_path: Path, kind: str
) -> None:
    feed = record("https://a.example/feed", rss(2), kind=kind)
    data = record("https://a.example/x", b"<?xml version='1.0'?><invoice/>", kind="text/xml")
    listed = record("https://a.example/s", sitemap(["https://a.example/9"]), kind="text/xml")
    items = read(made(tmp_path, feed + data + listed))
    assert uris(items) == ["https://a.example/1", "https://a.example/2"]


def test_a_page_in_chunks_is_put_together(tmp_path: Path) -> None:
    body = page()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in (body[:50], body[50:])) + b"0\r\n\r\n"
    data = record("https://a.example/1", chunks, extra="Transfer-Encoding: chunked\r\n")
    assert STORY in one(made(tmp_path, data)).text


def test_the_texts_of_a_wet_file_are_read(tmp_path: Path) -> None:
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/1\r\n" \
           f"Content-Type: text/plain\r\nContent-Length: {len(STORY)}\r\n\r\n"  # fmt: skip
    document = one(made(tmp_path, head.encode() + STORY.encode() + b"\r\n\r\n"))
    assert (document.text, document.uri) == (STORY, "https://a.example/1")


def test_a_record_beyond_the_limit_and_a_bomb_are_refused(tmp_path: Path) -> None:
    large = record("https://a.example/1", b"x" * 300_000)
    packed = gzip.compress(b" " * 9_000_000)
    bomb = record("https://a.example/2", packed, extra="Content-Encoding: gzip\r\n")
    items = read(made(tmp_path, large + bomb + C), options=IntakeOptions(max_bytes=200_000))
    assert uris(items) == [None, None, "https://a.example/3"]


@given(st.integers(1, 400), st.binary(max_size=300))
def test_records_are_the_same_however_the_stream_is_cut(size: int, junk: bytes) -> None:
    data = A + junk + B + C
    origin = Origin(name="a", uri="a")
    whole = list(records(iter([data]), origin, IntakeOptions()))
    chunks = [data[i : i + size] for i in range(0, len(data), size)]
    assert list(records(iter(chunks), origin, IntakeOptions())) == whole
