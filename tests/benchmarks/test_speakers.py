"""The verdicts of benchmarks/speakers, and the fit of its weights."""

import json

import pytest

from benchmarks.speakers import FOLDER, verdict
from onrecord.schema import Document, Entity, Mention, Record, Statement
from training.antecedents import fitted, verdicts

TEXT = "Ann Lee and Ben Roe met. She spoke."


def record(speaker, *, members=()):
    people = (("e1", "Ann Lee", 0, 7), ("e2", "Ben Roe", 12, 19))
    return Record(
        document=Document(id="d", text=TEXT),
        mentions=tuple(
            Mention(
                id=f"m{e}", start=s, end=t, type="Person", form="name", entity=e, confidence=1
            )
            for e, _, s, t in people
        ),
        entities=(
            *(Entity(id=e, type="Person", name=n, mentions=(f"m{e}",)) for e, n, *_ in people),
            Entity(id="e3", type="Group", name="both", members=members),
            Entity(id="e4", type="Person", name="somebody"),
        ),
        statements=(
            Statement(
                id="s1", source=((25, 28),), cue=((29, 34),), content=((0, 5),), form="indirect",
                speaker=speaker, speaker_kind="named",
            ),
        ),
    )  # fmt: skip


def item(answer, source=(25, 28)):
    return {"id": "d", "source": list(source), "kind": "pronoun", "answer": answer}


@pytest.mark.parametrize(
    ("speaker", "answer", "wanted"),
    [
        ("e1", [[0, 7]], "right"),
        ("e2", [[0, 7]], "wrong"),
        (None, [[0, 7]], "open"),
        ("e4", [[0, 7]], "open"),
        (None, None, "right"),
        ("e4", None, "right"),
        ("e1", None, "wrong"),
        ("e3", [[0, 7], [12, 19]], "right"),
        ("e3", [[0, 7]], "wrong"),
        ("e1", [[0, 7], [12, 19]], "wrong"),
    ],
)
def test_verdicts(speaker, answer, wanted):
    assert verdict(record(speaker, members=("e1", "e2")), item(answer)) == wanted


def test_a_source_that_no_statement_has_is_unread():
    assert verdict(record("e1"), item([[0, 7]], (8, 11))) == "unread"


@pytest.mark.parametrize("name", ["dev", "train"])
def test_the_gold_is_whole(name):
    rows = [json.loads(line) for line in (FOLDER / f"speakers_{name}.jsonl").open()]
    places = [(r["id"], *r["source"]) for r in rows]
    assert len(set(places)) == len(rows) >= 200
    assert {r["kind"] for r in rows} == {"pronoun", "title"}
    for row in rows:
        assert row["source"][0] < row["source"][1]
        assert row["answer"] is None or all(s < e for s, e in row["answer"])


def test_the_fit_learns_what_tells_the_right_candidate():
    rows = [([{"near": 1.0}, {"far": 1.0}, {"nobody": 1.0}], 0)] * 8
    rows += [([{"far": 1.0}, {"nobody": 1.0}], 1)] * 4
    w = fitted(rows, ridge=0.1)
    assert w["near"] > w["nobody"] > w["far"]
    assert verdicts(rows, w) == (12, 0, 0)
