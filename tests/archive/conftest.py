"""An archive over every store there is; what is tested with it must hold for each."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.archive import Archive


@pytest.fixture
def archive(named: str) -> Iterator[Archive]:
    with Archive.open(named) as opened:
        yield opened


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    size = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if mount is None or subprocess.run([mount, *size], capture_output=True, check=False).returncode:
        pytest.skip("only the superuser of a Linux machine can mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
