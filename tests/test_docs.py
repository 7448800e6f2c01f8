"""The documentation says what is so: commands run, links lead somewhere, options are listed."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from onrecord import __version__
from onrecord.schema import ATTITUDES, CHANNELS, FORMS, SPEAKER_KINDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("samples/*.md")]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_line_page_is_what_the_commands_say() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == script("write_cli_docs").page(), "behind: run `make docs`"


def test_every_option_is_documented() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for command in ("read", "demo", "doctor"):
        shown = subprocess.check_output(
            [sys.executable, "-m", "onrecord", command, "--help"], text=True
        )
        for option in set(re.findall(r"--[a-z][a-z-]+", shown)) - {"--help"}:
            # A switch is written with its opposite: `--open/--no-open`.
            assert re.search(rf"[`/]{option}[`/]", written), option


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.model
@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_the_readme_runs(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") >= 5


@pytest.mark.model
def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for line in "".join(blocks("sh")).splitlines():
        program, *arguments = shlex.split(line, comments=True)
        if program == "make":
            assert set(arguments) <= set(targets)
            continue
        assert program == "onrecord"
        command = [sys.executable, "-m", "onrecord", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}: {done.stderr}"
        if "--out" in arguments:
            assert (tmp_path / arguments[arguments.index("--out") + 1]).stat().st_size > 1000


def test_the_readme_names_only_terms_that_exist() -> None:
    rows = dict(re.findall(r"^\| `(\w+)`[^|]*\| (.*) \|$", README, re.M))
    for name, vocabulary in (
        ("form", FORMS), ("speaker_kind", SPEAKER_KINDS),
        ("attitude", ATTITUDES), ("channel", CHANNELS),
    ):  # fmt: skip
        named = re.findall(r"`(\w+)`", rows[name])
        assert named
        assert set(named) <= set(vocabulary)


def test_every_room_is_on_the_architecture_page() -> None:
    written = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room in (ROOT / "src" / "onrecord").iterdir():
        if room.name.startswith(("_", ".")) or room.suffix not in ("", ".py"):
            continue
        assert f"`{room.name}{'/' if room.is_dir() else ''}`" in written


def test_decisions_are_numbered_and_dated() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    for number, path in enumerate(decisions, 1):
        title, _, rest = path.read_text(encoding="utf-8").partition("\n")
        assert path.name.startswith(f"{number:04}-")
        assert title.startswith(f"# {number}. ")
        assert re.match(r"\n\d{1,2} [A-Z][a-z]+ \d{4} · \w+", rest)


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
