"""The metric of mentions and relations."""

from benchmarks.mentions_score import table

GOLD = {
    "entities": [
        {"start": 0, "end": 10, "type": "Person"},
        {"start": 14, "end": 20, "type": "Location"},
        {"start": 30, "end": 35, "type": "Weapon"},
    ],
    "relations": [
        {"type": "CommWith", "sourceBegin": 0, "sourceEnd": 10, "targetBegin": 14, "targetEnd": 20},
        {
            "type": "InChargeOf",
            "sourceBegin": 0,
            "sourceEnd": 10,
            "targetBegin": 30,
            "targetEnd": 35,
        },
    ],
}


def mention(identifier, start, end, kind, form="name"):
    return {"id": identifier, "start": start, "end": end, "type": kind, "form": form}


FOUND = {
    "mentions": [
        mention("m0", 0, 10, "Person"),
        mention("m1", 12, 20, "Location"),
        mention("m2", 30, 35, "Vehicle"),
        mention("m3", 40, 42, "Person", "pronoun"),
        mention("m4", 50, 55, "Group"),
    ],
    "relations": [
        {"type": "CommWith", "source": "m1", "target": "m0"},
        {"type": "InChargeOf", "source": "m2", "target": "m0"},
    ],
}


def test_exact_needs_the_span_and_overlap_the_type():
    scores = table([(GOLD, FOUND)])
    assert scores["mentions exact"] == {"P": 33.3, "R": 33.3, "F1": 33.3, "gold": 3}
    assert scores["mentions overlap"]["F1"] == 66.7
    assert scores["exact Person"]["F1"] == 100.0


def test_order_counts_only_where_a_relation_has_one():
    assert table([(GOLD, FOUND)])["relations end to end"]["F1"] == 50.0
