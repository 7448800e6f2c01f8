"""Records in the formats of the tools people use: one file a format, and their registry."""

from __future__ import annotations

from typing import NamedTuple


class Export(NamedTuple):
    """One export: what it is for, and the module whose `writer(sink)` makes it.

    `whole` is true where a file is of use only when complete. Modules are named rather than
    imported, so that a format's library is loaded by those who ask for that format.
    """

    label: str
    module: str
    whole: bool


EXPORTS: dict[str, Export] = {
    "csv": Export("a zip of tables, for spreadsheets and statistics", "csvzip", True),
    "xlsx": Export("a workbook, one sheet a layer", "xlsx", True),
    "parquet": Export("a zip of typed tables, for data frames and databases", "parquet", True),
    "followthemoney": Export("entities and links, one a line, for Aleph", "followthemoney", False),
    "webannotation": Export("W3C Web Annotations, in JSON-LD", "webannotation", True),
    "geojson": Export("places with the events at them, for maps", "geojson", True),
    "gexf": Export("who speaks with and about whom and does what, for Gephi", "gexf", True),
    "polecat": Export("events in the columns of POLECAT, tab-separated", "polecat", False),
    "schemaorg": Export("quotations and claims of schema.org, in JSON-LD", "schemaorg", True),
}
"""Every export by the name given to `--format`."""
