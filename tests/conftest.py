"""What all tests share: where the samples are, and what to do on a machine without the weights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from onrecord.spans.bundle import available

# A busy machine is no defect: no property may fail by the clock.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
