"""The whole path from text to record holds for any text, in any number of processes."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from onrecord import Failure, Reader, from_text
from onrecord import reader as reading
from onrecord.schema import decode_record, encode
from onrecord.spans.bundle import ModelError, available

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not available(), reason="no model is packaged"),
]

REPORT = """Minister hails bridge

By Ann Author

LARISSA, March 3 — The bridge is safe, Transport Minister Lena Korr told reporters on Monday.

“We tested every cable,” she said. “We tested them twice.

“There is nothing to hide,” the minister added.

A statement from her ministry noted that the operator, Pontis, had promised a full report. \
There are concerns that it might come late.
"""

words = st.text(
    st.one_of(
        st.sampled_from(list("abc “”\"«»'’\n\n\r\t.,:()-")),
        st.characters(),
        st.characters(categories=("Cs",)),
    ),
    max_size=300,
)


@pytest.fixture(scope="module")
def reader():
    return Reader()


def spans_of(record):
    for s in record.statements:
        yield from ((s.source, True), (s.cue, False), (s.content, False))
        if s.channel_span is not None:
            yield (s.channel_span,), False
    yield from ((((m.start, m.end),), False) for m in record.mentions)
    yield from ((((s.start, s.end),), False) for s in record.document.sections)


def check(record):
    size = len(record.document.text)
    for phrase, may_be_empty in spans_of(record):
        assert phrase or may_be_empty
        at = 0
        for start, end in phrase:
            assert at <= start < end <= size
            at = end
    ids = {e.id for e in record.entities}
    statements = {s.id for s in record.statements}
    for s in record.statements:
        assert s.speaker is None or s.speaker in ids
        assert set(s.addressees) <= ids
        assert s.parent is None or s.parent in statements - {s.id}
        assert 0 <= s.confidence <= 1
    assert all(m.entity is None or m.entity in ids for m in record.mentions)
    mentions = {m.id for m in record.mentions}
    for r in record.relations:
        assert {r.source, r.target} <= mentions
        assert r.statement is None or r.statement in statements
        assert 0 <= r.evidence[0] < r.evidence[1] <= size


@given(words, st.integers(0, len(REPORT)))
@example("\ud800 said “\udfff” \x00", 40)
@example("“" * 200, 0)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_span_lies_inside_any_text(reader, noise, at):
    record = reader.read(from_text(REPORT[:at] + noise + REPORT[at:]))
    check(record)
    again = decode_record(encode(record))
    assert again.statements == record.statements


def said(record):
    text = record.document.text
    return [
        tuple(" … ".join(text[a:b] for a, b in p) for p in (s.source, s.cue, s.content))
        for s in record.statements
    ]


def test_who_said_what_in_a_short_report(reader):
    record = reader.read(from_text(REPORT))
    names = {e.id: e.name for e in record.entities}
    by_cue = {cue: s for (_, cue, _), s in zip(said(record), record.statements, strict=True)}
    assert names[by_cue["said"].speaker] == "Lena Korr"
    assert names[by_cue["added"].speaker] == "Lena Korr"
    assert by_cue["said"].form == "direct"
    assert by_cue["noted"].channel == "statement"
    concern = next(s for cue, s in by_cue.items() if "concerns" in cue)
    assert concern.speaker_kind == "impersonal"


def test_a_plain_sentence_by_itself_is_a_statement(reader):
    """People paste one sentence to see what comes out."""
    silent = []
    for who in ("Oda Brill", "The minister", "Police", "A spokesman for the army", "The union"):
        for said in ("said on Monday that", "said that", "announced that", "told reporters that"):
            for what in ("the pumps will run again", "prices had fallen", "rebels had left"):
                text = f"{who} {said} {what}."
                found = reader.read(from_text(text)).statements
                if not any(what in text[a:b] for s in found for a, b in s.content):
                    silent.append(text)
    assert silent == []


def test_a_text_without_an_end_of_line_is_read(reader):
    text = "Nobody knew why. " * 2000 + "Mayor Ann Holm said the road was open. " + "x" * 50_000
    record = reader.read(from_text(text))
    check(record)
    assert ("Mayor Ann Holm", "said", "the road was open") in said(record)


def test_another_language_is_kept_and_said_so(reader):
    german = "Der Minister sagte am Montag, die Brücke sei sicher und werde bald eröffnet. " * 4
    record = reader.read(from_text(german))
    assert record.statements == ()
    assert "'de'" in record.notes[0]


def test_a_repeated_caption_is_not_read_twice(reader):
    caption = "Mayor Ann Holm, who said she was glad, opens the bridge. (credit: Jo Roe)"
    text = f"The bridge is open.\n\n{caption}\n\nCars drove.\n\n{caption}\n"
    record = reader.read(from_text(text))
    assert len([c for _, c, _ in said(record) if c == "said"]) <= 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_model_that_is_not_there_is_said_at_once(workers):
    with pytest.raises(ModelError, match="no model 'huge'"):
        Reader("huge", workers=workers)


def test_several_processes_give_the_same_records_in_order():
    documents = [from_text(REPORT.replace("Korr", f"Korr{i}"), source_id=str(i)) for i in range(5)]
    items = [documents[0], Failure(uri="x", stage="parse", reason="broken"), *documents[1:]]
    alone = [encode(r) for r in Reader().read_all(items)]
    beside = [encode(r) for r in Reader(workers=2).read_all(items)]
    assert alone == beside


def test_products_stay_on_the_cores_of_a_reading(monkeypatch):
    def cores():
        return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    before = cores()
    seen = []
    monkeypatch.setattr(reading, "read_with", lambda *_: seen.append(cores()))
    Reader().read(from_text("Rain fell."))
    assert seen == [[1] * len(before)]
    assert cores() == before


ACCUSED = "The report is long. Norway's government has accused Pontis of fraud. Nobody replied."


def named(*names):
    return [(ACCUSED.index(n), ACCUSED.index(n) + len(n)) for n in names]


@pytest.mark.parametrize("model", available())
def test_what_stands_between_two_actors_that_a_user_names(model):
    told = Reader(model).between(ACCUSED, named("Norway's government"), named("Pontis"))
    assert next(iter(told)) == "ACCUSE"
    assert sum(told.values()) == pytest.approx(1, abs=1e-3)
    assert list(told.values()) == sorted(told.values(), reverse=True)


def test_only_the_sentences_of_the_two_actors_count(reader):
    alone = ACCUSED[20:68]
    shifted = [[(a - 20, b - 20) for a, b in named(n)] for n in ("Norway's government", "Pontis")]
    within = reader.between(ACCUSED, named("Norway's government"), named("Pontis"))
    assert next(iter(reader.between(alone, *shifted))) == next(iter(within))


def test_one_actor_may_be_missing_but_not_both(reader):
    assert reader.between(ACCUSED, named("Norway's government"), [])
    with pytest.raises(ValueError, match="neither"):
        reader.between(ACCUSED, [], [(4, 4)])


@given(words, st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_two_stretches_of_any_text_have_an_answer(reader, text, data):
    spans = [
        [tuple(sorted(data.draw(st.tuples(*[st.integers(0, len(text) + 3)] * 2))))]
        for _ in range(2)
    ]
    try:
        told = reader.between(text, *spans)
    except ValueError as error:
        assert "neither" in str(error)  # noqa: PT017 - what is random may hold a word or not
    else:
        assert sum(told.values()) == pytest.approx(1, abs=1e-3)
