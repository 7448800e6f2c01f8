"""Where a report names places: candidates by name, judged by the words around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord.knowledge import gazetteer, sources, states, tables
from onrecord.knowledge.gazetteer import FIRST_LEVEL
from onrecord.knowledge.states import StateName
from onrecord.records.places.weights import logistic
from onrecord.schema import Entity, Mention, Span

PARTS = 80
"""Least weight of a part of a country that is one of its own to the news: Scotland."""

FARTHEST = 80
"""Characters of the longest mention that counts as a name."""

FULL = 6
"""Characters of a word that is no abbreviation, so that a full stop behind it ends a sentence."""

LONGEST = 6
"""Words of the longest name that is looked up."""

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’‘.-](?=[^\W_]))*\.?")
_WORDS = tables.sets("place_words.tsv")
_INNER = _WORDS["inner"]
_TITLES = _WORDS["title"]
_PLACE_NOUNS = _WORDS["place_noun"]
_ROADS = _WORDS["road"]
_DIRECTIONS = _WORDS["direction"]
_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az)[-‘’'][A-Z]")
_BARE = _PLACE_NOUNS | _ROADS | _DIRECTIONS | _INNER | _WORDS["bare"]
"""Words that name no place alone."""

_COMMON = tables.words("name_opener") | tables.words("calendar") | tables.words("headline")
_COMMON |= _WORDS["common"]

_POSSESSIVE = re.compile(r"['’]s?$")


class Spotted(NamedTuple):
    """A place's name at `[start, end)`; `own` and `other` are numbers of the gazetteer.

    `name` is what the occurrences of one name share. `after` is the number, among those
    spotted, of the name that follows behind a comma, or -1. `chance` is how likely it is one.
    """

    start: int
    end: int
    form: str
    name: str
    own: tuple[int, ...]
    other: tuple[int, ...]
    chance: float = 1.0
    after: int = -1


class Candidate(NamedTuple):
    """A name that may be a place's, with the numbers of its first and last word."""

    hit: Spotted
    first: int
    last: int


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    line: int

    @property
    def low(self) -> str:
        """In small letters, without a full stop."""
        return self.text.lower().rstrip(".")

    @property
    def large(self) -> bool:
        """Whether it is written large, its article aside: `al-Qaim`."""
        text = self.text
        return text[0].isupper() or (not text.isalpha() and _ARTICLE.match(text) is not None)


class Words:
    """The words of a report and what is known of each, for features."""

    def __init__(
        self,
        text: str,
        lines: Sequence[Span],
        mentions: Sequence[Mention],
        entities: Sequence[Entity],
    ) -> None:
        """Take the lines apart."""
        self.text = text
        self.tokens = [
            _Token(*_cut(m), n) for n, line in enumerate(lines) for m in _WORD.finditer(text, *line)
        ]
        self.small = {t.text for t in self.tokens if t.text.islower()}
        self.kinds: dict[str | None, str] = {e.id: e.type for e in entities}
        people = {w for e in entities if e.type == "Person" for w in e.name.split()}
        self.people = frozenset(w for w in people if w[:1].isupper())
        self._named = sorted(
            (m for m in mentions if m.form in ("name", "adjective") and m.end - m.start < FARTHEST),
            key=lambda m: m.start,
        )
        self._starts = [m.start for m in self._named]

    def over(self, at: int) -> list[Mention]:
        """Named mentions that cover a character."""
        near = range(bisect_left(self._starts, at - FARTHEST), bisect_right(self._starts, at))
        return [self._named[i] for i in near if at < self._named[i].end]


def _cut(match: re.Match[str]) -> tuple[int, int, str]:
    """A word without the ending of an owner; a full stop stays with what may be short for more."""
    word: str = match.group()
    if word.isalpha():
        return *match.span(), word
    word = _POSSESSIVE.sub("", word)
    if len(word) > FULL and word.find(".") == len(word) - 1:
        word = word[:-1]
    return match.start(), match.start() + len(word), word


def candidates(words: Words) -> list[Candidate]:
    """Every name of a place, the longest where several begin."""
    text, tokens = words.text, words.tokens
    countries = _countries(text, tokens)
    out: list[Candidate] = []
    at = 0
    while at < len(tokens):
        opens = tokens[at].large and tokens[at].low != "the"
        hit = _longest(text, tokens, at) if opens else None
        country = countries.get(at)
        if country is not None and (hit is None or country.last >= hit.last):
            hit = country
        if hit is None:
            at += 1
        else:
            out.append(hit)
            at = hit.last + 1
    return out


def _countries(text: str, tokens: Sequence[_Token]) -> dict[int, Candidate]:
    """Names and adjectives of countries, by the number of their first word."""
    starts = {t.start: i for i, t in enumerate(tokens)}
    ends: dict[int, int] = {}
    for token in tokens:
        ends[token.line] = token.end
    opens = {t.line: t.start for t in reversed(tokens)}
    found: dict[int, Candidate] = {}
    for line, end in ends.items():
        for s, e, state in states.find(text, opens[line], end):
            first = starts.get(s)
            if first is None or state.kind in ("capital", "metonym"):
                continue
            hit = _state(text, s, e, state)
            if hit is not None:
                last = first
                while last + 1 < len(tokens) and tokens[last + 1].start < e:
                    last += 1
                found[first] = Candidate(hit, first, last)
    return found


def _state(text: str, start: int, end: int, state: StateName) -> Spotted | None:
    """A country by its name or its people's; its name may be another place's too."""
    number = gazetteer.countries().get(state.code)
    form = text[start:end]
    if number is None:
        return None
    if state.kind in ("adjective", "demonym"):
        # The Scots are British, but their place is Scotland.
        people = gazetteer.people().get(form, ())
        name = form if people else f"{state.code}*"
        return Spotted(start, end, "adjective", name, people or (number,), ())
    name = gazetteer.key(form)
    own, _ = gazetteer.numbers(name)
    if form != state.name and any(gazetteer.place(i).weight >= PARTS for i in own):
        return Spotted(start, end, "name", name, own, ())
    rest = tuple(i for i in own if i != number)
    return Spotted(start, end, "name", name if rest else state.code, (number, *rest), ())


def _longest(text: str, tokens: Sequence[_Token], first: int) -> Candidate | None:
    """The longest name of a place that begins with a word."""
    reach = first
    while reach + 1 < len(tokens) and reach + 1 - first < LONGEST:
        here, after = tokens[reach], tokens[reach + 1]
        fits = after.large or after.low in _INNER or after.low in _PLACE_NOUNS
        if after.line != here.line or not fits or not _joined(text, here, after):
            break
        reach += 1
    for last in range(reach, first - 1, -1):
        if last > first and tokens[last].low in _INNER:
            continue
        start, end = tokens[first].start, tokens[last].end
        known = _known(text[start:end])
        if known is not None:
            # The full stop of a sentence is none of the name's.
            alone = "." not in tokens[last].text[:-1]
            stop = known.form == "name" and not known.short and alone and text[end - 1] == "."
            hit = Spotted(start, end - stop, known.form, known.name, known.own, known.other)
            return Candidate(hit, first, last)
    return None


def _joined(text: str, left: _Token, right: _Token) -> bool:
    """Whether two words stand together; `Washington, D.C.` does with its comma."""
    between = text[left.end : right.start]
    if between in (" ", "\u00a0", "-"):
        return not (left.text.endswith(".") and len(left.text) > 4)
    return between == ", " and right.text.rstrip(".") in ("D.C", "DC")


class _Known(NamedTuple):
    form: str
    name: str
    own: tuple[int, ...]
    other: tuple[int, ...] = ()
    short: bool = False


def _known(form: str) -> _Known | None:
    """What the gazetteer knows of a form."""
    short = gazetteer.abbreviations().get(form)
    if short:
        return _Known("name", form, short, short=True)
    people = gazetteer.people().get(form)
    if people:
        return _Known("adjective", form, people)
    if len(form) < 3 or (form.isupper() and len(form) < 4 and "." not in form):
        return None
    name = gazetteer.key(form)
    own, other = gazetteer.numbers(name)
    if (not own and not other) or name in _BARE:
        return None
    return _Known("name", name, own, other)


def named(text: str, start: int, end: int) -> list[Spotted]:
    """The candidate that an interval of the text names, as a whole or in its telling part."""
    parts = [m.span() for m in _WORD.finditer(text, start, end)][:LONGEST]
    inner = [(a, b) for a, _ in parts for _, b in reversed(parts) if a < b]
    for a, b in [(start, end), *inner]:
        form = _POSSESSIVE.sub("", text[a:b])
        state = states.lookup(form)
        if state is not None and state.kind not in ("capital", "metonym"):
            hit = _state(text, a, a + len(form), state)
            if hit is not None:
                return [hit._replace(start=start, end=end)]
        known = None if form.lower().rstrip(".") in _BARE else _known(form)
        if known is not None:
            return [Spotted(start, end, known.form, known.name, known.own, known.other)]
    return []


def features(words: Words, candidate: Candidate) -> Iterator[str]:
    """What speaks for and against a candidate, in its words and around them."""
    hit, first, last = candidate
    tokens = words.tokens
    yield from _inside(words, candidate)
    before = tokens[first - 1] if first and tokens[first - 1].line == tokens[first].line else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is not None and after.line != tokens[last].line:
        after = None
    yield from _before(words, hit, before)
    yield from _after(words, hit, after)
    over = words.over(hit.start)
    for m in over:
        whole = (m.start, m.end) == (hit.start, hit.end)
        yield f"mention {m.type} {'whole' if whole else 'part'}"
        if m.start < hit.start and m.type == "Person":
            yield "end of a person"
        if m.entity in words.kinds:
            yield f"entity {words.kinds[m.entity]}"
    if not over:
        yield "no mention"


def _inside(words: Words, candidate: Candidate) -> Iterator[str]:
    hit, first, last = candidate
    form = words.text[hit.start : hit.end]
    weight, kind = _standing(hit)
    yield f"kind {kind}"
    yield f"size {min(weight // 10, 7)}"
    yield f"words {min(last - first + 1, 3)}"
    yield f"form {hit.form}"
    yield "own name" if hit.own else "other name"
    yield "many" if len(hit.own) > 4 else "few"
    if form in gazetteer.abbreviations():
        yield "abbreviation"
        yield f"abbreviation {min(len(form), 3)} {'.' in form}"
    if form.isupper() and len(form) > 4:
        yield "capitals"
    if first == last:
        if sources.gender(form):
            yield "given name"
        if form in words.people:
            yield "in a person's name"
        if form.lower() in words.small:
            yield "also small"
        if form.lower() in _COMMON:
            yield "common word"


def _before(words: Words, hit: Spotted, token: _Token | None) -> Iterator[str]:
    if token is None:
        yield "first"
        return
    gap = words.text[token.end : hit.start]
    yield f"left {gap.strip() or 'blank'}" if len(gap) < 4 else "left far"
    if gap.strip() == ",":
        yield f"before comma {'large' if token.large else 'small'}"
    if gap not in _TIGHT:
        return
    low = token.low
    if low in _TITLES:
        yield "before title"
    if low in _DIRECTIONS:
        yield "before direction"
    if not token.large:
        yield f"before {low}"
        return
    yield "before large"
    yield "before given" if sources.gender(token.text) else "before name"
    if low not in words.small:
        yield "before proper"
    if len(low) == 1:
        yield "before initial"
    if sources.source_noun(low) is not None:
        yield "before office"


def _after(words: Words, hit: Spotted, token: _Token | None) -> Iterator[str]:
    if token is None:
        yield "last"
        return
    gap = words.text[hit.end : token.start]
    yield f"right {gap.strip() or 'blank'}" if len(gap) < 4 else "right far"
    if gap.startswith(("'s", "’s")):
        yield "owner large" if token.large else "owner small"
    if gap not in _TIGHT:
        return
    low = token.low
    yield f"behind {low}"
    if token.large:
        yield "behind large"
        if low in _ROADS:
            yield "behind road"
        elif low in _PLACE_NOUNS:
            yield "behind place noun"
        elif low not in words.small:
            yield "behind proper"
    elif low in _PLACE_NOUNS:
        yield "behind small place noun"


_TIGHT = (" ", "\u00a0", "-")


def _standing(hit: Spotted) -> tuple[int, str]:
    """Weight and kind of the best known place of that name."""
    columns = gazetteer.columns()
    best = max(hit.own or hit.other, key=lambda n: int(columns.weight[n]))
    kind = gazetteer.KINDS[columns.kind[best]]
    weight = int(columns.weight[best])
    return weight, "district" if kind == "admin" and weight < FIRST_LEVEL else kind


def spot(words: Words, weights: Mapping[str, float], least: float) -> list[Spotted]:
    """The places that a report names, in text order; adjectives of places are always taken."""
    found = candidates(words)
    scores = [
        weights["bias"] + sum(weights.get(f, 0.0) for f in features(words, one)) for one in found
    ]
    by_name: dict[str, list[int]] = {}
    for n, one in enumerate(found):
        by_name.setdefault(one.hit.name, []).append(n)
    out: list[Spotted] = []
    for n, one in enumerate(found):
        others = [scores[i] for i in by_name[one.hit.name] if i != n]
        chance = logistic(scores[n] + weights["again"] * elsewhere(others))
        if one.hit.form == "adjective" or chance >= least:
            out.append(one.hit._replace(chance=chance))
    return linked(words.text, out)


def elsewhere(scores: Sequence[float]) -> float:
    """How surely a name is a place's where else it stands, within bounds."""
    return max(-2.0, min(4.0, max(scores, default=0.0)))


def linked(text: str, found: Sequence[Spotted]) -> list[Spotted]:
    """The same, each tied to the name that follows it behind a comma."""
    out = []
    for n, hit in enumerate(found):
        follows = n + 1 < len(found) and _BEHIND.fullmatch(text, hit.end, found[n + 1].start)
        out.append(hit._replace(after=n + 1 if follows else -1))
    return out


_BEHIND = re.compile(r",? ?\(?|, in | in | County, ?| Parish, ?")
