"""The report that the project started from: every statement with its words, chain and speaker."""

from pathlib import Path

import pytest

import onrecord
from onrecord.spans.bundle import available

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
FILES = sorted(SEEDS.glob("000_*.txt"))

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not FILES, reason=f"the seed report is not in {SEEDS}"),
]


@pytest.fixture(scope="module", params=available())
def record(request):
    text = FILES[0].read_text(encoding="utf-8")
    return onrecord.Reader(request.param).read(onrecord.from_text(text))


def words(record, phrase):
    return " … ".join(record.document.text[s:e] for s, e in phrase)


def name(record, identifier):
    entity = record.entity(identifier)
    return entity.name if entity else None


def one(record, cue, content):
    """The statement with that cue whose content holds those words; there must be just one."""
    found = [
        s
        for s in record.statements
        if cue in words(record, s.cue) and content in words(record, s.content)
    ]
    nested = [s for s in found if s.parent is not None]
    found = nested if len(found) > 1 and len(nested) == 1 else found
    assert len(found) == 1, [words(record, s.cue) for s in record.statements]
    return found[0]


@pytest.mark.parametrize(
    ("cue", "content", "speaker", "attitude"),
    [
        ("emphasized", "a government controlled by Iran cannot", "Marco Rubio", "assertion"),
        ("commended", "the government of Iraq’s initiative", "Marco Rubio", "evaluation"),
        ("wanted", "the US military presence in the country to end", "Iraq", "intention"),
        ("noted", "that Iraq should not be controlled by Iran", "United States", "assertion"),
        ("seeking", "to work with Baghdad", "United States", "intention"),
        ("posted", "United States welcomes", "Tommy Pigott", "assertion"),
        ("welcomes", "the Iraqi government’s initiative", "United States", "evaluation"),
        ("urges", "all countries to repatriate", "United States", "request"),
        ("discussed", "ongoing diplomatic efforts", None, "discussion"),
        ("discussed", "their shared commitment", None, "discussion"),
        ("mentioned", "up to 7,000 detainees", None, "assertion"),
        ("concerns", "he might shift Baghdad", None, "belief"),
    ],
)
def test_each_statement_is_there_with_its_speaker(record, cue, content, speaker, attitude):
    statement = one(record, cue, content)
    if speaker is not None:
        assert name(record, statement.speaker) == speaker
    assert statement.attitude == attitude


@pytest.mark.parametrize("content", ["ongoing diplomatic efforts", "their shared commitment"])
def test_they_and_the_two_men_are_both_leaders(record, content):
    group = record.entity(one(record, "discussed", content).speaker)
    members = {name(record, m) for m in group.members}
    assert members == {"Marco Rubio", "Mohammed Shia al-Sudani"}


@pytest.mark.parametrize("cue", ["emphasized", "commended"])
def test_the_readout_reports_the_secretary_who_spoke_to_the_prime_minister(record, cue):
    statement = one(record, cue, "government")
    assert [name(record, a) for a in statement.addressees] == ["Mohammed Shia al-Sudani"]
    above = next(s for s in record.statements if s.id == statement.parent)
    assert (above.channel, above.speaker_kind) == ("readout", "document")
    assert "readout" in words(record, above.source)


def test_the_post_runs_over_two_paragraphs_and_holds_two_statements(record):
    post = one(record, "posted", "United States welcomes")
    assert post.channel == "post"
    assert words(record, post.content).endswith("foreign fighters to face justice.”")
    inner = [one(record, "welcomes", "initiative"), one(record, "urges", "repatriate")]
    assert [s.parent for s in inner] == [post.id, post.id]


def test_concerns_have_no_source_and_he_is_the_former_prime_minister(record):
    statement = one(record, "concerns", "he might shift")
    assert (statement.source, statement.speaker_kind) == ((), "impersonal")
    start = statement.content[0][0] + words(record, statement.content).index("he ")
    he = next(m for m in record.mentions if m.start == start)
    assert name(record, he.entity) == "Nouri al-Maliki"


def test_nothing_is_doubled_or_invented(record):
    cues = [s.cue for s in record.statements]
    assert len(cues) == len(set(cues))
    assert len(record.statements) <= 18


def test_offices_with_their_status(record):
    held = {
        (name(record, o.holder), o.position, name(record, o.organisation), o.status)
        for o in record.occupancies
    }
    assert held == {
        ("Marco Rubio", "secretary of state", "United States", "current"),
        ("Mohammed Shia al-Sudani", "prime minister", "Iraq", "current"),
        ("Nouri al-Maliki", "prime minister", None, "former"),
        ("Nouri al-Maliki", "prime minister", None, "candidate"),
        ("Tommy Pigott", "deputy spokesperson", "US State Department", "current"),
    }


def test_states_and_groups_behind_all_their_names(record):
    known = {e.name: e for e in record.entities}
    assert {known[n].country for n in ("United States", "Iraq", "Iran", "Syria")} == {
        "US", "IQ", "IR", "SY",
    }  # fmt: skip
    assert {"Baghdad", "Iraqi"} <= set(known["Iraq"].aliases)
    assert known["ISIS"].sectors[0] == "REB"
    persons = [e.name for e in record.entities if e.type == "Person"]
    assert sorted(persons) == sorted(
        ["Marco Rubio", "Mohammed Shia al-Sudani", "Nouri al-Maliki", "Tommy Pigott"]
    )


def ties(record):
    at = {m.id: m for m in record.mentions}
    text = record.document.text
    for r in record.relations:
        source, target = at[r.source], at[r.target]
        yield r, text[source.start : source.end], text[target.start : target.end]


def test_the_call_is_between_its_participants(record):
    talks = {(s, t) for r, s, t in ties(record) if r.type == "CommWith"}
    assert ("Marco Rubio", "Mohammed Shia al-Sudani") in talks


def test_a_government_controlled_by_iran_is_on_the_secretarys_word(record):
    found = [
        r for r, s, t in ties(record) if (r.type, s, t) == ("InChargeOf", "Iran", "a government")
    ]
    assert len(found) == 1
    emphasized = one(record, "emphasized", "a government controlled by Iran cannot")
    assert found[0].statement == emphasized.id
    assert name(record, emphasized.speaker) == "Marco Rubio"


def test_us_forces_left_the_base(record):
    if not any(m.type == "Temporal" for m in record.mentions):
        pytest.skip("this model has no heads for relations")
    assert ("Apart", "US forces", "Ain al-Assad") in {(r.type, s, t) for r, s, t in ties(record)}
    base = next(e for e in record.entities if e.name == "Ain al-Assad")
    assert base.type == "Location"


def test_people_have_all_their_mentions_and_nobody_else(record):
    text = record.document.text
    at = {m.id: text[m.start : m.end] for m in record.mentions}
    people = {e.name: {at[m] for m in e.mentions} for e in record.entities if e.type == "Person"}
    assert set(people) == {
        "Marco Rubio", "Mohammed Shia al-Sudani", "Nouri al-Maliki", "Tommy Pigott"
    }  # fmt: skip
    assert {"Marco Rubio", "Rubio", "The secretary"} <= people["Marco Rubio"]
    assert {"Mohammed Shia al-Sudani", "Sudani"} <= people["Mohammed Shia al-Sudani"]
    assert {"Nouri al-Maliki", "Maliki", "his", "He", "he"} <= people["Nouri al-Maliki"]
    assert "Tommy Pigott" in people["Tommy Pigott"]
    for one_, other in [(a, b) for a in people for b in people if a != b]:
        assert not people[one_] & people[other] - {"He", "he", "his"}


@pytest.mark.parametrize(
    ("trigger", "type", "actors", "recipients", "status"),
    [
        ("spoke", "CONSULT", ["Marco Rubio"], ["Mohammed Shia al-Sudani"], "occurred"),
        ("conversation", "CONSULT", ["Marco Rubio", "Mohammed Shia al-Sudani"], [], "occurred"),
        ("prosecuted", "ACCUSE", ["Iraq"], [None], "occurred"),
        ("repatriated", "RETREAT", ["Iraq"], [None], "occurred"),
        ("withdrew", "RETREAT", [None], [None], "occurred"),
        ("appoint", "OTHER", ["Iraq"], [None, None], "planned"),
        ("reprise", "OTHER", ["Nouri al-Maliki"], [], "hypothetical"),
        ("returns", "OTHER", ["Nouri al-Maliki"], [], "hypothetical"),
        ("arrives", "CONSULT", ["Marco Rubio"], [None], "occurred"),
    ],
)
def test_each_event_is_told_with_who_takes_part(record, trigger, type, actors, recipients, status):
    (event,) = (
        e for e in record.events if record.document.text[slice(*e.trigger)].startswith(trigger)
    )
    entities = {m.id: m.entity for m in record.mentions}
    assert (event.type, event.status) == (type, status)
    for ids, expected in ((event.actors, actors), (event.recipients, recipients)):
        assert [name(record, entities[i]) for i in ids] == [
            wanted or name(record, entities[i]) for i, wanted in zip(ids, expected, strict=True)
        ]


def test_events_have_their_days_and_places(record):
    text = record.document.text
    mentions = {m.id: text[m.start : m.end] for m in record.mentions}
    known = {
        text[slice(*e.trigger)].split()[0]: (e.date, mentions.get(e.place or ""))
        for e in record.events
    }
    assert known["spoke"][0] == "2026-01-25"
    assert known["withdrew"][0] == "2025"
    assert known["withdrew"][1].startswith("Ain al-Assad")
    assert known["arrives"] == ("2026-01-07", "Capitol Hill")
    assert known["failed"][0] == "2013/2014"


def test_a_threat_is_of_the_group_and_borne_by_all_nations(record):
    (threat,) = (e for e in record.events if e.type == "THREATEN")
    text = record.document.text
    mentions = {m.id: text[m.start : m.end] for m in record.mentions}
    assert [mentions[i] for i in threat.actors] == ["ISIS"]
    assert [mentions[i] for i in threat.recipients] == ["all nations"]
    assert threat.statement is not None


def test_seven_thousand_is_at_most_and_on_the_word_of_reports(record):
    (figure,) = (f for f in record.figures if f.high == 7000)
    assert (figure.qualifier, figure.low) == ("at_most", None)
    said = next(s for s in record.statements if s.id == figure.statement)
    assert words(record, said.source) == "reports"
