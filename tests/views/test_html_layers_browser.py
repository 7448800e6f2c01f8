"""Events, figures and places in a real browser: jumping, tabs, switches, the map, contrast."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from browsing import DESKTOP, PHONE, Opener, at, chosen, marked, needs_browser, sync_api, until
from browsing import words as words_
from injections import INJECTIONS
from invented_layers import hostile_layers, layered

from onrecord.schema import Event, Record
from onrecord.views.html import render

pytestmark = needs_browser


def style(page: Any, selector: str, name: str) -> str:
    return str(
        page.eval_on_selector(selector, f"el => getComputedStyle(el).getPropertyValue('{name}')")
    )


def long_layered() -> Record:
    """The invented report with one more event, far down."""
    record = layered()
    document = record.document
    text = document.text + "Filler words here.\n\n" * 90 + "At last the shafts reopened."
    start = text.index("reopened")
    event = Event(id="far", type="CONCEDE", trigger=(start, start + 8), date="2032")
    return msgspec.structs.replace(
        record,
        document=msgspec.structs.replace(document, text=text),
        events=(*record.events, event),
    )


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_click_on_an_event_goes_to_its_words(visit: Opener, size: Any) -> None:
    page = visit(render([long_layered()]), "", size)
    if size is PHONE:
        page.click(".handle")
    page.click("[role=tab][data-kind=e]")
    assert page.locator(".card:visible").count() == 4
    assert page.locator(".shown").text_content() == "4 events"
    page.click("#e-1-3 .did")
    assert marked(page) == ["reopened"]
    until(page, "scrollY > 500")
    sync_api.expect(words_(page, "reopened")).to_be_in_viewport()
    assert at(page) == "#e-1-3"


def test_an_event_lights_up_who_did_what_to_whom(visit: Opener) -> None:
    page = visit(render([layered()]), "#e-1-3")
    assert marked(page) == ["The government of Vessa", "agreement", "the mining board"]
    assert marked(page, "is-event") == ["agreement"]
    assert marked(page, "is-recipient") == ["the mining board"]
    page.click("#e-1-3 .word a")
    until(page, "location.hash === '#s-1-1'")
    assert chosen(page) == ["1"]
    assert page.locator(".list:visible").get_attribute("data-kind") == "s"


def test_words_lead_to_the_open_list_first_and_to_the_others_on_another_click(
    visit: Opener,
) -> None:
    page = visit(render([layered()]))
    seen = []
    for _ in range(3):
        words_(page, "7,000").click()
        seen.append(at(page))
    assert seen == ["#s-1-6", "#f-1-2", "#s-1-6"]
    page.click("[role=tab][data-kind=f]")
    words_(page, "7,000").click()
    assert at(page) == "#f-1-2"
    # In the report's own voice there is no statement to stop at.
    words_(page, "leaves").click()
    assert at(page) == "#e-1-1"


def test_tabs_and_lists_go_by_keys(visit: Opener) -> None:
    page = visit(render([layered()]))
    page.focus("[role=tab][data-kind=s]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.kind") == "e"
    assert page.locator("[aria-selected=true]").get_attribute("data-kind") == "e"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.locator(".list:visible").get_attribute("data-kind") == "p"
    assert page.locator("[role=tab][tabindex='0']").count() == 1
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert at(page) == "#f-1-2"
    page.keyboard.press("Escape")
    assert chosen(page) == []
    page.keyboard.press("/")
    assert page.locator(".list:visible").get_attribute("data-kind") == "s"


def test_layers_are_switched_off_by_keys_and_stay_off_in_the_next_document(
    visit: Opener,
) -> None:
    page = visit(render([layered(), layered()]), "#d-1")
    shadow = ".document.current .text .event"
    assert style(page, shadow, "box-shadow") != "none"
    page.focus(".document.current [name=event]")
    page.keyboard.press("Space")
    assert style(page, shadow, "box-shadow") == "none"
    assert style(page, ".document.current .text .figure", "box-shadow") != "none"
    words_(page, "agreement").click()
    assert at(page) == "#s-1-1"
    words_(page, "agreement").click()
    assert at(page) == "#s-1-1"
    page.keyboard.press("Escape")
    page.keyboard.press("]")
    page.wait_for_selector("#d-2.current")
    assert style(page, shadow, "box-shadow") == "none"
    page.hover(".bar h1")
    page.focus(".document.current [name=statement]")
    page.keyboard.press("Space")
    assert style(page, ".document.current .text .cue", "font-weight") == "400"
    page.focus(".document.current [name=event]")
    page.keyboard.press("Space")
    assert style(page, shadow, "box-shadow") != "none"


def test_the_map_shows_every_place_and_leads_to_its_words(visit: Opener) -> None:
    page = visit(render([layered()]))
    page.click("[role=tab][data-kind=p]")
    assert page.locator(".map .dot:visible").count() == 2
    box = page.locator(".map .land").bounding_box()
    assert box["width"] > 100
    page.locator(".dot.city circle").last.click()
    until(page, "location.hash === '#p-1-1'")
    assert marked(page) == ["PORT MARREN", "Port Marren"]
    assert "on" in page.locator(".dot.city").get_attribute("class").split()


def test_without_script_every_list_and_the_map_are_there(visit: Opener) -> None:
    page = visit(render([layered()]), java_script_enabled=False)
    assert page.locator(".list:visible").count() == 4
    assert page.locator(".card:visible").count() == 6 + 3 + 2 + 2
    assert page.locator(".map .dot:visible").count() == 2
    assert page.locator("[role=tab]:visible").count() == 0
    page.uncheck("[name=figure]")
    assert style(page, ".text .figure", "box-shadow") == "none"


CONTRAST = """() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data;
    };
    const light = (colour) => {
        const [r, g, b] = [...colour].map((c) => c / 255)
            .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (el) => {
        for (let at = el; at; at = at.parentElement) {
            const colour = rgba(getComputedStyle(at).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return rgba(getComputedStyle(document.body).backgroundColor);
    };
    return [...document.querySelectorAll(".list .status, .list .chips li, .list .count, .tabs *")]
        .map((el) => {
            const [a, b] = [light(rgba(getComputedStyle(el).color)), light(behind(el))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_status_and_chip_can_be_read(visit: Opener, scheme: Any) -> None:
    record = layered()
    statuses = ("occurred", "ongoing", "planned", "called_for", "hypothetical", "denied", "alleged")
    events = tuple(
        msgspec.structs.replace(record.events[0], id=status, status=status) for status in statuses
    )
    page = visit(render([msgspec.structs.replace(record, events=events)]), color_scheme=scheme)
    assert min(page.evaluate(CONTRAST)) >= 4.5
    symbols = page.eval_on_selector_all(
        ".status", "all => all.map((el) => getComputedStyle(el, '::before').content)"
    )
    assert len(set(symbols)) == len(statuses)


def test_everything_that_can_be_used_has_a_name_and_leads_somewhere(visit: Opener) -> None:
    page = visit(render([layered(), layered()]), "#d-1")
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, [role=tab]")]
            .filter((el) => !(el.getAttribute("aria-label") || el.textContent.trim()
                || (el.labels && [...el.labels].some((one) => one.textContent.trim()))))
            .map((el) => el.outerHTML)"""
    )
    assert nameless == []
    lost = page.evaluate(
        """() => [...document.querySelectorAll("[aria-controls], a[href^='#']")]
            .map((el) => el.getAttribute("aria-controls") || el.getAttribute("href").slice(1))
            .filter((id) => !document.getElementById(id))"""
    )
    assert lost == []
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0


def test_a_phone_shows_the_map_in_its_sheet_without_sideways_scrolling(visit: Opener) -> None:
    page = visit(render([layered()]), "", PHONE, has_touch=True, is_mobile=True)
    assert page.locator(".map:visible").count() == 0
    page.tap(".handle")
    page.tap("[role=tab][data-kind=p]")
    assert page.locator(".map:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.tap("#p-1-2 .name")
    assert page.locator(".card:visible .number").all_text_contents() == ["2"]


def test_no_hostile_layer_runs_calls_home_or_raises(visit: Opener) -> None:
    page = visit(render(map(hostile_layers, INJECTIONS), title=INJECTIONS[0]))
    for number in range(1, len(INJECTIONS) + 1):
        for kind in "efp":
            page.evaluate(f"location.hash = '#{kind}-{number}-1'")
            page.wait_for_selector(f"#{kind}-{number}-1.on", state="attached")
    assert page.evaluate("document.scripts.length") == 2
    assert page.evaluate("frames.length") == 0
