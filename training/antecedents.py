"""Fit the weights of antecedents: `python -m training.antecedents`.

Conditional logistic regression over the candidates that the product itself weighs at the
hand-resolved pronouns and titles of `benchmarks/gold/speakers_train.jsonl`, with PolNeAR's own
attributions, and at the pronouns of GUM that mean somebody named, which count less. Earlier
pronouns stand as the gold has them. Reports accuracy crosswise, five folds by article, and writes
`knowledge/antecedents.tsv`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.speakers import FOLDER, given
from onrecord.intake import from_text
from onrecord.knowledge import sources
from onrecord.reader import Reader, read_attributed, readable
from onrecord.records import bodies, people
from onrecord.records.antecedents import NOBODY, SURE, Candidate
from onrecord.records.meanings import Meanings
from onrecord.records.weighing import Spoke
from onrecord.schema import Span, Spans
from onrecord.spans.bundle import load
from onrecord.spans.tagger import Tagger
from training import gum
from training.data import data_folder

WEIGHTS = Path(people.__file__).parents[1] / "knowledge" / "antecedents.tsv"

GENRES = frozenset(("news", "bio", "interview", "speech", "essay", "textbook", "letter", "podcast"))
"""Genres of GUM whose pronouns are learned from beside those of PolNeAR."""

OTHER_GENRES = 0.2
"""What a pronoun of GUM counts, beside one of the articles that are read."""

Row = tuple[list[dict[str, float]], int]
"""The features of each candidate, and which of them is right."""


def recorder(items: dict[int, dict[str, Any]], rows: list[Row]) -> type[Meanings]:
    """A discourse that settles every place of the items as the gold does, and notes its candidates.

    Args:
        items: gold items of one article by where their source begins.
        rows: takes what is noted.
    """

    class Recorder(Meanings):
        def settle(
            self, at: int, candidates: Sequence[Candidate], least: float = SURE
        ) -> int | None:
            item = items.get(at)
            if item is None:
                return super().settle(at, candidates, least)
            right = self._gold(item["answer"]) if item["answer"] else self._unnamed(candidates)
            place = next((i for i, c in enumerate(candidates) if c.actor == right), None)
            if place is not None:
                rows.append(([dict(c.features) for c in candidates], place))
            return None if right in (None, NOBODY) else right

        def _unnamed(self, candidates: Sequence[Candidate]) -> int:
            """Where the article names nobody: the unnamed one who last spoke, if one did."""
            for c in candidates:
                spoke = any(k.endswith("spoke last") for k in c.features)
                if spoke and c.actor != NOBODY and self.cast.actors[c.actor].unnamed:
                    return c.actor
            return NOBODY

        def _gold(self, spans: list[list[int]]) -> int | None:
            """The actor whose name stands at the first of the gold's places."""
            for (start, end), number in self.cast.of.items():
                if start < spans[0][1] and spans[0][0] < end:
                    return number
            # A headline's names may be no mentions; the same words elsewhere will do.
            words = self.text[slice(*spans[0])].lower()
            for (start, end), number in self.cast.of.items():
                if self.text[start:end].lower() == words:
                    return number
            return None

    return Recorder


def collected() -> list[tuple[str, Row]]:
    """Every candidate set with its article."""
    items: dict[str, dict[int, dict[str, Any]]] = {}
    for line in (FOLDER / "speakers_train.jsonl").open(encoding="utf8"):
        item = json.loads(line)
        if item["answer"] is None or len(item["answer"]) == 1:
            items.setdefault(item["id"], {})[item["source"][0]] = item
    tagger = Tagger(load("small", 2), gender=sources.gender)
    out = []
    for line in (data_folder() / "polnear" / "train.jsonl").open(encoding="utf8"):
        row = json.loads(line)
        if row["id"] not in items:
            continue
        rows: list[Row] = []
        people.Meanings = recorder(items[row["id"]], rows)  # type: ignore[misc]
        document = from_text(row["text"], title=row["title"])
        mentions = tagger.read_layers(document.text, readable(document)).mentions
        read_attributed(document, given(row["annotations"][0]), mentions=mentions)
        out += [(row["id"], r) for r in rows]
    people.Meanings = Meanings  # type: ignore[misc]
    return out


def recorder_of_pronouns(document: gum.GumDocument, rows: list[Row]) -> type[Meanings]:
    """A discourse that settles GUM's pronouns by their groups, and notes their candidates.

    The model's word for a group is left out: it learned from these very documents.
    """
    named: dict[int, list[Span]] = {}
    group: dict[int, int] = {}
    for m in document.mentions:
        if m.form == "name":
            named.setdefault(m.group, []).append((m.start, m.end))
        elif m.form == "pronoun":
            group[m.start] = m.group

    class Recorder(Meanings):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.hints = {}
            self._others = [
                (m.start, m.end)
                for m in document.mentions
                if m.form == "pronoun"
                and self.text[m.start : m.end].lower() in ("it", "they")
                and not self.in_quotes(m.start)
            ]

        def advance(self, at: int, closed: Spans, speakers: Sequence[Spoke]) -> None:
            super().advance(at, closed, speakers)
            while self._others and self._others[0][0] < at:
                span = self._others.pop(0)
                kind = self.text[slice(*span)].lower()
                if named.get(group[span[0]]):
                    found = self.settle(span[0], bodies.weighed(self, bodies.Place(span, kind, ())))
                    if found is not None:
                        self.note(*span, found, subject=True)

        def settle(
            self, at: int, candidates: Sequence[Candidate], least: float = SURE
        ) -> int | None:
            if at not in group:
                return super().settle(at, candidates, least)
            right = self._gold(named.get(group[at], []))
            place = next((i for i, c in enumerate(candidates) if c.actor == right), None)
            if place is not None and right != NOBODY:
                rows.append(([dict(c.features) for c in candidates], place))
            return None if right == NOBODY else right

        def _gold(self, spans: list[Span]) -> int:
            for (start, end), number in self.cast.of.items():
                if any(s < end and start < e for s, e in spans):
                    return number
            return NOBODY

    return Recorder


def collected_of_gum(reader: Reader) -> list[tuple[str, Row]]:
    """The pronouns of GUM's training documents that mean somebody named."""
    out = []
    for path in sorted((data_folder() / "gum" / "train").glob("*.conllu")):
        document = gum.read(path)
        if document.genre not in GENRES:
            continue
        rows: list[Row] = []
        people.Meanings = recorder_of_pronouns(document, rows)  # type: ignore[misc]
        reader.read(from_text(document.text))
        out += [(document.id, r) for r in rows]
    people.Meanings = Meanings  # type: ignore[misc]
    return out


def fitted(
    rows: Sequence[Row], ridge: float, rounds: int = 400, others: Sequence[Row] = ()
) -> dict[str, float]:
    """Weights that make the right candidates likely, by gradient descent with momentum.

    Args:
        rows: places of articles like those that are read.
        ridge: strength of the pull towards zero.
        rounds: steps of the descent.
        others: places of other genres, which count less.
    """
    counts = np.array([1.0] * len(rows) + [OTHER_GENRES] * len(others), np.float32)
    rows = [*rows, *others]
    names = sorted({k for candidates, _ in rows for c in candidates for k in c})
    index = {n: i for i, n in enumerate(names)}
    starts = np.cumsum([0, *(len(candidates) for candidates, _ in rows)])[:-1]
    sizes = np.array([len(candidates) for candidates, _ in rows])
    x = np.zeros((int(sizes.sum()), len(names)), np.float32)
    for start, (candidates, _) in zip(starts, rows, strict=True):
        for i, c in enumerate(candidates):
            for k, v in c.items():
                x[start + i, index[k]] = v
    right = np.zeros(len(x), np.float32)
    right[starts + np.array([place for _, place in rows])] = 1
    weigh = np.repeat(counts, sizes)
    w, step = np.zeros(len(names), np.float32), np.zeros(len(names), np.float32)
    for _ in range(rounds):
        scores = x @ w
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        shares = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
        gradient = ((right - shares) * weigh) @ x - ridge * w
        step = 0.9 * step + gradient * 0.5 / counts.sum()
        w = w + step
    return dict(zip(names, w.tolist(), strict=True))


def verdicts(rows: Sequence[Row], weight: dict[str, float]) -> tuple[int, int, int]:
    """Numbers of places settled right, wrong and left open."""
    right = wrong = open_ = 0
    for candidates, place in rows:
        scores = np.array([sum(weight.get(k, 0) * v for k, v in c.items()) for c in candidates])
        p = np.exp(scores - scores.max())
        p /= p.sum()
        best = int(p.argmax())
        nobody = len(candidates) - 1
        answer = best if p[best] >= SURE else nobody
        right += answer == place
        wrong += answer not in (place, nobody)
        open_ += answer == nobody != place
    return right, wrong, open_


def main() -> None:
    """Collect, fit crosswise, report, and write the weights."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--ridge", type=float, default=1.0)
    p.add_argument("--dry", action="store_true", help="report only")
    a = p.parse_args()
    data = collected()
    others = [row for _, row in collected_of_gum(Reader("small", threads=2))]
    articles = sorted({name for name, _ in data})
    fold = {name: i % 5 for i, name in enumerate(articles)}
    total = np.zeros(3, int)
    for k in range(5):
        w = fitted([r for n, r in data if fold[n] != k], a.ridge, others=others)
        total += verdicts([r for n, r in data if fold[n] == k], w)
    print(f"{len(data)} places and {len(others)} of GUM")
    print(f"crosswise right {total[0]}, wrong {total[1]}, open {total[2]}")
    w = fitted([r for _, r in data], a.ridge, others=others)
    if a.dry:
        return
    lines = [
        "# Weights of what speaks for an antecedent; written by training.antecedents.",
        "feature\tweight",
        *(f"{k}\t{v:.3f}" for k, v in sorted(w.items()) if abs(v) >= 0.01),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
