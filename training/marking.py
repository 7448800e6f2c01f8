"""Sentences to mark events in, and marks read back: `python -m training.marking choose|gather`.

`choose` reads sentences that nobody has marked with a packaged model and takes those where it is
least sure, or sure that something has not simply happened, and some at random. It writes them as
JSON lines with where they stand, and as sheets of `number<TAB>sentence`. A reader answers a sheet
with a line for each event, as `docs/marking.md` says; `gather` turns the answers into rows of
`benchmarks/gold/states_train.jsonl` and says what it cannot place.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from itertools import islice
from pathlib import Path
from typing import Any

import torch

from onrecord.knowledge import plover
from onrecord.spans.bundle import FOLDER
from onrecord.spans.events import EventHeads, find
from training.acting import unmarked
from training.data import data_folder
from training.evaluate import tokenizer_of
from training.events import (
    MARKS,
    ROOTS,
    STATES,
    STATUSES,
    Sentence,
    event_batches,
    packed,
    sentences,
    whole,
)
from training.export import event_heads
from training.joint import Joint
from training.shipped import joint
from training.statuses import HELD

FROM = ("polnear", "security", "trnews", "aquaint")
"""Corpora of whole reports that are marked; none of their documents is tested on."""

FROM_EACH = 9
"""Sentences of a report at most."""

LEAST = 0.15
"""Least probability of an event that is weighed."""

AT_RANDOM = 0.2
"""Share of the sentences that is drawn without looking at what the model reads."""

SHEET = 100
"""Sentences of a sheet."""

COLUMNS = "number|TYPE|mode|status|trigger|actors|recipients|place|date"


@torch.no_grad()
def worth(model: Joint, heads: EventHeads, some: list[Sentence]) -> dict[str, float]:
    """How much is to be learned from each sentence, by its text."""
    out = {}
    for batch in event_batches(some, random.Random(1)):
        inputs, _ = packed(batch, model.attribution.config.kind)
        rows = model.attribution.words(*inputs)[0].float().numpy()
        for s, row in zip(batch, rows, strict=True):
            x = row[: len(s.words.start)]
            found = find(heads, s.text, s.words, [whole(s)], [x], LEAST)
            total = 0.0
            for e in found:
                states = dict(e.states)
                unsure = 1.2 * (1 - max(states.values())) + 0.8 * (1 - states["occurred"])
                total += min(1, e.confidence / 0.4) * unsure
                total += 0.3 * (1 - abs(e.confidence - 0.4) / 0.6)
            out[s.text] = total / (1 + len(found) / 4)
    return out


def choose(folder: Path, count: int, pool: int, seed: int, name: str) -> None:
    """Write `chosen.jsonl` and sheets of the sentences to mark."""
    rng, data, tokenizer = random.Random(seed), data_folder(), tokenizer_of(FOLDER / name)
    marked = MARKS, STATES, *HELD
    known = {s.text for path in marked for s in sentences(path, data, tokenizer)}
    drawn = list(islice(unmarked(data, known, rng, FROM, FROM_EACH), pool))
    model = joint(FOLDER / name).eval()
    by = worth(model, event_heads(model), [s for _, s in drawn])
    drawn.sort(key=lambda item: -by[item[1].text])
    sure = int(count * (1 - AT_RANDOM))
    rest = drawn[sure:]
    chosen = drawn[:sure] + rng.sample(rest, min(len(rest), count - sure))
    rng.shuffle(chosen)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "chosen.jsonl").open("w", encoding="utf8") as out:
        for number, ((corpus, document, start, end), s) in enumerate(chosen):
            row = {"n": number, "corpus": corpus, "doc": document, "start": start, "end": end}
            out.write(json.dumps({**row, "text": s.text}) + "\n")
    for at in range(0, len(chosen), SHEET):
        lines = [f"{at + i}\t{s.text}\n" for i, (_, s) in enumerate(chosen[at : at + SHEET])]
        (folder / f"sheet_{at // SHEET:03}.txt").write_text("".join(lines), encoding="utf8")
    print(f"{len(chosen)} of {len(drawn)} sentences, {-(-len(chosen) // SHEET)} sheets in {folder}")


def gather(folder: Path, out: Path) -> None:
    """Add the rows of every `answer_*.txt` of a folder to a file of marks."""
    chosen = {
        str(row["n"]): row
        for row in map(json.loads, (folder / "chosen.jsonl").open(encoding="utf8"))
    }
    marked: dict[str, list[dict[str, Any]]] = {}
    wrong = 0
    for path in sorted(folder.glob("answer_*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
            if not line.strip():
                continue
            fields = [field.strip() for field in line.split("|")]
            row = chosen.get(fields[0])
            try:
                if row is None:
                    raise ValueError(f"there is no sentence {fields[0]!r}")
                event = read(fields, row["text"], row["start"])
            except ValueError as error:
                print(f"{path.name}:{number}: {error}")
                wrong += 1
                continue
            marked.setdefault(fields[0], []).extend([event] if event else [])
    if wrong:
        # A sentence that lacks one of its events would teach that there is none.
        raise SystemExit(f"{wrong} lines cannot be read; mend them, nothing was added")
    with out.open("a", encoding="utf8") as file:
        for number, events in marked.items():
            place = {key: chosen[number][key] for key in ("corpus", "doc", "start", "end")}
            events.sort(key=lambda e: e["trigger"])
            row = {**place, "events": events}
            file.write(json.dumps(row, separators=(",", ":")) + "\n")
    print(f"{len(marked)} sentences, {sum(map(len, marked.values()))} events added to {out}")


def read(fields: list[str], text: str, base: int) -> dict[str, Any] | None:
    """An event of an answer's line, null where the line says that there is none.

    Args:
        fields: the line's fields, as in `COLUMNS`; or the number and a dash.
        text: the sentence.
        base: where it begins in its document.

    Raises:
        ValueError: says what cannot be placed or is not of the codebook.
    """
    if fields[1:] == ["-"]:
        return None
    if len(fields) != COLUMNS.count("|") + 1:
        raise ValueError(f"{len(fields)} fields, not as in {COLUMNS}")
    _, root, mode, status, trigger, actors, recipients, place, date = fields
    mode = "" if mode == "-" else mode
    if root not in ROOTS or (mode and mode not in plover.modes(root)):
        raise ValueError(f"no class and mode of the codebook: {root} {mode}")
    if status not in STATUSES:
        raise ValueError(f"no status: {status}")
    doing, bearing = (
        [where(text, one, base) for one in side.split(" ; ") if one.strip()]
        for side in (actors, recipients)
    )
    return {
        "type": root,
        "mode": mode or None,
        "trigger": where(text, trigger, base),
        "actors": doing,
        "recipients": bearing,
        "status": status,
        "place": where(text, place, base) if place else None,
        "date": where(text, date, base) if date else None,
    }


def where(text: str, part: str, base: int = 0) -> list[int]:
    """The interval of a piece of a sentence, as whole words where it can; `#2` asks for the second.

    Raises:
        ValueError: the sentence does not hold it so often.
    """
    part, nth = part.strip(), 1
    counted = re.fullmatch(r"(.+?)\s*#(\d+)", part)
    if counted and part not in text:
        part, nth = counted[1], int(counted[2])
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text)]
    found = found or [m.start() for m in re.finditer(re.escape(part), text)]
    if not part or not 1 <= nth <= len(found):
        raise ValueError(f"not in the sentence: {part!r} ({nth})")
    return [base + found[nth - 1], base + found[nth - 1] + len(part)]


def main() -> None:
    """Parse arguments, choose or gather."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("what", choices=["choose", "gather"])
    p.add_argument("folder", type=Path, help="where sheets and answers are")
    p.add_argument("--count", type=int, default=4800, help="sentences to choose")
    p.add_argument("--pool", type=int, default=12000, help="sentences to choose them from")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--name", default="small", help="the packaged model")
    p.add_argument("--out", type=Path, default=STATES, help="where gathered rows are added")
    a = p.parse_args()
    if a.what == "choose":
        choose(a.folder, a.count, a.pool, a.seed, a.name)
    else:
        gather(a.folder, a.out)


if __name__ == "__main__":
    main()
