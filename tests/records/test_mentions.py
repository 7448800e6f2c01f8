"""The model's mentions joined with the actors, and relations with the statements."""

import re

from onrecord.intake import from_text
from onrecord.reader import read_attributed
from onrecord.schema import FoundMention, FoundRelation, Record
from onrecord.spans.tagger import Attribution


def reading(text, mentions, relations=(), attributions=()):
    """The record of a text whose mentions are given as (words, type, form, antecedent, link)."""
    found, seen = [], {}
    for words, kind, form, before, link in mentions:
        at = re.compile(re.escape(words)).search(text, seen.get(words, 0))
        seen[words] = at.end()
        head = words.split(" of ")[0].split()[-1]
        start = at.start() + words.index(head)
        place = start, start + len(head)
        found.append(FoundMention(*at.span(), kind, form, place, before, link, 0.9))
    given = [FoundRelation(*r) for r in relations]
    return read_attributed(from_text(text), attributions, None, mentions=found, related=given)


def said(record: Record) -> dict[str, str | None]:
    text = record.document.text
    return {
        text[m.start : m.end]: e.name if (e := record.entity(m.entity)) else None
        for m in record.mentions
    }


def test_a_mention_takes_the_actor_whose_name_is_its_head():
    text = "Iraqi Prime Minister Ann Lee met the wife of Ben Roe in the city of Basra."
    record = reading(
        text,
        [
            ("Iraqi Prime Minister Ann Lee", "Person", "name", -1, 0.0),
            ("the wife of Ben Roe", "Person", "nominal", -1, 0.0),
            ("the city of Basra", "Location", "nominal", -1, 0.0),
        ],
    )
    names = said(record)
    assert names["Iraqi Prime Minister Ann Lee"] == "Ann Lee"
    assert names["the wife of Ben Roe"] is None
    assert names["the city of Basra"] is None


def test_a_description_takes_the_actor_of_what_it_follows_where_that_is_likely():
    text = "Ann Lee came. The engineer spoke. The guard left."
    record = reading(
        text,
        [
            ("Ann Lee", "Person", "name", -1, 0.0),
            ("The engineer", "Person", "nominal", 0, 0.9),
            ("The guard", "Person", "nominal", 1, 0.3),
        ],
    )
    assert said(record)["The engineer"] == "Ann Lee"
    assert said(record)["The guard"] is None


def test_two_descriptions_of_one_become_an_entity_and_a_number_never_does():
    text = "A convoy of 30 trucks left. The convoy burned. All 30 were lost."
    record = reading(
        text,
        [
            ("A convoy", "Organisation", "nominal", -1, 0.0),
            ("30", "Quantity", "nominal", -1, 0.0),
            ("The convoy", "Organisation", "nominal", 0, 0.8),
            ("30", "Quantity", "nominal", 1, 0.9),
        ],
    )
    names = said(record)
    assert names["A convoy"] == names["The convoy"] == "A convoy"
    assert [e.type for e in record.entities] == ["Organisation"]
    assert {m.entity for m in record.mentions if m.type == "Quantity"} == {None}


def test_what_a_person_is_never_becomes_a_body():
    text = "Ann Lee came. The ministry closed."
    mentions = [
        ("Ann Lee", "Person", "name", -1, 0.0),
        ("The ministry", "Organisation", "nominal", 0, 0.9),
    ]
    record = reading("Ann Lee came. Mrs. Lee spoke. The ministry closed.", mentions)
    assert said(record)["The ministry"] is None
    assert said(reading(text, mentions[:1]))["Ann Lee"] in ("Ann Lee", None)


def test_a_relation_says_on_whose_word_it_stands():
    text = "Ann Lee said that Iran controls the militia. Iran denies it."
    words = [
        ("Ann Lee", "Person", "name", -1, 0.0),
        ("Iran", "Organisation", "name", -1, 0.0),
        ("the militia", "Organisation", "nominal", -1, 0.0),
        ("Iran", "Organisation", "name", 1, 0.9),
    ]
    content = text.index("that Iran"), text.index(". Iran")
    attribution = Attribution(((8, 12),), ((0, 7),), (content,), 0.9)
    related = [("InChargeOf", 1, 2, 0.8), ("Dislikes", 3, 2, 0.6)]
    record = reading(text, words, related, [attribution])
    first, second = record.relations
    at = {m.id: text[m.start : m.end] for m in record.mentions}
    assert (first.type, at[first.source], at[first.target]) == ("InChargeOf", "Iran", "the militia")
    assert text[slice(*first.evidence)] == "Iran controls the militia"
    assert first.statement == record.statements[0].id
    assert second.statement is None


def test_a_title_before_a_name_and_an_of_within_it_are_the_same_person():
    text = "US Secretary of State Ann Lee spoke. The staff of Ben Roe listened. Mr. Roe left."
    record = reading(
        text,
        [
            ("US Secretary of State Ann Lee", "Person", "name", -1, 0.0),
            ("The staff of Ben Roe", "Person", "nominal", -1, 0.0),
        ],
    )
    names = said(record)
    assert names["US Secretary of State Ann Lee"] == "Ann Lee"
    assert names["The staff of Ben Roe"] is None


def test_a_part_of_a_state_is_not_the_state_and_no_name_of_it():
    text = "Troops left northeast Syria. Syria and the Syria of old."
    record = reading(
        text,
        [
            ("northeast Syria", "Location", "name", -1, 0.0),
            ("Syria", "Location", "name", -1, 0.0),
        ],
    )
    assert said(record)["northeast Syria"] is None
    syria = next(e for e in record.entities if e.country == "SY")
    assert syria.aliases == ()


def test_a_name_before_a_facility_is_a_place_whatever_the_model_takes_it_for():
    text = "Forces withdrew from Ain Harun base in Iraq."
    record = reading(text, [("Ain Harun", "Person", "name", -1, 0.0)])
    place = next(e for e in record.entities if e.name == "Ain Harun")
    assert place.type == "Location"
    assert [m.type for m in record.mentions if m.entity == place.id] == ["Location"]


def test_a_mention_of_a_name_of_unknown_kind_is_never_lost():
    text = "They met at Riverside on Friday, and the Tomahawk flew."
    mentions = [
        ("Riverside", "Location", "name", -1, 0.0),
        ("the Tomahawk", "Weapon", "name", -1, 0.0),
    ]
    record = reading(text, mentions)
    found = {(text[m.start : m.end], m.type) for m in record.mentions}
    assert {("Riverside", "Location"), ("the Tomahawk", "Weapon")} <= found


def relations_of(text):
    record = reading(text, [])
    at = {m.id: text[m.start : m.end] for m in record.mentions}
    return {(r.type, at[r.source], at[r.target]) for r in record.relations}


def test_closed_constructions_say_who_leads_backs_and_talks_to_whom():
    assert ("InChargeOf", "Iran", "a militia") in relations_of("They fear a militia run by Iran.")
    assert ("InChargeOf", "US", "US-led coalition") in relations_of("The US-led coalition flew.")
    assert ("Likes", "Iran", "Iran-backed militias") in relations_of(
        "Rockets of Iran-backed militias fell."
    )
    assert ("CommWith", "Ann Lee", "Ben Roe") in relations_of(
        "Minister Ann Lee spoke with President Ben Roe on Monday."
    )


def test_who_left_and_who_is_stationed_where():
    left = relations_of("Iran said Turkey has withdrawn from Syria.")
    assert left == {("Apart", "Turkey", "Syria")}
    assert relations_of("Iran remained in Syria.") == {("CoLocated", "Iran", "Syria")}
    assert relations_of("Iran said that Ann Lee spoke of Syria.") == set()


def test_a_passive_wish_and_a_thing_that_is_led_are_no_relations():
    assert relations_of("Iraq should not be controlled by Iran.") == set()
    assert relations_of("It was a march led by Iran.") == set()
