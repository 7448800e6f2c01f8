"""What a visitor may send, and how much is shown at once."""

from __future__ import annotations

import msgspec

MIB = 1024 * 1024


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on everything that comes from outside; each has a default that is safe.

    Attributes:
        upload: bytes of one request in all.
        files: files of one upload.
        fields: fields of a form.
        field: bytes of one field, a pasted text among them.
        address: characters of a path with its query.
        headers: bytes of all headers of a request.
        query: characters of a search.
        terms: terms of a search.
        urls: web addresses of one import.
        jobs: imports that wait or run at once.
        seconds: how long a visitor may be silent in the middle of a request.
        readers: pages that are made side by side.
        visitors: connections at once.
        page: items on a page.
        deepest: items before the last page that can be asked for.
    """

    upload: int = 64 * MIB
    files: int = 2_000
    fields: int = 64
    field: int = 8 * MIB
    address: int = 6_000
    headers: int = 32_768
    query: int = 1_000
    terms: int = 40
    urls: int = 50
    jobs: int = 20
    seconds: float = 20.0
    readers: int = 4
    visitors: int = 200
    page: int = 20
    deepest: int = 10_000
