"""E-mail: a message is a document, its quotations are not its writer's, attachments are read."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import failed, one, read
from test_sections import assert_well_formed

from benchmarks.intake_samples import MORE, STORY, column, mail, mbox, page, pdf, sitemap
from onrecord.intake import IntakeOptions, count
from onrecord.intake.letter import passages
from onrecord.schema import Document, Failure


def made(tmp_path: Path, data: bytes, name: str = "a.eml") -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def parts(document: Document) -> list[tuple[str, str]]:
    return [(s.kind, document.text[s.start : s.end]) for s in document.sections]


def message(html: str = "", text: str = "", **headers: str) -> bytes:
    held = EmailMessage()
    for name, value in {"From": "Ana <ana@a.example>", "Subject": "Pier", **headers}.items():
        held[name] = value
    if text:
        held.set_content(text)
    if html:
        (held.add_alternative if text else held.set_content)(html, subtype="html")
    return bytes(held)


@pytest.mark.parametrize("name", ["a.eml", "a"])
def test_a_message_is_a_document_with_its_headers(tmp_path: Path, name: str) -> None:
    document = one(made(tmp_path, mail(), name))
    assert (document.title, document.publisher) == ("Pier café", "Ana Lind")
    assert document.published == "2025-03-04T09:30:00+01:00"
    assert document.source_id == "<1@a.example>"
    assert_well_formed(document)


def test_quotations_and_signatures_are_boilerplate(tmp_path: Path) -> None:
    document = one(made(tmp_path, mail()))
    assert parts(document)[:2] == [("headline", "Pier café"), ("body", STORY)]
    rest = [(kind, text) for kind, text in parts(document)[2:]]
    assert {kind for kind, _ in rest} == {"boilerplate"}
    shown = "\n".join(text for _, text in rest)
    assert "On Mon, 3 Mar 2025" in shown
    assert f"> {MORE}" in shown
    assert "The Harbour Post" in shown


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("A b\n> c\n> d\nE f", ["A b", "E f"]),
        ("A b\n\nOn Monday, 3 March, at 10:00,\nJo <jo@a.example> wrote:\n\n> c", ["A b"]),
        ("A b\n\nAm 3. März 2025 schrieb Jo <jo@a.example>:\n> c\n\nD e", ["A b", "D e"]),
        ("A b\n-- \nJo\nThe Post", ["A b"]),
        ("A b\n-- \nJo\n> c\nD e", ["A b", "D e"]),
        ("A b\n\n-----Original Message-----\nFrom: Jo\nC d", ["A b"]),
        ("A b\n\nFrom: Jo\nSent: Monday\nTo: Ana\nSubject: Pier\n\nC d", ["A b"]),
        ("A b\n\nSent from my phone", ["A b"]),
        ("On Monday the mayor wrote:\n\nWe are closed.", None),
        ("From: the mayor\nA b", None),
        ("He said --\nand left. -- Not so.", None),
        ("> c", []),
        ("", []),
    ],
)
def test_what_is_the_writers_own_is_told(text: str, own: list[str] | None) -> None:
    found = [passage.text for passage in passages(text) if passage.own]
    assert found == ([text] if own is None else own)


@given(
    st.lists(st.sampled_from(["> a", "-- ", "On x, y wrote:", "A b", "", "From: a"]) | st.text())
)
def test_every_line_of_any_message_is_in_one_passage(rows: list[str]) -> None:
    text = "\n".join(rows).replace("\r", "")
    kept = [row for passage in passages(text) for row in passage.text.split("\n") if row.strip()]
    assert kept == [row for row in text.split("\n") if row.strip()]


def test_a_page_is_read_where_there_is_no_plain_text(tmp_path: Path) -> None:
    html = (
        f"<p>{STORY}</p><div class='gmail_quote'><div>On Mon Jo wrote:</div>"
        f"<blockquote><p>{MORE}</p></blockquote></div><p>Best</p>"
    )
    document = one(made(tmp_path, message(html)))
    assert ("body", STORY) in parts(document)
    assert ("boilerplate", MORE) in parts(document)
    assert "Best" in [text for kind, text in parts(document) if kind != "boilerplate"]


def test_the_plain_text_goes_before_the_page_unless_it_is_a_stand_in(tmp_path: Path) -> None:
    html = f"<p>{STORY}</p><p>{MORE}</p>"
    assert "plain words" in one(made(tmp_path, message(html, f"{STORY} plain words"))).text
    assert MORE in one(made(tmp_path, message(html, "Open this in a browser."))).text


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (STORY.encode(), "report.txt", STORY),
        (page(), "report.html", STORY),
        (
            pdf([column(list(STORY.partition(" pier")[::2]))]),
            "report.pdf",
            "on Monday that the northern",
        ),
        (mail(), "forwarded.eml", STORY),
        (b'{"text": "a b"}\n', "reports.jsonl", "a b"),
    ],
)
def test_attachments_are_documents_of_their_own(
    tmp_path: Path, data: bytes, name: str, text: str
) -> None:
    letter, attached = read(made(tmp_path, mail(data, name)))
    assert isinstance(letter, Document)
    assert isinstance(attached, Document)
    assert text in attached.text
    assert (attached.uri or "").startswith(f"{tmp_path / 'a.eml'}!{name}")


def test_attachments_of_other_kinds_are_passed_over(tmp_path: Path) -> None:
    one(made(tmp_path, mail(b"\x89PNG", "photo.png")))


def test_a_bad_attachment_is_a_failure_beside_the_message(tmp_path: Path) -> None:
    letter, attached = read(made(tmp_path, mail(b"%PDF-1.4 nothing", "report.pdf")))
    assert isinstance(letter, Document)
    assert isinstance(attached, Failure)
    assert attached.uri.endswith("a.eml!report.pdf")


def test_a_message_sent_along_is_a_document(tmp_path: Path) -> None:
    held = EmailMessage()
    held["From"], held["Subject"] = "Jo <jo@a.example>", "Fwd"
    held.set_content("See below, she said.")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Ana <ana@a.example>", "Inner"
    inner.set_content(STORY)
    held.add_attachment(inner)
    outer, sent = read(made(tmp_path, bytes(held)))
    assert isinstance(sent, Document)
    assert (sent.title, sent.publisher) == ("Inner", "Ana")
    assert isinstance(outer, Document)
    assert STORY not in outer.text


def test_messages_inside_messages_end(tmp_path: Path) -> None:
    data = mail()
    for _ in range(9):
        data = mail(data, "a.eml")
    items = read(made(tmp_path, data))
    assert isinstance(items[-1], Failure)
    assert "deep" in items[-1].reason


def test_addresses_in_an_attachment_are_not_fetched(tmp_path: Path) -> None:
    data = mail(sitemap(["http://a.example/"]), "a.txt")
    letter, _ = read(made(tmp_path, data))
    assert isinstance(letter, Document)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"No header at all, only words.\n", "no header"),
        (b"From: a@a.example\r\nSubject: x\r\n\r\n", "no text"),
        (b"\0\xff\0\xff" * 50, "no header"),
    ],
)
def test_what_is_no_message_says_so(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in failed(made(tmp_path, data)).reason


def test_half_a_message_gives_what_is_there_and_says_so(tmp_path: Path) -> None:
    data = mail(STORY.encode() * 20)
    letter, *_, last = read(made(tmp_path, data[: len(data) * 2 // 3]))
    assert isinstance(letter, Document)
    assert STORY in letter.text
    assert isinstance(last, Failure)
    assert "cut off" in last.reason


def test_an_encoding_that_is_declared_wrongly_is_no_hindrance(tmp_path: Path) -> None:
    data = mail().replace(b"charset=utf-8", b"charset=us-ascii").replace(b"mayor", "café".encode())
    assert "café" in one(made(tmp_path, data)).text
    data = mail().replace(b"charset=utf-8", b"charset=no-such")
    assert STORY in one(made(tmp_path, data)).text


def test_a_garbled_subject_is_shown_as_it_stands(tmp_path: Path) -> None:
    data = mail().replace(b"=?utf-8?q?Pier_caf=C3=A9?=", b"=?no-such?b?!!!?= \xff x")
    assert "x" in (one(made(tmp_path, data)).title or "")


@pytest.mark.parametrize("name", ["a.mbox", "a"])
def test_a_mailbox_gives_its_messages(tmp_path: Path, name: str) -> None:
    path = made(tmp_path, mbox(), name)
    first, second = read(path)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert "Monday" in first.text
    assert "Friday" in second.text
    assert second.uri == f"{path}#2"


def test_a_line_that_begins_with_from_is_not_always_a_message(tmp_path: Path) -> None:
    data = mbox().replace(b"Divers found", b"\n\n>From Lindhavn, divers found")
    data = data.replace(STORY.encode(), STORY.encode() + b"\n\nFrom here on all was well.\n")
    first, second = read(made(tmp_path, data, "a.mbox"))
    assert isinstance(first, Document)
    assert "From here on" in first.text
    assert isinstance(second, Document)


def test_a_mailbox_without_a_message_or_with_one_too_large_says_so(tmp_path: Path) -> None:
    assert "empty" in failed(made(tmp_path, b"", "a.mbox")).reason
    assert "mailbox" in failed(made(tmp_path, b"A text.\n", "a.mbox")).reason
    large = mbox().replace(b"On Mon", b"x" * 5000 + b"\nOn Mon", 1)
    first, second = read(made(tmp_path, large, "a.mbox"), options=IntakeOptions(max_bytes=2000))
    assert isinstance(first, Failure)
    assert "limit" in first.reason
    assert isinstance(second, Document)
    assert count([str(tmp_path / "a.mbox")]) is None


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    subject=st.text("ab é\n", max_size=20),
    rows=st.lists(st.sampled_from(["> q", "-- ", "On x y, z wrote:", "", STORY]) | st.text("a b.")),
)
def test_sections_cover_any_message(tmp_path: Path, subject: str, rows: list[str]) -> None:
    head = f"From: a@a.example\nSubject: {' '.join(subject.split())}\nMIME-Version: 1.0\n"
    head += "Content-Type: text/plain; charset=utf-8\n\n"
    for item in read(made(tmp_path, (head + "\n".join(rows)).encode())):
        if isinstance(item, Document):
            assert_well_formed(item)


def test_comments_nested_without_end_in_the_sender_are_no_name(tmp_path: Path) -> None:
    file = tmp_path / "deep.eml"
    file.write_bytes(b"From: " + b"(" * 3000 + b"\nSubject: Pumps\n\nThe pumps stand still.\n")
    assert one(file).title == "Pumps"
