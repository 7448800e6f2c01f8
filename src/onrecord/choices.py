"""What the commands that read let their user choose, and the reader that follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onrecord.ending import SOME_FAILED, WRONG_USE, stop

if TYPE_CHECKING:
    from onrecord.reader import Reader

ModelName = Literal["small", "large"]
InputFormat = Literal[
    "auto", "text", "jsonl", "html", "pdf", "feed", "jsonfeed", "warc", "eml", "mbox", "csv", "urls"
]

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH|URL|-...",
        help="Files, folders, web addresses, or - for standard input.",
        show_default=False,
    ),
]
Model = Annotated[
    ModelName,
    typer.Option(
        "--model",
        help="small is fast; large tells who said what and what happened more accurately, and"
        " takes about eight times as long.",
    ),
]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes to read with.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="Write here instead of to standard output.",
        show_default=False,
    ),
]
Names = Annotated[
    Path | None,
    typer.Option(
        "--names",
        metavar="FILE",
        help="People, bodies and places that you know: a tab-separated file with a header, name,"
        " aliases, type, country, sectors, offices, lat, lon; only name is needed.",
        show_default=False,
    ),
]
Layers = Annotated[
    str,
    typer.Option(
        "--layers",
        metavar="NAMES",
        help="What to read beside statements and people: relations, events, figures, times,"
        " places, with commas between; all, or none.",
    ),
]
InputFormatOption = Annotated[
    InputFormat,
    typer.Option(
        "--input-format",
        help="How to read what has no telling name, such as standard input. jsonl: an object a"
        " line with text and, if known, id, uri, title, publisher, published. csv: a row a"
        " report, with a header that names these columns. urls: a sitemap, or an address a"
        " line, of pages to fetch.",
    ),
]


def reader_for(
    model: ModelName, workers: int = 1, names: Path | None = None, layers: str = "all"
) -> Reader:
    """The reader of these choices; the command ends where there is none."""
    from onrecord.knowledge.register import RegisterError
    from onrecord.reader import LAYERS, LayerError, Reader
    from onrecord.spans.bundle import ModelError

    wanted = {"all": LAYERS, "none": ()}.get(layers)
    if wanted is None:
        wanted = tuple(name.strip() for name in layers.split(",") if name.strip())
    try:
        return Reader(model=model, workers=workers, names=names, layers=wanted)
    except LayerError as error:
        stop(f"{error}. See `onrecord read --help` on --layers.", WRONG_USE)
    except RegisterError as error:
        stop(f"{error}. See `onrecord read --help` on --names.", WRONG_USE)
    except ModelError as error:
        stop(f"{error}. See `onrecord doctor`.", SOME_FAILED)
