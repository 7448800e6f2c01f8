"""Places of a report: which names are places, and where they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.intake import from_text
from onrecord.knowledge import register
from onrecord.reader import read_attributed
from onrecord.records import places


def placed(text, **known):
    """What each interval of an invented report is, by its words."""
    record = read_attributed(from_text(text, **known), [])
    said = {m.id: text[m.start : m.end] for m in record.mentions}
    return [(said[p.mention], p) for p in record.places]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The minister flew from Baghdad to Ankara on Monday.", ["Baghdad", "Ankara"]),
        ("Troops left the Ain al-Assad base in Anbar.", ["Ain al-Assad base", "Anbar"]),
        ("Fighting went on in northeast Syria.", ["northeast Syria"]),
        ("She was born in Paris, Texas, in 1950.", ["Paris", "Texas"]),
        ("A man from Alexandria, La., was held.", ["Alexandria", "La."]),
        ("Police in Rapides Parish said so.", ["Rapides Parish"]),
        ("Iraqi and Turkish officials met.", ["Iraqi", "Turkish"]),
        ("Two Chechens were held in Vienna.", ["Chechens", "Vienna"]),
        ("It was debated on Capitol Hill in Washington, DC.", ["Capitol Hill", "Washington, DC"]),
        ("The county said that the street was closed.", []),
        ("Mr. Sydney said that he would stay.", []),
        ("He read the paper and went home.", []),
        ("Members of Congress said that NATO was changing, as is the climate of the Earth.", []),
    ],
)
def test_names_of_places_are_found(text, names):
    assert [words for words, _ in placed(text)] == names


@pytest.mark.parametrize(
    ("text", "words", "country", "admin1", "precision"),
    [
        ("Shots were fired in Alexandria, La.", "Alexandria", "US", "Louisiana", "city"),
        ("The ferry sank off Alexandria, Egypt.", "Alexandria", "EG", "Alexandria", "city"),
        ("The mayors of Paris and Lyon met in Marseille.", "Paris", "FR", "Île-de-France", "city"),
        ("She was born in Paris, Texas.", "Paris", "US", "Texas", "city"),
        ("Officials in Baghdad and Mosul agreed.", "Baghdad", "IQ", "Baghdad", "city"),
        ("The base is in Iraq.", "Iraq", "IQ", None, "country"),
        # The town, not the region that has its name; New York stays the state beside its cities.
        ("Leaders met in Bratislava, Slovakia.", "Bratislava", "SK", "Bratislava Region", "city"),
        ("Worries reach from Paris to Prague.", "Prague", "CZ", "Prague", "city"),
        ("Pilgrims gathered in Mecca, Saudi Arabia.", "Mecca", "SA", "Mecca Region", "city"),
        ("It is in Albany and Syracuse, New York.", "New York", "US", "New York", "admin"),
        ("Tbilisi is the capital of Georgia.", "Georgia", "GE", None, "country"),
        ("Voters in Atlanta, Georgia, and Savannah.", "Georgia", "US", "Georgia", "admin"),
        ("Unrest spread in the Middle East.", "Middle East", None, None, "region"),
        ("The European Union agreed.", "European Union", None, None, "region"),
        ("Fighting went on in northeast Syria.", "northeast Syria", "SY", None, "region"),
        ("Voters in Scotland chose.", "Scotland", "GB", "Scotland", "admin"),
        ("Ships left the Black Sea.", "Black Sea", None, None, "region"),
        ("Rockets hit the Ain al-Assad base.", "Ain al-Assad base", "IQ", "Anbar", "point"),
    ],
)
def test_a_place_is_told_from_its_namesakes(text, words, country, admin1, precision):
    place = next(p for said, p in placed(text) if said == words)
    assert (place.country, place.admin1, place.precision) == (country, admin1, precision)


def test_a_name_means_one_place_throughout():
    text = "It rained in Alexandria.\n\nAlexandria is in Louisiana, near Pineville and Monroe."
    ids = {p.geonames for words, p in placed(text) if words == "Alexandria"}
    assert len(ids) == 1
    assert next(p for w, p in placed(text) if w == "Alexandria").admin1 == "Louisiana"


def test_the_publisher_tells_which_namesake_is_meant():
    text = "The council of Birmingham met on Monday."
    here = dict(placed(text, uri="https://www.birminghamnews.example.uk/1"))["Birmingham"]
    assert here.country == "GB"


def test_a_part_of_a_country_is_not_the_country():
    place = dict(placed("Fighting went on in northeast Syria."))["northeast Syria"]
    assert (place.name, place.geonames) == ("northeast Syria", None)


def test_mentions_keep_their_order_and_ids():
    text = "President Ann Lee of Iraq met Bob Ray in Mosul. Lee left Mosul for Basra."
    record = read_attributed(from_text(text), [])
    ids = [m.id for m in record.mentions]
    starts = [m.start for m in record.mentions]
    assert len(set(ids)) == len(ids)
    assert starts == sorted(starts)
    assert {p.mention for p in record.places} <= set(ids)
    owned = {i for e in record.entities for i in e.mentions}
    assert owned <= set(ids)


def test_the_users_own_places_come_first(tmp_path):
    path = tmp_path / "names.tsv"
    path.write_text(
        "name\taliases\ttype\tcountry\tlat\tlon\nCamp Fox\tthe Den\tplace\tIQ\t33.5\t43.2\n"
    )
    text = "They left Camp Fox, and came back to the Den by way of Mosul."
    record = read_attributed(from_text(text), [], own=register.load(path))
    said = {m.id: text[m.start : m.end] for m in record.mentions}
    found = [(said[p.mention], p.name, p.lat, p.precision) for p in record.places]
    assert found[:2] == [
        ("Camp Fox", "Camp Fox", 33.5, "point"),
        ("the Den", "Camp Fox", 33.5, "point"),
    ]
    assert found[2][0] == "Mosul"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Fox\tplace\t33\t", "lat and lon"),
        ("Fox\tplace\t95\t1", "no latitude"),
        ("Fox\tplace\t1\tx", "longitude"),
    ],
)
def test_a_place_without_a_point_is_told(tmp_path, row, says):
    path = tmp_path / "names.tsv"
    path.write_text(f"name\ttype\tlat\tlon\n{row}\n")
    with pytest.raises(register.RegisterError, match=says):
        register.load(path)


def test_names_that_are_given_are_placed_as_they_stand():
    text = "The Kanawha River rose in Charleston."
    record = read_attributed(from_text(text), [])
    spans = [{"start": 4, "end": 17}, {"start": 26, "end": 36}, {"start": 0, "end": 3}]
    mentions, found = places.locate(record, spans)
    at = {m.id: (m.start, m.end) for m in mentions}
    assert [at[p.mention] for p in found] == [(4, 17), (26, 36)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Rain fell on the Meriç rivers near Edirne.", "Meriç rivers"),
        ("They camped in the Jordan valley.", "Jordan valley"),
    ],
)
def test_what_is_longer_than_a_town_is_no_town(text, named):
    record = read_attributed(from_text(text), [])
    at = {m.id: text[m.start : m.end] for m in record.mentions}
    kinds = {at[p.mention]: p.precision for p in record.places}
    assert named.split()[0] not in kinds


_PIECES = st.sampled_from(
    [
        "Paris",
        "Texas",
        ",",
        " ",
        "\n",
        "in ",
        "St. ",
        "Al-",
        "Iraq",
        "’s",
        "The ",
        "N.Y.",
        "\ud800",
        "É",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map("".join)))
def test_any_text_has_well_formed_places(text):
    record = read_attributed(from_text(text), [])
    at = {m.id: m for m in record.mentions}
    assert len(at) == len(record.mentions)
    assert len({p.mention for p in record.places}) == len(record.places)
    for place in record.places:
        mention = at[place.mention]
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 <= place.confidence <= 1
        assert place.lat is not None
