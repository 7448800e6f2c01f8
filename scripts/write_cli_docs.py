"""Write docs/cli.md from the command line itself, so that no option goes undocumented."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from onrecord.cli import app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
HEAD = """# The command line

Written by `make docs` from the commands themselves; do not edit by hand.
"""


class Parameter(NamedTuple):
    """An argument or option as its declaration gives it."""

    info: ArgumentInfo | OptionInfo
    name: str
    kind: Any
    default: Any


def parameters(command: Callable[..., Any]) -> list[Parameter]:
    """The parameters of a command, in order."""
    hints = get_type_hints(command, include_extras=True)
    return [
        Parameter(get_args(hints[name])[1], name, get_args(hints[name])[0], given.default)
        for name, given in inspect.signature(command).parameters.items()
    ]


def page() -> str:
    """The page as Markdown."""
    root = app.registered_callback
    assert root is not None
    assert root.callback is not None
    parts = [HEAD, *_section("onrecord", root.callback, app.info.epilog)]
    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        parts += _section(f"onrecord {name}", command.callback, command.epilog)
    return "\n".join(parts).rstrip() + "\n"


def _section(name: str, command: Callable[..., Any], epilog: str | None) -> Iterator[str]:
    given = parameters(command)
    arguments = [p for p in given if isinstance(p.info, ArgumentInfo)]
    usage = " ".join([name, "[OPTIONS]", *(_label(p) for p in arguments)])
    yield f"## {name}\n\n    {usage}\n"
    yield inspect.cleandoc(command.__doc__ or "") + "\n"
    if given:
        yield "| | |\n|---|---|"
        yield from (f"| {_label(p, code=True)} | {_meaning(p)} |" for p in given)
        yield ""
    for paragraph in (epilog or "").split("\b"):
        title, _, lines = paragraph.strip().partition("\n")
        if title:
            block = inspect.cleandoc("\n" + lines).splitlines()
            yield f"{title}\n\n" + "\n".join(f"    {line}" for line in block) + "\n"


def _label(parameter: Parameter, *, code: bool = False) -> str:
    mark = "`" if code else ""
    if isinstance(parameter.info, ArgumentInfo):
        label = parameter.info.metavar or parameter.name.upper()
        return mark + (label.replace("|", "\\|") if code else label) + mark
    # Inside `Annotated` the first name stands where a default value used to.
    told = (parameter.info.default, *(parameter.info.param_decls or ()))
    # A switch is declared as both of its names, `--open/--no-open`.
    given = [part for one in told for part in (one.split("/") if isinstance(one, str) else [one])]
    names = sorted((n for n in given if isinstance(n, str)), key=len)
    value = _value(parameter)
    switch = bool in (parameter.kind, *get_args(parameter.kind))
    value = "" if switch else value
    return ", ".join(mark + n + mark for n in names) + (f" {mark}{value}{mark}" if value else "")


def _value(option: Parameter) -> str:
    kinds = [k for k in (get_args(option.kind) or (option.kind,)) if k is not NoneType]
    if get_origin(option.kind) is Literal:
        return "\\|".join(kinds)
    if kinds and get_origin(kinds[0]) is Literal:
        return "\\|".join(get_args(kinds[0]))
    return "" if option.kind is bool else (option.info.metavar or "N")


def _meaning(parameter: Parameter) -> str:
    untold = parameter.default in (None, inspect.Parameter.empty) or parameter.kind is bool
    return (parameter.info.help or "") + ("" if untold else f" Default: `{parameter.default}`.")


def main() -> int:
    """Write the page; with `--check`, only say whether it is as it should be."""
    if "--check" in sys.argv:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        print("docs/cli.md is up to date" if fresh else "docs/cli.md is behind: run `make docs`")
        return 0 if fresh else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
