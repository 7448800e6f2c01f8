"""HTML: the article as its reader sees it, and no page that hangs, crashes or fetches."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import failed, one

from onrecord.intake.html import read as read_html
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Document

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Pier stays closed until spring | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2025-03-04T09:30:00+00:00">
<script>var secret = "do not read me";</script><style>.x{color:red}</style></head><body>
<nav><ul><li><a href="/">Home page</a></li><li><a href="/w">World news</a></li></ul></nav>
<article><h1>Pier stays closed until spring</h1><p class="byline">By Jane Roe</p>
<figure><img src="https://tracker.example/a.jpg"><figcaption>Divers inspect the pier on Monday.
<span>(Photo: Ana Lind / The Harbour Post)</span></figcaption></figure>
<p>LINDHAVN (AP) — The northern pier will stay closed until spring, mayor <b>Ana</b> Lind said on
Tuesday after a meeting with the harbour authority and the owners of both ferries.</p>
<p>“We have waited for <a href="/x">ten years</a>,” she told reporters. “It is a bad day for all
who live on the islands, and we will say so.”<br>She did not take questions.</p>
<h2>A long dispute</h2>
<p>The authority and the council had argued about the pier since 2015, when a storm closed the old
harbour. Officials said that repairs would cost about 7 million euros.</p>
<ul><li>Ferries leave every two hours.</li><li>Tickets will cost the same.</li></ul>
<p>Lind will visit the islands next week, her office said. She is expected to meet the mayors of
the two largest towns, who have doubts about the plan.</p></article>
<footer>Copyright 2025 The Harbour Post. All rights reserved.</footer></body></html>"""


def document_of(markup: str) -> Document:
    chunks = iter([markup.encode("utf-8", "surrogatepass")])
    (item,) = read_html(chunks, Origin(name="page", uri="page"), IntakeOptions())
    assert isinstance(item, Document)
    return item


@pytest.fixture(scope="module")
def document() -> Document:
    return document_of(PAGE)


def test_title_date_and_publisher_are_found(document: Document) -> None:
    assert document.title == "Pier stays closed until spring"
    assert document.published == "2025-03-04"
    assert document.publisher == "The Harbour Post"
    assert document.language == "en"


def test_every_part_of_the_article_has_its_kind(document: Document) -> None:
    found = [(s.kind, document.text[s.start : s.end][:24]) for s in document.sections]
    assert found == [
        ("headline", "Pier stays closed until "),
        ("byline", "By Jane Roe"),
        ("caption", "Divers inspect the pier "),
        ("credit", "(Photo: Ana Lind / The H"),
        ("dateline", "LINDHAVN (AP) —"),
        ("body", "The northern pier will s"),
        ("body", "“We have waited for ten "),
        ("body", "She did not take questio"),
        ("subheading", "A long dispute"),
        ("body", "The authority and the co"),
        ("body", "Ferries leave every two "),
        ("body", "Tickets will cost the sa"),
        ("body", "Lind will visit the isla"),
    ]


@pytest.mark.parametrize("hidden", ["secret", "color", "Home page", "All rights", "<", "tracker"])
def test_scripts_styles_menus_and_tags_are_left_out(document: Document, hidden: str) -> None:
    assert hidden not in document.text


def test_white_space_of_the_source_is_folded_as_on_the_screen(document: Document) -> None:
    assert "mayor Ana Lind said on Tuesday after" in document.text


def test_the_declared_encoding_is_obeyed(tmp_path: Path) -> None:
    markup = '<html><head><meta charset="iso-8859-2"></head><body><p>Żółta łódź została.</p>'
    (tmp_path / "a.html").write_bytes(markup.encode("iso-8859-2"))
    assert one(tmp_path / "a.html").text == "Żółta łódź została."


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "span"])
def test_fifty_thousand_nested_tags_neither_crash_nor_hang(tag: str) -> None:
    ends = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    before = time.monotonic()
    found = document_of(f"<p>Before it.</p>{f'<{tag}>' * 50_000}Inside it.{ends * 50_000}<p>After.")
    assert time.monotonic() - before < 5
    assert found.text.split() == ["Before", "it.", "Inside", "it.", "After."]


@pytest.mark.parametrize(
    "markup",
    [
        "<" * 100_000,
        "<a " * 50_000,
        "<!--" * 50_000,
        "&a" * 50_000,
        '<p a="' * 50_000,
        "<p>a</b>" * 9000,
    ],
)
def test_broken_markup_is_text_or_a_failure_soon(markup: str) -> None:
    before = time.monotonic()
    try:
        told = document_of(markup).text
    except Unreadable as error:
        told = error.reason
    assert told
    assert time.monotonic() - before < 5


def test_nothing_is_fetched_and_no_entity_reads_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a page made the reader open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    document_of(PAGE)
    head = (
        '<!DOCTYPE html SYSTEM "http://x.example/a.dtd" [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )
    assert "root:" not in document_of(f"{head}<html><body><p>It is &f; here.</p>").text


@pytest.mark.parametrize("markup", ["", " ", "<html></html>", "<script>var a = 1;</script>"])
def test_a_page_without_text_is_a_failure(tmp_path: Path, markup: str) -> None:
    (tmp_path / "a.html").write_text(markup)
    failure = failed(tmp_path / "a.html")
    assert failure.stage == "parse"
    assert failure.hint


def test_characters_that_a_tree_cannot_hold_are_shown_as_missing() -> None:
    assert document_of("<p>a\0b \ud800 &#xd800; c</p>").text.startswith("a\ufffdb \ufffd")


def test_an_extractor_that_fails_costs_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a bug in a library")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    assert "It is a bad day" in document_of(PAGE).text


@given(st.text(st.sampled_from("<>/abp div!-=\"'&;\n ") | st.characters(), max_size=200))
def test_any_markup_is_a_text_or_a_failure(markup: str) -> None:
    try:
        document = document_of(markup)
    except Unreadable:
        pass  # it shows no text
    else:
        assert all(document.text[s.start : s.end].strip() for s in document.sections)
