"""The application: requests through the door to their pages, each made in a thread of its own."""

from __future__ import annotations

import contextlib
import hmac
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import anyio
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.archive import ArchiveError
from onrecord.views.web import static
from onrecord.views.web.asking import Answer, Ask, Handler, Onward, PageError, Sent, Shown, Upload
from onrecord.views.web.guard import Door, Guard
from onrecord.views.web.imports import Importer
from onrecord.views.web.limits import Limits
from onrecord.views.web.paper import Paper
from onrecord.views.web.routes import ROUTES, Does
from onrecord.views.web.shelf import Shelf

FORM_TOKEN = "form-token"
"""The field of every form that says that the form is of this server."""


class Site(NamedTuple):
    """What requests share."""

    shelf: Shelf
    importer: Importer
    limits: Limits
    paper: Paper
    threads: anyio.CapacityLimiter
    secret: str


def application(
    shelf: Shelf, importer: Importer, door: Door, limits: Limits | None = None
) -> ASGIApp:
    """The pages of an archive, as an ASGI application.

    Args:
        shelf: the archive, opened.
        importer: who reads what is brought.
        door: by which names it is asked for, and the token it asks for.
        limits: bounds on what a visitor may send.
    """
    limits = limits or Limits()
    secret = secrets.token_urlsafe(24)

    threads = anyio.CapacityLimiter(limits.readers)
    site = Site(shelf, importer, limits, Paper(secret), threads, secret)
    routes = [
        Route(path, _endpoint(handler, site, does), methods=[method])
        for method, path, handler, does in ROUTES
    ]
    routes.append(Route("/static/{name}", static.serve, methods=["GET"]))
    # Browsers ask for it by themselves where a page names no icon, as one in plain words.
    routes.append(Route("/favicon.ico", _icon, methods=["GET"]))
    return Guard(Router(routes, default=_nowhere(site)), door, limits)


async def _icon(request: Request) -> Response:
    return RedirectResponse("/static/icon.svg", 301)


def _endpoint(handler: Handler, here: Site, does: Does) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        folder: Path | None = None
        try:
            form: dict[str, str] = {}
            files: tuple[Upload, ...] = ()
            if request.method == "POST":
                async with _form(request, here.limits) as given:
                    _check_token(given, here.secret)
                    form = {k: v for k, v in given.items() if isinstance(v, str)}
                    uploads = [v for _, v in given.multi_items() if isinstance(v, UploadFile)]
                    if uploads and does == "brings":
                        folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
                        files = await anyio.to_thread.run_sync(_kept, uploads, folder)
            query = dict(request.query_params)

            def make() -> Response:
                opened = here.shelf.writing if does == "writes" else here.shelf.reading
                with opened() as (archive, desk):
                    ask = Ask(
                        path=request.path_params,
                        query=query,
                        form=form,
                        files=files,
                        archive=archive,
                        desk=desk,
                        importer=here.importer,
                        limits=here.limits,
                    )
                    return _response(_answered(handler, ask), here.paper)

            return await anyio.to_thread.run_sync(make, limiter=here.threads)
        except PageError as wrong:
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
            return _response(_told(wrong), here.paper)

    return endpoint


def _answered(handler: Handler, ask: Ask) -> Answer:
    try:
        return handler(ask)
    except ArchiveError as error:
        raise PageError(503, error.message, error.hint) from error


def _told(wrong: PageError) -> Shown:
    values = {"status": wrong.status, "message": wrong.message, "hint": wrong.hint}
    return Shown("wrong.html", values, wrong.status)


def _response(answer: Answer, paper: Paper) -> Response:
    if isinstance(answer, Onward):
        return RedirectResponse(answer.to, 303)
    if isinstance(answer, Sent):
        headers = {}
        if answer.name:
            headers["Content-Disposition"] = f'attachment; filename="{answer.name}"'
        return Response(answer.body, media_type=answer.media_type, headers=headers)
    return HTMLResponse(paper.printed(answer.template, answer.values), answer.status)


@contextlib.asynccontextmanager
async def _form(request: Request, limits: Limits) -> AsyncIterator[FormData]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise PageError(415, "Only forms are taken")
    try:
        form = await request.form(
            max_files=limits.files, max_fields=limits.fields, max_part_size=limits.field
        )
    except (MultiPartException, HTTPException) as error:
        message = getattr(error, "message", "") or getattr(error, "detail", "")
        raise PageError(413, "The form could not be taken", str(message)) from error
    try:
        yield form
    finally:
        await form.close()


def _check_token(form: FormData, secret: str) -> None:
    given = form.get(FORM_TOKEN, "")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), secret.encode()):
        raise PageError(
            403,
            "This form is from before the server was started, or of another site",
            "Go back, load the page again and repeat what you did.",
        )


def _kept(uploads: list[UploadFile], folder: Path) -> tuple[Upload, ...]:
    """The files in a folder of ours, by numbers: no name from outside becomes a path."""
    kept = []
    for number, upload in enumerate(uploads):
        name = (upload.filename or "").replace("\\", "/").strip("/")
        if not name:
            continue
        path = folder / f"{number:05}{_ending(name)}"
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file, 1 << 20)
        kept.append(Upload(name, path))
    return tuple(kept)


def _ending(name: str) -> str:
    """The extension of a name, with the one before it where it is of compressed data."""
    parts = name.rpartition("/")[2].lower().split(".")[1:]
    ending = parts[-2:] if parts[-1:] == ["gz"] else parts[-1:]
    return "".join(f".{part}" for part in ending if part.isascii() and part.isalnum())[:20]


def _nowhere(site: Site) -> ASGIApp:
    async def nowhere(scope: Scope, receive: Receive, send: Send) -> None:
        wrong = PageError(404, "There is no such page", "Look for it in the search.")
        await _response(_told(wrong), site.paper)(scope, receive, send)

    return nowhere
