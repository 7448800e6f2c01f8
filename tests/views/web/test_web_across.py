"""Pages across reports: one filter for a story, plain charts, people joined and parted."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import unquote

from asking_web import Running, Visitor
from invented import document

from onrecord.schema import Entity, Mention, Record
from onrecord.stories.nouns import (
    Cited,
    Disagreement,
    Happening,
    Moment,
    Party,
    Person,
    Report,
    Side,
    Story,
    StoryView,
)
from onrecord.views.web.charts import Given, columns, strip
from onrecord.views.web.network import HEIGHT, WIDTH, network
from onrecord.views.web.sieve import Sieve, sieve_of, sifted


def cited(publisher: str, day: str, text: str, person: str | None = None) -> Cited:
    return Cited(
        document=publisher, start=0, end=4, text=text, at=0, publisher=publisher, published=day,
        person=person,
    )  # fmt: skip


def view() -> StoryView:
    courier = cited("Courier", "2031-03-02", "Four boats sank, Brill said.", "b")
    mail = cited("Mail", "2031-03-05", "Six boats sank.")
    sides = tuple(
        Side(low=n, high=n, qualifier=None, words=str(n), date=None, cited=c)
        for n, c in ((4.0, courier), (6.0, mail))
    )
    told = Happening(
        id="h", type="ASSAULT", mode=None, status="occurred", words="sank",
        actors=(Party(name="Krag", person="k"),), recipients=(), place=None, lat=None, lon=None,
        precision=None, date=None, reports=1, sources=1, cited=(mail,),
    )  # fmt: skip
    return StoryView(
        story=Story(
            id="s", title="Boats", first=None, last=None, reports=2, sources=2, people=(),
            places=(),
        ),
        reports=tuple(
            Report(document=c.document, title=None, publisher=c.publisher, published=c.published)
            for c in (courier, mail)
        ),
        timeline=(
            Moment(day="2031-03-02", kind="figure", id="1", label="4", cited=courier),
            Moment(day=None, kind="event", id="2", label="sank", cited=mail),
        ),
        happenings=(told,),
        disagreements=(
            Disagreement(id="d", how="conflict", about="boats", unit=None, sides=sides),
        ),
        contradictions=(),
        passages=(),
        copies=(),
        people=(Person(id="b", type="Person", name="Oda Brill", aliases=("Brill",)),),
        contacts=(("b", "k", 2), ("k", "x", 1)),
    )  # fmt: skip


def test_an_empty_filter_lets_everything_pass() -> None:
    assert sifted(view(), Sieve()) is not None
    assert sifted(view(), sieve_of({"words": " ", "other": "x"})) == view()


def test_one_filter_goes_for_every_part_of_a_story() -> None:
    mail = sifted(view(), Sieve(publisher="Mail"))
    assert [r.publisher for r in mail.reports] == ["Mail"]
    assert [m.kind for m in mail.timeline] == ["event"]
    assert len(mail.happenings) == 1
    # Both sides stay: one alone would not disagree.
    assert len(mail.disagreements[0].sides) == 2
    brill = sifted(view(), Sieve(person="b"))
    assert [m.kind for m in brill.timeline] == ["figure"]
    assert brill.happenings == ()
    assert brill.contacts == (("b", "k", 2),)
    early = sifted(view(), Sieve(until="2031-03-03"))
    assert [m.kind for m in early.timeline] == ["figure"]
    assert sifted(view(), Sieve(words="whales")).disagreements == ()


def test_a_chart_has_a_column_for_every_month_in_its_place() -> None:
    drawn = columns((("2031-03", 4), ("2030-12", 1), ("not a month", 9)), lambda m: f"/{m}")
    assert drawn is not None
    assert [bar["month"] for bar in drawn["bars"]] == ["2030-12", "2031-03"]
    assert float(drawn["bars"][1]["x"]) > 70
    assert columns((("2031-03", 4),), str) is None


def test_figures_lie_along_one_line() -> None:
    drawn = strip(
        [
            Given(690.0, 720.0, "between 690 and 720", "A study"),
            Given(640.0, 640.0, "640 cubic metres", "Brill"),
            Given(None, 900.0, "at most 900", "Brill"),
            *(Given(640.0, 640.0, "640", owner) for owner in ("Krag", "Oda", "Krag")),
        ]
    )
    assert drawn is not None
    assert [row["words"] for row in drawn] == ["640", "between 690 and 720", "at most 900"]
    assert [row["point"] for row in drawn] == [True, False, False]
    assert drawn[0]["owners"] == ["Brill", "Krag"]
    assert drawn[0]["others"] == 1
    assert (drawn[2]["open"], drawn[2]["x"]) == (True, "0.0")
    assert 0 < float(drawn[0]["x"]) < float(drawn[1]["x"]) < float(drawn[1]["end"]) < 100
    assert strip([Given(1.0, 1.0, "one", "Brill")]) is None


def test_a_network_is_laid_out_alike_every_time_and_inside_its_frame() -> None:
    people = [Person(id=str(i), type="Person", name=f"N {i}") for i in range(12)]
    contacts = [(str(i), str(j), i + j) for i in range(12) for j in range(i) if (i * j) % 3 == 1]
    drawn = network(people, contacts)
    assert drawn == network(people, contacts)
    assert drawn is not None
    for node in drawn["nodes"]:
        assert 0 < float(node["x"]) < WIDTH
        assert 0 < float(node["y"]) < HEIGHT
    assert network(people, ()) is None


def named(text: str, name: str, title: str) -> Record:
    start = text.index(name)
    mention = Mention(
        id="m1", start=start, end=start + len(name), type="Person", form="name", entity="e1",
        confidence=0.9,
    )  # fmt: skip
    return Record(
        document=document(text, title=title, published="2031-03-03"),
        mentions=(mention,),
        entities=(Entity(id="e1", type="Person", name=name, mentions=("m1",)),),
    )


def people(visitor: Visitor) -> list[str]:
    body = visitor.get("/people?type=Person").body
    return [unquote(path) for path in re.findall(r'class="entry"><a href="(/people/[^"]+)"', body)]


def settled(visitor: Visitor, count: int) -> list[str]:
    """The people, once there are so many: the server tells stories beside answering."""
    for _ in range(600):
        found = people(visitor)
        if len(found) == count:
            return found
        time.sleep(0.1)
    raise AssertionError(found)


def test_people_are_joined_by_hand_and_it_can_be_undone(serve: Callable[..., Running]) -> None:
    one = named("Ilka Tornen spoke in Vessa on Monday.", "Ilka Tornen", "One")
    other = named("The paper quoted Bo Krag at length.", "Bo Krag", "Two")
    visitor = serve(one, other).visitor
    first, second = settled(visitor, 2)
    assert "Who is meant" in visitor.get(first).body
    ids = [path.removeprefix("/people/") for path in (first, second)]
    done = visitor.send("/people/merge", {"one": ids[0], "other": ids[1]})
    assert done.status == 303
    (joined,) = settled(visitor, 1)
    assert "Two" in visitor.get(joined).body
    listed = visitor.get("/corrections").body
    assert "<bdi>Ilka Tornen</bdi> <strong>is</strong> <bdi>Bo Krag</bdi>" in listed
    assert visitor.send("/people/undo", {}).status == 303
    settled(visitor, 2)
    entity = f"{other.document.id}:e1"
    assert visitor.send("/people/split", {"entity": entity, "person": ids[0]}).status == 303
    assert visitor.send("/people/merge", {"one": ids[0], "other": ids[0]}).status == 422
    assert visitor.send("/people/split", {"entity": "nobody"}).status == 422
    assert visitor.get("/people/nobody").status == 404
    assert visitor.get("/stories/none").status == 404
