import base64
import hashlib
import io
import re
import time
import tracemalloc
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from injections import INJECTIONS
from invented import document, report, statement

from onrecord.schema import Entity, Failure, Record, Section, Statement
from onrecord.views.html import HtmlReport, render
from onrecord.views.html.cards import web_link
from onrecord.views.outline import showable

VOID = {"meta", "link", "input", "img", "br"}


class Page(HTMLParser):
    """What a reader of the page gets: elements with their attributes, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.elements.append((tag, named))
        if tag not in VOID:
            inside = bool(self._open and self._open[-1][1])
            is_text = tag == "div" and "text" in (named.get("class") or "").split()
            self._open.append((tag, inside or is_text))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1]:
            self.text += data
        elif self._open and self._open[-1][0] == "script":
            self.scripts.append(data)
        elif self._open and self._open[-1][0] == "style":
            self.styles.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if name in (attrs.get("class") or "").split()]


def test_the_text_is_shown_character_for_character() -> None:
    assert Page(render([report()])).text == report().document.text


def test_headline_caption_and_boilerplate_are_set_apart() -> None:
    source = render([report()])
    assert '<h2 class="headline" dir="auto">Vessa weighs the return of its miners</h2>' in source
    assert source.count('class="caption dim"') == 1
    assert source.count('class="boilerplate dim"') == 1
    assert '<span class="m credit" ' in source


def test_nested_contents_get_underlines_of_their_own() -> None:
    source = render([report()])
    inner = re.search(r'class="([^"]*)"[^>]*>that no miner will be left behind', source)
    outer = re.search(r'class="([^"]*)"[^>]*>The minister<', source)
    assert inner is not None
    assert outer is not None
    assert {"u0", "u1"} <= set(inner[1].split())
    assert {"u0", "src"} <= set(outer[1].split())


def test_every_statement_has_a_card_that_points_at_its_words() -> None:
    record = report()
    cards = Page(render([record])).all("card")
    assert [card["data-id"] for card in cards] == list("abcdef")
    discontinuous = cards[3]
    text = record.document.text
    pieces = [piece.split("-") for piece in (discontinuous["data-content"] or "").split()]
    assert [text[int(a) : int(b)] for a, b in pieces] == [
        "We will come back",
        "when the pumps are running",
    ]


def test_the_reporting_chain_is_indented_and_linked() -> None:
    source = render([report()])
    assert [c["class"] for c in Page(source).all("card")][2] == "card depth-1"
    assert 'href="#s-1-2" title="Reported by statement 2"' in source


def test_many_documents_have_an_index_and_failures_are_listed() -> None:
    failed = Failure(uri="b.bin", stage="decode", reason="Not text.", hint="Look at it.")
    source = render([report(), failed, report()])
    page = Page(source)
    assert len(page.all("entry")) == 2
    assert len(page.all("failure")) == 1
    assert "2 documents" in source
    assert "1 not read" in source
    identifiers = [a["id"] for _, a in page.elements if a.get("id")]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize(
    "records",
    [
        [],
        [Record(document=document(""))],
        [Record(document=document("\n\n \n"))],
        [Failure(uri="", stage="find", reason="")],
    ],
    ids=["nothing", "no text", "white space", "a failure alone"],
)
def test_an_empty_page_is_still_a_page(records: list[Record | Failure]) -> None:
    assert render(records).endswith("</html>\n")
    Page(render(records))


def test_only_our_own_style_and_scripts_are_allowed_and_each_by_its_hash() -> None:
    page = Page(render([report()]))
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for code in (*page.scripts, *page.styles):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert (len(page.scripts), len(page.styles)) == (2, 1)


def hostile(words: str) -> Record:
    """A record with the words in every place that takes words."""
    text = f"{words} A said {words} here.\n{words}"
    made = statement(
        text, words, "A", "said", [words], after=" A said",
        form=words, speaker="e", speaker_kind=words, addressees=("e",), attitude=words,
        channel=words, parent=words, date=words,
    )  # fmt: skip
    return Record(
        document=document(
            text,
            source_id=words,
            uri=words,
            publisher=words,
            title=words,
            published=words,
            language=words,
        ),
        entities=(Entity(id="e", type=words, name=words, aliases=(words,)),),
        statements=(made,),
        notes=(words,),
    )


@pytest.mark.parametrize("words", INJECTIONS)
def test_nothing_breaks_out_of_a_text_a_name_or_an_address(words: str) -> None:
    failure = Failure(uri=words, stage="read", reason=words, hint=words)
    clean = Page(render([hostile("plain"), failure], title=words))
    source = render([hostile(words), failure], title=words)
    page = Page(source)
    source.encode("utf-8")
    assert page.text == showable(hostile(words).document.text)
    assert page.scripts == clean.scripts
    assert page.styles == clean.styles
    allowed = {tag for tag, _ in clean.elements} | {"a", "p", "h2"}
    for tag, attributes in page.elements:
        assert tag in allowed
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        href = attributes.get("href")
        assert href is None or href.startswith(("#", "https://", "http://", "data:,"))


def test_links_are_made_for_the_web_alone() -> None:
    assert web_link("https://example.org/a?b=c&d=é") == "https://example.org/a?b=c&d=é"
    assert web_link("HTTP://example.org") is not None
    for address in (None, "", "file:///etc/x", "/a", "//a", "https:", "http://[", *INJECTIONS):
        assert web_link(address) is None


def test_the_same_records_give_the_same_page() -> None:
    assert render([report(), report()]) == render([report(), report()])


def test_wrong_offsets_are_left_out_and_spoil_nothing() -> None:
    text = "Short."
    wrong = Statement(
        id="x", source=((-5, 2),), cue=((3, 3),), content=((4, 99), (5, 2)), form="direct",
        speaker="gone", speaker_kind="named", addressees=("gone",), channel_span=(7, 3),
    )  # fmt: skip
    sections = (
        Section(kind="body", start=-3, end=50),
        Section(kind="caption", start=2, end=4),
        Section(kind="credit", start=3, end=90),
        Section(kind="headline", start=9, end=12),
    )
    record = Record(document=document(text, sections=sections), statements=(wrong,))
    assert Page(render([record])).text == text


def test_lines_broken_by_hand_are_flowed_again() -> None:
    paragraph = "\n".join(["word " * 13 + "end"] * 6)
    text = f"{paragraph}\n\n{paragraph}\n"
    source = render([Record(document=document(text))])
    assert source.count('<p class="body" dir="auto">') == 2
    assert Page(source).text == text


marks = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 25)), max_size=3)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record over any text, with pieces, sections and parents anywhere."""
    text = draw(
        st.text(st.one_of(st.characters(), st.sampled_from("\r\n \t\u2028\x00<&\ud800\u202e😀א")),
                max_size=80)
    )  # fmt: skip
    kinds = ("headline", "caption", "credit", "body", "boilerplate")
    sections = draw(
        st.lists(
            st.builds(
                lambda kind, start, length, repeat: Section(
                    kind=kind, start=start, end=start + length, repeat=repeat
                ),
                st.sampled_from(kinds), st.integers(0, 80), st.integers(0, 40), st.booleans(),
            ),
            max_size=4,
        )
    )  # fmt: skip

    def pieces() -> tuple[tuple[int, int], ...]:
        return tuple((a, a + b) for a, b in draw(marks))

    count = draw(st.integers(0, 5))
    statements = tuple(
        Statement(
            id=str(i), source=pieces(), cue=pieces(), content=pieces(), form="direct",
            speaker=None, speaker_kind="named", parent=draw(st.sampled_from([None, "0", "3"])),
        )
        for i in range(count)
    )  # fmt: skip
    return Record(document=document(text, sections=tuple(sections)), statements=statements)


@settings(max_examples=150)
@given(records())
def test_any_text_with_any_marks_is_shown_whole(record: Record) -> None:
    page = Page(render([record]))
    assert page.text == showable(record.document.text)
    assert len(page.all("card")) == len(record.statements)


def long_record(words: int, statements: int) -> Record:
    text = " ".join(f"word{i}" for i in range(words))
    step = len(text) // statements
    made = tuple(
        Statement(
            id=str(i), source=((i * step, i * step + 5),), cue=((i * step + 6, i * step + 10),),
            content=((i * step + 11, min(i * step + 11 + step * (1 + i % 7), len(text))),),
            form="indirect", speaker=None, speaker_kind="named",
        )
        for i in range(statements)
    )  # fmt: skip
    return Record(document=document(text), statements=made)


def test_a_long_document_is_drawn_in_seconds() -> None:
    record = long_record(50_000, 2_000)
    render([report()])
    begin = time.perf_counter()
    render([record])
    assert time.perf_counter() - begin < 5


def test_thousands_of_contents_over_the_whole_text_stay_small() -> None:
    text = "A said " + "word " * 20_000
    made = tuple(
        statement(text, str(i), "A", "said", [text[7:]], parent=str(i - 1) if i else None)
        for i in range(2_000)
    )
    assert len(render([Record(document=document(text), statements=made)])) < 6_000_000


def test_memory_does_not_grow_with_the_documents() -> None:
    class Nowhere(io.TextIOBase):
        def write(self, text: str) -> int:
            return len(text)

    record = report()
    with HtmlReport(Nowhere()) as page:
        for _ in range(20):
            page.add(record)
        tracemalloc.start()
        for _ in range(200):
            page.add(record)
        grown, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert grown < 300_000
