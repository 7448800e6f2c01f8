"""The report in a real browser: pointing, clicking, keys, links, phones, hostile texts."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import (
    DESKTOP,
    PHONE,
    Opener,
    at,
    chosen,
    marked,
    needs_browser,
    sync_api,
    until,
    words,
)
from injections import INJECTIONS
from invented import document, report, statement
from test_html_report import hostile, long_record

from onrecord.schema import Failure, Record
from onrecord.views.html import render

pytestmark = needs_browser


def test_pointing_at_a_statement_shows_all_its_words(visit: Opener) -> None:
    page = visit(render([report()]))
    page.hover("#s-1-4")
    assert marked(page, "hot") == [
        "We will come back", "Deputy Minister Oda Brill", "told", "when the pumps are running",
    ]  # fmt: skip
    page.hover(".bar h1")
    assert marked(page, "hot") == []


def test_pointing_at_words_shows_the_innermost_statement(visit: Opener) -> None:
    page = visit(render([report()]))
    words(page, "that no miner").hover()
    assert page.locator(".card.hot .number").all_text_contents() == ["3"]


def test_a_click_on_a_statement_keeps_it_and_goes_to_its_words(visit: Opener) -> None:
    text = "First line.\n\n" + "Filler words here.\n\n" * 80 + "Oda said that it rains."
    made = statement(text, "x", "Oda", "said", ["that it rains"])
    page = visit(render([Record(document=document(text), statements=(made,))]))
    page.click("#s-1-1 .what")
    assert marked(page) == ["Oda", "said", "that it rains"]
    until(page, "scrollY > 500")
    sync_api.expect(words(page, "that it rains")).to_be_in_viewport()
    assert at(page) == "#s-1-1"


def test_clicks_on_words_step_from_the_innermost_statement_outwards(visit: Opener) -> None:
    page = visit(render([report()]))
    seen = []
    for _ in range(3):
        words(page, "that no miner").click()
        seen += chosen(page)
    assert seen == ["3", "2", "3"]
    words(page, "We will come back").click()
    assert chosen(page) == ["4"]
    page.click(".text .byline")
    assert chosen(page) == []


def test_keys_move_jump_clear_filter_and_help(visit: Opener) -> None:
    page = visit(render([report()]))
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert chosen(page) == ["2"]
    assert page.evaluate("document.activeElement.textContent") == "2"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    assert chosen(page) == ["2"]
    page.keyboard.press("Enter")
    assert chosen(page) == ["2"]
    page.keyboard.press("Escape")
    assert chosen(page) == []
    page.keyboard.press("k")
    assert chosen(page) == ["6"]
    page.keyboard.press("/")
    page.keyboard.type("jk pumps")
    assert page.locator(".card:visible").count() == 0
    page.keyboard.press("Escape")
    assert page.locator(".card:visible").count() == 6
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_filters_hide_statements_and_lift_their_marks(visit: Opener) -> None:
    page = visit(render([report()]))
    page.select_option("select[name=speaker]", "Oda Brill")
    assert page.locator(".card:visible .number").all_text_contents() == ["4", "6"]
    assert page.locator(".shown").text_content() == "2 of 6 statements"
    assert "off" in words(page, "a quick agreement").get_attribute("class").split()
    assert "off" not in words(page, "We will come back").get_attribute("class").split()
    words(page, "a quick agreement").click()
    assert chosen(page) == []
    page.select_option("select[name=attitude]", "denies")
    assert page.locator(".card:visible .number").all_text_contents() == ["6"]
    page.select_option("select[name=speaker]", "")
    page.select_option("select[name=attitude]", "")
    page.select_option("select[name=channel]", "readout")
    assert page.locator(".card:visible .number").all_text_contents() == ["2"]
    page.fill(".panel input[name=words]", "nothing like it")
    assert page.locator(".empty").is_visible()


def test_a_deep_link_opens_its_document_at_its_statement(visit: Opener) -> None:
    page = visit(render([report(), report()]), "#s-2-3")
    assert page.locator("#d-2").is_visible()
    assert not page.locator("#d-1").is_visible()
    assert chosen(page) == ["3"]
    page.click("#s-2-3 .chain a")
    until(page, "location.hash === '#s-2-2'")
    assert chosen(page) == ["2"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_deep_link_into_a_long_text_shows_the_words(visit: Opener, size: Any) -> None:
    text = "".join(f"Filler words of line {i}. " * (i % 9 + 1) + "\n\n" for i in range(300))
    text += "Oda said that it rains." + "\n\nMore filler." * 60
    made = statement(text, "x", "Oda", "said", ["that it rains"])
    page = visit(render([Record(document=document(text), statements=(made,))]), "#s-1-1", size)
    sync_api.expect(words(page, "that it rains")).to_be_in_viewport()
    page.wait_for_timeout(300)
    sync_api.expect(words(page, "that it rains")).to_be_in_viewport()


@pytest.mark.parametrize("fragment", ["#s-9-9", "#s-1-99", "#d-0", "#__proto__", "#%3Cimg%3E", "#"])
def test_a_link_to_nothing_shows_the_page(visit: Opener, fragment: str) -> None:
    page = visit(render([report()]), fragment)
    assert page.locator("#d-1").is_visible()
    assert chosen(page) == []


def test_an_index_leads_to_documents_and_back(visit: Opener) -> None:
    failed = Failure(uri="b.bin", stage="decode", reason="Not text.")
    page = visit(render([report(), Record(document=document("Other words.")), failed]))
    assert page.locator(".entry").count() == 2
    assert page.locator(".failure").is_visible()
    assert not page.locator("#d-1").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("other")
    assert page.locator(".entry:visible").count() == 1
    page.locator(".entry:visible a").click()
    assert page.locator("#d-2").is_visible()
    page.keyboard.press("[")
    page.wait_for_selector("#d-1.current")
    page.keyboard.press("i")
    page.wait_for_selector("#index.current")
    page.go_back()
    page.wait_for_selector("#d-1.current")


def test_light_and_dark_follow_the_system_and_the_button(visit: Opener) -> None:
    page = visit(render([report()]), color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    page.click("#theme")
    assert page.evaluate(paper) != dark
    page.reload()
    assert page.evaluate(paper) != dark


def test_a_phone_gets_a_sheet_and_no_sideways_scrolling(visit: Opener) -> None:
    text = report().document.text + "\n" + "unbroken" * 60
    wide = Record(
        document=document(text, uri="https://example.org/" + "long" * 80, title="Title" * 40),
        statements=report().statements,
        entities=report().entities,
    )
    page = visit(render([wide]), "", PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator(".card:visible").count() == 0
    words(page, "We will come back").tap()
    assert page.locator(".card:visible .number").all_text_contents() == ["4"]
    sync_api.expect(words(page, "We will come back")).to_be_in_viewport()
    page.tap(".handle")
    assert page.locator(".card:visible").count() == 6
    assert page.locator(".handle").get_attribute("aria-expanded") == "true"
    page.locator("#s-1-6").scroll_into_view_if_needed()
    page.tap("#s-1-6 .what")
    assert page.locator(".card:visible .number").all_text_contents() == ["6"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_no_hostile_text_runs_calls_home_or_raises(visit: Opener) -> None:
    failures = [Failure(uri=w, stage="read", reason=w, hint=w) for w in INJECTIONS]
    page = visit(render([*map(hostile, INJECTIONS), *failures], title=INJECTIONS[0]))
    assert page.locator(".entry").count() == len(INJECTIONS)
    for number in range(1, len(INJECTIONS) + 1):
        page.evaluate(f"location.hash = '#s-{number}-1'")
        page.wait_for_selector(f"#s-{number}-1.on", state="attached")
    page.keyboard.press("/")
    page.keyboard.type("<script>")
    assert page.evaluate("document.scripts.length") == 2
    assert page.evaluate("frames.length") == 0
    assert page.evaluate("Object.prototype.polluted") is None


@pytest.mark.parametrize("words", [INJECTIONS[0], INJECTIONS[2], INJECTIONS[4], INJECTIONS[22]])
def test_a_hostile_text_alone_neither(visit: Opener, words: str) -> None:
    page = visit(render([hostile(words)], title=words), "#s-1-1")
    assert chosen(page) == ["1"]


def test_the_text_on_the_page_is_the_text_of_the_document(visit: Opener) -> None:
    strange = "a\r\nb\rc\td  e\u2028f\x0cg\u00adh 😀 שלום\n\n\x85z <b>&amp;"
    page = visit(render([Record(document=document(strange))]))
    assert page.evaluate("document.querySelector('.text').textContent") == strange


def test_a_long_document_answers_at_once(visit: Opener) -> None:
    page = visit(render([long_record(50_000, 2_000)]))
    took = page.evaluate(
        """() => {
            const begin = performance.now();
            const key = { key: "j", bubbles: true };
            for (let i = 0; i < 20; i++)
                document.body.dispatchEvent(new KeyboardEvent("keydown", key));
            return (performance.now() - begin) / 20;
        }"""
    )
    assert took < 250


def test_without_script_everything_is_there(visit: Opener) -> None:
    page = visit(render([report(), report()]), java_script_enabled=False)
    assert page.locator(".card:visible").count() == 12
    assert page.locator("#index").is_visible()
    assert page.locator("form:visible").count() == 0
