"""Places by their names."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.knowledge import gazetteer, states
from onrecord.schema.vocabulary import PLACE_PRECISIONS


@pytest.mark.parametrize(
    ("name", "kind", "country", "lat", "lon"),
    [
        ("Baghdad", "city", "IQ", 33.3, 44.4),
        ("BAGHDAD", "city", "IQ", 33.3, 44.4),
        ("São Paulo", "city", "BR", -23.5, -46.6),
        ("Sao Paulo", "city", "BR", -23.5, -46.6),
        ("St. Louis", "city", "US", 38.6, -90.2),
        ("the Hague", "city", "NL", 52.1, 4.3),
        ("Rapides Parish", "admin", "US", 31.2, -92.5),
        ("Anbar", "admin", "IQ", 32.8, 41.6),
        ("Bavaria", "admin", "DE", 49.0, 11.5),
        ("Iraq", "country", "IQ", 33.0, 44.0),
        ("Middle East", "region", "", 32.6, 36.9),
        ("Black Sea", "region", "", 43.5, 34.5),
        ("Ain al-Asad", "point", "IQ", 33.8, 42.4),
        ("Capitol Hill", "point", "US", 38.9, -77.0),
    ],
)
def test_a_name_finds_its_place(name, kind, country, lat, lon):
    found = [p for p in gazetteer.lookup(name) if (p.kind, p.country) == (kind, country)]
    assert any(abs(p.lat - lat) < 0.3 and abs(p.lon - lon) < 0.3 for p in found)


def test_a_name_finds_all_its_places_and_its_own_bearers_first():
    found = gazetteer.lookup("Alexandria")
    assert {("EG", "Alexandria"), ("US", "Louisiana"), ("US", "Virginia")} <= {
        (p.country, p.admin1) for p in found
    }
    own, other = gazetteer.numbers(gazetteer.key("Alexandria"))
    assert [gazetteer.place(i) for i in (*own, *other)] == list(found)


@pytest.mark.parametrize("name", ["", " ", "\n", "Qwxyzzy", "of the", "\ud800", "1234567"])
def test_other_words_find_nothing(name):
    assert gazetteer.lookup(name) == ()


def test_every_state_has_its_point():
    assert set(states.names()) <= set(gazetteer.countries())


def test_regions_have_abbreviations_and_people():
    (louisiana,) = gazetteer.abbreviations()["La."]
    assert gazetteer.place(louisiana).name == "Louisiana"
    (chechnya,) = gazetteer.people()["Chechens"]
    assert gazetteer.place(chechnya).country == "RU"
    assert all(gazetteer.abbreviations().values())
    assert "English" not in gazetteer.people()


def test_kinds_are_precisions():
    assert set(gazetteer.KINDS) == set(PLACE_PRECISIONS)


def test_the_file_says_where_it_comes_from_and_is_small():
    assert "GeoNames" in gazetteer.source()
    assert "CC BY 4.0" in gazetteer.source()
    assert gazetteer.FILE.stat().st_size < 8_000_000


def test_points_are_on_the_map():
    columns = gazetteer.columns()
    assert len(columns.lat) > 250_000
    assert abs(columns.lat).max() <= 90
    assert abs(columns.lon).max() <= 180


@given(st.text())
@example("𝕬")
@example("The The Gap")
def test_any_text_can_be_looked_up(text):
    key = gazetteer.key(text)
    assert gazetteer.key(key) == key or not key.isascii()
    assert all(p.kind in gazetteer.KINDS for p in gazetteer.lookup(text))
