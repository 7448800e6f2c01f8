"""Writes the report as records come, holding none of them."""

from __future__ import annotations

import base64
import hashlib
import io
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from types import TracebackType
from typing import Protocol, Self

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from onrecord.schema import Failure, Record
from onrecord.views.html.cards import failure_values, index_values
from onrecord.views.html.map import world
from onrecord.views.html.whole import whole
from onrecord.views.outline import showable

SPOOL_BYTES = 1_000_000
"""Index rows are kept in memory up to this size and on disk beyond it."""


class TextFile(Protocol):
    """What a report is written to."""

    def write(self, text: str, /) -> object:
        """Take in a piece of the page."""


class HtmlReport:
    """A report under way: add records and failures, then close.

    Each record is written when it is added. Only the rows of the index wait for
    the end, in a temporary file, so memory does not grow with the documents.
    """

    def __init__(self, file: TextFile, title: str = "On record") -> None:
        """Begin a page on `file`, a text stream in UTF-8 that stays the caller's to close."""
        self._file = file
        self._documents = 0
        self._failures = 0
        self._statements = 0
        self._maps = 0
        self._closed = False
        self._rows = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            SPOOL_BYTES, "w+", encoding="utf-8", newline=""
        )
        self._failed = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            SPOOL_BYTES, "w+", encoding="utf-8", newline=""
        )
        self._render("head", title=title, **_assets())

    def add(self, item: Record | Failure) -> None:
        """Write one record, or note one document that could not be read."""
        if isinstance(item, Failure):
            self._failures += 1
            row = _template("failure_row").render(failure_values(item))
            self._failed.write(row)
            return
        self._documents += 1
        self._statements += len(item.statements)
        values = whole(item, self._documents)
        self._maps += values["map"] is not None
        self._render("document", **values)
        self._rows.write(_template("index_row").render(index_values(item, self._documents)))

    def close(self) -> None:
        """Write the index and the end of the page; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._render(
            "index_head",
            documents=self._documents,
            failures=self._failures,
            statements=self._statements,
        )
        self._copy(self._rows)
        self._render("index_middle", documents=self._documents, failures=self._failures)
        self._copy(self._failed)
        self._render(
            "foot",
            failures=self._failures,
            world=world() if self._maps else None,
            script=_assets()["script"],
        )

    def __enter__(self) -> Self:
        """The report itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Complete the page, also after an error: what was read stays readable."""
        self.close()

    def _render(self, name: str, **values: object) -> None:
        self._file.write(_template(name).render(values))

    def _copy(self, spool: tempfile.SpooledTemporaryFile[str]) -> None:
        spool.seek(0)
        while piece := spool.read(65_536):
            self._file.write(piece)
        spool.close()


def render(records: Iterable[Record | Failure], title: str = "On record") -> str:
    """The whole report as one string."""
    out = io.StringIO()
    with HtmlReport(out, title) as report:
        for record in records:
            report.add(record)
    return out.getvalue()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("onrecord.views.html", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalize(value: object) -> object:
    """A value as a template writes it: whatever it came from, fit for a file in UTF-8."""
    return showable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.html")


@cache
def _assets() -> dict[str, Markup]:
    """Style and scripts, ours and fixed, with the hashes by which the page allows them alone."""
    folder = files("onrecord.views.html") / "assets"
    style, boot, script = (
        folder.joinpath(name).read_text("utf-8").replace("\r\n", "\n")
        for name in ("report.css", "boot.js", "report.js")
    )
    policy = (
        "default-src 'none'; "
        f"style-src {_hash(style)}; script-src {_hash(boot)} {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return {
        "style": Markup(style),
        "boot": Markup(boot),
        "script": Markup(script),
        "policy": Markup(policy),
    }


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
