"""Every record survives its JSON form, whatever characters its text is made of."""

from __future__ import annotations

import hashlib
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.schema import (
    ATTITUDES,
    CHANNELS,
    FORMS,
    SPEAKER_KINDS,
    Document,
    Entity,
    Failure,
    Mention,
    Record,
    Section,
    Span,
    Statement,
    decode_document,
    decode_record,
    encode,
    to_builtins,
)


def joined(text: str) -> str:
    """A high and a low surrogate next to each other as the one character they are in JSON."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


# All code points, lone surrogates and NUL among them: a text is what the input says it is.
TEXTS = st.text(st.characters(codec=None), max_size=200).map(joined)
SURROGATES = st.text(st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF), min_size=1)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(TEXTS)
    bounds = st.lists(st.integers(0, len(text)), min_size=2, max_size=2).map(sorted)
    return Document(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        source_id=draw(st.none() | TEXTS),
        uri=draw(st.none() | TEXTS),
        title=draw(st.none() | TEXTS),
        sections=tuple(
            Section(kind="body", start=start, end=end, repeat=draw(st.booleans()))
            for start, end in draw(st.lists(bounds, max_size=3))
        ),
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    document = draw(documents())

    def phrase() -> tuple[Span, ...]:
        cuts = sorted(draw(st.sets(st.integers(0, len(document.text)), max_size=6)))
        return tuple(zip(cuts[::2], cuts[1::2], strict=False))

    statements = tuple(
        Statement(
            id=f"s{number}",
            source=phrase(),
            cue=phrase(),
            content=phrase(),
            form=draw(st.sampled_from(sorted(FORMS))),
            speaker=draw(st.none() | st.just("e1")),
            speaker_kind=draw(st.sampled_from(sorted(SPEAKER_KINDS))),
            attitude=draw(st.sampled_from(sorted(ATTITUDES))),
            channel=draw(st.none() | st.sampled_from(sorted(CHANNELS))),
            channel_span=draw(st.none() | st.just((0, len(document.text)))),
            parent=draw(st.none() | st.just("s0")),
            confidence=draw(st.floats(0, 1)),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    mention = Mention(
        id="m1", start=0, end=1, type="Person", form="name", entity="e1", confidence=0.5
    )
    entity = Entity(id="e1", type="Person", name=draw(TEXTS), mentions=("m1",))
    return Record(
        document=document,
        mentions=(mention,),
        entities=(entity,),
        statements=statements,
        notes=(draw(TEXTS),),
    )


@given(records())
def test_a_record_survives_the_round_trip(record: Record) -> None:
    assert decode_record(encode(record)) == record


@given(documents())
def test_a_document_survives_the_round_trip(document: Document) -> None:
    assert decode_document(encode(document)) == document


@given(records())
def test_a_record_is_one_line_of_utf8(record: Record) -> None:
    line = encode(record)
    assert b"\n" not in line
    assert json.loads(line.decode("utf-8"))["document"]["text"] == record.document.text


@given(SURROGATES)
def test_lone_surrogates_survive_as_escapes(text: str) -> None:
    line = encode(Document(id="x", text=text))
    assert line.isascii()
    assert decode_document(line).text == joined(text)


@given(records())
def test_the_same_record_gives_the_same_bytes(record: Record) -> None:
    assert encode(record) == encode(decode_record(encode(record)))


@given(records())
def test_plain_form_and_json_form_agree(record: Record) -> None:
    assert json.loads(encode(record)) == json.loads(json.dumps(to_builtins(record)))
    assert record.to_dict() == to_builtins(record)


def test_span_lists_are_lists_of_pairs() -> None:
    statement = Statement(
        id="s0",
        source=(),
        cue=((4, 8),),
        content=((0, 3), (9, 12)),
        form="direct",
        speaker=None,
        speaker_kind="implicit",
    )
    line = json.loads(encode(statement))
    assert line["source"] == []
    assert line["content"] == [[0, 3], [9, 12]]


def test_what_is_not_a_record_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_record(b'{"document": {"text": "no id"}}')


def test_nouns_cannot_be_changed() -> None:
    failure = Failure(uri="a", stage="read", reason="b")
    with pytest.raises(AttributeError):
        failure.reason = "c"  # type: ignore[misc]


def test_every_term_has_a_label_and_a_definition() -> None:
    for vocabulary in (ATTITUDES, CHANNELS, FORMS, SPEAKER_KINDS):
        for name, term in vocabulary.items():
            assert name
            assert term.label
            assert term.definition.endswith(".")


def test_a_record_finds_its_entities() -> None:
    entity = Entity(id="e1", type="Person", name="Ada")
    record = Record(document=Document(id="x", text=""), entities=(entity,))
    assert record.entity("e1") is entity
    assert record.entity("e2") is None
    assert record.entity(None) is None
