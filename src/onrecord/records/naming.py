"""Proper names in a text: persons with their titles, organisations, states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.knowledge import sources, states, tables
from onrecord.schema import Span

_TOKEN = re.compile(r"\w(?:[\w'’\-]|\.(?=\w)|&(?=\w))*\.?")
_PARTICLES = tables.words("name_particle")
_JOINING = frozenset(["of", "for", "and", "the", "on", "in", "to", "&"])
_BODY = tables.words("body")
_ACRONYM = re.compile(r"^[A-Z][A-Z0-9&]{1,6}$|^(?:[A-Z]\.){2,}$")
_TAIL = re.compile(r"['’]s?$")
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|on|from|outside|inside|around|across|over|into|toward|towards|of|to) $"
)
_SENTENCE_END = re.compile(r"[.!?:;]['\"”»)]*\s*$|^\s*$")
_DAYS = tables.words("calendar")
_FUNCTION = tables.words("name_opener")


class NameHit(NamedTuple):
    """A proper name `[start, end)`; `kind` is person, body, state or unknown.

    `title` is the office written before it, lower case, or empty; `lead` is where
    title and nationality begin. `code` is the country of a state.
    """

    start: int
    end: int
    kind: str
    name: str
    title: str = ""
    lead: int = -1
    code: str | None = None
    form: str = "name"


class _Token(NamedTuple):
    start: int
    end: int
    text: str


def spot(text: str, lines: Sequence[Span]) -> list[NameHit]:
    """Names in the given lines, in text order."""
    hits: list[NameHit] = []
    for start, end in lines:
        known = {(s, e): state for s, e, state in states.find(text, start, end)}
        tokens = [_Token(*m.span(), m.group()) for m in _TOKEN.finditer(text, start, end)]
        taken: list[Span] = []
        for run in _runs(text, tokens):
            hit = _read(text, run, start)
            if hit is None or any(s <= hit.start and hit.end <= e for s, e in known):
                continue
            hits.append(hit)
            taken.append((hit.start, hit.end))
        for (s, e), state in known.items():
            if any(a <= s and e <= b for a, b in taken):
                continue
            if state.kind in ("capital", "metonym") and _LOCATIVE.search(
                text[max(start, s - 12) : s]
            ):
                # In Baghdad something happens; Baghdad alone may be a government.
                continue
            form = "adjective" if state.kind in ("adjective", "demonym") else "name"
            hits.append(NameHit(s, e, "state", state.name, "", s, state.code, form))
    hits.sort()
    return hits


def _runs(text: str, tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Stretches of capitalised words, with particles and the small words of bodies' names."""
    run: list[_Token] = []
    for i, token in enumerate(tokens):
        joined = bool(run) and text[run[-1].end : token.start] in (" ", "\u00a0")
        stops = bool(run) and (run[-1].text.endswith(("'s", "’s", "s’")) or _ends(run[-1].text))
        if joined and not stops and _belongs(token, tokens[i + 1 :], run, text):
            run.append(token)
            continue
        if run:
            yield run
        run = [token] if _capital(token.text) else []
    if run:
        yield run


def _ends(word: str) -> bool:
    """Whether a full stop after the word ends the sentence rather than an abbreviation."""
    return word.endswith(".") and len(word) > 5 and "." not in word[:-1]


def _capital(word: str) -> bool:
    base = re.sub(r"^(?:al|el|ad|ar|as|ash|an)[-’']", "", word)
    return bool(base) and base[0].isupper()


def _belongs(token: _Token, rest: Sequence[_Token], run: list[_Token], text: str) -> bool:
    if _capital(token.text):
        return token.text.lower().strip(".") not in _DAYS
    follows = (
        bool(rest) and _capital(rest[0].text) and text[token.end : rest[0].start] in (" ", "\u00a0")
    )
    if token.text in _PARTICLES:
        return follows
    if token.text not in _JOINING or not any(t.text.rstrip(".") in _BODY for t in run):
        return token.text == "of" and follows and _holds_office(run[-1].text, rest[0].text)
    if token.text in ("of", "for", "on", "to") and len(rest) > 1 and rest[0].text == "the":
        return _capital(rest[1].text)
    if token.text == "the":
        return follows and run[-1].text in _JOINING
    return follows and token.text in ("of", "for", "on", "and", "&")


def _holds_office(word: str, of: str) -> bool:
    noun = sources.source_noun(word.lower())
    return noun is not None and noun.kind == "office" and of in _PORTFOLIOS


_PORTFOLIOS = tables.words("portfolio")


def _read(text: str, run: list[_Token], line: int) -> NameHit | None:
    """What a stretch of capitalised words names, if anything."""
    at_start = _SENTENCE_END.search(text[max(line, run[0].start - 4) : run[0].start]) is not None
    while run and (
        run[0].text.lower().strip(".") in _FUNCTION or run[0].text.lower().strip(".") in _DAYS
    ):
        if run[0].text.isupper() and len(run[0].text) > 2:
            break
        run = run[1:]
    while run and run[-1].text.lower() in (_JOINING | _DAYS):
        run = run[:-1]
    if not run:
        return None
    lead = run[0].start
    words = [_TAIL.sub("", t.text) for t in run]
    if any(w.rstrip(".") in _BODY for w in words) and not _titled(words):
        return _hit(text, run, "body", "", lead)
    if len(run) == 1:
        if states.lookup(words[0]) is not None:
            return None
        if _ACRONYM.match(words[0]):
            return _hit(text, run, "body", "", lead)
    cut, title = _title(words)
    if cut >= len(run):
        return None
    if cut == 0:
        title = _title_before(text, lead, line)
        while len(run) > 1 and _nationality(_TAIL.sub("", run[0].text)):
            run = run[1:]
        words = [_TAIL.sub("", t.text) for t in run]
        if states.lookup(" ".join(words)) is not None:
            return None
    else:
        run = run[cut:]
        words = words[cut:]
    if title:
        return _hit(text, run, "person", title, lead)
    if len(words) > 1 and sources.gender(words[0]) is not None:
        return _hit(text, run, "person", "", lead)
    if at_start and len(run) == 1 and re.search(rf"\b{re.escape(words[0].lower())}\b", text):
        return None
    return _hit(text, run, "unknown", "", lead)


def _titled(words: Sequence[str]) -> bool:
    """Whether the words end in a person's name after a title, however they begin."""
    cut, title = _title(words)
    rest = words[cut:]
    return bool(title) and bool(rest) and not any(w.rstrip(".") in _BODY for w in rest)


def _title(words: Sequence[str]) -> tuple[int, str]:
    """How many leading words are a title with what belongs to it, and that title."""
    cut = 0
    for i, word in enumerate(words):
        noun = sources.source_noun(word.lower().strip("."))
        if word in sources.TITLE_BEFORE_NAME or (noun is not None and noun.kind == "office"):
            cut = i + 1
            if i + 2 < len(words) and words[i + 1] == "of" and words[i + 2] in _PORTFOLIOS:
                cut = i + 3
                if cut < len(words) and words[cut] in ("Security", "Affairs"):
                    cut += 1
    return cut, " ".join(words[:cut]).lower()


def _nationality(word: str) -> bool:
    state = states.lookup(word)
    return state is not None and state.kind == "adjective"


_BEFORE = re.compile(r"([a-z][\w’'-]*(?: [a-z][\w’'-]*){0,3}),? $")


def _title_before(text: str, start: int, line: int) -> str:
    """An office in small letters right before a name: `former prime minister`."""
    match = _BEFORE.search(text, max(line, start - 60), start)
    if match is None:
        return ""
    noun = sources.source_noun(match.group(1).split()[-1])
    return match.group(1).lower() if noun is not None and noun.kind == "office" else ""


def _hit(text: str, run: list[_Token], kind: str, title: str, lead: int) -> NameHit | None:
    start, end = run[0].start, run[-1].end
    tail = _TAIL.search(text[start:end])
    if tail is not None:
        end -= len(tail.group())
    if text[end - 1] == "." and _ends(run[-1].text):
        end -= 1
    if end <= start or not any(c.isalpha() for c in text[start:end]):
        return None
    return NameHit(start, end, kind, text[start:end], title, lead)
