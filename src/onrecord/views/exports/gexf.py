"""GEXF (https://gexf.net): the network of who speaks with and about whom, and who does what.

Nodes are people, bodies, states and groups. States, bodies called by their name and people
named in full are one node over all reports; who is told by one name or a description only is a
node of its own report, because two reports need not mean the same. Nodes and edges are held in
memory until the end: they grow with those who speak and act, not with the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from onrecord.schema import Entity, Failure, Record, Statement
from onrecord.views.exports.caldates import first_and_last
from onrecord.views.exports.lookup import Lookup
from onrecord.views.outline import one_line
from onrecord.views.output import Sink

SHOWN = frozenset(("Person", "Organisation", "State", "Group"))
"""Types of entity that are nodes."""

NODE_COLUMNS = ("type", "country", "sectors", "statements")
EDGE_COLUMNS = ("kind", "status", "quad")

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

NodeKey = tuple[str, ...]
Days = tuple[str, str]


@dataclass
class _Node:
    number: int
    label: str
    type: str
    country: str
    sectors: tuple[str, ...]
    statements: int = 0


@dataclass
class _Edge:
    """How often, and the first and last day of those that are known."""

    weight: int = 0
    days: list[Days] = field(default_factory=list)

    def count(self, days: Days | None) -> None:
        self.weight += 1
        known = [*self.days, *((days,) if days else ())]
        self.days = [(min(a for a, _ in known), max(b for _, b in known))] if known else []


@dataclass(frozen=True)
class _EdgeKey:
    source: int
    target: int
    kind: str
    status: str = ""
    quad: str = ""


class Gexf:
    """A network that grows with every record and is written at the end."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink`."""
        self._sink = sink
        self._nodes: dict[NodeKey, _Node] = {}
        self._edges: dict[_EdgeKey, _Edge] = {}

    def add(self, item: Record | Failure) -> None:
        """Take in who speaks and acts in one record."""
        if isinstance(item, Record):
            look = Lookup.of(item)
            self._speech(look)
            self._deeds(look)

    def close(self) -> None:
        """Write the network."""
        self._sink.write("".join(self._lines()).encode())

    def _speech(self, look: Lookup) -> None:
        published = first_and_last(look.record.document.published)
        inside = _Inside(look)
        for statement in look.record.statements:
            speaker = look.entities.get(statement.speaker or "")
            if speaker is None or speaker.type not in SHOWN:
                continue
            self._node(look, speaker).statements += 1
            days = first_and_last(statement.date) or published
            for kind, others in (
                ("speaks to", [look.entities.get(i) for i in statement.addressees]),
                ("speaks about", inside.content(statement)),
            ):
                for other in others:
                    self._join(look, speaker, other, days, kind)

    def _deeds(self, look: Lookup) -> None:
        for event in look.record.events:
            days = first_and_last(event.date)
            quad = "" if event.quad is None else str(event.quad)
            actors, recipients = (
                {e.id: e for m in look.mentioned(ids) if (e := look.who(m)) is not None}
                for ids in (event.actors, event.recipients)
            )
            for actor in actors.values():
                for other in recipients.values():
                    kind = " ".join(filter(None, (event.type, event.mode)))
                    self._join(look, actor, other, days, kind, event.status, quad)

    def _join(
        self,
        look: Lookup,
        one: Entity,
        other: Entity | None,
        days: Days | None,
        kind: str,
        status: str = "",
        quad: str = "",
    ) -> None:
        if other is None or other.id == one.id or not {one.type, other.type} <= SHOWN:
            return
        source, target = (self._node(look, e).number for e in (one, other))
        key = _EdgeKey(source, target, kind, status, quad)
        self._edges.setdefault(key, _Edge()).count(days)

    def _node(self, look: Lookup, entity: Entity) -> _Node:
        name = one_line(entity.name)
        key: NodeKey = (entity.type, name, entity.country or "")
        if not _named_in_full(look, entity):
            key = (*key, look.record.document.id, entity.id)
        return self._nodes.setdefault(
            key,
            _Node(len(self._nodes), name, entity.type, entity.country or "", tuple(entity.sectors)),
        )

    def _lines(self) -> Iterator[str]:
        dated = any(edge.days for edge in self._edges.values())
        mode = 'mode="dynamic" timeformat="date"' if dated else 'mode="static"'
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
        yield "<meta><creator>onrecord</creator></meta>\n"
        yield f'<graph {mode} defaultedgetype="directed">\n'
        yield _columns("node", NODE_COLUMNS)
        yield _columns("edge", EDGE_COLUMNS)
        yield "<nodes>\n"
        for node in self._nodes.values():
            values = (node.type, node.country, " ".join(node.sectors), str(node.statements))
            yield f"<node id={_quoted(f'n{node.number}')} label={_quoted(node.label)}>"
            yield _values(values) + "</node>\n"
        yield "</nodes>\n<edges>\n"
        for number, (key, edge) in enumerate(self._edges.items()):
            when = "".join(f' start="{a}" end="{b}"' for a, b in edge.days)
            yield f'<edge id="e{number}" source="n{key.source}" target="n{key.target}"'
            yield f' label={_quoted(key.kind)} weight="{edge.weight}"{when}>'
            yield _values((key.kind, key.status, key.quad)) + "</edge>\n"
        yield "</edges>\n</graph>\n</gexf>\n"


def _named_in_full(look: Lookup, entity: Entity) -> bool:
    """Whether an entity of this name is the same in every report, as far as a name can tell."""
    name = one_line(entity.name)
    if entity.type == "State" or (entity.type == "Person" and " " not in name):
        return entity.type == "State"
    return entity.type != "Group" and any(
        m.form == "name" and look.said(m) == name for m in look.mentioned(entity.mentions)
    )


class _Inside:
    """The entities that are mentioned in the contents of a record's statements."""

    def __init__(self, look: Lookup) -> None:
        self._look = look
        self._mentions = sorted(look.record.mentions, key=lambda m: m.start)
        self._starts = [m.start for m in self._mentions]

    def content(self, statement: Statement) -> list[Entity | None]:
        """Each entity once, in text order."""
        found: dict[str | None, Entity | None] = {}
        for begin, end in statement.content:
            reach = slice(bisect_left(self._starts, begin), bisect_left(self._starts, end))
            for mention in self._mentions[reach]:
                if mention.end <= end:
                    found.setdefault(mention.entity, self._look.who(mention))
        return list(found.values())


def _columns(kind: str, names: tuple[str, ...]) -> str:
    lines = [
        f'<attribute id="{index}" title="{name}"'
        f' type="{"integer" if name == "statements" else "string"}"/>\n'
        for index, name in enumerate(names)
    ]
    return f'<attributes class="{kind}">\n{"".join(lines)}</attributes>\n'


def _values(values: tuple[str, ...]) -> str:
    lines = [f'<attvalue for="{i}" value={_quoted(v)}/>' for i, v in enumerate(values) if v]
    return f"<attvalues>{''.join(lines)}</attvalues>"


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))


writer = Gexf
