"""How fast the pages of a large archive open, and whether fifty visitors at once are all answered.

    python -m benchmarks.web [--documents 100000] [--keep FILE] [--visitors 50] [--no-gather]

The archive is that of `benchmarks.archive` (invented reports, seeded); `--keep` makes it there, or
serves what is there. The server is the real one, in a process of its own; a page's time is that of
the whole answer, over loopback.
"""

from __future__ import annotations

import argparse
import http.client
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import psutil

from benchmarks.archive import QUERIES, SEED, World, adding, percentile
from onrecord.archive import Archive
from onrecord.stories.desk import Desk
from onrecord.stories.gather import gather

TARGET_MS = 1000
SERVE = """
import sys
from onrecord.reader import Reader
from onrecord.serving import Server
server = Server(sys.argv[1], Reader, port=0, stories=bool(sys.argv[2]))
print(server.address.port, flush=True)
server.run()
"""


def pages(file: Path, times: int) -> dict[str, list[str]]:
    """The pages to open, by kind, others each time."""
    world, chance = World(), random.Random(SEED)
    with Archive.open(file, write=False) as archive:
        desk = Desk(archive)
        documents = [
            stored.document for stored, _ in zip(_stored(archive), range(400), strict=False)
        ]
        people = [p.id for p in desk.people(limit=times).items]
        stories = [s.id for s in desk.stories(limit=times).items]
    found = {"first page": ["/"] * times, "people": ["/people"], "stories": ["/stories"]}
    found |= {
        f"search: {name}": [f"/search?q={quote(ask(world, chance))}" for _ in range(times)]
        for name, ask in QUERIES.items()
    }
    found["a report"] = [f"/reports/{chance.choice(documents)}" for _ in range(times)]
    found["somebody"] = [f"/people/{quote(one)}" for one in people]
    found["a story"] = [f"/stories/{quote(one)}" for one in stories]
    found |= {name: [f"/{name}"] for name in ("import", "corrections", "failures")}
    return {name: some for name, some in found.items() if some}


def _stored(archive: Archive) -> Iterator[object]:
    yield from archive.store.records()


def opened(port: int, path: str) -> tuple[int, float]:
    """The status of a page and the milliseconds that it took."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status, 1000 * (time.perf_counter() - began)
    finally:
        connection.close()


def main() -> None:
    """Serve the archive and open its pages."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--documents", type=int, default=100_000)
    options.add_argument("--times", type=int, default=5, help="pages of each kind")
    options.add_argument("--visitors", type=int, default=50)
    options.add_argument("--keep", type=Path, help="make the archive here, or serve it again")
    options.add_argument("--no-gather", action="store_true", help="leave stories untold")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.keep or Path(folder) / "archive.db"
        with Archive.open(file) as archive:
            if not len(archive):
                adding(archive, given.documents, World())
            if not given.no_gather:
                gather(archive)
            documents = len(archive)
        wanted = pages(file, given.times)
        command = [sys.executable, "-c", SERVE, str(file), "" if given.no_gather else "yes"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        port = int(server.stdout.readline())
        try:
            while _refused(port):
                time.sleep(0.1)
            report(documents, port, psutil.Process(server.pid), wanted, given.visitors)
        finally:
            server.terminate()
            server.wait()


def report(
    documents: int,
    port: int,
    server: psutil.Process,
    wanted: dict[str, list[str]],
    visitors: int,
) -> None:
    """Open every page, one after the other and then many at once, and print what it took.

    Beside the time by the clock stands that of the processor, which does not count what else the
    machine does.
    """
    print(f"{documents:,} documents; milliseconds, target {TARGET_MS}")
    print(f"{'':42}{'p50':>8}{'max':>8}{'cpu':>8}")
    for name, paths in wanted.items():
        before = _busy(server)
        took = [opened(port, path) for path in paths]
        busy = 1000 * (_busy(server) - before) / len(paths)
        wrong = [status for status, _ in took if status != 200]
        times = [ms for _, ms in took]
        print(f"{name:42}{percentile(times, 0.5):8.0f}{max(times):8.0f}{busy:8.0f}{wrong or ''}")
    everything = [path for paths in wanted.values() for path in paths[:2]]
    order = random.Random(SEED)
    some = [order.choice(everything) for _ in range(visitors * 4)]
    with ThreadPoolExecutor(visitors) as pool:
        took = list(pool.map(lambda path: opened(port, path), some))
    failed = sum(status != 200 for status, _ in took)
    times = [ms for _, ms in took]
    print(
        f"\n{visitors} visitors at once, {len(some)} pages: {failed} failed,"
        f" p50 {percentile(times, 0.5):.0f}, p95 {percentile(times, 0.95):.0f}"
    )


def _busy(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)


def _refused(port: int) -> bool:
    try:
        return opened(port, "/import")[0] != 200
    except OSError:
        return True


if __name__ == "__main__":
    main()
