"""Style sheets and scripts: read once, named by what they hold, kept by browsers for good."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from onrecord.views.html import map as maps

WHERE = {
    "report.css": "onrecord.views.html:assets",
    "boot.js": "onrecord.views.html:assets",
    "report.js": "onrecord.views.html:assets",
    "web.css": "onrecord.views.web:static",
    "web.js": "onrecord.views.web:static",
    "import.js": "onrecord.views.web:static",
    "icon.svg": "onrecord.views.web:static",
}
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Asset(NamedTuple):
    """A file with the fingerprint of its content."""

    body: bytes
    media_type: str
    mark: str


@cache
def asset(name: str) -> Asset:
    """One of the files of `WHERE`."""
    package, _, folder = WHERE[name].partition(":")
    body = (files(package) / folder / name).read_bytes()
    return Asset(body, KINDS[name.rpartition(".")[2]], hashlib.sha256(body).hexdigest()[:12])


def address(name: str) -> str:
    """Where a file is asked for; it changes with what the file holds."""
    return f"/static/{name}?{asset(name).mark}"


def world() -> dict[str, Markup]:
    """The outline of the world for maps, once a page."""
    return maps.world()


async def serve(request: Request) -> Response:
    """Send a file."""
    name = request.path_params["name"]
    if name not in WHERE:
        return PlainTextResponse("There is no such file.", 404)
    found = asset(name)
    lasting = request.url.query == found.mark
    headers = {"Cache-Control": "max-age=31536000, immutable" if lasting else "no-cache"}
    return Response(found.body, media_type=found.media_type, headers=headers)
