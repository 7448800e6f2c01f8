"""The pages in a real browser: keys, reasons, corrections, import, back, screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asking_web import Running
from browsing import DESKTOP, PHONE, chosen, marked, needs_browser, serious, sync_api, until
from injections import INJECTIONS
from invented_layers import hostile_layers, layered
from test_html_report import hostile, long_record

from onrecord.schema import Failure

pytestmark = needs_browser

REPORT = f"/reports/{layered().document.id}"
TIME = 60_000
"""Milliseconds that a busy machine may need for one step."""


class Tab:
    """Opens pages of a server, and keeps what they must not do."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._contexts: list[Any] = []
        self.wrongs: list[str] = []

    def __call__(self, running: Running, path: str, size: Any = DESKTOP, **options: Any) -> Any:
        context = self._browser.new_context(viewport=size, **options)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(TIME)
        page.on("console", lambda message: self.wrongs.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.wrongs.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        base = running.server.address.url("")
        page.on("request", lambda r: None if r.url.startswith(base) else self.wrongs.append(r.url))
        page.goto(base + path)
        return page

    def _dialog(self, dialog: Any) -> None:
        self.wrongs.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Tab]:
    opened = Tab(browser)
    yield opened
    opened.close()
    assert opened.wrongs == []


def test_the_reader_goes_by_keys_and_says_why(serve: Callable[..., Running], tab: Tab) -> None:
    page = tab(serve(layered()), REPORT)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert chosen(page) == ["2"]
    assert "noted" in marked(page)
    page.wait_for_selector(".card.on .why")
    assert "the model linked this cue" in page.text_content(".card.on .why")
    page.keyboard.press("w")
    until(page, "document.activeElement.matches('.why button')")
    page.keyboard.press("Escape")
    assert chosen(page) == []


def test_layers_switch_on_and_off(serve: Callable[..., Running], tab: Tab) -> None:
    page = tab(serve(layered()), REPORT)
    painted = "getComputedStyle(document.querySelector('.text .{}')).backgroundImage !== 'none'"
    for layer in ("event", "place"):
        assert page.evaluate(painted.format(layer))
        page.click(f".legend [name={layer}]")
        assert not page.evaluate(painted.format(layer))


def test_a_correction_is_made_in_the_reader_and_back_works(
    serve: Callable[..., Running], tab: Tab
) -> None:
    page = tab(serve(layered()), "/search?q=speaker:Brill")
    page.click(".hit:first-child h2 a")
    page.wait_for_selector(".card.on .why")
    page.click(".card.on .why summary")
    page.select_option(".card.on .why select[name=attitude]", "accusation")
    page.click(".card.on .why button[value=change]")
    page.wait_for_selector(".card.on .judged")
    assert page.text_content(".card.on .attitude") == "accuses"
    page.click(".card.on .undo button")
    page.wait_for_selector(".card.on .why:not(:has(.judged))")
    assert page.text_content(".card.on .attitude") != "accuses"
    page.goto(page.url.partition("/reports")[0] + "/search?q=vessa")
    page.go_back()
    page.wait_for_selector(".document.current")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_accessibility_checker_finds_nothing_serious(
    serve: Callable[..., Running], tab: Tab, size: Any, scheme: str
) -> None:
    failure = Failure(uri="https://a.example/b", stage="fetch", reason="no answer", hint="Wait.")
    running = serve(layered(), failure)
    found = []
    page = None
    for path in (
        "/", "/search?q=speaker:Brill", REPORT, f"{REPORT}/d/why", "/people", "/stories",
        "/import", "/corrections", "/failures",
    ):  # fmt: skip
        if page is None:
            page = tab(running, path, size, color_scheme=scheme)
        else:
            page.goto(running.server.address.url("") + path)
        if path == REPORT:
            page.keyboard.press("j")
            page.wait_for_selector(".card.on .why", state="attached")
        found += [(path, *one) for one in serious(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert found == []


def test_no_hostile_text_runs_anywhere(serve: Callable[..., Running], tab: Tab) -> None:
    some = INJECTIONS[:20]
    failures = [Failure(uri=w, stage="read", reason=w, hint=w) for w in some]
    records = [*map(hostile, some), hostile_layers(some[0]), hostile_layers(some[7])]
    running = serve(*records, *failures)
    base = running.server.address.url("")
    page = tab(running, "/")
    for path in ("/failures", "/people", "/search?q=kind:statement", "/search?q=kind:event"):
        page.goto(base + path)
    for record in (records[0], records[7], records[-1], records[-2]):
        page.goto(f"{base}/reports/{record.document.id}")
        page.keyboard.press("j")
        page.wait_for_timeout(400)
        assert page.evaluate("frames.length") == 0
    assert page.evaluate("Object.prototype.polluted") is None


def test_a_foreign_page_cannot_post(serve: Callable[..., Running], tab: Tab, tmp_path: Any) -> None:
    running = serve(layered())
    base = running.server.address.url("")
    page = tab(running, "/import")
    token = page.get_attribute("[name=form-token]", "value")
    (tmp_path / "evil.html").write_text(
        f'<form method="post" action="{base}/corrections"><input name="form-token" value="{token}">'
        f'<input name="document" value="{layered().document.id}"><input name="item" value="d">'
        '<input name="act" value="remove"></form><script>document.forms[0].submit()</script>'
    )
    page.goto((tmp_path / "evil.html").as_uri(), wait_until="commit")
    page.wait_for_url(f"{base}/corrections")
    assert "another site" in page.text_content("body")
    assert running.visitor.get(f"{REPORT}/d/why").status == 200
    tab.wrongs.clear()


def test_a_long_report_with_two_thousand_marks_answers(
    serve: Callable[..., Running], tab: Tab
) -> None:
    record = long_record(25_000, 2_000)
    page = tab(serve(record), f"/reports/{record.document.id}")
    for _ in range(3):
        page.keyboard.press("j")
    assert chosen(page) == ["3"]


@pytest.mark.model
def test_a_pasted_text_is_read_while_one_looks(serve: Callable[..., Running], tab: Tab) -> None:
    from onrecord.reader import Reader

    page = tab(serve(reader=Reader), "/import")
    page.fill("textarea[name=text]", "Oda Brill said on Monday that the pumps will run again.")
    page.click("text=Read it")
    page.wait_for_selector("#progress .state.done", timeout=4 * TIME)
    page.click("#progress .entry a")
    sync_api.expect(page.locator(".card .name").first).to_have_text("Oda Brill")
