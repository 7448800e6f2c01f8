"""Events set right by what else is known: told once, and done by whoever says so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.records.telling import (
    asked_of_others,
    done_by_sources,
    joint,
    more_than_said,
    once,
    sided,
)
from onrecord.schema import FoundEvent, FoundPart, Mention, Statement


def told(text, word, kind, confidence=0.9, **parts):
    """An event of that class at a word, with its parts by their words."""
    at = text.index(word)
    spans = tuple(
        FoundPart(role, text.index(words), text.index(words) + len(words), 0.5)
        for role, words in parts.items()
    )
    return FoundEvent(at, at + len(word), kind, None, "occurred", spans, confidence)


def said(text, source, cue, content):
    spans = [((text.index(w), text.index(w) + len(w)),) for w in (source, cue, content)]
    return Statement(
        id="s1", source=spans[0], cue=spans[1], content=spans[2], form="indirect", speaker=None,
        speaker_kind="named",
    )  # fmt: skip


def words(text, event):
    return {(p.role, text[p.start : p.end]) for p in event.parts}


def test_two_words_of_one_phrase_tell_one_event():
    text = "Lerna granted political asylum to six officers."
    granted = told(text, "granted", "AID", 0.6, actor="Lerna", recipient="six officers")
    asylum = told(text, "asylum", "AID", 0.9, recipient="six officers")
    assert once(text, [granted, asylum]) == [granted]


def test_of_two_that_say_the_same_the_surer_is_kept():
    text = "Lerna signed an agreement."
    signed, agreement = (
        told(text, word, "AGREE", sure, actor="Lerna")
        for word, sure in (("signed", 0.6), ("agreement", 0.9))
    )
    assert once(text, [signed, agreement]) == [agreement]


def test_what_belongs_to_a_verb_tells_no_event_of_its_own():
    text = "Lerna would not turn down the offer."
    turn, down = (
        told(text, "turn", "CONCEDE", 0.8, actor="Lerna"),
        told(text, "down", "REJECT", 0.9),
    )
    (event,) = once(text, [turn, down])
    assert (event.type, text[event.start : event.end]) == ("REJECT", "turn down")


def test_events_that_are_joined_by_and_or_of_other_classes_stay():
    text = "Guards beat and kicked him, then arrested him."
    events = [
        told(text, "beat", "ASSAULT", actor="Guards"),
        told(text, "kicked", "ASSAULT", actor="Guards"),
        told(text, "arrested", "COERCE", actor="Guards"),
    ]
    assert once(text, events) == events


def test_verbs_that_are_joined_share_who_does_them():
    text = "Lerna has tried many raiders and also released most of them."
    tried = told(text, "tried", "ACCUSE", actor="Lerna", recipient="many raiders")
    released = told(text, "released", "RETREAT", recipient="most of them")
    assert words(text, sided(text, [tried, released])[1]) == {
        ("actor", "Lerna"), ("recipient", "most of them"),
    }  # fmt: skip


def test_nobody_behind_a_joined_verb_does_it_unless_by_leads_there():
    text = "Lerna has tried many raiders and also released those who joined Ostel."
    tried = told(text, "tried", "ACCUSE", actor="Lerna", recipient="many raiders")
    released = told(text, "released", "RETREAT", actor="Ostel", recipient="those")
    assert words(text, sided(text, [tried, released])[1]) == {
        ("actor", "Lerna"), ("recipient", "those"),
    }  # fmt: skip
    text = "Raiders were tried and later released by Ostel."
    tried = told(text, "tried", "ACCUSE", recipient="Raiders")
    released = told(text, "released", "RETREAT", actor="Ostel", recipient="Raiders")
    assert sided(text, [tried, released])[1] == released


def test_who_stands_right_behind_a_noun_does_it():
    text = "They faced the threat Ostel poses to all towns."
    threat = told(text, "threat", "THREATEN", recipient="Ostel")
    assert words(text, sided(text, [threat])[0]) == {("actor", "Ostel")}
    text = "They will threaten Ostel again to win."
    threat = told(text, "threaten", "THREATEN", recipient="Ostel")
    assert sided(text, [threat])[0] == threat


def test_a_noun_and_what_another_clause_tells_share_nobody():
    text = "Lerna praised the work of Varrow and the release of six. Then it tried them."
    praised = told(text, "praised", "SUPPORT", actor="Lerna", recipient="Varrow")
    release = told(text, "release", "RETREAT", recipient="six")
    tried = told(text, "tried", "ACCUSE", recipient="them")
    assert sided(text, [praised, release, tried]) == [praised, release, tried]


def test_whom_to_leads_to_bears_it():
    text = "The threat that raiders pose to all towns, according to Lerna."
    threat = told(text, "threat", "THREATEN", actor="raiders")
    towns = told(text, "threat", "THREATEN", actor="all towns")
    lerna = told(text, "threat", "THREATEN", actor="Lerna")
    assert sided(text, [threat]) == [threat]
    assert words(text, sided(text, [towns])[0]) == {("recipient", "all towns")}
    assert sided(text, [lerna]) == [lerna]


def test_a_capital_behind_with_takes_part():
    text = "Lerna agreed to work with Ostrava on trade, and to meet in Kaunas with the mayor."
    work = told(text, "work", "COOPERATE", actor="Lerna", place="Ostrava")
    meet = told(text, "meet", "CONSULT", actor="Lerna", place="Kaunas")
    assert words(text, sided(text, [work])[0]) == {("actor", "Lerna"), ("recipient", "Ostrava")}
    assert sided(text, [meet]) == [meet]


def test_who_welcomes_is_who_says_so():
    text = "Brill wrote that Lerna welcomes the ministry’s plan."
    event = told(text, "welcomes", "SUPPORT", actor="Brill", recipient="the ministry’s plan")
    (right,) = done_by_sources(
        text, [event], [said(text, "Lerna", "welcomes", "the ministry’s plan")]
    )
    assert words(text, right) == {("actor", "Lerna"), ("recipient", "the ministry’s plan")}


def test_a_source_receives_nothing_of_what_it_does():
    text = "Lerna urged restraint."
    event = told(text, "urged", "REQUEST", recipient="Lerna")
    (right,) = done_by_sources(text, [event], [said(text, "Lerna", "urged", "restraint")])
    assert words(text, right) == {("actor", "Lerna")}


def test_a_pronoun_that_points_back_does_not_hide_who_is_meant():
    text = "A court heard Lerna, which demanded a pardon."
    event = told(text, "demanded", "REQUEST", actor="Lerna")
    statement = said(text, "which", "demanded", "a pardon")
    assert done_by_sources(text, [event], [statement]) == [event]


def test_an_event_that_is_no_cue_keeps_its_parts():
    text = "Lerna said guards beat him."
    event = told(text, "beat", "ASSAULT", actor="guards", recipient="him")
    statement = said(text, "Lerna", "said", "guards beat him")
    assert done_by_sources(text, [event], [statement]) == [event]


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(("AID", "AGREE"))), max_size=8))
def test_nothing_is_made_up(places):
    text = "aid and more aid, they agreed to give and to take what was there"
    found = [
        FoundEvent(at, at + 2, kind, None, "occurred", (), 0.5) for at, kind in sorted(set(places))
    ]
    kept = once(text, found)
    assert set(kept) <= set(found)
    assert bool(kept) == bool(found)
    assert once(text, kept) == kept


def mentions(text, *names):
    return [
        Mention(
            id=f"m{n}", start=text.index(name), end=text.index(name) + len(name),
            type="Organisation", form="name", entity=None, confidence=0.9,
        )
        for n, name in enumerate(names)
    ]  # fmt: skip


def test_who_is_joined_to_the_actor_at_the_head_of_a_sentence_acts_too():
    text = "It rained. Norland, Suria and the Isles signed it."
    who = mentions(text, "Norland", "Suria", "Isles")
    (one,) = joint(text, [told(text, "signed", "AGREE", actor="Isles")], who, [0, 11])
    assert words(text, one) == {("actor", "Norland"), ("actor", "Suria"), ("actor", "Isles")}


def test_several_in_one_part_are_several():
    text = "Norland and Suria signed a deal with Lerna and Varrow."
    who = mentions(text, "Norland", "Suria", "Lerna", "Varrow")
    parts = {"actor": "Norland and Suria", "recipient": "Lerna and Varrow"}
    (one,) = joint(text, [told(text, "signed", "AGREE", **parts)], who, [0])
    assert words(text, one) == {
        ("actor", "Norland"), ("actor", "Suria"), ("recipient", "Lerna"), ("recipient", "Varrow"),
    }  # fmt: skip


def test_whom_somebody_else_did_something_to_does_not_act_with_the_next():
    text = "Norland struck Suria and Lerna fled."
    who = mentions(text, "Norland", "Suria", "Lerna")
    (one,) = joint(text, [told(text, "fled", "RETREAT", actor="Lerna")], who, [0])
    assert words(text, one) == {("actor", "Lerna")}


def test_a_phrase_with_two_names_in_it_that_do_not_fill_it_stays_one():
    text = "The firm that serves Norland and Suria signed."
    who = mentions(text, "Norland", "Suria")
    whole = "The firm that serves Norland and Suria"
    (one,) = joint(text, [told(text, "signed", "AGREE", actor=whole)], who, [0])
    assert words(text, one) == {("actor", whole)}


def test_plainly_saying_something_is_neither_praise_nor_blame_of_anybody():
    text = "Lee added that Varrow slept, and Bray condemned it."
    added = told(text, "added", "ACCUSE", actor="Lee")
    aimed = told(text, "added", "ACCUSE", actor="Lee", recipient="Varrow")
    condemned = told(text, "condemned", "ACCUSE", actor="Bray")
    yielded = told(text, "added", "CONCEDE", actor="Lee")
    assert more_than_said(text, [added, condemned]) == [condemned]
    assert more_than_said(text, [aimed, yielded]) == [aimed, yielded]


def test_a_wish_to_do_something_asks_nobody_for_it():
    text = "Lee is seeking to meet Bray, who wants the army to leave and sought aid."
    own = told(text, "seeking", "REQUEST", actor="Lee", recipient="Bray")
    asked = told(text, "wants", "REQUEST", actor="Bray", recipient="the army")
    sought = told(text, "sought", "REQUEST", actor="Bray")
    meeting = told(text, "meet", "CONSULT", actor="Lee", recipient="Bray")
    assert asked_of_others(text, [own, meeting, asked, sought]) == [meeting, asked, sought]
