"""GUM's CoNLL-U files → plain text with entity mentions as character spans.

Format: https://gucorpling.org/gum/ . An `Entity` attribute opens a mention with
`(group-type-status-salience-centering-minspan-link-identity` and closes it with `group)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_OPENING = re.compile(r"\((\d+)-([a-z]+)-([^()]*)")
_BRACKET = re.compile(r"\(\d+-[a-z]+-[^()]*\)?|\d+\)")

PRONOUNS = frozenset(("PRON", "DET"))
"""Parts of speech of a mention's head that make it a pronoun (`this` is a determiner)."""


@dataclass(frozen=True)
class GoldMention:
    """A mention: its characters, GUM's entity type, its group and what its head is."""

    start: int
    end: int
    type: str
    group: int
    form: str


@dataclass(frozen=True)
class GumDocument:
    """A document: its text, one paragraph a line, and its mentions in text order."""

    id: str
    genre: str
    text: str
    mentions: tuple[GoldMention, ...]


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    part: str


def read(path: Path) -> GumDocument:
    """The document of one file."""
    text = ""
    tokens: list[_Token] = []
    open_: list[tuple[int, int, str, str]] = []
    found: list[tuple[int, int, int, str, str]] = []
    inside = 0
    fresh = True
    space = False
    for line in path.open(encoding="utf8"):
        if line.startswith("# newpar"):
            fresh = True
            continue
        if not line[:1].isdigit():
            continue
        number, form, _, part, *_, more = line.rstrip("\n").split("\t")
        if "." in number:
            continue
        if "-" in number:
            # A word that was split for the syntax (`don't`): its parts share its characters.
            text += _gap(text, fresh, space) + form
            fresh, space = False, "SpaceAfter=No" not in more
            low, high = map(int, number.split("-"))
            inside = high - low + 1
            at = len(text) - len(form)
            continue
        if inside:
            inside -= 1
            at = max(at, text.find(form, at, len(text)))
            start, end = at, len(text) if not inside else min(at + len(form), len(text))
            at = end
        else:
            text += _gap(text, fresh, space) + form
            fresh, space = False, "SpaceAfter=No" not in more
            start, end = len(text) - len(form), len(text)
        tokens.append(_Token(start, end, part))
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", more)
        for bracket in _BRACKET.findall(entity.group(1)) if entity else ():
            opening = _OPENING.match(bracket)
            if opening:
                group, kind, rest = opening.groups()
                open_.append((len(tokens) - 1, int(group), kind, rest.rstrip(")")))
            if bracket.endswith(")"):
                group = open_[-1][1] if opening else int(bracket[:-1])
                which = max(i for i, o in enumerate(open_) if o[1] == group)
                first, group, kind, rest = open_.pop(which)
                found.append((first, len(tokens), group, kind, rest))
    mentions = sorted(
        (
            GoldMention(
                tokens[first].start,
                tokens[last - 1].end,
                kind,
                group,
                _form(tokens, first, last, rest),
            )
            for first, last, group, kind, rest in found
        ),
        key=lambda m: (m.start, -m.end, m.group),
    )
    genre = path.stem.split("_")[1]
    return GumDocument(path.stem, genre, text, tuple(mentions))


def _gap(text: str, fresh: bool, space: bool) -> str:
    if not text:
        return ""
    return "\n" if fresh else " " if space else ""


def _form(tokens: list[_Token], first: int, last: int, rest: str) -> str:
    """name, nominal or pronoun, by the parts of speech in the head (GUM's `minspan`)."""
    minspan = rest.split("-")[3]
    heads = [tokens[first + int(n) - 1] for n in minspan.split(",") if first + int(n) <= last]
    if any(t.part == "PROPN" for t in heads):
        return "name"
    alone = last - first == 1
    return "pronoun" if alone and tokens[first].part in PRONOUNS else "nominal"
