"""Events, figures and places as every view lists them, and the table and the frames of them."""

import io

import msgspec
import pytest
from injections import INJECTIONS
from invented_layers import figure, hostile_layers, layered, place

from onrecord.schema import Entity, Event, Mention, Record
from onrecord.views.amounts import amount_lines, extent
from onrecord.views.events import event_lines, type_label
from onrecord.views.frame import to_frame
from onrecord.views.outline import UNKNOWN, outline
from onrecord.views.places import place_lines
from onrecord.views.rows import LAYERS
from onrecord.views.table import TableWriter
from onrecord.views.words import REPORT, Word, word_of


def printed(record: Record) -> str:
    out = io.StringIO()
    TableWriter(out).add(record)
    return out.getvalue()


def test_events_come_by_date_with_who_did_what_to_whom_on_whose_word() -> None:
    record = layered()
    leaves, left, agreed = event_lines(record, outline(record))
    assert [leaves.date, left.date, agreed.date] == ["February 2031", "1 March 2031", ""]
    assert (agreed.actors, agreed.trigger, agreed.recipients) == (
        ("The government of Vessa",), "agreement", ("the mining board",),
    )  # fmt: skip
    assert agreed.word == Word("Vessa", 1)
    assert leaves.word == Word(REPORT, 0)
    assert (leaves.place, leaves.type_label, left.type_label) == (
        "Port Marren", "consult, visit", "coerce, deport",
    )  # fmt: skip
    assert left.type_note == "Deport people."
    assert (left.status_label, agreed.status_label) == ("denied", "called for")


def test_a_pronoun_is_shown_as_whom_it_means_where_that_is_known() -> None:
    text = "He met them."
    made = msgspec.structs.replace(layered().document, text=text)
    he, them = (
        Mention(
            id=name, start=text.index(name), end=text.index(name) + len(name), type="Person",
            form="pronoun", entity=entity, confidence=0.9,
        )
        for name, entity in (("He", "e1"), ("them", None))
    )  # fmt: skip
    met = Event(id="v1", type="CONSULT", trigger=(3, 6), actors=("He",), recipients=("them",))
    brill = Entity(id="e1", type="Person", name="Oda Brill")
    record = msgspec.structs.replace(
        layered(), document=made, entities=(brill,), mentions=(he, them), events=(met,),
        statements=(),
    )  # fmt: skip
    (line,) = event_lines(record, [])
    assert (line.actors, line.recipients) == (("Oda Brill",), ("them",))


def test_an_event_of_an_unknown_class_or_mode_still_has_a_label() -> None:
    assert type_label(Event(id="e", type="DANCE", trigger=(0, 1))) == "dance"
    made = Event(id="e", type="COERCE", mode="martial-law", trigger=(0, 1))
    assert type_label(made) == "coerce, martial law"


def test_a_statement_that_is_not_in_the_record_leaves_it_unclear_whose_word_it_is() -> None:
    assert word_of("gone", {None: Word(REPORT, 0)}) == Word(UNKNOWN, 0)


def test_figures_say_what_is_counted_and_whose_they_are() -> None:
    record = layered()
    day, lost = amount_lines(record, outline(record))
    assert (lost.words, lost.of, lost.extent) == ("7,000 tonnes", "were lost", "7,000 t")
    assert lost.word == Word("Oda Brill", 6)
    assert (day.place, day.extent, day.word) == ("PORT MARREN", "at least 3", Word(REPORT, 0))


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "unit", "label"),
    [
        (4200.0, 4200.0, "exact", None, "4,200"),
        (690.0, 720.0, "between", "m³", "690–720 m³"),
        (300.0, 300.0, "about", None, "about 300"),
        (None, 640.0, "at_most", "m³", "up to 640 m³"),
        (640.0, None, "more_than", "m³", "more than 640 m³"),
        (2000.0, None, "vague", None, "at least 2,000"),
        (None, 5.0, None, None, "up to 5"),
        (1.4, 1.4, "exact", "%", "1.4%"),
        (2.5e12, 2.5e12, "exact", "USD", "2,500,000,000,000 USD"),
        (None, None, "vague", "t", ""),
    ],
)
def test_the_extent_of_a_figure(
    low: float | None, high: float | None, qualifier: str | None, unit: str | None, label: str
) -> None:
    made = figure("1", "f", "1", low, high, qualifier=qualifier, unit=unit)
    assert extent(made) == label


def test_a_place_is_listed_once_with_all_its_mentions_and_where_it_lies() -> None:
    marren, vessa = place_lines(layered())
    assert (marren.name, marren.within, len(marren.spans)) == ("Port Marren", "Troms, Norway", 2)
    assert (vessa.name, vessa.within, vessa.precision_label) == ("Vessa", "", "country")


def test_a_region_or_country_of_the_same_name_is_not_said_twice() -> None:
    record = Record(
        document=layered().document,
        places=(place("m", "Troms", 1.0, 1.0, admin1="Troms", country="NO", precision="admin"),),
    )
    assert place_lines(record)[0].within == "Norway"


def test_the_table_lists_events_and_figures_after_the_statements() -> None:
    text = printed(layered())
    rows = text.splitlines()
    assert rows.index("Events") > text[: text.index("denies")].count("\n")
    assert rows.index("Figures") > rows.index("Events")
    assert "3  The government of Vessa – agreement – the mining board" in rows
    assert "   no date · called for · agree · according to Vessa (1)" in rows
    assert "2  7,000 tonnes were lost · 7,000 t · according to Oda Brill (6)" in rows
    assert max(map(len, rows)) <= 80
    assert not any(row.endswith(" ") for row in rows)


@pytest.mark.parametrize("words", INJECTIONS)
def test_layers_cannot_steer_the_terminal(words: str) -> None:
    steering = words + "\x1b[2J\x07\u202e\ud800\x00\x9b"
    text = printed(hostile_layers(steering))
    assert not set(text) & set("\x1b\x07\u202e\ud800\x00\x9b")
    assert max(map(len, text.splitlines())) <= 80


def test_every_layer_has_a_frame() -> None:
    pytest.importorskip("pandas")
    record = layered()
    for layer, (columns, _) in LAYERS.items():
        frame = to_frame([record, record], layer=layer)
        assert tuple(frame.columns) == columns
        assert len(frame) == 2 * len(getattr(record, layer))
        assert tuple(to_frame([], layer=layer).columns) == columns
        for row in frame.itertuples():
            assert 0 <= row.start < row.end <= len(record.document.text)


def test_the_frames_hold_words_and_whose_they_are() -> None:
    pytest.importorskip("pandas")
    record = layered()
    text = record.document.text
    agreed = to_frame([record], layer="events").iloc[0]
    assert (agreed.actors, agreed.trigger) == (("The government of Vessa",), "agreement")
    assert (agreed.statement, agreed.speaker) == ("a", "Vessa")
    lost = to_frame([record], layer="figures").iloc[0]
    assert (lost.words, lost.of, lost.speaker) == ("7,000 tonnes", "were lost", "Oda Brill")
    time = to_frame([record], layer="times").iloc[0]
    assert (text[time.start : time.end], time.value) == ("March 3", "2031-03-03")
    marren = to_frame([record], layer="places").iloc[0]
    assert (marren.words, marren["name"], marren.lat) == ("PORT MARREN", "Port Marren", 69.6)


def test_an_unknown_layer_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="statements, events, figures, times, places"):
        to_frame([], layer="weather")


def test_mentions_outside_the_text_or_unknown_are_left_out() -> None:
    record = layered()
    wrong = Record(
        document=record.document,
        mentions=(
            Mention(
                id="m", start=5, end=99_999, type="Person", form="name", entity=None, confidence=1
            ),
        ),
        events=(Event(id="e", type="AGREE", trigger=(0, 5), actors=("m", "gone"), place="m"),),
    )
    (line,) = event_lines(wrong, [])
    assert (line.actors, line.place) == ((), "")
