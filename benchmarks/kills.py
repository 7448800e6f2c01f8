"""Adding reports while the process is killed again and again: nothing lost, nothing doubled.

    python -m benchmarks.kills [--articles 1000] [--kills 100] [--workers 1] [--archive NAME]

The real `onrecord add` reads invented articles with the real model. It is killed with SIGKILL,
all its processes at once, at random moments: a tenth of them while it starts, the others a
random number of reports and of milliseconds later. After each kill the archive is opened and
looked through: what was seen stored before the kill is there, each report once and whole, every
table and index sound. At the end it is added to the end, and what `onrecord dump` writes is
compared with that of an undisturbed run, byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import apsw

from onrecord.archive import Archive, ArchiveError
from onrecord.archive.address import on_server

SEED = 20_261_125
NAMES = ("Ada Lund", "Bo Krag", "Cia Moe", "Dag Ness", "Eli Vik", "Finn Aas", "Gro Dahl")
OFFICES = ("minister", "mayor", "spokeswoman", "general", "governor", "envoy")
PLACES = ("Oslo", "Geneva", "Cairo", "Mosul", "Nairobi", "Lima", "Ottawa")
CUES = ("said", "denied", "warned", "promised", "told reporters", "noted")
THINGS = ("the road", "the bridge", "the ceasefire", "the northern pier", "the inquiry", "the vote")
ENDS = ("was open again", "would be delayed", "had been agreed", "was not safe", "had failed")


class WrongError(Exception):
    """What did not hold, and after which kill."""


class Outcome(NamedTuple):
    """What was seen: kills by what was under way, and the digest of the final export."""

    kills: int
    starting: int
    added: list[int]
    digest: str


def article(number: int) -> str:
    """One invented article of some forty words, always the same for its number."""
    chance = random.Random(SEED + number)
    lines = [f"Report {number}: {chance.choice(THINGS)} {chance.choice(ENDS)}", ""]
    for _ in range(2):
        name, office = chance.choice(NAMES), chance.choice(OFFICES)
        what = f"{chance.choice(THINGS)} in {chance.choice(PLACES)} {chance.choice(ENDS)}"
        some = f"{chance.randint(2, 900)} people had left"
        lines.append(f"The {office}, {name}, {chance.choice(CUES)} that {what} and that {some}.")
    return "\n".join(lines) + "\n"


def write(folder: Path, count: int) -> None:
    """So many articles, a file each."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05}.txt").write_text(article(number), encoding="utf-8")


def command(*words: str) -> list[str]:
    """A command of onrecord, in this Python."""
    return [sys.executable, "-m", "onrecord", *words]


def exported(archive: str) -> bytes:
    """What `onrecord dump` writes."""
    return subprocess.run(command("dump", "-a", archive), stdout=subprocess.PIPE, check=True).stdout


def stored(archive: str) -> int:
    """How many reports are stored; none where there is no archive yet."""
    try:
        with Archive.open(archive, write=False) as opened:
            return len(opened)
    except ArchiveError:
        return 0


def looked_through(archive: str, least: int) -> int:
    """How many reports are there after a kill.

    Raises:
        WrongError: fewer than were seen, one twice, out of order or torn, or an index that is not
            what the tables say.
    """
    if not on_server(archive) and Path(archive).exists():
        _sound(archive)
    count = stored(archive)
    if count < least:
        raise WrongError(f"{least} were stored, {count} are left")
    if count:
        with Archive.open(archive, write=False) as opened:
            texts = [record.document.text for record in opened.records()]
        if len(texts) != count or any(
            text.strip() != article(number).strip() for number, text in enumerate(texts)
        ):
            raise WrongError("the reports are not those that were added, in their order")
    return count


def _sound(file: str) -> None:
    db = apsw.Connection(file)
    try:
        if (told := db.pragma("integrity_check")) != "ok":
            raise WrongError(f"SQLite finds damage: {told}")
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema")}
        for kind in ("documents", "statements", "events", "figures"):
            if f"{kind}_words" not in tables:
                continue  # killed before the first table was made
            rows = set(db.execute(f"SELECT key FROM {kind}"))
            if rows != set(db.execute(f"SELECT rowid FROM {kind}_words")):
                raise WrongError(f"{kind} and their index are not of one mind")
            db.execute(f"INSERT INTO {kind}_words ({kind}_words) VALUES ('integrity-check')")
    finally:
        db.close()


def killed(words: list[str], archive: str, more: int, seconds: float) -> tuple[int, bool]:
    """Run a command and kill it when `more` reports have come, and so many seconds later.

    Returns:
        How many reports were seen stored before, and whether it was still running then.
    """
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    seen = before = stored(archive)
    while more and process.poll() is None and seen < before + more:
        time.sleep(0.05)
        seen = stored(archive)
    time.sleep(seconds)
    running = process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return seen, running


def run(articles: int, kills: int, archive: str | None, workers: int = 1) -> Outcome:
    """Do it all.

    Raises:
        WrongError: something was lost, doubled or damaged, or the exports differ.
    """
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as held:
        folder, clean = Path(held) / "articles", str(Path(held) / "clean.db")
        archive = archive or str(Path(held) / "killed.db")
        write(folder, articles)
        adding = [str(folder), "--workers", str(workers), "-a"]
        subprocess.run(command("add", *adding, clean), stderr=subprocess.DEVNULL, check=True)
        began, count, starting, added, done = time.monotonic(), 0, 0, [], 0
        while done < kills:
            # So that the last kill still meets a run that has something to do.
            usual = max(1, (articles - count - 1) // (kills - done))
            early = chance.random() < 0.1
            more = 0 if early else chance.randint(1, max(1, 2 * usual - 1))
            more = min(more, articles - count - (kills - done))
            delay = chance.uniform(0, 1.5) if early else chance.uniform(0, 0.12)
            seen, running = killed(command("add", *adding, archive), archive, max(0, more), delay)
            if not running:
                raise WrongError(f"the run had ended before kill {done + 1}; give it more articles")
            done, before = done + 1, count
            count = looked_through(archive, seen)
            starting += early
            added.append(count - before)
            if done % 10 == 0:
                spent = time.monotonic() - began
                print(f"  {done} kills, {count:,} reports, {spent:,.0f} s", flush=True)
        subprocess.run(command("add", *adding, archive), stderr=subprocess.DEVNULL, check=True)
        looked_through(archive, articles)
        one, other = exported(clean), exported(archive)
    if one != other:
        raise WrongError("the export is not that of an undisturbed run")
    return Outcome(done, starting, added, hashlib.sha256(one).hexdigest())


def main() -> None:
    """Read the arguments, run, and say what was seen."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--archive", help="a new archive, such as a database on a server")
    given = parser.parse_args()
    try:
        seen = run(given.articles, given.kills, given.archive, given.workers)
    except WrongError as error:
        raise SystemExit(f"WRONG: {error}") from error
    quiet = sum(n == 0 for n in seen.added)
    print(f"{seen.kills} kills, {seen.starting} of them aimed at the start;")
    print(f"{quiet} times nothing had been added since the last one, at most {max(seen.added)}")
    print(f"nothing lost, doubled or damaged; both exports are {seen.digest}")


if __name__ == "__main__":
    main()
