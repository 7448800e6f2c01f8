"""Who holds, held or seeks which office: titles before names, behind them, and as predicates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.knowledge import bodies, sources, states, tables
from onrecord.records.cast import Cast
from onrecord.records.naming import POSSESSIVE, NameHit
from onrecord.schema import Span, Spans

REACH = 90
"""A title lies within so many characters of the name."""

_TOKEN = re.compile(r"\w+(?:[.’'&-]\w+)*(?:['’]s?\b|['’]|\.(?=\s*[A-Z]))?|[^\w\s]")
_SKIPPED = frozenset(("the", "a", "an", "his", "her", "their", "its", "one", "and"))
_OWNING = frozenset(("the", "his", "her", "their", "its", "our", "my"))
_SMALL = frozenset(("of", "for", "the", "and", "to", "on", "at", "in", "&"))
_OPENING = re.compile(
    r",?\s+(?:\d\d,\s+)?(?:(?:who|which)\s+)?(?:(?:is|was|became|remains|serves as|served as|"
    r"had been|has been|was (?:then|once)|is (?:now|currently))\s+)?"
)
_LINKED = re.compile(r",\s*|\b(?:is|was|became|remains|serves|served|been|be)\b")
_TAKING = re.compile(
    r"\b(?:was|is|(?:has|have|had) been)\s+(?:(?:later|then|first|also|now)\s+)?"
    r"(?P<how>appointed|named|elected|re-elected|reelected|sworn in|installed|confirmed|"
    r"nominated|tapped|chosen|picked|designated)\s+(?:as\s+)?(?:the\s+|a\s+)?(?:(?:next|new)\s+)?"
)
_NOMINATED = frozenset(("nominated", "tapped", "chosen", "picked", "designated"))
_AGAIN = re.compile(
    r"\b(?:in contention|running|seeking|bid|bidding|vying|hop(?:es|ing|ed)|aim(?:s|ing|ed)|"
    r"expected|poised|tipped|set|likely|trying|attempt(?:s|ing)?|campaign(?:s|ing)?|race)\b"
    r"[^.;]{0,40}?\b(?:reprise|return to|reclaim|regain|resume|retake|win back|take back)\s+"
    r"(?P<what>(?:his|her|the|their)\s+(?:former\s+|old\s+|previous\s+)?"
    r"(?:role|post|office|position|job|seat|premiership|presidency|power))\b",
    re.I,
)
_HANGING = re.compile(r"\s+(?:of|for|at|with|to|from)\s+(?:the\s+)?")
_ADJECTIVE_OF = {
    "presidential": "president",
    "vice-presidential": "vice president",
    "gubernatorial": "governor",
    "mayoral": "mayor",
    "senate": "senator",
    "senatorial": "senator",
    "congressional": "member of congress",
    "prime ministerial": "prime minister",
}


class Held(NamedTuple):
    """An office and who holds it: actors of the cast, and the characters that say so."""

    holder: int
    position: str
    organisation: int | None
    status: str
    spans: Spans


class _Title(NamedTuple):
    """A title read out of a stretch of tokens; `at` is all of it."""

    position: str
    organisation: int | None
    status: str | None
    at: Span


class _Token(NamedTuple):
    """A word and its form in small letters, an abbreviated title in full: `Sen.` is senator."""

    start: int
    end: int
    text: str
    low: str


@lru_cache(maxsize=16384)
def _low(word: str) -> str:
    full = sources.TITLE_BEFORE_NAME.get(word, "")
    return full if full in _heads() else POSSESSIVE.sub("", word).lower().rstrip(".")


def find(cast: Cast, text: str) -> list[Held]:
    """Every office told of a person in the report, in text order."""
    found: list[Held] = []
    persons = [h for h in cast.hits if _is_person(cast, h)]
    for hit in persons:
        holder = cast.of[hit.start, hit.end]
        sentence = cast.sentence_span(hit.start)
        for title in (_before(cast, text, hit, sentence), _behind(cast, text, hit, sentence)):
            if title is not None:
                spans = tuple(sorted((title.at, (hit.start, hit.end))))
                status = title.status or "current"
                found.append(Held(holder, title.position, title.organisation, status, spans))
        taken = _taking(cast, text, hit, sentence)
        if taken is not None:
            found.append(taken)
    found += _again(cast, text, persons, found)
    return _single(found)


def _single(found: Sequence[Held]) -> list[Held]:
    """Each office of a person once: where it is told first, and for whom if that is told at all."""
    kept: dict[tuple[int, str, str], Held] = {}
    for office in sorted(found, key=lambda h: (h.organisation is None, h.spans)):
        kept.setdefault((office.holder, office.position, office.status), office)
    return sorted(kept.values(), key=lambda h: h.spans)


def _is_person(cast: Cast, hit: NameHit) -> bool:
    return cast.actors[cast.of[hit.start, hit.end]].type in ("Person", "Unknown")


@cache
def _heads() -> frozenset[str]:
    return frozenset(w.replace("_", " ") for w in tables.words("office"))


def _before(cast: Cast, text: str, hit: NameHit, sentence: Span) -> _Title | None:
    """The title that ends right before the name: `former Iraqi prime minister`."""
    tokens = _tokens(text, max(sentence[0], hit.start - REACH), hit.start)
    if not tokens or text[tokens[-1].end : hit.start].strip():
        return None
    if tokens[-1].text != ",":
        return _read(cast, text, tokens, len(tokens)) if tokens[-1].end < hit.start else None
    # `its spokesman, Ann Lee, said`: only a title that is told to be somebody's or the only one.
    title = _read(cast, text, tokens, len(tokens) - 1) if len(tokens) > 1 else None
    if title is None or text[hit.end : hit.end + 1] not in (",", ".", "(", ";"):
        return None
    lead = [t for t in tokens if t.end <= title.at[0]]
    owned = title.organisation is not None or (lead and lead[-1].low in _OWNING)
    possessive = bool(lead) and POSSESSIVE.search(lead[-1].text) is not None
    return title if owned or possessive else None


def _behind(cast: Cast, text: str, hit: NameHit, sentence: Span) -> _Title | None:
    """The title that follows the name: `, a former prime minister`, `is the minister of oil`."""
    opening = _OPENING.match(text, hit.end, sentence[1])
    if opening is None or not _LINKED.search(opening.group()):
        return None
    tokens = _tokens(text, opening.end(), min(sentence[1], opening.end() + REACH))
    past = re.search(r"\b(?:was|served|had been)\b", opening.group()) is not None
    for size in range(1, min(len(tokens), 9) + 1):
        if not re.match(r"\w", tokens[size - 1].text):
            break
        title = _read(cast, text, tokens, size, behind=True)
        if title is None:
            continue
        longer = _read(cast, text, tokens, size + 1, behind=True) if size < len(tokens) else None
        if longer is not None and longer.at[1] > title.at[1]:
            title = longer
        title = _with_place(cast, text, title, sentence)
        if any(t.start < title.at[0] and t.low not in _SKIPPED for t in tokens):
            continue
        if any(h.start - title.at[1] in (1, 2) for h in cast.inside((title.at[1], sentence[1]))):
            # `Ann Lee, party chief Ben Roe`: the title is that of the next in the list.
            return None
        return title._replace(status=title.status or ("former" if past else None))
    return None


def _taking(cast: Cast, text: str, hit: NameHit, sentence: Span) -> Held | None:
    """An office that a person is put into: `was sworn in as prime minister`."""
    match = _TAKING.search(text, hit.end, min(sentence[1], hit.end + 60))
    if match is None or re.search(r"[,;.]|\bif\b", text[hit.end : match.start()]):
        return None
    tokens = _tokens(text, match.end(), min(sentence[1], match.end() + REACH))
    for size in range(min(len(tokens), 5), 0, -1):
        title = _read(cast, text, tokens, size, behind=True)
        if title is None or any(t.start < title.at[0] and t.low not in _SKIPPED for t in tokens):
            continue
        title = _with_place(cast, text, title, sentence)
        status = "designate" if match.group("how") in _NOMINATED else title.status or "current"
        spans = ((hit.start, hit.end), (match.start(), title.at[1]))
        return Held(cast.of[hit.start, hit.end], title.position, title.organisation, status, spans)
    return None


def _again(
    cast: Cast, text: str, persons: Sequence[NameHit], held: Sequence[Held]
) -> Iterator[Held]:
    """A return to an office once held: `in contention to reprise his role`."""
    for number, start in enumerate(cast.sentences):
        end = cast.sentences[number + 1] if number + 1 < len(cast.sentences) else len(text)
        for match in _AGAIN.finditer(text, start, end):
            before = [h for h in persons if start <= h.start < match.start()]
            if not before:
                continue
            who = cast.of[before[-1].start, before[-1].end]
            once = [h for h in held if h.holder == who and h.status in ("former", "current")]
            if once:
                last = max(once, key=lambda h: (h.spans[0][0] <= match.start(), h.spans))
                spans = ((before[-1].start, before[-1].end), match.span())
                yield last._replace(status="candidate", spans=spans)


def _read(
    cast: Cast, text: str, tokens: Sequence[_Token], stop: int, *, behind: bool = False
) -> _Title | None:
    """The title that ends with token `stop - 1`, with what stands before it."""
    status, organisation = None, None
    j = stop
    if tokens[j - 1].low in tables.words("office_designate") and j > 1:
        status, j = "designate", j - 1
    candidate = tokens[j - 1].low in tables.words("office_candidate")
    if candidate:
        return _candidate(cast, text, tokens, j)
    head, of = _head(tokens, j)
    if head is None:
        return None
    i, j = head
    portfolio = of is not None and text[slice(*of)].split()[0] in tables.words("portfolio")
    if of is not None and not portfolio:
        organisation = _organisation(cast, text, of)
        if not behind:
            # `the director of Paths to Peace`: a name that ends a phrase holds nothing.
            return None
    if re.search(r"-(?:elect|designate)$", tokens[j - 1].low):
        status = "designate"
    while i > 0 and _joined(text, tokens, i) and tokens[i - 1].low in tables.words("office_rank"):
        if _organisation_ending(cast, text, tokens, i) is not None:
            break
        i -= 1
    first, end = i, of[1] if of is not None else tokens[j - 1].end
    position = _phrase(tokens[first:j])
    if of is not None and organisation is None:
        position += " " + " ".join(text[tokens[j - 1].end : end].split())
    while i > 0 and _joined(text, tokens, i):
        state = _status(tokens[i - 1].low)
        if state is not None:
            status, i = status or state, i - 1
            continue
        named = _organisation_ending(cast, text, tokens, i)
        if named is None:
            break
        number, i = named
        organisation = number if organisation is None else organisation
    at = tokens[i].start, tokens[stop - 1].end if of is None else max(of[1], tokens[stop - 1].end)
    return _Title(position.lower() if portfolio else position, organisation, status, at)


def _candidate(cast: Cast, text: str, tokens: Sequence[_Token], j: int) -> _Title | None:
    """`the Republican presidential nominee`: the office that is sought."""
    i = j - 1
    sought = ""
    if i > 0 and tokens[i - 1].low in _ADJECTIVE_OF:
        sought, i = _ADJECTIVE_OF[tokens[i - 1].low], i - 1
        if i > 0 and sought == "president" and tokens[i - 1].low == "vice":
            sought, i = "vice president", i - 1
    if not sought:
        return None
    organisation = None
    while i > 0 and _joined(text, tokens, i):
        if _status(tokens[i - 1].low) is not None:
            i -= 1
            continue
        named = _organisation_ending(cast, text, tokens, i)
        if named is None:
            break
        organisation, i = named
    former = i < j - 1 and any(_status(t.low) == "former" for t in tokens[i : j - 1])
    if former:
        return None
    return _Title(sought, organisation, "candidate", (tokens[i].start, tokens[j - 1].end))


def _head(tokens: Sequence[_Token], j: int) -> tuple[tuple[int, int] | None, Span | None]:
    """Tokens of the office noun that ends at `j`, or that an `of` phrase ending there hangs on."""
    for size in (4, 3, 2, 1):
        if size <= j and _phrase(tokens[j - size : j]) in _heads():
            return (j - size, j), None
    k = j - 1
    while k > 0 and (tokens[k].text[:1].isupper() or tokens[k].low in _SMALL):
        k -= 1
        if tokens[k + 1].low in ("of", "for") and k + 2 < j:
            inner, _ = _head(tokens, k + 1) if tokens[k].low not in _SMALL else (None, None)
            if inner is not None:
                return inner, (tokens[k + 2].start, tokens[j - 1].end)
    return None, None


def _phrase(tokens: Sequence[_Token]) -> str:
    return " ".join(t.low for t in tokens)


def _joined(text: str, tokens: Sequence[_Token], i: int) -> bool:
    return text[tokens[i - 1].end : tokens[i].start].strip("-") in (" ", "\u00a0", "")


def _status(word: str) -> str | None:
    for status in ("former", "acting", "designate", "current"):
        if word in tables.words(f"office_{status}"):
            return status
    return None


def _organisation_ending(
    cast: Cast, text: str, tokens: Sequence[_Token], i: int
) -> tuple[int, int] | None:
    """The longest state or body whose name ends right before token `i`, and where it begins."""
    for size in range(min(6, i), 0, -1):
        span = tokens[i - size].start, tokens[i - 1].end
        number = _organisation(cast, text, span)
        if number is not None:
            return number, i - size
    return None


def _organisation(cast: Cast, text: str, span: Span) -> int | None:
    """The state or body that an interval names as a whole."""
    start, end = span
    name = POSSESSIVE.sub("", text[start:end])
    if name.lower().startswith("the "):
        start, name = start + 4, name[4:]
    end = start + len(name)
    words = name.split()
    if not words or words[0] in _SMALL or not all(w[0].isupper() or w in _SMALL for w in words):
        return None
    state = states.lookup(name)
    if state is not None and state.ambiguous:
        return None
    known = cast.of.get((start, end))
    if known is not None and _means(cast, known, name):
        return known
    body = bodies.lookup(name)
    if state is not None:
        number = cast.add("State", state.code, state.name)
        cast.actors[number].appear(
            start, end, "adjective" if state.kind == "adjective" else "name", 0.9
        )
        return number
    last = name.split()[-1]
    if (body is not None and not body.ambiguous) or last in tables.words("body"):
        return cast.add_body(start, end)
    return None


def _means(cast: Cast, number: int, name: str) -> bool:
    """Whether a name names a state or body in full; Utah is not the University of Utah."""
    actor = cast.actors[number]
    return actor.type == "State" or (
        actor.type == "Organisation" and actor.name.lower().removeprefix("the ") == name.lower()
    )


def _with_place(cast: Cast, text: str, title: _Title, sentence: Span) -> _Title:
    """The title with the body or state that an `of` behind it names."""
    match = _HANGING.match(text, title.at[1], sentence[1])
    if match is None or title.organisation is not None:
        return title
    tokens = _tokens(text, match.end(), min(sentence[1], match.end() + REACH))
    for size in range(min(8, len(tokens)), 0, -1):
        span = tokens[0].start, tokens[size - 1].end
        number = _organisation(cast, text, span)
        if number is not None:
            return title._replace(organisation=number, at=(title.at[0], span[1]))
    return title


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    # What follows decides whether a full stop belongs to an abbreviation.
    found = _TOKEN.finditer(text, start, min(len(text), end + 3))
    return [_Token(*m.span(), m.group(), _low(m.group())) for m in found if m.end() <= end]
