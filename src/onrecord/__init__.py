"""onrecord: reads reports and writes the record of who said what, on whose word."""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.schema import (
    Document,
    Entity,
    Failure,
    Mention,
    Occupancy,
    Record,
    Section,
    Statement,
)

if TYPE_CHECKING:
    from onrecord.intake import IntakeOptions, documents, from_text
    from onrecord.reader import Reader
    from onrecord.views.frame import to_frame

__version__ = "0.1.0"

__all__ = [
    "Document",
    "Entity",
    "Failure",
    "IntakeOptions",
    "Mention",
    "Occupancy",
    "Reader",
    "Record",
    "Section",
    "Statement",
    "__version__",
    "documents",
    "from_text",
    "read",
    "to_frame",
]

# The nouns are light; the rest brings the model's runtime, HTML or pandas with it, and is loaded
# when first asked for, so that `import onrecord` and `onrecord --help` answer at once.
_LATER = {
    "IntakeOptions": "onrecord.intake",
    "Reader": "onrecord.reader",
    "documents": "onrecord.intake",
    "from_text": "onrecord.intake",
    "to_frame": "onrecord.views.frame",
}


def read(
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    uri: str | None = None,
) -> Record:
    """Read one text with the small model.

    Args:
        text: the report, kept code point for code point.
        title: its headline, if it is not the text's first line.
        publisher: who published it.
        published: when, as an ISO 8601 or RFC 5322 date; days such as “Thursday” go by it.
        uri: where it is from.

    For many texts, or the large model, make a `Reader`.
    """
    from onrecord.intake import from_text

    return _reader().read(
        from_text(text, title=title, publisher=publisher, published=published, uri=uri)
    )


@cache
def _reader() -> Reader:
    from onrecord.reader import Reader

    return Reader()


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(importlib.import_module(_LATER[name]), name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
