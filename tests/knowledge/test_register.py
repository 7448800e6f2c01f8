"""A user's own people and bodies, from a plain file."""

import pytest

from onrecord.intake import from_text
from onrecord.knowledge.register import Entry, RegisterError, load
from onrecord.reader import Reader, read_attributed

FILE = """# what we know
name\taliases\ttype\tcountry\tsectors\toffices
Layla Haddad\tUmm Karim; the Widow\tperson\tiq\tOPP\tparty leader
blue rivers\t\torganisation\t\tNGO
"""


def register(tmp_path, text=FILE):
    path = tmp_path / "names.tsv"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_a_row_becomes_an_entry(tmp_path):
    assert register(tmp_path).entries == (
        Entry(
            "Layla Haddad", ("Umm Karim", "the Widow"), "Person", "IQ", ("OPP",), ("party leader",)
        ),
        Entry("blue rivers", (), "Organisation", None, ("NGO",), ()),
    )


def test_only_the_name_must_be_there(tmp_path):
    assert register(tmp_path, "name\nAnn Lee\n").entries == (Entry("Ann Lee"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("who\nAnn\n", "unknown column 'who'"),
        ("aliases\nAnn\n", "no column 'name'"),
        ("name\taliases\n\tx\n", ":2: no name"),
        ("name\nAnn\tLee\n", ":2: 2 cells for 1 columns"),
        ("name\ttype\nAnn\trobot\n", ":2: type 'robot'"),
        ("name\tcountry\nAnn\tZQ\n", ":2: 'ZQ' is no ISO"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(tmp_path, text, says):
    with pytest.raises(RegisterError, match=says):
        register(tmp_path, text)


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path):
    with pytest.raises(RegisterError, match="No such file"):
        load(tmp_path / "none.tsv")
    (tmp_path / "b.tsv").write_bytes(b"name\n\xff\xfe")
    with pytest.raises(RegisterError, match="not UTF-8 at byte 5"):
        load(tmp_path / "b.tsv")


def test_a_known_name_is_found_in_any_form_and_is_one_entity(tmp_path):
    text = "Minister Layla Haddad came. Umm Karim met blue rivers. Haddad left, the Widow stayed."
    record = read_attributed(from_text(text), [], own=register(tmp_path))
    person, body = record.entities
    assert (person.name, person.country, person.sectors) == ("Layla Haddad", "IQ", ("OPP",))
    said = {m.id: text[m.start : m.end] for m in record.mentions}
    assert [said[i] for i in person.mentions] == [
        "Layla Haddad",
        "Umm Karim",
        "Haddad",
        "the Widow",
    ]
    assert (body.name, body.type, body.sectors) == ("blue rivers", "Organisation", ("NGO",))
    assert [o.position for o in record.occupancies] == ["minister"]


@pytest.mark.model
def test_an_office_from_the_file_tells_who_the_title_means(tmp_path):
    text = "Omar Aziz met Layla Haddad on Monday. The party leader said that the vote was rigged."
    path = tmp_path / "names.tsv"
    path.write_text(FILE, encoding="utf-8")
    for names, hers in ((None, False), (path, True)):
        record = Reader(names=names).read(from_text(text))
        speaker = record.entity(record.statements[0].speaker)
        assert (speaker is not None and speaker.name == "Layla Haddad") is hers
