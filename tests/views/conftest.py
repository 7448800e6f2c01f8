"""One browser for all tests of pages, and a way to open pages in it that keeps what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from browsing import Opener


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from browsing import CHROMIUM, QUIET, sync_api

    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    from browsing import Opener

    opener = Opener(browser, tmp_path)
    yield opener
    opener.close()
    assert opener.wrongs == []
