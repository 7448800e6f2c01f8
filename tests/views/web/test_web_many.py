"""Fifty visitors at once: every one of them is answered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from asking_web import Running
from invented_layers import layered

PATHS = ("/", "/search?q=vessa", "/people", "/stories", "/import", "/corrections", "/failures")


def test_fifty_at_once_are_all_answered(serve: Callable[..., Running]) -> None:
    running = serve(layered())
    visitor = running.visitor
    token = visitor.token()
    report = f"/reports/{layered().document.id}"

    def visit(number: int) -> list[int]:
        paths = (PATHS[number % len(PATHS)], report, f"{report}/d/why")
        seen = [visitor.get(path).status for path in paths]
        form = {
            "form-token": token, "document": layered().document.id, "item": "d", "act": "accept",
        }  # fmt: skip
        if number % 10 == 0:
            seen.append(visitor.post("/corrections", form).status)
        return seen

    with ThreadPoolExecutor(50) as visitors:
        statuses = [status for seen in visitors.map(visit, range(50)) for status in seen]
    assert len(statuses) == 50 * 3 + 5
    assert set(statuses) <= {200, 303}
