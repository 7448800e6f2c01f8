"""The demonstration: reads the bundled samples and sums up what was found in them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.archive import Archive
from onrecord.archiving import reading_of
from onrecord.reader import Reader
from onrecord.run import Takes, Tally
from onrecord.schema import ATTITUDES, Failure, Record
from onrecord.serving import Server, has_display, open_browser
from onrecord.stories.desk import Desk
from onrecord.stories.gather import gather
from onrecord.views.outline import Line, outline, phrase, title_of
from onrecord.views.web.asking import where

MOST_SPEAKERS = 8
CHAIN_WORDS = 140


def samples() -> Path:
    """The folder of sample reports: inside an installed package, or beside the source.

    Raises:
        FileNotFoundError: neither is there.
    """
    package = Path(__file__).parent
    for folder in (package / "samples", package.parent.parent / "samples"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the sample reports are not part of this installation")


class Both:
    """Hands every record to several takers."""

    def __init__(self, *takers: Takes) -> None:
        """Join them."""
        self._takers = takers

    def add(self, item: Record | Failure) -> None:
        """Give the item to each."""
        for taker in self._takers:
            taker.add(item)


class Kept:
    """Keeps every record in an archive."""

    def __init__(self, archive: Archive, reader: Reader) -> None:
        """Keep what `reader` reads in `archive`."""
        self._archive = archive
        self._reading = reading_of(reader)

    def add(self, item: Record | Failure) -> None:
        """Take in one record; failures are told elsewhere."""
        if isinstance(item, Record):
            self._archive.add(item, self._reading)


def at_the_story(file: Path, reader: Reader) -> None:
    """Tell the story of the reports in an archive, and open a browser at it where one can be seen.

    Serves until Ctrl-C; without a screen, says only how to look at it.
    """
    with Archive.open(file) as archive:
        gather(archive)
        path = front(archive)
    if not has_display():
        print(f"\nTheir story in the browser: onrecord serve --archive {file}")
        return
    server = Server(file, lambda: reader)
    url = server.address.url(path)
    print(f"\nTheir story in the browser: {url} (Ctrl-C ends it)")
    server.when_up(lambda: open_browser(url))
    server.run()


def front(archive: Archive) -> str:
    """The page of the story whose figures disagree most, at those figures."""
    desk = Desk(archive)
    views = [view for story in desk.stories().items if (view := desk.story(story.id))]
    best = max(views, key=lambda view: (len(view.disagreements), len(view.reports)), default=None)
    return where("stories", best.story.id, fragment="disagree") if best else where("stories")


class Summary:
    """Collects from records what the demonstration prints; texts are not kept."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: list[tuple[str, int, int]] = []
        self._speakers: Counter[str] = Counter()
        self._attitudes: Counter[str] = Counter()
        self._chain: list[str] = []

    def add(self, item: Record | Failure) -> None:
        """Take in one record; failures are told elsewhere."""
        if isinstance(item, Failure):
            return
        lines = outline(item)
        # A speaker counts where the text says who it is, not where it leaves it open.
        named = [line.who for line in lines if line.statement.speaker is not None]
        self._rows.append((title_of(item.document), len(lines), len(set(named))))
        self._speakers.update(named)
        self._attitudes.update(line.statement.attitude for line in lines)
        chain = _longest_chain(item, lines)
        if len(chain) > len(self._chain):
            self._chain = chain

    def print(self, console: Console, tally: Tally) -> None:
        """Print the summary."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True)
        table.add_column("report", ratio=1, no_wrap=True, overflow="ellipsis")
        table.add_column("statements", justify="right")
        table.add_column("speakers", justify="right")
        for title, statements, speakers in self._rows:
            table.add_row(Text(title), str(statements), str(speakers))
        console.print(table)
        console.print()
        console.print(Text(str(tally)), style="bold")
        top = (f"{name} {n}" for name, n in self._speakers.most_common(MOST_SPEAKERS))
        _print_list(console, "Heard most", " · ".join(top))
        labels = (f"{ATTITUDES[a].label} {n}" for a, n in self._attitudes.most_common())
        _print_list(console, "They", " · ".join(labels))
        if len(self._chain) > 1:
            console.print()
            console.print(Text("On whose word? The longest chain in these reports:"))
            for depth, link in enumerate(self._chain):
                console.print(Text("  " + "   " * depth + ("└ " if depth else "") + link))


def _print_list(console: Console, label: str, items: str) -> None:
    if items:
        console.print(Text.assemble((f"{label}: ", "dim"), items))


def _longest_chain(record: Record, lines: list[Line]) -> list[str]:
    by_number = {line.number: line for line in lines}
    deepest = max(lines, key=lambda line: line.depth, default=None)
    chain: list[str] = []
    while deepest is not None:
        text, statement = record.document.text, deepest.statement
        content = phrase(text, statement.content, CHAIN_WORDS)
        words = phrase(text, statement.cue) + (f": {content}" if not chain else "")
        chain.insert(0, f"{deepest.who} {words}")
        deepest = by_number.get(deepest.parent) if deepest.parent is not None else None
    return chain
