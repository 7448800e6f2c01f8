"""The first ten minutes as the README walks them: the story, a report, a folder, a search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from asking_web import Running
from browsing import DESKTOP, PHONE, needs_browser, serious, sync_api

from onrecord.archive import Archive
from onrecord.demo import Kept, front
from onrecord.intake import documents
from onrecord.reader import Reader
from onrecord.stories.gather import gather

pytestmark = [needs_browser, pytest.mark.model]

TIME = 120_000
"""Milliseconds that a busy machine may need for one step."""


class Samples(NamedTuple):
    """The samples' archive, served, and the page that the demonstration opens."""

    running: Running
    front: str


@pytest.fixture(scope="module")
def served(lasting: Callable[..., Running], samples: Path) -> Samples:
    """Read and gathered once for all these tests."""
    reader = Reader()
    running = lasting(reader=lambda: reader)
    with Archive.open(running.server.archive) as archive:
        kept = Kept(archive, reader)
        files = sorted(str(p) for p in samples.iterdir() if p.suffix != ".md")
        for item in reader.read_all(documents(files)):
            kept.add(item)
        gather(archive)
        return Samples(running, front(archive))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_accessibility_checker_finds_nothing_serious_across_reports(
    served: Samples, browser: Any, size: Any, scheme: str
) -> None:
    base = served.running.server.address.url("")
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(TIME)
    page.goto(base + "/people?type=Person")
    somebody = page.locator(".entry > a").first.get_attribute("href")
    story, _, place = served.front.partition("#")
    for path in ("/people", "/stories", somebody, served.front, f"{story}?words=dam#{place}"):
        page.goto(base + path)
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    context.close()


def test_from_the_samples_story_to_ones_own_folder(
    served: Samples, browser: Any, tmp_path: Path
) -> None:
    path = served.front
    assert path.endswith("#disagree")
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(TIME)
    base = served.running.server.address.url("")
    # The story, at the figures that disagree, each in its sentence.
    page.goto(base + path)
    assert page.locator("#disagree .side mark").count() >= 4
    assert page.locator("#timeline .moment").count() > 10
    assert page.locator("#where .dot").count() > 0
    # One filter for all of it.
    page.fill(".sieve [name=words]", "evacuated")
    page.click(".sieve button")
    page.wait_for_url("**words=evacuated*")
    for quote in page.locator("#disagree .apart").all():
        assert "evacuated" in (quote.text_content() or "").lower()
    page.go_back()
    # A report, and why an item is there.
    page.locator("#disagree .side .from a").first.click()
    page.wait_for_selector(".card.on .why")
    # Somebody across reports.
    page.goto(base + "/people?type=Person")
    page.locator(".entry > a").first.click()
    page.wait_for_selector("#by .saying")
    # A folder of one's own, searched.
    article = tmp_path / "article.txt"
    article.write_text("Ferry returns\n\nIlka Tornen promised on Monday that the ferry will run.\n")
    page.goto(base + "/import")
    page.set_input_files("input[name=files]", str(article))
    page.click("text=Read them")
    page.wait_for_selector("#progress .state.done")
    page.fill(".find input", "speaker:Tornen")
    page.press(".find input", "Enter")
    sync_api.expect(page.locator(".hit").first).to_contain_text("ferry", timeout=TIME)
    context.close()
