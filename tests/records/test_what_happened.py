"""The model's events joined with mentions, statements, times and places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake import from_text
from onrecord.knowledge import plover
from onrecord.reader import LAYERS, LayerError, Reader, read_attributed
from onrecord.records import statuses
from onrecord.records.bearings import dates
from onrecord.schema import EVENT_STATUSES, FoundEvent, FoundPart, Time
from onrecord.spans.tagger import Attribution


def place(text, words):
    at = text.index(words)
    return at, at + len(words)


def event(text, trigger, kind, parts, mode=None, status="occurred"):
    found = tuple(FoundPart(role, *place(text, words), 0.9) for role, words in parts)
    return FoundEvent(*place(text, trigger), kind, mode, status, found, 0.8)


def reading(text, events, attributions=(), **known):
    return read_attributed(from_text(text, **known), attributions, told=events)


def words(record, ids):
    at = {m.id: (m.start, m.end) for m in record.mentions}
    return [record.document.text[slice(*at[i])] for i in ids]


TEXT = (
    "In late 2025, US forces withdrew from Ain al-Assad base in Iraq. "
    "They had trained Iraqi troops there since 2014."
)


def withdrawal(**known):
    parts = [("actor", "US forces"), ("place", "Ain al-Assad base"), ("date", "In late 2025")]
    return reading(TEXT, [event(TEXT, "withdrew", "RETREAT", parts, "withdraw")], **known)


def test_an_event_has_its_actor_place_date_and_codes():
    record = withdrawal(published="2026-01-27")
    (one,) = record.events
    assert words(record, one.actors) == ["US forces"]
    assert words(record, [one.place]) == ["Ain al-Assad base"]
    assert (one.date, one.cameo, one.quad, one.statement) == ("2025", "0874", 2, None)
    assert "military" in one.contexts


def test_what_an_event_is_about_is_not_what_people_are_called():
    text = "Omar Shia Warfield met Iraqi officials in Kurdistan."
    parts = [("actor", "Omar Shia Warfield"), ("recipient", "Iraqi officials")]
    (one,) = reading(text, [event(text, "met", "CONSULT", parts)]).events
    assert "religion_ethnicity" not in one.contexts


def test_whoever_takes_part_and_is_not_mentioned_yet_gets_a_mention_in_text_order():
    record = withdrawal()
    made = [m for m in record.mentions if TEXT[m.start : m.end] == "US forces"]
    assert [m.form for m in made] == ["nominal"]
    assert len({m.id for m in record.mentions}) == len(record.mentions)
    assert list(record.mentions) == sorted(record.mentions, key=lambda m: (m.start, -m.end))


def test_an_actor_is_the_mention_of_the_same_head_and_no_modifier():
    text = "Chancellor Ada Berg met Iraqi officials."
    parts = [("actor", "Chancellor Ada Berg"), ("recipient", "Iraqi officials")]
    record = reading(text, [event(text, "met", "CONSULT", parts)])
    (one,) = record.events
    (actor,) = [m for m in record.mentions if m.id in one.actors]
    assert record.entity(actor.entity).name == "Ada Berg"
    assert words(record, one.recipients) == ["Iraqi officials"]


def told(text, source, cue, content):
    spans = ((place(text, w),) for w in (cue, source, content))
    return Attribution(*spans, 0.9)


@pytest.mark.parametrize(
    ("cue", "status"),
    [("said", "occurred"), ("accused them that", "alleged"), ("demanded that", "called_for")],
)
def test_on_whose_word_an_event_stands_and_what_that_makes_of_it(cue, status):
    text = f"Ada Berg {cue} the militia freed hostages."
    said = told(text, "Ada Berg", cue, "the militia freed hostages")
    parts = [("actor", "the militia"), ("recipient", "hostages")]
    record = reading(text, [event(text, "freed", "RETREAT", parts, "release")], [said])
    (one,) = record.events
    assert (one.statement, one.status) == (record.statements[0].id, status)


def test_an_event_of_nobody_is_left_out():
    text = "Talks were held."
    assert reading(text, [event(text, "Talks", "CONSULT", [])]).events == ()


def test_layers_are_read_as_chosen():
    only = read_attributed(from_text(TEXT), [], told=[], layers=("figures",))
    assert (only.times, only.places, only.events) == ((), (), ())
    everything = read_attributed(from_text(TEXT), [], layers=LAYERS)
    assert everything.times
    assert everything.places


def test_a_layer_that_there_is_not_is_refused():
    with pytest.raises(LayerError, match="weather"):
        Reader(layers=("weather",))


@given(
    st.text(alphabet="abc .,\nIraqUS", min_size=3, max_size=60),
    st.lists(
        st.tuples(
            st.integers(0, 59),
            st.integers(1, 9),
            st.sampled_from(("actor", "recipient", "place", "date")),
        ),
        max_size=5,
    ),
)
def test_any_spans_give_a_record_that_holds_together(text, spans):
    spans = [(s, min(len(text), s + n), role) for s, n, role in spans if s < len(text)]
    parts = tuple(FoundPart(role, s, e, 0.5) for s, e, role in spans)
    record = reading(text, [FoundEvent(0, 1, "ASSAULT", None, "occurred", parts, 0.5)])
    known = {m.id for m in record.mentions}
    assert len(known) == len(record.mentions)
    for one in record.events:
        assert {*one.actors, *one.recipients} <= known
        assert not set(one.actors) & set(one.recipients)
        assert one.status in EVENT_STATUSES
        assert (one.type, one.mode) in plover.known()


def test_what_is_done_to_a_place_alone_has_it_as_recipient():
    text = "Rebels imposed a curfew in Abidjan on Monday."
    parts = [("actor", "Rebels"), ("place", "Abidjan")]
    (one,) = reading(text, [event(text, "curfew", "COERCE", parts, "curfew")]).events
    assert one.recipients == (one.place,)


def test_a_place_is_enough_for_an_attack_and_not_for_a_meeting():
    text = "The attack in Minnesota and the meeting in Geneva were on Monday."
    attack = event(text, "attack", "ASSAULT", [("place", "Minnesota")])
    meeting = event(text, "meeting", "CONSULT", [("place", "Geneva")])
    assert [e.type for e in reading(text, [attack, meeting]).events] == ["ASSAULT"]


def test_of_places_in_one_another_an_event_is_at_the_narrowest():
    text = "Ministers met at the port of Athens in Greece."
    record = reading(
        text, [event(text, "met", "CONSULT", [("actor", "Ministers"), ("place", "Greece")])]
    )
    assert words(record, [record.events[0].place]) == ["Athens"]


def test_who_points_back_at_the_one_before():
    text = "Pavel Dorn, who attacked the camp, fled."
    parts = [("actor", "who"), ("recipient", "the camp")]
    record = reading(text, [event(text, "attacked", "ASSAULT", parts)])
    assert words(record, record.events[0].actors) == ["Pavel Dorn"]


def test_model_and_words_before_are_weighed():
    assert statuses.weighed((), "planned") is None
    sure = (("occurred", 0.999), ("planned", 0.001))
    assert statuses.weighed(sure, None) == "occurred"
    torn = (("occurred", 0.5), ("planned", 0.5))
    assert statuses.weighed(torn, "planned") == "planned"


@pytest.mark.parametrize(
    ("before", "word", "allowed"),
    [
        ("The army is now ", "shelling", ("ongoing",)),
        ("The army's ", "shelling", ()),
        ("He's ", "suing", ("ongoing",)),
        ("No one says so. They have not yet been ", "charged", ("denied",)),
        ("Neither Lee nor her aides have been ", "charged", ("denied",)),
        ("If they do not ", "withdraw", ()),
        ("It could soon be ", "bombed", ("hypothetical",)),
        ("Both must ", "withdraw", ("called_for",)),
        ("The council will ", "meet", ("planned",)),
        ("The law would ", "end", ("planned", "hypothetical")),
        ("They will pay, and they ", "met", ()),
    ],
)
def test_the_auxiliary_of_the_telling_word_says_what_it_may_be(before, word, allowed):
    text = f"{before}{word} soon."
    assert statuses.by_grammar(text, len(before), len(before) + len(word), 0) == allowed


def test_initials_end_no_clause():
    text = "See what happens if the I.R.S. sues him."
    at = text.index("sues")
    assert statuses.by_words(text, at, at + 4, 0) == "hypothetical"


def test_what_somebody_is_doing_goes_on():
    text = "Lee is drawing sharp criticism."
    at = text.index("criticism")
    assert statuses.by_words(text, at, at + 9, 0) == "ongoing"
    assert statuses.by_words("Lee is under criticism.", 13, 22, 0) == "ongoing"
    assert statuses.by_words("Lee is a sharp criticism.", 15, 24, 0) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Lee denied reports that Bray attacked the camp.", "denied"),
        ("Lee rejected the plan of Bray, who attacked the camp.", "occurred"),
    ],
)
def test_what_is_denied_did_not_happen_on_that_word_but_what_is_turned_down_did(text, status):
    cue = text.split()[1]
    content = (text.index(cue) + len(cue) + 1, len(text) - 1)
    said = Attribution((place(text, cue),), (place(text, "Lee"),), (content,), 0.9)
    told = [event(text, "attacked", "ASSAULT", [("actor", "Bray")])]
    (one,) = reading(text, told, [said]).events
    assert (one.statement, one.status) == ("s1", status)


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("She backs the 1968 treaty and called on all to wait.", "called on", None),
        ("She backs the 1968 peace treaty.", "treaty", "1968"),
        ("They met the Friday before.", "met", "Friday"),
        ("In the 2010s he fled.", "fled", "2010s"),
        ("I have asked her to pay by Friday.", "asked", None),
        ("They left by Friday.", "left", "Friday"),
    ],
)
def test_a_date_is_that_of_the_event_which_it_stands_with(text, word, day):
    (written,) = (w for w in ("1968", "Friday", "2010s") if w in text)
    start, end = place(text, written)
    times = [Time(start=start, end=end, type="DATE", value=written)]
    assert dates(text, [place(text, word)], times) == [day]
