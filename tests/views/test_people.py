"""Who is in a record, as views list it."""

import io

from onrecord.schema import Document, Entity, Mention, Occupancy, Record, Relation, Statement
from onrecord.views.html.blocks import text_html
from onrecord.views.html.page import render
from onrecord.views.outline import outline
from onrecord.views.people import Tie, figures, references
from onrecord.views.table import TableWriter
from tests.views.invented import report


def cast():
    document = report().document
    entities = (
        Entity(id="e1", type="State", name="Freedonia", country="FR", mentions=("m1",)),
        Entity(id="e2", type="Person", name="Ann <b>Lee</b>", aliases=("Lee",), mentions=("m2",)),
        Entity(
            id="e3", type="Organisation", name="Guard", country="FR", sectors=("MIL",), mentions=()
        ),
        Entity(id="e4", type="Group", name="Ann Lee and Ben Roe", members=("e2",)),
    )
    offices = tuple(
        Occupancy(holder="e2", position=p, organisation=o, status=s, spans=((0, 3),))
        for p, o, s in (("minister", "e1", "former"), ("president", None, "candidate"))
    )
    statement = Statement(
        id="s1", source=(), cue=(), content=((0, 3),), form="indirect", speaker="e2",
        speaker_kind="named",
    )  # fmt: skip
    return Record(
        document=document, entities=entities, occupancies=offices, statements=(statement,)
    )


def test_those_who_speak_come_first_with_their_offices():
    found = figures(cast(), outline(cast()))
    assert [f.name for f in found] == ["Ann <b>Lee</b>", "Guard", "Freedonia"]
    assert found[0].offices == ("former minister, Freedonia", "candidate for president")
    assert found[0].says == (1,)
    assert found[1].about == "FR · MIL"


def related():
    text = "Ann Lee, who runs the Guard, met Ben Roe. Roe said Lee fights the Guard."
    at = text.index
    places = [
        ("m1", 0, 7, "e1"), ("m2", at("the Guard"), at(", met"), "e2"),
        ("m3", at("Ben"), at(". Roe"), "e3"), ("m4", at("Roe said"), at(" said"), "e3"),
        ("m5", at("Lee fights"), at(" fights"), "e1"),
        ("m6", at("the Guard."), len(text) - 1, "e2"),
    ]  # fmt: skip
    return Record(
        document=Document(id="d", text=text),
        mentions=tuple(
            Mention(id=i, start=s, end=e, type="Person", form="name", entity=n, confidence=1)
            for i, s, e, n in places
        ),
        entities=tuple(
            Entity(id=i, type=t, name=n, mentions=tuple(m[0] for m in places if m[3] == i))
            for i, t, n in (
                ("e1", "Person", "Ann Lee"),
                ("e2", "Organisation", "Guard"),
                ("e3", "Person", "Ben Roe"),
            )
        ),
        statements=(
            Statement(
                id="s1", source=((at("Roe said"), at(" said")),), cue=(),
                content=((at("Lee fights"), len(text) - 1),), form="indirect", speaker="e3",
                speaker_kind="named",
            ),
        ),
        relations=tuple(
            Relation(type=t, source=a, target=b, evidence=(0, 7), statement=s)
            for t, a, b, s in (
                ("InChargeOf", "m1", "m2", None),
                ("CommWith", "m1", "m3", None),
                ("CommWith", "m3", "m1", None),
                ("FightingAgainst", "m5", "m6", "s1"),
                ("IsSynonymOf", "m1", "m5", None),
            )
        ),
    )  # fmt: skip


def test_statements_by_and_about_and_ties_are_told_of_each():
    record = related()
    roe, lee, guard = figures(record, outline(record))
    assert (roe.says, roe.spoken_of) == ((1,), ())
    assert (lee.says, lee.spoken_of) == ((), (1,))
    assert roe.ties == (Tie("communicates with", "Ann Lee", 0),)
    assert lee.ties == (
        Tie("is in charge of", "Guard", 0),
        Tie("communicates with", "Ben Roe", 0),
        Tie("fights", "Guard", 1),
    )
    assert guard.ties == (Tie("fights", "Ann Lee", 1),)
    page = render([record])
    assert 'says <a href="#s-1-1" aria-label="Statement 1">1</a>' in page
    out = io.StringIO()
    TableWriter(out).add(record)
    assert "fights Guard (says 1)" in out.getvalue()


def test_the_page_lists_them_and_no_name_becomes_markup():
    page = render([cast()])
    assert "former minister, Freedonia" in page
    assert "<b>Lee" not in page


def test_the_table_prints_offices():
    out = io.StringIO()
    TableWriter(out).add(cast())
    assert "former minister, Freedonia; candidate for president" in out.getvalue()


def test_pronouns_and_descriptions_say_whom_they_mean():
    text = "Ann Lee left. She said that the <b>mayor</b> of Basra stayed."
    at = text.index
    places = [
        ("m1", 0, 7, "name", "e1"),
        ("m2", at("She"), at("She") + 3, "pronoun", "e1"),
        ("m3", at("the <b>"), at(" stayed"), "nominal", "e2"),
        ("m4", at("Basra"), at(" stayed"), "nominal", "e1"),
        ("m5", at("stayed"), at("stayed") + 6, "nominal", None),
    ]
    record = Record(
        document=Document(id="d", text=text),
        mentions=tuple(
            Mention(id=i, start=s, end=e, type="Person", form=f, entity=n, confidence=1)
            for i, s, e, f, n in places
        ),
        entities=(
            Entity(id="e1", type="Person", name='Ann "A" Lee', mentions=("m1", "m2", "m4")),
            Entity(id="e2", type="Person", name="Ben", mentions=("m3",)),
        ),
    )
    assert [(r.start, r.who) for r in references(record)] == [
        (at("She"), 'Ann "A" Lee'),
        (at("Basra"), 'Ann "A" Lee'),
    ]
    page = text_html(record.document, outline(record), references(record))
    assert '<span class="ref" title="Ann &#34;A&#34; Lee">She</span>' in page or (
        '<span class="ref" title="Ann &quot;A&quot; Lee">She</span>' in page
    )
    assert "<b>" not in page
