"""Places of records against marked ones."""

import pytest

from benchmarks.places_score import km, table


def row(*toponyms):
    return {"toponyms": list(toponyms)}


def marked(start, end, lat, lon, **more):
    return {"start": start, "end": end, "lat": lat, "lon": lon, **more}


def record(*places):
    return {
        "mentions": [{"id": f"m{i}", "start": s, "end": e} for i, (s, e, *_) in enumerate(places)],
        "places": [
            {"mention": f"m{i}", "lat": lat, "lon": lon}
            for i, (_, _, lat, lon) in enumerate(places)
        ],
    }


def test_a_degree_of_latitude_is_111_kilometres():
    assert km((0, 0), (1, 0)) == pytest.approx(111.2, abs=0.1)
    assert km((10, 179.5), (10, -179.5)) == pytest.approx(109.5, abs=0.1)


def test_names_count_by_overlap_and_points_by_distance():
    gold = row(
        marked(0, 7, 33.3, 44.4),
        marked(10, 15, 36.3, 43.1),
        marked(20, 25, None, None),
        marked(30, 35, 1.0, 1.0, nonLocational="Yes"),
    )
    found = record((0, 7, 33.3, 44.4), (10, 12, 30.5, 47.8), (40, 45, 0.0, 0.0))
    scores = table([(gold, found)])
    assert scores["recognition"] == {"P": 66.7, "R": 66.7, "F1": 66.7, "gold": 3}
    assert scores["located gold"] == 2
    assert scores["placed"] == 2
    assert scores["within 161 km of placed"] == 50.0
    assert scores["within 161 km of all"] == 50.0


def test_nothing_is_no_error():
    assert table([(row(), record())])["median km"] is None
