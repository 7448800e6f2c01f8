"""A PostgreSQL server of the tests' own: started for them, gone after them, on no network."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_LOGIN = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root, which it refuses to."""


def programs() -> Path | None:
    """Where the server's programs are, if anywhere: the newest of Debian's, else on the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda p: int(p.parts[4]))
    found = shutil.which("initdb")
    return versions[-1] if versions else Path(found).parent if found else None


class Server:
    """A running server with as many databases as are asked for."""

    def __init__(self, bin: Path, home: Path, user: dict[str, Any]) -> None:
        self.bin, self.home, self._user = bin, home, user
        self._numbers = itertools.count(1)
        self.name = pwd.getpwuid(user.get("user", os.getuid())).pw_name
        self.data = home / "data"
        options = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        self.program("initdb", "-D", str(self.data), "-U", self.name, *options)

    def program(self, name: str, *words: str) -> None:
        """Run a program of PostgreSQL's as the server's user."""
        command = [str(self.bin / name), *words]
        done = subprocess.run(
            command, cwd=self.home, capture_output=True, text=True, check=False, **self._user
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")

    def start(self) -> None:
        """Start it; it is ready when this returns."""
        # Nothing here must outlive a loss of power, which makes it several times as fast.
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.home}' -c fsync=off"
            " -c full_page_writes=off -c max_wal_size=256MB -c shared_buffers=32MB"
        )
        options = ["-w", "-l", str(self.home / "log"), "-o", settings]
        # Not captured: the server would hold the pipe open.
        subprocess.run(
            [str(self.bin / "pg_ctl"), "-D", str(self.data), *options, "start"],
            cwd=self.home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
            **self._user,
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` in order, `immediate` as a crash would."""
        self.program("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def address(self, database: str) -> str:
        """The address of a database there."""
        return f"postgresql://{self.name}@/{database}?host={self.home}"

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Carry out one statement; its rows, if it has any."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def database(self, options: str = "") -> str:
        """The address of a new, empty database."""
        name = f"test{next(self._numbers)}"
        self.ask(f"CREATE DATABASE {name} {options}")
        return self.address(name)


def running() -> Iterator[Server]:
    """A server, until the generator is closed; the test is skipped where there can be none."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: onrecord[postgres]")
    bin = programs()
    if bin is None:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        logins = {entry.pw_name: entry for entry in pwd.getpwall()}
        login = next((logins[name] for name in _LOGIN if name in logins), None)
        if login is None:
            pytest.skip("PostgreSQL does not run as root, and there is nobody else here")
        user = {"user": login.pw_uid, "group": login.pw_gid, "extra_groups": []}
    # Under a short path that its user may enter: a socket's may not be long.
    home = Path(tempfile.mkdtemp(prefix="onrecord-", dir="/tmp"))
    if user:
        os.chown(home, user["user"], user["group"])
    server = Server(bin, home, user)
    try:
        server.start()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(home, ignore_errors=True)
