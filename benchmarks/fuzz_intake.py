"""Mutated files of every format through the front door: none raises, none takes long.

    python -m benchmarks.fuzz_intake [--count 2000] [--seed 0] [--limit 2.0] [--keep FOLDER]

Each file is a small valid sample that has been flipped, cut, stuffed, doubled, nested or
bombed, by a generator with a seed. A file that raises, or takes longer than the limit, is
told with the seed of its own and kept in the folder, and the exit status is 1. The limit
is wall time, for each document or failure that is waited for (a feed that was multiplied
to a thousand entries is a thousand documents), and the better of two readings. Where the
system tells (Linux), the time in which something else had the processor is taken off.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks import intake_samples as samples
from onrecord.intake import IntakeOptions, documents
from onrecord.schema import Document

_TEXT = samples.STORY + " " + samples.MORE
_PDF = samples.pdf(
    [
        samples.column(["Harbour report", "", "The mayor said that the pier would be un-",
                        "safe until spring.", "", samples.MORE[:60], samples.MORE[60:]]),
        samples.column([samples.STORY[:50], samples.STORY[50:]]),
    ],
    title="Report",
    date="D:20250304093000Z",
    packed=True,
)  # fmt: skip
_JSON_FEED = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "The Post", "items": ['
    f'{{"id": "1", "url": "https://a.example/1", "content_html": "<p>{_TEXT}</p>"}}]}}'
).encode()
SAMPLES: dict[str, tuple[bytes, ...]] = {
    "txt": (_TEXT.encode(), _TEXT.encode("utf-16")),
    "jsonl": ((f'{{"text": "{_TEXT}", "published": "2025-03-04"}}\n' * 3).encode(),),
    "html": (samples.page(), samples.page("Zwei", samples.MORE * 20)),
    "rss": (samples.rss(), samples.atom()),
    "json": (_JSON_FEED,),
    "pdf": (_PDF, samples.pdf([samples.column([_TEXT])]), samples.pdf([[]], locked=True)),
    "warc": (samples.warc(),),
    "eml": (samples.mail(), samples.mail(_TEXT.encode()), samples.mail(_PDF, "report.pdf"),
            samples.mail(samples.mail(samples.page(), "a.html"), "b.eml")),
    "mbox": (samples.mbox(),),
    "csv": (samples.table(), samples.table(";"), samples.table("\t")),
    "xml": (samples.sitemap(["ftp://a.example/1"]), samples.rss()),
}  # fmt: skip
_TOKENS = (
    b"<", b">", b"&", b"\0", b"\xff\xfe", b"\r\n\r\n", b"\n", b'"', b"'", b"%", b"<![CDATA[",
    b"]]>", b"<!--", b"&#x110000;", b"&#0;", b"<p>", b"</p>", b"\xed\xa0\x80", b"=?utf-8?b?",
    b"?=", b"--b1", b"Content-Length: 99999999999", b"{", b"[", b"WARC/1.1\r\n",
    b'Content-Type: multipart/mixed; boundary="b1"\r\n', b"From x Tue Mar  4 09:30:00 2025\n",
    b"stream\n", b"endobj", b"<< /Length -1 >>", b"/Kids [2 0 R]", b"/Count 99999999", b"1e999",
    b"\\ud800", b"Transfer-Encoding: chunked\r\n", "\u202e".encode(), "\u2028".encode(),
    b"\x1f\x8b", b"PK\x03\x04", b"%PDF-1.7", b"charset=utf-7", b"Content-Encoding: gzip\r\n",
)  # fmt: skip


def flip(data: bytes, chance: random.Random) -> bytes:
    """Some bytes become others."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64))):
        if out:
            out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The file ends early, or a stretch of it is missing."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] if chance.random() < 0.5 else data[:start] + data[end:]


def insert(data: bytes, chance: random.Random) -> bytes:
    """Words that mean something to a parser, where they do not belong."""
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(_TOKENS) * chance.choice((1, 1, 1, 50)) + data[at:]
    return data


def double(data: bytes, chance: random.Random) -> bytes:
    """A stretch comes again, once or very often."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    times = chance.choice((2, 2, 10, 300)) if end - start < 2000 else 2
    return data[:start] + data[start:end] * times + data[end:]


def nest(data: bytes, chance: random.Random) -> bytes:
    """Tags, brackets, parts or objects inside each other, thousands deep."""
    depth = chance.choice((100, 1000, 20_000))
    opened, closed = chance.choice(
        (
            (b"<div>", b"</div>"), (b"<b><i>", b""), (b"<item>", b"</item>"), (b"[", b"]"),
            (b'{"a":', b"}"), (b"<<", b">>"), (b"(", b")"), (b"<blockquote type=cite>", b""),
            (b"<table><tr><td>", b""), (b">", b""),
            (b'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\n', b""),
            (b"Content-Type: message/rfc822\r\n\r\n", b""),
        )
    )  # fmt: skip
    at = chance.randrange(len(data) + 1)
    return data[:at] + opened * depth + data[at:] + closed * depth


def entities(data: bytes, chance: random.Random) -> bytes:
    """Entities of entities of entities, a billion when all are written out."""
    rows = ['<!ENTITY a0 "lol lol lol ">']
    rows += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)]
    bomb = f"<!DOCTYPE x [{''.join(rows)}]>".encode()
    head, mark, rest = data.partition(b"?>")
    data = head + mark + bomb + rest if mark else bomb + data
    at = data.find(b"<title>") + 7
    return data[:at] + b"&a9;" + data[at:]


def pack(data: bytes, chance: random.Random) -> bytes:
    """The file in gzip or zip, whole, damaged, or as a bomb."""
    kind = chance.randrange(5)
    if kind == 0:
        return gzip.compress(data)
    if kind == 1:
        return flip(gzip.compress(data), chance)
    if kind == 2:
        return _BOMB
    if kind == 3:
        return gzip.compress(_BOMB)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", data * 100)
    return held.getvalue()


def long(data: bytes, chance: random.Random) -> bytes:
    """A line, word, header or cell of a hundred thousand characters."""
    what = chance.choice(
        (b"a", b" ", b"a ", b"\t", b">", b"=", b"?", b"-", b"\n ", b"\xc3\xa9", b"(")
    )
    at = chance.randrange(len(data) + 1)
    return data[:at] + what * (100_000 // len(what)) + data[at:]


def mixed(data: bytes, chance: random.Random) -> bytes:
    """Stretches of two formats in one file."""
    other = chance.choice(chance.choice(list(SAMPLES.values())))
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


_BOMB = gzip.compress(b"\n" * 30_000_000)
_BOMBS = (nest, entities, pack, long)
_SMALL = (flip, flip, cut, insert, double, mixed)
_SCHEDULE = Path("/proc/self/schedstat")
OPTIONS = IntakeOptions(max_bytes=4 * 1024 * 1024, pdf_seconds=1.5)


class Case(NamedTuple):
    """One mutated file: its format's extension, its bytes, and what was done to them."""

    kind: str
    data: bytes
    done: str


def case(seed: str) -> Case:
    """The file that a seed stands for."""
    chance = random.Random(seed)
    kind = chance.choice(list(SAMPLES))
    data = chance.choice(SAMPLES[kind])
    done: list[Callable[[bytes, random.Random], bytes]] = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        done.append(chance.choice(_BOMBS if chance.random() < 0.2 else _SMALL))
    for change in done:
        data = change(data, chance)
    return Case(kind, data, "+".join(change.__name__ for change in done))


class Tally(NamedTuple):
    """What became of the files of one format."""

    counts: Counter[str]
    slowest: list[float]


def run(count: int, seed: int, limit: float, keep: Path | None) -> int:
    """Read the files, print the table, and say how many went wrong."""
    tallies = {kind: Tally(Counter(), [0.0]) for kind in SAMPLES}
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            name = f"{seed}:{number}"
            kind, data, done = case(name)
            # Now and then without an extension, so that the content must tell.
            bare = number % 4 == 0
            path = Path(folder) / ("report" if bare else f"report.{kind}")
            path.write_bytes(data)
            counts, slowest = tallies[kind]
            counts["files"] += 1
            reason, longest = _read(path, counts)
            if longest > limit and not reason:
                # Once more, since something else may have had the processor.
                longest = min(longest, _read(path, Counter())[1])
                reason = f"took {longest:.2f} s" if longest > limit else ""
            slowest[0] = max(slowest[0], longest)
            if reason:
                wrong += 1
                print(f"{name} ({done}, {path.name}): {reason}"[:300], file=sys.stderr)
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{seed}-{number}.{kind}").write_bytes(data)
    _print(tallies, wrong, limit)
    return wrong


def _read(path: Path, counts: Counter[str]) -> tuple[str, float]:
    """What was raised, if anything, and the longest wait for a document or failure."""
    longest, before = 0.0, _now()
    reason = ""
    items = documents([str(path)], OPTIONS)
    while True:
        try:
            item = next(items, None)
        except Exception as error:
            item, reason = None, f"raised {type(error).__name__}: {error}"
        now = _now()
        longest, before = max(longest, now - before), now
        if item is None:
            return reason, longest
        counts["documents" if isinstance(item, Document) else "failures"] += 1


def _now() -> float:
    """Seconds, without those in which this process was ready and waited for a processor."""
    now = time.perf_counter()
    if not _SCHEDULE.exists():
        return now
    _, waited, _ = map(int, _SCHEDULE.read_text(encoding="ascii").split())
    return now - waited / 1e9


def _print(tallies: dict[str, Tally], wrong: int, limit: float) -> None:
    print(f"{'format':8} {'files':>8} {'documents':>10} {'failures':>9} {'slowest':>9}")
    for kind, (counts, slowest) in tallies.items():
        row = f"{counts['files']:8,} {counts['documents']:10,} {counts['failures']:9,}"
        print(f"{kind:8} {row} {slowest[0]:7.2f} s")
    print(f"raised, or over {limit:g} s: {wrong}")


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, default=2.0, help="seconds that one file may take")
    parser.add_argument("--keep", type=Path, help="folder for the files that went wrong")
    given = parser.parse_args()
    raise SystemExit(1 if run(given.count, given.seed, given.limit, given.keep) else 0)


if __name__ == "__main__":
    main()
