"""Fits the weights of the places layer: `python -m training.places [--folds 2] [--out FILE]`.

Learns from the three corpora of $ONRECORD_DATA/places: which names are places, and which place of
its name each one is. `--folds N` prints what weights learned on the other parts do on each part;
documents are dealt out in turn; `--across` holds out a corpus at a time. Without either, all are
learned from and the weights written.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.attribution import default_data
from onrecord.intake import from_text
from onrecord.knowledge import gazetteer
from onrecord.reader import UNREAD_KINDS, Reader, readable
from onrecord.records import places
from onrecord.records.places import resolving, spotting
from onrecord.records.places.resolving import AGAIN, FIRST
from onrecord.records.places.spotting import Spotted
from onrecord.schema import Record, Span

CORPORA = ("lgl", "tr_news", "geovirus")
NEAR = 161.0
"""Kilometres within which a place counts as found, as in the literature."""

SHARE = {"lgl": 0.5, "tr_news": 2.0, "geovirus": 1.0}
"""What one name of a corpus counts: without it, small-town papers would outweigh the rest."""

PENALTY = 2.0
"""How dear the square of a weight is."""

LEAST = 0.02
"""Smaller weights of words are not written."""

RARE = 8
"""Features of fewer names than this are left out."""


class Case(NamedTuple):
    """One article with its marked places, read already."""

    model: str
    corpus: str
    row: dict[str, Any]
    record: Record


def kilometres(lat: Any, lon: Any, point: tuple[float, float]) -> Any:
    """Great-circle distances of places from a point."""
    p, q = np.radians(lat), np.radians(point[0])
    h = np.sin((q - p) / 2) ** 2
    h = h + np.cos(p) * np.cos(q) * np.sin(np.radians(point[1] - lon) / 2) ** 2
    return 2 * 6371.0 * np.arcsin(np.minimum(1.0, np.sqrt(h)))


def cases(cache: Path | None, models: Sequence[str]) -> list[Case]:
    """Every article, read with each of the models."""
    out = []
    for model in models:
        reader = None
        for corpus in CORPORA:
            path = default_data().parents[1] / f"places/{corpus}.jsonl"
            rows = [json.loads(line) for line in path.open(encoding="utf8")]
            kept = None if cache is None else cache / f"{model}_{corpus}.pkl"
            if kept is not None and kept.exists():
                records = pickle.loads(kept.read_bytes())
            else:
                reader = reader or Reader(model)
                records = [reader.read(document(row)) for row in rows]
                if kept is not None:
                    kept.write_bytes(pickle.dumps(records))
            read = zip(rows, records, strict=True)
            out += [Case(model, corpus, row, record) for row, record in read]
    return out


def document(row: Mapping[str, Any]) -> Any:
    """The document of a row."""
    published = (row.get("date") or "")[:10] or None
    return from_text(row["text"], title=row.get("title"), published=published, uri=row.get("url"))


def lines_of(record: Record) -> list[Span]:
    """The lines in which places are looked for, as the reader has them."""
    return readable(record.document, UNREAD_KINDS - {"dateline"})


def ridge(x: Any, y: Any, weight: Any, penalty: float) -> Any:
    """Weights of a logistic regression, the last column's without penalty."""
    w = np.zeros(x.shape[1])
    cost = np.full(x.shape[1], penalty)
    cost[-1] = 1e-6
    for _ in range(12):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (weight * (p - y)) + cost * w
        bend = (x * (weight * p * (1 - p) + 1e-9)[:, None]).T @ x + np.diag(cost)
        w = w - np.linalg.solve(bend, slope)
    return w


def fit_spotting(train: Sequence[Case]) -> dict[str, float]:
    """Weights that tell a place's name from other names."""
    rows: list[list[str]] = []
    marks: list[float] = []
    names: list[tuple[int, str]] = []
    counted: list[float] = []
    for n, case in enumerate(train):
        r = case.record
        words = spotting.Words(r.document.text, lines_of(r), r.mentions, r.entities)
        for one in spotting.candidates(words):
            if one.hit.form == "adjective":
                continue
            rows.append(list(spotting.features(words, one)))
            marks.append(float(_gold(case.row, one.hit) is not None))
            names.append((n, one.hit.name))
            counted.append(SHARE[case.corpus])
    counts = Counter(f for row in rows for f in set(row))
    listed = sorted(f for f, c in counts.items() if c >= RARE)
    at = {f: i for i, f in enumerate(listed)}
    x = np.zeros((len(rows), len(listed) + 2))
    for n, row in enumerate(rows):
        x[n, [at[f] for f in set(row) if f in at]] = 1.0
    x[:, -1] = 1.0
    y, each = np.array(marks), np.array(counted)
    w = ridge(np.delete(x, -2, axis=1), y, each, 4.0)
    alone = np.delete(x, -2, axis=1) @ w
    groups: dict[tuple[int, str], list[int]] = {}
    for n, name in enumerate(names):
        groups.setdefault(name, []).append(n)
    for members in groups.values():
        for n in members:
            x[n, -2] = spotting.elsewhere([alone[m] for m in members if m != n])
    two = ridge(np.column_stack([alone, x[:, -2], np.ones(len(y))]), y, each, 1.0)
    learned = {f: float(v * two[0]) for f, v in zip(listed, w, strict=False)}
    return {**learned, "bias": float(w[-1] * two[0] + two[2]), "again": float(two[1] / two[0])}


def _gold(row: Mapping[str, Any], hit: Spotted) -> dict[str, Any] | None:
    return next((t for t in row["toponyms"] if t["start"] < hit.end and hit.start < t["end"]), None)


def _right(f: resolving.Field, found: Sequence[Spotted], row: Mapping[str, Any]) -> Any:
    """Which candidates are right, for names that are marked."""
    c = gazetteer.columns()
    right = np.zeros(len(f.numbers), bool)
    done: set[str] = set()
    for hit in found:
        gold = _gold(row, hit)
        if hit.name in done or gold is None or gold["lat"] is None:
            continue
        done.add(hit.name)
        mine = np.flatnonzero(f.owner == f.names.index(hit.name))
        point = (gold["lat"], gold["lon"])
        right[mine] = kilometres(c.lat[f.numbers[mine]], c.lon[f.numbers[mine]], point) <= NEAR
    return right


def fit_choice(x: Any, owner: Any, right: Any, each: Any, start: Any = None) -> Any:
    """Weights under which the right candidates of each name are the likely ones."""
    kept = np.isin(owner, np.unique(owner[right]))
    x, owner, right, each = x[kept], owner[kept], right[kept], each[kept]
    _, owner = np.unique(owner, return_inverse=True)
    count = owner.max() + 1
    w = np.zeros(x.shape[1]) if start is None else start.copy()
    counted = np.zeros(count)
    counted[owner] = each

    def slope_of(w: Any) -> tuple[float, Any]:
        scores = x @ w
        p = resolving.chances(scores, owner, count)
        good = np.zeros(count)
        np.add.at(good, owner, np.where(right, p, 0.0))
        q = np.where(right, p / np.maximum(good[owner], 1e-12), 0.0)
        loss = -(counted * np.log(np.maximum(good, 1e-12))).sum() + PENALTY * (w @ w) / 2
        return loss, x.T @ (each * (p - q)) + PENALTY * w

    from scipy.optimize import minimize

    return minimize(slope_of, w, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def fit_resolving(train: Sequence[Case]) -> tuple[dict[str, float], dict[str, float]]:
    """Weights that tell which place of its name is meant."""
    fields, rights, shares = [], [], []
    for case in train:
        found = places.given(case.record.document, case.row["toponyms"])
        f = resolving.field(found, places.publisher_of(case.record.document))
        if f.names:
            fields.append(f)
            shares.append(np.full(len(f.numbers), SHARE[case.corpus]))
            rights.append(_right(f, found, case.row))
    owner, base = [], 0
    for f in fields:
        owner.append(f.owner + base)
        base += len(f.names)
    x = np.concatenate([f.first for f in fields])
    first = fit_choice(x, np.concatenate(owner), np.concatenate(rights), np.concatenate(shares))
    w = np.zeros(len(AGAIN))
    w[0] = 1.0
    for turn in range(3):
        xs, os, rs, es, base = [], [], [], [], 0
        for f, right, share in zip(fields, rights, shares, strict=True):
            scores = f.first @ first
            kept, features = resolving.again(f, scores)
            if turn:
                sharper = np.full(len(scores), -1e3)
                sharper[kept] = features @ w
                kept, features = resolving.again(f, sharper)
                features[:, 0] = scores[kept]
            xs.append(features)
            os.append(f.owner[kept] + base)
            rs.append(right[kept])
            es.append(share[kept])
            base += len(f.names)
        w = fit_choice(*map(np.concatenate, (xs, os, rs, es)), w)
    return dict(zip(FIRST, first.tolist(), strict=True)), dict(zip(AGAIN, w.tolist(), strict=True))


def fit(train: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Weights of all steps."""
    first, again = fit_resolving(train)
    return {"spot": fit_spotting(train), "first": first, "again": again}


def score(test: Sequence[Case], weights: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """What the weights do on other documents."""
    from benchmarks.places_score import table

    pairs, given = [], []
    for case in test:
        mentions, found = places.find(case.record, lines_of(case.record), weights=weights)
        pairs.append((case.row, {"mentions": mentions, "places": found}))
        mentions, found = places.locate(case.record, case.row["toponyms"], weights=weights)
        given.append((case.row, {"mentions": mentions, "places": found}))
    end, gold = table(pairs), table(given)
    return {
        "P": end["recognition"]["P"],
        "R": end["recognition"]["R"],
        "F1": end["recognition"]["F1"],
        "end to end": end["within 161 km of all"],
        "given": gold["within 161 km of all"],
        "given of placed": gold["within 161 km of placed"],
    }


def main() -> None:
    """Parse arguments, fit, score or write."""
    p = argparse.ArgumentParser(description="Fits the weights of the places layer.")
    p.add_argument("--folds", type=int, default=0)
    p.add_argument("--across", action="store_true", help="hold out each corpus in turn")
    p.add_argument("--models", nargs="+", default=["small", "joint"])
    p.add_argument("--cache", type=Path, help="a folder that keeps what the models read")
    out = Path(places.__file__).parents[2] / "knowledge/place_weights.tsv"
    p.add_argument("--out", type=Path, default=out)
    a = p.parse_args()
    found = cases(a.cache, a.models)
    if not a.folds and not a.across:
        write(a.out, fit(found))
        return
    parts = CORPORA if a.across else range(a.folds)
    for part in parts:
        held = [c for c in found if part in (c.corpus, _number(c) % max(1, a.folds))]
        rest = [c for c in found if c not in held]
        weights = fit(rest)
        for name, tested in (("learned from", rest), ("held out", held)):
            for model in a.models:
                for corpus in CORPORA:
                    mine = [c for c in tested if c.corpus == corpus and c.model == model]
                    if mine:
                        print(part, name, model, corpus, score(mine, weights), flush=True)


def _number(case: Case) -> int:
    return int(case.row["id"].rsplit("-", 1)[1])


def write(out: Path, weights: Mapping[str, Mapping[str, float]]) -> None:
    """Write the weights as a table."""
    lines = [
        "# Weights of the places layer. Written by `python -m training.places` from LGL, TR-News",
        "# and GeoVirus: words that stand before or behind names of places, and what else counts.",
        "step\tfeature\tweight",
    ]
    for step, listed in weights.items():
        for name, weight in sorted(listed.items()):
            if abs(weight) >= LEAST or step != "spot":
                lines.append(f"{step}\t{name}\t{weight:.4g}")
    out.write_text("\n".join(lines) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
