"""Records kept in one place: stored once, corrected for good, found by who, what, when, where."""

from onrecord.archive.address import shown
from onrecord.archive.archive import Archive
from onrecord.archive.corrections import Correction
from onrecord.archive.dump import Loaded, dump, load
from onrecord.archive.errors import ArchiveError
from onrecord.archive.examples import Example, examples
from onrecord.archive.hits import Facet, Hit, Hits
from onrecord.archive.query import FIELDS, Amount, Near, Query, QueryError, parse
from onrecord.archive.store import Failed, Store, Stored

__all__ = [
    "FIELDS",
    "Amount",
    "Archive",
    "ArchiveError",
    "Correction",
    "Example",
    "Facet",
    "Failed",
    "Hit",
    "Hits",
    "Loaded",
    "Near",
    "Query",
    "QueryError",
    "Store",
    "Stored",
    "dump",
    "examples",
    "load",
    "parse",
    "shown",
]
