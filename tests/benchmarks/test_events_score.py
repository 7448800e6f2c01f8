"""The metric of events end to end."""

from benchmarks.events_score import classed, gold, score

ROW = {
    "marked": "<s>Oslo</s> praised <t>Bern</t>.",
    "text": "Oslo praised Bern.",
    "root": "SUPPORT",
}
MENTIONS = [
    {"id": "m1", "start": 0, "end": 4},
    {"id": "m2", "start": 13, "end": 17},
]


def record(*events):
    rows = [{"type": t, "actors": a, "recipients": r} for t, a, r in events]
    return {"mentions": MENTIONS, "events": rows}


def test_marks_give_intervals_of_the_plain_text():
    assert gold(ROW) == ("SUPPORT", [(0, 4)], [(13, 17)])


def test_a_gold_standard_record_names_its_actors():
    row = {
        "text": "Oslo praised Bern.",
        "event": "DEMAND",
        "source": [{"actorText": "Oslo"}],
        "target": "diplomatic",
    }
    assert gold(row) == ("REQUEST", [(0, 4)], [])


def test_a_right_event_counts_once_and_the_rest_are_extras():
    events = ("SUPPORT", ["m1"], ["m2"]), ("ASSAULT", ["m1"], ["m2"])
    s = score([(ROW, record(*events))])
    assert (s["recall"], s["precision"], s["extras per gold"]) == (100.0, 50.0, 1.0)


def test_actors_must_be_the_right_way_round_unless_both_do_the_same():
    turned = [("SUPPORT", ["m2"], ["m1"])]
    assert score([(ROW, record(*turned))])["recall"] == 0.0
    mutual = {**ROW, "root": "CONSULT"}
    assert score([(mutual, record(("CONSULT", ["m2"], ["m1"])))])["recall"] == 100.0


def test_conceding_and_retreating_count_as_one():
    row = {**ROW, "root": "YIELD"}
    assert score([(row, record(("RETREAT", ["m1"], ["m2"])))])["recall"] == 100.0


def test_classes_of_pairs():
    told = [("AID", "AID"), ("AID", "YIELD"), ("YIELD", "YIELD"), ("AGREE", "AID")]
    s = classed(told)
    assert (s["accuracy"], s["by class"]) == (50.0, {"AGREE": 0.0, "AID": 50.0, "YIELD": 66.7})
    assert s["macro F1"] == 38.9


def test_nothing_read_is_told_apart():
    s = score([(ROW, record())])
    assert (s["no event"], s["F1"], s["extras per gold"]) == (100.0, 0.0, 0.0)
