"""Lists of addresses: sitemaps, indexes of sitemaps and plain lists, fetched on demand only."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from reading import Site, failed, one, read

from benchmarks.intake_samples import rss, sitemap
from onrecord.intake import IntakeOptions, count
from onrecord.schema import Document, Failure

HERE = IntakeOptions(allow_private=True, timeout=5, delay=0)
LIST = IntakeOptions(allow_private=True, timeout=5, delay=0, format="urls")
TEXT = "The mayor said on Monday that the pier would stay closed."


def report(site: Site, path: str) -> str:
    return site.page(path, f"{TEXT} {path}".encode(), Content_Type="text/plain")


def paths(items: list[Document | Failure], site: Site) -> list[str]:
    return [(item.uri or "").removeprefix(site.url) for item in items]


def xml(site: Site, path: str, data: bytes, kind: str = "application/xml") -> str:
    return site.page(path, data, Content_Type=kind)


def test_the_pages_of_a_plain_list_are_read_once_in_order(site: Site, tmp_path: Path) -> None:
    a, b = report(site, "/a"), report(site, "/b")
    (tmp_path / "list.txt").write_text(f"# pages\n{b}\r\n\n{a}\n{b}\nftp://a.example/\n")
    items = read(tmp_path / "list.txt", options=LIST)
    assert paths(items[:2], site) == ["/b", "/a"]
    assert isinstance(items[2], Failure)
    assert items[2].uri.endswith("list.txt:6")
    assert site.asked == ["/b", "/a"]
    assert count([str(tmp_path / "list.txt")], LIST) is None


def test_a_list_on_standard_input_is_read(site: Site, stdin: Callable[[bytes], None]) -> None:
    stdin(report(site, "/a").encode())
    assert one("-", LIST).uri == f"{site.url}/a"


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_at_an_address_is_followed(site: Site, packed: bool) -> None:
    data = sitemap([report(site, "/a"), report(site, "/b")])
    name = "/sitemap.xml.gz" if packed else "/sitemap.xml"
    url = xml(site, name, gzip.compress(data) if packed else data)
    assert paths(read(url, options=HERE), site) == ["/a", "/b"]


@pytest.mark.parametrize("name", ["sitemap.xml", "sitemap.xml.gz", "sitemap"])
def test_a_sitemap_in_a_file_is_followed_if_that_file_was_named(
    site: Site, tmp_path: Path, name: str
) -> None:
    data = sitemap([report(site, "/a")])
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert one(tmp_path / name, HERE).uri == f"{site.url}/a"


def test_a_list_that_was_not_named_is_never_followed(site: Site, tmp_path: Path) -> None:
    data = sitemap([report(site, "/a")])
    (tmp_path / "map.rss").write_bytes(data)
    (tmp_path / "map.html").write_bytes(data)
    read(tmp_path, options=HERE)
    assert not site.asked
    assert not site.rules


def test_an_index_of_sitemaps_is_followed_and_no_further(site: Site) -> None:
    inner = xml(site, "/inner.xml", sitemap([report(site, "/a"), report(site, "/b")]))
    url = xml(site, "/index.xml", b"")
    # An index in an index, a sitemap among pages, and the index itself lead nowhere.
    looped = xml(site, "/loop.xml", sitemap([inner, url], "url"))
    xml(site, "/index.xml", sitemap([inner, url, looped], "sitemap"))
    items = read(url, options=HERE)
    assert paths([item for item in items if isinstance(item, Document)], site) == ["/a", "/b"]
    assert [type(item) for item in items] == [Document, Document, Failure, Failure, Failure]
    assert len(site.asked) < 10


def test_the_news_of_a_sitemap_is_known_of_its_pages(site: Site) -> None:
    news = (
        '<n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><n:publication>'
        "<n:name>The Post</n:name></n:publication><n:title>Pier closed</n:title>"
        "<n:publication_date>2025-03-04</n:publication_date></n:news></url>"
    )
    data = sitemap([report(site, "/a")]).replace(b"</url>", news.encode())
    document = one(xml(site, "/map.xml", data), HERE)
    assert (document.publisher, document.title) == ("The Post", "Pier closed")
    assert document.published == "2025-03-04"


def test_a_listed_page_may_be_of_any_format_and_a_bad_one_stops_nothing(site: Site) -> None:
    feed = xml(site, "/feed", rss(1), "application/rss+xml")
    url = xml(site, "/map.xml", sitemap([site.url + "/none", feed, report(site, "/a")]))
    items = read(url, options=HERE)
    assert [type(item) for item in items] == [Failure, Document, Document]
    assert isinstance(items[0], Failure)
    assert items[0].uri == site.url + "/none"


def test_private_addresses_in_a_list_are_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(report(site, "/a"))
    failure = failed(tmp_path / "list", IntakeOptions(format="urls"))
    assert "private" in failure.reason
    assert not site.asked


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "white space"),
        (b"<urlset></urlset>", "no address"),
        (b"<html><p>x</p></html>", "no sitemap"),
        (b"<urlset><url><loc>", "no web address"),
        (b"<?xml version='1.0'?><", "sitemap"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image"),
    ],
)
def test_what_is_no_list_says_so(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "list").write_bytes(data)
    first, *_ = read(tmp_path / "list", options=LIST)
    assert isinstance(first, Failure)
    assert reason in first.reason


def test_a_sitemap_that_is_cut_off_gives_what_it_still_lists(site: Site, tmp_path: Path) -> None:
    data = sitemap([report(site, "/a"), report(site, "/b"), report(site, "/c")])
    (tmp_path / "map.xml").write_bytes(data[: data.index(b"/c<")])
    items = read(tmp_path / "map.xml", options=HERE)
    assert paths(items[:2], site) == ["/a", "/b"]
    assert isinstance(items[-1], Failure)
    assert "damaged" in items[-1].reason


def test_entities_in_a_sitemap_are_no_bomb_and_open_no_file(tmp_path: Path) -> None:
    rows = ['<!ENTITY a0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">']
    rows += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)]
    data = sitemap(["http://127.0.0.1:1/&a11;&f;"])
    data = data.replace(b"?>", f"?><!DOCTYPE urlset [{''.join(rows)}]>".encode(), 1)
    (tmp_path / "map.xml").write_bytes(data)
    for item in read(tmp_path / "map.xml"):
        assert isinstance(item, Failure)
        assert "root:" not in item.uri
        assert len(item.uri) < 1000


@pytest.mark.parametrize("name", ["a.xml", "a.json"])
def test_data_of_an_unknown_kind_is_refused_but_read_when_told_how(
    tmp_path: Path, name: str
) -> None:
    data = "<?xml version='1.0'?><invoice/>" if name == "a.xml" else '{"a": 1}'
    (tmp_path / name).write_text(data)
    assert "not known" in failed(tmp_path / name).reason
    assert one(tmp_path / name, IntakeOptions(format="text")).text == data
