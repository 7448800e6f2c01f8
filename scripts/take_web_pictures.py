"""Take the pictures of the web application: the samples' archive in a headless Chromium."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from onrecord.archive import Archive
from onrecord.demo import Kept, front, samples
from onrecord.intake import documents
from onrecord.reader import Reader
from onrecord.serving import Server
from onrecord.stories.desk import Desk
from onrecord.stories.gather import gather

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 780}


QUALITY = 72
"""Of the JPEG pictures of every page; those that the README shows are PNG."""


class Page(NamedTuple):
    """A page: the name of its pictures, its path, and what to press there."""

    name: str
    path: str
    keys: tuple[str, ...] = ()


class Screen(NamedTuple):
    """On what a page is looked at."""

    phone: bool = False
    dark: bool = False

    @property
    def name(self) -> str:
        """How its pictures are named."""
        return ("phone" if self.phone else "desktop") + ("-dark" if self.dark else "")


SCREENS = tuple(Screen(phone, dark) for phone in (False, True) for dark in (False, True))
SHOWN = {
    "web-story": ("story", Screen()),
    "web-reader": ("reader", Screen()),
    "web-search": ("search", Screen()),
}
"""The pictures in README and docs, which are kept large and sharp."""


def pages(file: Path) -> list[Page]:
    """Every page, at the samples' own people and story."""
    with Archive.open(file, write=False) as archive:
        desk = Desk(archive)
        story = front(archive)
        person = desk.people("", "Person").items[0].id
        readout = next(
            r
            for r in archive.records()
            if "readout" in (r.document.title or "").lower()
            or any(s.channel == "readout" for s in r.statements)
        )
    report = f"/reports/{readout.document.id}"
    return [
        Page("home", "/"),
        Page("search", "/search?q=attitude:denial"),
        Page("reader", report, ("j", "j")),
        Page("why", f"{report}/{readout.statements[1].id}/why"),
        Page("people", "/people"),
        Page("person", f"/people/{person}"),
        Page("stories", "/stories"),
        Page("story", story),
        Page("import", "/import"),
        Page("corrections", "/corrections"),
        Page("failures", "/failures"),
    ]


def taken(browser: Any, base: str, page: Page, screen: Screen) -> None:
    """Open the page and write its picture, and that of the README where it is one."""
    context = browser.new_context(
        viewport=PHONE if screen.phone else DESKTOP,
        color_scheme="dark" if screen.dark else "light",
        is_mobile=screen.phone,
        has_touch=screen.phone,
        locale="en-GB",
    )
    tab = context.new_page()
    tab.set_default_timeout(120_000)
    tab.goto(base + page.path)
    for key in page.keys:
        tab.keyboard.press(key)
    if page.keys:
        tab.wait_for_selector(".card.on .why", state="attached")
    file = FOLDER / "pages" / f"{page.name}-{screen.name}.jpg"
    tab.screenshot(path=file, type="jpeg", quality=QUALITY)
    for name in (n for n, shown in SHOWN.items() if shown == (page.name, screen)):
        tab.screenshot(path=FOLDER / f"{name}.png")
    context.close()
    print(f"wrote {file.relative_to(ROOT)}", flush=True)


def main() -> int:
    """Read the samples, serve them, and take every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("the pictures need Chromium: apt-get install chromium")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo.db"
        reader = Reader()
        with Archive.open(file) as archive:
            kept = Kept(archive, reader)
            # From the root, so that the pages show short paths and not where this clone lies.
            os.chdir(ROOT)
            names = sorted(f"samples/{p.name}" for p in samples().iterdir() if p.suffix != ".md")
            for item in reader.read_all(documents(names)):
                kept.add(item)
            gather(archive)
        server = Server(file, lambda: reader, port=0)
        up = threading.Event()
        server.when_up(up.set)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        up.wait(60)
        with sync_playwright() as playwright:
            # Root may only start Chromium without its sandbox; the pages are our own.
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            (FOLDER / "pages").mkdir(exist_ok=True)
            for page, screen in product(pages(file), SCREENS):
                taken(browser, server.address.url(""), page, screen)
            browser.close()
        server.stop()
        thread.join(10)
    return 0


if __name__ == "__main__":
    sys.exit(main())
