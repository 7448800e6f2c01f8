"""What the pages say, and what their forms do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from asking_web import Running, Visitor, path_of
from injections import INJECTIONS
from invented import report
from invented_layers import hostile_layers, layered
from test_html_report import hostile

from onrecord.archive import Archive
from onrecord.schema import Failure

RECORD = layered()
REPORT = f"/reports/{RECORD.document.id}"


def test_an_empty_archive_says_how_to_fill_it(serve: Callable[..., Running]) -> None:
    visitor = serve().visitor
    assert 'href="/import"' in visitor.get("/").body
    for path in ("/search", "/import", "/corrections", "/failures"):
        assert visitor.get(path).status == 200


def test_the_first_page_lists_the_newest_reports(visitor: Visitor) -> None:
    page = visitor.get("/")
    assert page.status == 200
    assert f'href="{REPORT}"' in page.body
    assert "Vessa weighs the return of its miners" in page.body


def test_the_reader_shows_text_and_every_list(visitor: Visitor) -> None:
    body = visitor.get(REPORT).body
    for words in ("Statements", "Events", "Figures", "Places", "Oda Brill", "7,000 tonnes"):
        assert words in body


def test_every_item_has_a_link_of_its_own(visitor: Visitor) -> None:
    for item, fragment in (("d", "s-1-4"), ("f1", "f-1-2"), ("e2", "e-1-2"), ("m5", "p-1-2")):
        answer = visitor.get(f"{REPORT}/{item}")
        assert answer.status == 303
        assert answer.location == f"{REPORT}#{fragment}"


def test_a_link_to_characters_marks_them(visitor: Visitor) -> None:
    start = RECORD.document.text.index("Sign up")
    assert 'class="m here"' in visitor.get(f"{REPORT}?at={start}-{start + 7}").body
    for wrong in ("9-3", "a-b", "-1-4", "1-99999999999", "0-0"):
        assert visitor.get(f"{REPORT}?at={wrong}").status == 200


def test_an_item_says_why_it_is_there(visitor: Visitor) -> None:
    body = visitor.get(f"{REPORT}/b/why").body
    assert "the model linked this cue" in body
    assert "a summary of the call" in body
    assert "87%" in body
    assert "invented 1" in body
    assert "a grammar of numbers reads it" in visitor.get(f"{REPORT}/f1/why").body
    assert "the event is told here" in visitor.get(f"{REPORT}/e2/why").body
    assert "no other of the name" in visitor.get(f"{REPORT}/m5/why").body


@pytest.mark.parametrize(
    "path", ["/reports/none", "/reports/none/s1", f"{REPORT}/none/why", "/nowhere", "/import/99"]
)
def test_what_is_not_there_is_said_to_be_missing(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status == 404
    assert "There is no" in answer.body or "has no such" in answer.body


def test_a_search_finds_and_its_facets_narrow_it(visitor: Visitor) -> None:
    body = visitor.get("/search?q=speaker:Brill").body
    assert "2 statements" in body
    assert f'href="{REPORT}/d"' in body
    narrowed = quote("speaker:Brill attitude:denial kind:statement")
    assert f'href="/search?q={narrowed}"' in body
    assert "1 statement<" in visitor.get(f"/search?q={narrowed}").body
    assert "1 figure<" in visitor.get("/search?q=figure:%3E5000").body


@pytest.mark.parametrize("query", ["colour:red", '"open', "speaker:", "figure:many", "near:here"])
def test_a_query_that_is_none_is_explained(visitor: Visitor, query: str) -> None:
    answer = visitor.get(f"/search?q={quote(query)}")
    assert answer.status == 400
    assert 'role="alert"' in answer.body


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999", "3"])
def test_any_page_of_a_search_can_be_asked_for(visitor: Visitor, page: str) -> None:
    assert visitor.get(f"/search?q=vessa&page={page}").status == 200


def test_corrections_are_made_shown_and_taken_back(editor: Visitor) -> None:
    change = {
        "document": RECORD.document.id, "item": "d", "act": "change",
        "speaker": "Ilka Tornen", "speaker_kind": "named", "attitude": "denial",
        "channel": "", "form": "direct", "date": "",
    }  # fmt: skip
    done = editor.send("/corrections", change)
    assert path_of(done) == f"{REPORT}/d"
    assert "1 statement<" in editor.get("/search?q=speaker:Tornen+attitude:denial").body
    listed = editor.get("/corrections").body
    assert "Statement changed" in listed
    assert "<del>Oda Brill</del> <ins>Ilka Tornen</ins>" in listed
    lines = editor.get("/corrections.jsonl")
    (line,) = map(json.loads, lines.body.splitlines())
    assert (line["kind"], line["judgement"]) == ("statement", "changed")
    assert line["changed"] == ["attitude", "channel", "speaker"]
    assert line["read"]["attitude"] == "promise"
    assert line["right"]["attitude"] == "denial"
    assert line["speaker"] == "Ilka Tornen"
    assert "We will come back" in line["text"]
    anchor = "{}-{}".format(*line["anchor"])
    undo = {"document": RECORD.document.id, "kind": "statement", "anchor": anchor}
    assert path_of(editor.send("/corrections/undo", undo)) == "/corrections"
    assert editor.get("/corrections.jsonl").body == ""
    assert "2 statements" in editor.get("/search?q=speaker:Brill").body


def test_an_item_can_be_accepted_or_taken_out(editor: Visitor) -> None:
    about = {"document": RECORD.document.id}
    editor.send("/corrections", about | {"item": "f1", "act": "accept"})
    assert "Accepted by you" in editor.get(f"{REPORT}/f1/why").body
    editor.send("/corrections", about | {"item": "e2", "act": "remove"})
    assert editor.get(f"{REPORT}/e2/why").status == 404
    lines = [json.loads(x) for x in editor.get("/corrections.jsonl").body.splitlines()]
    judged = {line["kind"]: line["judgement"] for line in lines}
    assert judged == {"event": "removed", "figure": "accepted"}


def test_corrections_survive_a_new_reading(serve: Callable[..., Running]) -> None:
    running = serve(RECORD)
    visitor = running.visitor
    change = {"document": RECORD.document.id, "item": "f1", "act": "change", "low": "7,100"}
    visitor.send("/corrections", change)
    with Archive.open(_file(running)) as archive:
        archive.add(RECORD, "a new reading")
    assert "7,100" in visitor.get(f"{REPORT}/f1/why").body


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        ("d", "attitude", "rage"), ("d", "attitude", ""), ("d", "speaker", "a" * 500),
        ("f1", "low", "many"), ("f1", "high", "inf"), ("f1", "high", "nan"), ("m5", "lat", "99"),
        ("m5", "country", "Vessa"), ("e2", "type", "PARTY"), ("d", "date", "a\nb"),
    ],
)  # fmt: skip
def test_what_an_item_cannot_be_is_refused(
    visitor: Visitor, item: str, field: str, value: str
) -> None:
    form = {"document": RECORD.document.id, "item": item, "act": "change", field: value}
    assert visitor.send("/corrections", form).status == 422
    assert visitor.get("/corrections.jsonl").body == ""


@pytest.mark.parametrize(
    "form",
    [
        {}, {"document": "none", "item": "d", "act": "accept"},
        {"document": RECORD.document.id, "item": "none", "act": "accept"},
        {"document": RECORD.document.id, "item": "d", "act": "praise"},
    ],
)  # fmt: skip
def test_a_correction_of_nothing_is_refused(visitor: Visitor, form: dict[str, str]) -> None:
    assert visitor.send("/corrections", form).status in (404, 422)


def test_failures_are_listed_with_what_to_do(serve: Callable[..., Running]) -> None:
    failure = Failure(uri="https://a.example/b", stage="fetch", reason="no answer", hint="Wait.")
    body = serve(failure).visitor.get("/failures").body
    for words in ("https://a.example/b", "no answer", "fetch", "Wait.", "4 March 2031"):
        assert words in body


def test_nothing_from_outside_becomes_markup(serve: Callable[..., Running]) -> None:
    failures = [Failure(uri=w, stage="read", reason=w, hint=w) for w in INJECTIONS]
    running = serve(report(), *failures)
    with Archive.open(_file(running)) as archive:
        for number, words in enumerate(INJECTIONS):
            archive.add(hostile(words), str(number))
            archive.add(hostile_layers(words), str(number))
        ids = [record.document.id for record in archive.records()]
    visitor = running.visitor
    pages = ["/", "/failures", "/search", "/search?q=kind:statement", "/search?q=kind:event"]
    pages += [f"/search?q={quote(words.encode('utf-8', 'replace'))}" for words in INJECTIONS]
    pages += [f"/reports/{document}" for document in ids]
    for path in pages:
        body = visitor.get(path).body
        assert "<script>" not in body
        assert "<img" not in body
        assert "<iframe" not in body
        assert 'href="javascript:' not in body.lower()
        assert 'href="data:' not in body.lower()


def _file(running: Running) -> Path:
    return running.server.archive
