"""Organisations and armed groups behind the names that the news gives them."""

import pytest

from onrecord.knowledge import bodies, states, tables

SECTORS = frozenset(
    [
        "BUS",
        "COP",
        "CRM",
        "GOV",
        "HLH",
        "IGO",
        "JUD",
        "LEG",
        "MED",
        "MIL",
        "NGO",
        "OPP",
        "PTY",
        "REB",
        "REF",
        "REL",
        "SOC",
        "SPY",
        "UAF",
    ]
)


@pytest.mark.parametrize(
    ("surface", "name", "sector"),
    [
        ("ISIS", "Islamic State", "REB"),
        ("Daesh", "Islamic State", "REB"),
        ("the Islamic State of Iraq and the Levant", "Islamic State", "REB"),
        ("U.S. Central Command", "United States Central Command", "MIL"),
        ("the State Department", "Department of State", "GOV"),
        ("Kata’ib Hezbollah", "Kata'ib Hezbollah", "UAF"),
        ("the U.N. Security  Council", "United Nations Security Council", "IGO"),
        ("UNHCR", "United Nations High Commissioner for Refugees", "IGO"),
    ],
)
def test_every_name_leads_to_the_body(surface, name, sector):
    found = bodies.lookup(surface)
    assert (found.name, found.sectors[0]) == (name, sector)


@pytest.mark.parametrize("surface", ["isis", "ice", "State", "the", "", "Department of Magic"])
def test_other_words_name_no_body(surface):
    assert bodies.lookup(surface) is None


def test_a_form_that_often_means_something_else_says_so():
    assert bodies.lookup("AU").ambiguous
    assert not bodies.lookup("African Union").ambiguous


def test_every_row_is_whole_and_every_form_names_one_body():
    owner = {}
    for name, aliases, country, sectors in tables.rows("bodies.tsv"):
        assert set(sectors.split(";")) <= SECTORS, name
        assert not country or country in states.names(), name
        for form in (name, *filter(None, aliases.split(";"))):
            form = form.removesuffix("?").removeprefix("The ")
            assert owner.setdefault(form, name) == name, form
            assert states.lookup(form) is None, form
