"""What all tests share: where the samples are, and what to do on a machine without the weights."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from postgres_server import Server, running

from onrecord.spans.bundle import available

# A busy machine is no defect: no property may fail by the clock. The examples are the same in
# every run, so that what passes here passes anywhere; to look further, run now and then
# `pytest --hypothesis-profile=wide`.
steady = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("steady", steady)
settings.register_profile("wide", steady, derandomize=False, max_examples=2000)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "small" in available():
        return
    missing = pytest.mark.skip(reason="the small model's weights are not in this checkout")
    for item in items:
        if item.get_closest_marker("model"):
            item.add_marker(missing)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "samples"


@pytest.fixture(scope="session")
def sample_texts(samples: Path) -> list[str]:
    """Every sample that is text or JSON lines."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(samples.glob("*.txt"))]
    for path in sorted(samples.glob("*.jsonl")):
        texts += [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    return texts


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server; the test is skipped where there can be none."""
    yield from running()


STORES: dict[str, Callable[[pytest.FixtureRequest], str]] = {
    "sqlite": lambda request: str(request.getfixturevalue("tmp_path") / "test.db"),
    "postgresql": lambda request: request.getfixturevalue("server").database(),
}
"""Every store by its name, with the name of a new archive there."""


@pytest.fixture(params=STORES)
def named(request: pytest.FixtureRequest) -> str:
    """The name of an archive that is not there yet, for each store in turn."""
    return STORES[request.param](request)
