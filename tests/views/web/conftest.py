"""Archives of invented reports, served by the real server on a free port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asking_web import Running, Visitor, no_reader
from invented_layers import layered

from onrecord.archive import Archive
from onrecord.schema import Failure, Record
from onrecord.serving import Server

Serve = Callable[..., Running]


def _serving(folder: Path) -> Iterator[Serve]:
    running: list[Running] = []

    def start(*items: Record | Failure, reader: Any = no_reader, **options: Any) -> Running:
        file = folder / f"archive{len(running)}.db"
        with Archive.open(file) as archive:
            for item in items:
                if isinstance(item, Failure):
                    archive.note(item, item.uri, "2031-03-04T05:06:07+00:00")
                else:
                    archive.add(item, "invented 1")
        running.append(Running(Server(file, reader, port=0, **options)))
        return running[-1]

    yield start
    for one in running:
        one.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts servers of archives that hold some records; they end with the test."""
    yield from _serving(tmp_path)


@pytest.fixture(scope="session")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """The same for servers that several tests visit; they end with the last."""
    yield from _serving(tmp_path_factory.mktemp("lasting"))


@pytest.fixture(scope="session")
def visitor(lasting: Serve) -> Visitor:
    """A visitor of an archive with one invented report in it, for tests that change nothing."""
    return lasting(layered()).visitor


@pytest.fixture
def editor(serve: Serve) -> Visitor:
    """A visitor of the same archive, for tests that change it."""
    return serve(layered()).visitor
