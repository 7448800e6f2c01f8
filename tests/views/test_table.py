import io
import subprocess
import sys

from invented import document, report, statement
from rich.console import Console

from onrecord.schema import Failure, Record
from onrecord.views.table import TableWriter, print_record


def piped(*items: Record | Failure) -> str:
    out = io.StringIO()
    writer = TableWriter(out)
    for item in items:
        writer.add(item)
    writer.close()
    return out.getvalue()


def test_a_pipe_gets_plain_lines_of_at_most_80_columns() -> None:
    text = piped(report())
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert not any(row.endswith(" ") for row in text.splitlines())
    assert not set(text) & set("┏┓┗┛━┃│─╭╮")


def test_every_statement_says_who_how_and_what() -> None:
    text = piped(report())
    assert "6 statements" in text
    assert "Oda Brill (named): told, to reporters" in text
    assert "We will come back … when the pumps are running" in text
    assert "promises · direct · press conference · 95% sure" in text
    assert "Nobody named (impersonal): There are concerns" in text
    assert "note: This report is invented." in text


def test_a_reported_statement_is_indented_under_its_reporter() -> None:
    rows = piped(report()).splitlines()
    outer = next(row for row in rows if "a summary of the call (document)" in row)
    inner = next(row for row in rows if "The minister (office)" in row)
    assert inner.index("The minister") == outer.index("a summary") + 2
    assert "└" in inner


def test_the_same_record_prints_the_same_bytes_whatever_the_window() -> None:
    assert piped(report()) == piped(report())


def test_a_terminal_gets_colours() -> None:
    out = io.StringIO()
    print_record(report(), Console(file=out, force_terminal=True, width=80))
    assert "\x1b[" in out.getvalue()


def test_a_failure_says_what_why_and_what_to_do() -> None:
    text = piped(Failure(uri="a.pdf", stage="parse", reason="It is locked.", hint="Unlock it."))
    assert "a.pdf" in text
    assert "It is locked. (parse)" in text
    assert "Unlock it." in text


def test_a_text_cannot_steer_the_terminal() -> None:
    words = "\x1b[2J[red]:smile:\x07 \u202e said \ud800\x00 [/b] no\x9b31m"
    record = Record(
        document=document(words, title=words, publisher=words),
        statements=(statement(words, "x", words[:12], "said", [words[-12:]]),),
        notes=(words,),
    )
    text = piped(record, Failure(uri=words, stage="read", reason=words, hint=words))
    assert not set(text) & set("\x1b\x07\u202e\ud800\x00\x9b")
    assert "[red]:smile:" in text


def test_long_words_and_deep_chains_stay_within_the_columns() -> None:
    text = "x" * 400 + " said " + "y" * 4000
    made = [
        statement(text, str(i), "x" * 400, "said", ["y" * 4000], parent=str(i - 1) if i else None)
        for i in range(40)
    ]
    printed = piped(Record(document=document(text), statements=tuple(made)))
    assert max(map(len, printed.splitlines())) <= 80


def test_the_table_loads_neither_templates_nor_frames() -> None:
    loaded = "import sys, onrecord.views.table, onrecord.views.formats; print(list(sys.modules))"
    modules = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    ).stdout
    assert "'jinja2'" not in modules
    assert "'pandas'" not in modules
