"""Pages in a real browser: how the tests open them, and what they ask of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this system")

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 780}
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


class Opener:
    """Opens pages and keeps what they must not do: errors, dialogs, requests."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._contexts: list[Any] = []
        self.wrongs: list[str] = []

    def __call__(
        self, source: str, fragment: str = "", size: dict[str, int] = DESKTOP, **options: Any
    ) -> Any:
        path = self._folder / "report.html"
        path.write_text(source, "utf-8")
        context = self._browser.new_context(viewport=size, **options)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: self.wrongs.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.wrongs.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.goto(path.as_uri() + fragment)
        return page

    def _dialog(self, dialog: Any) -> None:
        self.wrongs.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self._folder.as_uri(), "data:,")):
            self.wrongs.append(f"request: {request.url}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def marked(page: Any, name: str = "on") -> list[str]:
    """The words that carry a mark of the selection or of the pointer, in text order."""
    words: list[str] = page.eval_on_selector_all(
        f".document.current .text .m.{name}", "all => all.map(el => el.textContent)"
    )
    return words


def chosen(page: Any) -> list[str]:
    numbers: list[str] = page.eval_on_selector_all(
        ".document.current .card.on .number", "all => all.map(el => el.textContent)"
    )
    return numbers


def at(page: Any) -> str:
    return str(page.evaluate("location.hash"))


def until(page: Any, condition: str) -> None:
    """Wait for a condition; the page's own policy forbids the browser's way of waiting."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(condition)


def words(page: Any, text: str) -> Any:
    return page.locator(".document.current .text .m", has_text=text).first


def serious(page: Any) -> list[tuple[str, list[Any]]]:
    """What an accessibility checker finds serious on a page: the rule, and where it is broken."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    return [
        (one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in axe.Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
