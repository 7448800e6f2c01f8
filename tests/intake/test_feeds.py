"""RSS, Atom and JSON Feed: entries are documents, with what the feed says of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import Site, failed, one, read
from test_sections import assert_well_formed

from benchmarks.intake_samples import MORE, STORY, atom, rss
from onrecord.intake import IntakeOptions, count
from onrecord.schema import Document, Failure


def made(tmp_path: Path, data: bytes, name: str = "a.rss") -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def test_an_entry_of_rss_is_a_document_with_the_feeds_word_on_it(tmp_path: Path) -> None:
    first, second = read(made(tmp_path, rss()))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.text == f"Report 1\n\n{STORY} No. 1."
    assert (first.title, first.publisher) == ("Report 1", "The Harbour Post")
    assert first.published == "2025-03-04T09:30:00+01:00"
    assert (first.uri, second.uri) == ("https://a.example/1", "https://a.example/2")
    assert first.sections[0].kind == "headline"


def test_the_content_of_atom_goes_before_its_summary(tmp_path: Path) -> None:
    document = one(made(tmp_path, atom(), "a.atom"))
    assert document.text == f"Report\n\n{STORY}\n\n{MORE}"
    assert document.published == "2025-03-04T09:30:00+00:00"
    assert document.uri == "https://a.example/1"


@pytest.mark.parametrize("name", ["feed.xml", "feed"])
@pytest.mark.parametrize("data", [rss(1), atom(), rss(1).decode().encode("utf-16")])
def test_the_first_bytes_tell_a_feed(tmp_path: Path, name: str, data: bytes) -> None:
    if data[:2] == b"\xff\xfe":
        data = data.decode("utf-16").replace('encoding="utf-8"', "").encode("utf-16")
    assert STORY in one(made(tmp_path, data, name)).text


def test_a_feed_of_json_is_read_alike(tmp_path: Path) -> None:
    items = [
        {"id": 1, "url": "https://a.example/1", "title": "One", "content_html": f"<p>{STORY}</p>",
         "date_published": "2025-03-04T09:30:00+01:00"},
        {"id": 2, "content_text": f"{STORY}\n\n{MORE} 1 < 2"},
        {"id": 3, "url": "https://a.example/3"},
        7,
    ]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Post", "items": items}
    one_, two, three, four = read(made(tmp_path, json.dumps(feed, indent=1).encode(), "a.json"))
    assert isinstance(one_, Document)
    assert (one_.text, one_.title, one_.publisher) == (f"One\n\n{STORY}", "One", "The Post")
    assert one_.published == "2025-03-04T09:30:00+01:00"
    assert isinstance(two, Document)
    assert two.text == f"{STORY}\n\n{MORE} 1 < 2"
    assert isinstance(three, Failure)
    assert "https://a.example/3" in three.hint
    assert isinstance(four, Failure)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", "no entry"),
        (b"\0\1\2 nothing", "binary"),
        (b"<html><p>A page.</p></html>", "no feed"),
        (b"http://127.0.0.1:1/feed", "no feed"),
        (b"/etc/passwd", "no feed"),
    ],
)
def test_what_is_no_feed_says_so(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in failed(made(tmp_path, data)).reason


def test_a_feed_that_is_cut_off_gives_what_is_left_of_it(tmp_path: Path) -> None:
    data = rss(5)
    *good, last = read(made(tmp_path, data[: data.index(b"<title>Report 4")]))
    assert [isinstance(item, Document) for item in good] == [True, True, True, False]
    assert isinstance(last, Failure)
    assert "cut off" in last.reason


def test_an_ampersand_left_bare_is_forgiven(tmp_path: Path) -> None:
    data = rss(1).replace(b"Harbour Post", b"Harbour & Post")
    assert one(made(tmp_path, data)).publisher == "The Harbour & Post"


def test_an_entry_without_text_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    data = rss(2).replace(f"&lt;p&gt;{STORY} No. 1.&lt;/p&gt;".encode(), b"")
    first, second = read(made(tmp_path, data))
    assert isinstance(first, Failure)
    assert first.uri.endswith("a.rss#1")
    assert "https://a.example/1" in first.hint
    assert isinstance(second, Document)


def test_other_encodings_are_read(tmp_path: Path) -> None:
    data = rss(1).decode().replace("utf-8", "iso-8859-1").replace("mayor", "maire du café")
    assert "maire du café" in one(made(tmp_path, data.encode("latin-1"))).text


def test_entities_are_no_bomb_and_open_no_file(tmp_path: Path) -> None:
    rows = ['<!ENTITY a0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">']
    rows += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)]
    head = f"<!DOCTYPE rss [{''.join(rows)}]><rss".encode()
    data = rss(1).replace(b"<rss", head).replace(b"Report 1", b"Report &a11; &f;")
    for item in read(made(tmp_path, data)):
        assert len(getattr(item, "text", "")) < 10_000
        assert "root:" not in getattr(item, "text", "")


@pytest.mark.parametrize("head", [b"\n " * 60_000, b"<!DOCTYPE rss [" + b"\n " * 60_000 + b"]>"])
def test_nothing_before_the_first_element_reaches_the_parser(tmp_path: Path, head: bytes) -> None:
    from onrecord.intake.feed import _text

    # It would take the square of the time over blank lines there.
    data = rss(1).replace(b"<rss", head + b"<rss")
    assert _text(data, None).startswith("<rss")
    document = next(d for d in read(made(tmp_path, data)) if isinstance(d, Document))
    assert document.title == "Report 1"


def test_a_feed_from_the_web_is_told_by_its_content(site: Site) -> None:
    url = site.page("/feed", rss(1), Content_Type="text/xml; charset=utf-8")
    document = one(url, IntakeOptions(allow_private=True, delay=0))
    assert document.uri == "https://a.example/1"
    assert not [path for path in site.asked if path != "/feed"], "no page of an entry is fetched"


def test_the_number_of_entries_is_not_counted_beforehand(tmp_path: Path) -> None:
    assert count([str(made(tmp_path, rss()))]) is None


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(title=st.text(max_size=30), words=st.text(max_size=80))
def test_sections_cover_any_entry(tmp_path: Path, title: str, words: str) -> None:
    item = {"title": title, "content_text": words}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    for found in read(made(tmp_path, json.dumps(feed).encode(), "a.json")):
        if isinstance(found, Document):
            assert_well_formed(found)


def test_a_feed_nested_without_end_is_refused_at_once(tmp_path: Path) -> None:
    deep = rss().replace(b"</item>", b"<b>" * 30_000 + b"</item>", 1)
    assert "nested too deeply" in failed(made(tmp_path, deep)).reason
