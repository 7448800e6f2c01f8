"""Take the pictures of the web application: the samples' archive in a headless Chromium."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
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


class Picture(NamedTuple):
    """One picture: its name, the page, what to do there, and on which screen."""

    name: str
    path: str
    keys: tuple[str, ...] = ()
    phone: bool = False
    dark: bool = False


def pictures(file: Path) -> list[Picture]:
    """The pages to take, at the samples' own people and story."""
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
        Picture("web-story", story),
        Picture("web-story-phone-dark", story, phone=True, dark=True),
        Picture("web-reader", report, ("j", "j")),
        Picture("web-reader-dark", report, ("j", "j"), dark=True),
        Picture("web-reader-phone", report, ("j",), phone=True),
        Picture("web-search", "/search?q=attitude:denial"),
        Picture("web-search-phone-dark", "/search?q=attitude:denial", phone=True, dark=True),
        Picture("web-person", f"/people/{person}"),
        Picture("web-import-dark", "/import", dark=True),
        Picture("web-home-phone", "/", phone=True),
    ]


def taken(browser: Any, base: str, picture: Picture) -> None:
    """Open the page and write the picture."""
    context = browser.new_context(
        viewport=PHONE if picture.phone else DESKTOP,
        color_scheme="dark" if picture.dark else "light",
        is_mobile=picture.phone,
        has_touch=picture.phone,
        locale="en-GB",
    )
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(base + picture.path)
    for key in picture.keys:
        page.keyboard.press(key)
    if picture.keys:
        page.wait_for_selector(".card.on .why", state="attached")
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    context.close()
    print(f"wrote docs/images/{picture.name}.png", flush=True)


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
            for picture in pictures(file):
                taken(browser, server.address.url(""), picture)
            browser.close()
        server.stop()
        thread.join(10)
    return 0


if __name__ == "__main__":
    sys.exit(main())
