"""The map, read by shapely and, where it is installed, by GDAL through pyogrio."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from exported import full, hostile, write

shapely = pytest.importorskip("shapely", reason="shapely is not installed")


def collection(path: Path) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(path.read_bytes())
    assert plain["type"] == "FeatureCollection"
    return plain


def test_places_are_points_with_longitude_first(tmp_path: Path) -> None:
    path = write("geojson", [full()], tmp_path / "a.geojson")
    read = shapely.from_geojson(path.read_text("utf-8"))
    assert [(p.x, p.y) for p in read.geoms] == [(18.9, 69.6), (15.0, 66.0)]


def test_a_place_has_the_events_at_it_with_their_status_and_source(tmp_path: Path) -> None:
    features = collection(write("geojson", [full()], tmp_path / "a.geojson"))["features"]
    marren = features[0]["properties"]
    assert marren["name"] == "Port Marren"
    assert marren["event_count"] == 1
    (visit,) = marren["events"]
    assert visit["actors"] == ["Oda Brill"]
    assert (visit["type"], visit["status"], visit["says"]) == ("CONSULT", "occurred", "the report")


def test_offsets_find_the_words(tmp_path: Path) -> None:
    record = full()
    text = record.document.text
    for feature in collection(write("geojson", [record], tmp_path / "a.geojson"))["features"]:
        told = feature["properties"]
        assert all(text[a:b].lower() == told["name"].lower() for a, b in told["mentions"])
        for event in told["events"]:
            assert text[event["start"] : event["end"]] == event["trigger"]


def test_a_place_off_the_map_has_no_geometry(tmp_path: Path) -> None:
    base = full()
    lost = [
        msgspec.structs.replace(base.places[0], lat=lat, lon=lon)
        for lat, lon in ((None, None), (91.0, 0.0), (0.0, 181.0), (float("nan"), 1.0))
    ]
    for place in lost:
        record = msgspec.structs.replace(base, places=(place,))
        path = write("geojson", [record], tmp_path / "a.geojson")
        (feature,) = collection(path)["features"]
        assert feature["geometry"] is None


def test_hostile_texts_are_properties(tmp_path: Path) -> None:
    path = write("geojson", hostile(), tmp_path / "a.geojson")
    features = collection(path)["features"]
    assert len(features) == 2 * len(hostile())
    # GEOS itself takes no feature without a geometry.
    located = {"type": "FeatureCollection", "features": [f for f in features if f["geometry"]]}
    assert len(shapely.from_geojson(json.dumps(located)).geoms) == len(hostile())


def test_gdal_reads_it(tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio", reason="pyogrio is not installed")
    path = write("geojson", [full(), *hostile()], tmp_path / "a.geojson")
    about = pyogrio.read_info(path, force_feature_count=True)
    assert about["features"] == 2 + 2 * len(hostile())
    assert about["geometry_type"] == "Point"
    assert {"name", "country", "event_count", "events", "document"} <= set(about["fields"])
    assert "4326" in about["crs"]
