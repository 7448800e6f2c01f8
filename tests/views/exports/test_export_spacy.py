"""The layers on spaCy's `Doc`, read by spaCy."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from exported import full, hostile

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")

from spacy.tokens import Doc, DocBin, Span  # noqa: E402

from onrecord import spacy as ours  # noqa: E402

LAYERS = (
    "statements", "events", "figures", "times", "places", "entities", "occupancies", "relations",
    "mentions",
)  # fmt: skip


def test_a_record_becomes_a_doc_with_every_layer() -> None:
    record = full()
    doc = ours.to_doc(record)
    assert doc.text == record.document.text
    for layer in LAYERS:
        held = getattr(doc._, layer)
        assert [one.item for one in held] == list(getattr(record, layer))
        spans = [span for one in held for part in one.parts.values() for span in part]
        assert spans
        assert all(isinstance(span, Span) for span in spans)


def test_spans_cover_the_characters_of_the_record() -> None:
    doc = ours.to_doc(full())
    for one in doc._.statements:
        for part, exact in (("source", one.item.source), ("content", one.item.content)):
            assert len(one.parts[part]) == len(exact)
            for span, (start, end) in zip(one.parts[part], exact, strict=True):
                assert span.start_char <= start < end <= span.end_char
    visit = doc._.events[2]
    assert [span.text for span in visit.parts["actors"]] == ["Oda Brill"]
    assert visit.span.text == "leaves"
    assert doc._.statements[0].span.text.startswith("The government of Vessa is seeking")


def test_layers_are_saved_with_the_doc() -> None:
    doc = ours.to_doc(full())
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert again._.record == full()
    kept = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (read,) = DocBin(store_user_data=True).from_bytes(kept).get_docs(doc.vocab)
    assert [str(one.span) for one in read._.statements] == [
        str(one.span) for one in doc._.statements
    ]


def test_a_doc_that_nobody_read_has_no_layers() -> None:
    doc = spacy.blank("en")("Nobody read this.")
    assert doc._.record is None
    assert doc._.statements == ()


def test_hostile_texts_are_tokens_like_others() -> None:
    for record in hostile():
        doc = ours.to_doc(record)
        assert doc._.record == record
        assert len(doc.text) == len(record.document.text)


@pytest.mark.model
def test_the_component_reads_and_can_be_sent_to_other_processes() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord", config={"layers": ["figures"]})
    text = "Anna Holm said that 40 people had left."
    doc = nlp(text)
    (statement,) = doc._.statements
    assert [span.text for span in statement.parts["source"]] == ["Anna Holm"]
    assert doc._.events == ()
    component: Any = nlp.get_pipe("onrecord")
    rebuild, settings = component.__reduce__()
    assert rebuild(*settings)(nlp.make_doc(text))._.record == doc._.record


def test_spacy_finds_the_component_by_its_entry_point(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["spacy_factories"] == {"onrecord": "onrecord.spacy:make"}
    assert ours.make
    assert "spacy" in project["optional-dependencies"]
