"""Small valid files of every format that intake reads, built here byte by byte.

For the fuzz run and the tests: what a sample holds is known, and nothing is downloaded.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Sequence

STORY = "The mayor said on Monday that the northern pier would stay closed until spring."
MORE = "Divers found cracks in two pillars, the harbour authority told reporters in Lindhavn."


def page(title: str = "Pier stays closed", text: str = STORY) -> bytes:
    """A page of a newspaper."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="2025-03-04"></head><body><article>'
        f"<h1>{title}</h1><p>{text}</p><p>{MORE}</p><figure><figcaption>The pier.</figcaption>"
        "</figure></article></body></html>"
    ).encode()


def rss(entries: int = 2) -> bytes:
    """An RSS feed; its entries are numbered from 1."""
    items = "".join(
        f"<item><title>Report {i}</title><link>https://a.example/{i}</link>"
        f"<pubDate>Tue, 04 Mar 2025 09:30:00 +0100</pubDate>"
        f"<description>&lt;p&gt;{STORY} No. {i}.&lt;/p&gt;</description></item>"
        for i in range(1, entries + 1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>The Harbour Post</title><link>https://a.example/</link>{items}</channel></rss>"
    ).encode()


def atom() -> bytes:
    """An Atom feed with one entry, its content in XHTML."""
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>'
        "<entry><title>Report</title><id>urn:x:1</id><updated>2025-03-05T10:00:00Z</updated>"
        '<published>2025-03-04T09:30:00Z</published><link href="https://a.example/1"/>'
        "<summary>Short.</summary>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        f"<p>{STORY}</p><p>{MORE}</p></div></content></entry></feed>"
    ).encode()


def record(
    uri: str,
    body: bytes,
    *,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    extra: str = "",
    type: str = "response",
) -> bytes:
    """A record of a web archive with what a server answered."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}\r\n".encode() + body
    return (
        f"WARC/1.1\r\nWARC-Type: {type}\r\nWARC-Target-URI: {uri}\r\n"
        "WARC-Date: 2025-03-04T09:30:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    ).encode() + http + b"\r\n\r\n"  # fmt: skip


def warc() -> bytes:
    """A web archive: a note, two pages and an image."""
    note = (
        b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n"
        b"Content-Length: 14\r\n\r\nsoftware: x\r\n\n\r\n\r\n"
    )
    packed = gzip.compress(page("Two", MORE))
    return b"".join(
        [
            note,
            record("https://a.example/1", page()),
            record("https://a.example/i", b"\x89PNG", kind="image/png"),
            record("https://a.example/2", packed, extra="Content-Encoding: gzip\r\n"),
        ]
    )


def mail(attachment: bytes = b"", name: str = "report.txt") -> bytes:
    """A message with a plain text that quotes and is signed, and an attachment if one is given."""
    text = (
        f"{STORY}\n\nOn Mon, 3 Mar 2025 at 10:00, Jo <jo@a.example> wrote:\n"
        f"> {MORE}\n> Is that so?\n\n-- \nAna Lind\nThe Harbour Post\n"
    )
    head = (
        "From: Ana Lind <ana@a.example>\r\nTo: jo@b.example\r\n"
        "Subject: =?utf-8?q?Pier_caf=C3=A9?=\r\n"
        "Date: Tue, 04 Mar 2025 09:30:00 +0100\r\nMessage-ID: <1@a.example>\r\n"
        "MIME-Version: 1.0\r\n"
    )
    if not attachment:
        return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()
    packed = base64.encodebytes(attachment).decode()
    return (
        f'{head}Content-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\n'
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--b1\r\n"
        f'Content-Type: application/octet-stream; name="{name}"\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{packed}\r\n--b1--\r\n"
    ).encode()


def mbox() -> bytes:
    """A mailbox with two messages."""
    begin = b"From ana@a.example Tue Mar  4 09:30:00 2025\n"
    one = mail().replace(b"\r\n", b"\n")
    return begin + one + b"\n" + begin + one.replace(b"Monday", b"Friday") + b"\n"


def table(delimiter: str = ",") -> bytes:
    """A table with three reports, the second over two lines."""
    rows = [
        ["id", "Headline", "Body", "date", "URL", "source"],
        ["1", "Pier", f'"{STORY}"', "2025-03-04", "https://a.example/1", "The Post"],
        ["2", "Divers", f'"{MORE}\n{STORY} He said ""no""."', "2025-03-05", "", "The Post"],
        ["3", "Spring", f'"{MORE}"', "", "", ""],
    ]
    return "".join(delimiter.join(row) + "\r\n" for row in rows).encode()


def sitemap(addresses: Sequence[str], kind: str = "url") -> bytes:
    """A sitemap of these addresses, or (`sitemap`) an index of sitemaps."""
    outer = "urlset" if kind == "url" else "sitemapindex"
    rows = "".join(f"<{kind}><loc>{a}</loc></{kind}>" for a in addresses)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><{outer} xmlns="{space}">{rows}</{outer}>'.encode()


Placed = tuple[float, float, float, str]
"""A line of a PDF: from the left, from the bottom, size, words."""


def column(
    rows: Sequence[str], left: float = 72, top: float = 700, size: float = 11
) -> list[Placed]:
    """Lines one under the other; an empty one leaves a blank."""
    return [(left, top - i * size * 1.25, size, row) for i, row in enumerate(rows) if row]


def pdf(
    pages: Sequence[Sequence[Placed]],
    *,
    title: str = "",
    date: str = "",
    locked: bool = False,
    packed: bool = False,
) -> bytes:
    """A PDF of pages of lines in Helvetica; `locked` asks for a password that nobody knows."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
                   b"/Encoding /WinAnsiEncoding >>")  # fmt: skip
    kids: list[str] = []
    for lines in pages:
        content = b"\n".join(_shown(line) for line in lines)
        about = b""
        if packed:
            content, about = zlib.compress(content), b"/Filter /FlateDecode "
        objects.append(
            b"<< %s/Length %d >>\nstream\n%s\nendstream" % (about, len(content), content)
        )
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    objects.append(f"<< /Title ({title}) /CreationDate ({date}) >>".encode("latin-1"))
    trailer = f"/Root 1 0 R /Info {len(objects)} 0 R "
    if locked:
        keys = b"/O <%s> /U <%s>" % (b"41" * 32, b"42" * 32)
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /P -44 %s >>" % keys)
        trailer += f"/Encrypt {len(objects)} 0 R /ID [<00> <00>] "
    out = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += f"trailer << /Size {size} {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _shown(line: Placed) -> bytes:
    left, bottom, size, words = line
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {left} {bottom} Td ({escaped}) Tj ET".encode("cp1252", "replace")
