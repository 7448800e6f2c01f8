"""Proper names in a text: persons with their titles, organisations, states."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.knowledge import bodies, names, sources, states, tables
from onrecord.knowledge.register import Entry, Register
from onrecord.schema import Span

_TIED = (
    "led|run|controlled|owned|dominated|ruled|held|occupied|administered|backed|supported|sponsored|"
    "funded|financed|trained|allied|aligned|linked|affiliated|based|born|style|era|friendly|leaning"
)
_TOKEN = re.compile(rf"\w(?:[\w'’]|-(?!(?:{_TIED})\b)|\.(?=\w)|&(?=\w))*\.?")
"""A word; `Iran-backed` is two, of which the first may be a name."""

_PARTICLES = tables.words("name_particle")
_JOINING = frozenset(["of", "for", "and", "the", "on", "in", "to", "&"])
_BODY = tables.words("body")
_ACRONYM = re.compile(r"^[A-Z][A-Z0-9&]{1,6}$|^(?:[A-Z]\.){2,}$")
POSSESSIVE = re.compile(r"['’]s?$")
"""The ending of an owner: `Sudani's`, `the Clintons'`."""

_LOCATIVE = re.compile(
    r"\b(?:in|at|near|on|from|outside|inside|around|across|over|into|toward|towards|of|to) $"
)
_CHOSEN = re.compile(r"-(?:elect|designate)$")
_SENTENCE_END = re.compile(r"[.!?:;]['\"”»)]*\s*$|^\s*$")
_ADVERB = re.compile(
    r"[A-Z][a-z]{3,}ly|[Ff]ormer|Then|Even|Just|Still|Also|Like|Unlike|Asked|Called"
)
_SHORTENED = frozenset(("inc", "co", "corp", "ltd", "bros", "assn", "dept", "univ"))
_PARTY = frozenset(("Republican", "Democrat", "Republicans", "Democrats", "Libertarian"))
_PARTISAN = frozenset(("Republican", "Democrat", "Democratic", "Libertarian", "Conservative"))
"""What somebody is called by a party; alone it names nobody."""

_SPOKEN = re.compile(
    r"(?:I|We|You|He|She|It|They|That|There|What|Who|Here|Let|Don|Can|Won|Isn|Didn)['’]\w+", re.I
)
"""A pronoun or verb and what it is drawn together with: `I'm`, `They'll`."""

_PARTS = frozenset(
    ("Central", "Eastern", "Western", "Northern", "Southern", "Latin", "African", "Asian", "Middle")
)
_LANDS = frozenset(("European", "American", "African", "Asian", "Eastern"))
"""Parts of the world before an adjective: `Central European` names nobody."""

_THINGS = tables.words("thing")
_DAYS = tables.words("calendar")
_FUNCTION = tables.words("name_opener")


class NameHit(NamedTuple):
    """A proper name `[start, end)`; `kind` is person, body, state or unknown.

    `title` is the office written before it, lower case, or empty; `lead` is where
    title and nationality begin. `code` is the country of a state, `entry` what the user's
    own register says.
    """

    start: int
    end: int
    kind: str
    name: str
    title: str = ""
    lead: int = -1
    code: str | None = None
    form: str = "name"
    entry: Entry | None = None


class _Token(NamedTuple):
    start: int
    end: int
    text: str


_HELD = re.compile(r"(?:then|ex|now|one-time|former)-(?=[A-Z])")
_LETTERS = re.compile(r"[^\W\d_][\w’'.-]*")
_FIRST_NAME = re.compile(r"(?<!\w)([A-Z][a-z]+) $")
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|ash|an)[-’']")
_SITS_ON = frozenset(
    (
        "Committee",
        "Commission",
        "Council",
        "Subcommittee",
        "Conference",
        "Panel",
        "Caucus",
        "Center",
        "Institute",
        "Convention",
        "Group",
        "Forum",
    )
)
"""Bodies whose names say what they are about: the Commission on Human Rights."""

_SMALL = re.compile(r"\b[a-z]{2,}\b")
_HEADLINE_WORDS = 5
_HEADLINE_SMALL = tables.words("headline")
_NOBODY = Register()
_ENTRY_KINDS = {"Person": "person", "Organisation": "body"}


def spot(
    text: str, lines: Sequence[Span], sentences: Sequence[int], own: Register = _NOBODY
) -> list[NameHit]:
    """Names in the given lines, in text order.

    Args:
        text: the document's text.
        lines: intervals to look in.
        sentences: where each sentence in them starts, in order.
        own: what the user knows; it comes before everything found here.
    """
    hits: list[NameHit] = []
    headlines = [s for line in lines for s in _sentences(line, sentences) if _is_headline(text, s)]
    head_starts = [s for s, _ in headlines]
    for start, end in lines:
        known = {(s, e): state for s, e, state in states.find(text, start, end)}
        tokens = [_token(text, *m.span()) for m in _TOKEN.finditer(text, start, end)]
        taken: list[Span] = []
        for run in _runs(text, tokens, frozenset(sentences)):
            hit = _read(text, run, start)
            if hit is None or any(s <= hit.start and hit.end <= e for s, e in known):
                continue
            at = bisect_right(head_starts, hit.start) - 1
            if at >= 0 and hit.start < headlines[at][1]:
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
    hits = _bare(text, hits)
    hits += _titles_as_surnames(text, lines, hits)
    hits += _again(text, headlines, hits)
    return sorted(_owned(text, lines, hits, own), key=lambda h: h[:2])


def _token(text: str, start: int, end: int) -> _Token:
    """A word, without what says when its title was held: `then-Secretary`."""
    held = _HELD.match(text, start, end)
    start = held.end() if held else start
    return _Token(start, end, text[start:end])


def _sentences(line: Span, sentences: Sequence[int]) -> list[Span]:
    """The sentences of a line."""
    lo, hi = bisect_left(sentences, line[0]), bisect_left(sentences, line[1])
    bounds = [line[0], *(s for s in sentences[lo:hi] if s > line[0]), line[1]]
    return list(pairwise(bounds))


def _is_headline(text: str, sentence: Span) -> bool:
    """Whether every word of weight is capitalised, so that capitals do not tell names."""
    words = _LETTERS.findall(text, *sentence)
    small = [w for w in words if w[0].islower()]
    return (
        len(words) >= _HEADLINE_WORDS
        and len(words) - len(small) >= 3
        and all(w.lower() in _HEADLINE_SMALL for w in small)
    )


def _again(text: str, headlines: Sequence[Span], hits: Sequence[NameHit]) -> list[NameHit]:
    """Names in headlines: only those that running text has, in full or by their last word."""
    names_of: dict[str, NameHit] = {}
    for hit in hits:
        if hit.kind != "state":
            for form in (hit.name, hit.name.split()[-1]):
                if len(form) > 2 and form[0].isupper() and form not in names_of:
                    names_of[form] = hit
    if not names_of or not headlines:
        return []
    longest = sorted(names_of, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    return [
        _with_first_name(text, sentence[0], names_of[m.group()], m.span())
        for sentence in headlines
        for m in pattern.finditer(text, *sentence)
    ]


def _with_first_name(text: str, begin: int, known: NameHit, span: Span) -> NameHit:
    """A name in a headline, with the first name before it that running text leaves out."""
    start, end = span
    before = _FIRST_NAME.search(text, begin, start)
    alone = " " not in known.name and known.kind in ("person", "unknown")
    if before and alone and sources.gender(before[1]) and not _stands(before[1].lower(), text):
        return NameHit(
            before.start(), end, "person", text[before.start() : end], "", before.start()
        )
    return NameHit(start, end, known.kind, text[start:end], "", start)


def _bare(text: str, hits: Sequence[NameHit]) -> list[NameHit]:
    """The hits without a first word that is none of the name: `Using Ann Lee`, `Crooked Lee`.

    The rest must stand elsewhere without that word, and begin with a first name, or else the
    word must stand elsewhere in small letters.
    """
    standing = {h.name for h in hits}
    small = frozenset(_SMALL.findall(text))
    out = []
    for hit in hits:
        first, _, rest = hit.name.partition(" ")
        if (
            hit.kind in ("person", "unknown")
            and rest in standing
            and (first.lower() in small if " " not in rest else sources.gender(rest.split()[0]))
            and not sources.gender(first)
            and not first.endswith(".")
        ):
            start = hit.end - len(rest)
            hit = hit._replace(start=start, name=rest, kind="person")
        out.append(hit)
    return out


def _titles_as_surnames(text: str, lines: Sequence[Span], hits: Sequence[NameHit]) -> list[NameHit]:
    """Surnames that are titles elsewhere, where a full name has told so: Howard Dean, then Dean."""
    surnames = {
        h.name.split()[-1]
        for h in hits
        if h.kind in ("person", "unknown")
        and len(h.name.split()) > 1
        and sources.gender(h.name.split()[0])
        and _titular(h.name.split()[-1])
    }
    if not surnames:
        return []
    taken = [(h.start, h.end) for h in hits]
    pattern = re.compile(
        rf"(?<!\w)(?P<lead>(?:Mr|Mrs|Ms)\. )?(?P<name>{'|'.join(map(re.escape, sorted(surnames)))})"
        r"(?!\w)(?! [A-Z]| of\b)"
    )
    return [
        NameHit(
            *m.span("name"),
            "person",
            m.group("name"),
            (m.group("lead") or "").lower().strip(),
            m.start(),
        )
        for line in lines
        for m in pattern.finditer(text, *line)
        if not any(s < m.end() and m.start("name") < e for s, e in taken)
    ]


def _titular(word: str) -> bool:
    noun = sources.source_noun(word.lower())
    return word in sources.TITLE_BEFORE_NAME or (noun is not None and noun.kind == "office")


def _owned(
    text: str, lines: Sequence[Span], hits: Sequence[NameHit], own: Register
) -> list[NameHit]:
    """The hits with those of the register in place of what they cross."""
    known = [
        NameHit(s, e, _ENTRY_KINDS[entry.type], text[s:e], "", s, entry=entry)
        for line in lines
        for s, e, entry in own.find(text, *line)
    ]
    out = list(known)
    for hit in hits:
        over = [k for k in known if k.start < hit.end and hit.start < k.end]
        if not over:
            out.append(hit)
            continue
        # What was found around a known name keeps its title: `Minister Ann Lee`.
        if hit.title:
            i = out.index(over[0])
            out[i] = out[i]._replace(title=hit.title, lead=hit.lead)
    return out


def _runs(text: str, tokens: Sequence[_Token], openings: frozenset[int]) -> Iterator[list[_Token]]:
    """Stretches of capitalised words, with particles and the small words of bodies' names.

    None goes over the start of a sentence (`openings`).
    """
    run: list[_Token] = []
    for i, token in enumerate(tokens):
        joined = bool(run) and text[run[-1].end : token.start] in (" ", "\u00a0")
        stops = bool(run) and (run[-1].text.endswith(("'s", "’s", "s’")) or _ends(run[-1].text))
        stops = stops or token.start in openings
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


def _closed(word: str, kind: str) -> bool:
    """Whether the full stop behind a name is none of its own, as in `Jr.`, `J.` or `Inc.`."""
    base = word.rstrip(".")
    kept = _SHORTENED if kind == "body" else names.suffixes()
    return "." not in base and len(base) > 1 and base.lower() not in kept


def _capital(word: str) -> bool:
    if word[0].isupper():
        return True
    base = _ARTICLE.sub("", word)
    return bool(base) and base[0].isupper()


def _belongs(token: _Token, rest: Sequence[_Token], run: list[_Token], text: str) -> bool:
    if _capital(token.text):
        # `the U.S. He said`: a small word written large begins a sentence.
        opens = run[-1].text.endswith(".") and token.text.lower() in _FUNCTION
        return not opens and token.text.lower().strip(".") not in _DAYS
    follows = (
        bool(rest) and _capital(rest[0].text) and text[token.end : rest[0].start] in (" ", "\u00a0")
    )
    if token.text in _PARTICLES:
        return follows
    if token.text not in _JOINING or not any(t.text.rstrip(".") in _BODY for t in run):
        return token.text == "of" and follows and _holds_office(run[-1].text, rest[0].text)
    if token.text == "on" and not any(t.text in _SITS_ON for t in run):
        # `the Ministry of Water on the Arda` is no longer name.
        return False
    if token.text in ("of", "for", "on", "to") and len(rest) > 1 and rest[0].text == "the":
        return _capital(rest[1].text)
    if token.text == "the":
        return follows and run[-1].text in _JOINING
    named = token.text in ("of", "and", "&") or run[-1].text.rstrip(".") in _BODY
    return follows and token.text in ("of", "for", "on", "and", "&") and named


def _holds_office(word: str, of: str) -> bool:
    noun = sources.source_noun(word.lower())
    return noun is not None and noun.kind == "office" and of in _PORTFOLIOS


_PORTFOLIOS = tables.words("portfolio")


def _read(text: str, run: list[_Token], line: int) -> NameHit | None:
    """What a stretch of capitalised words names, if anything."""
    at_start = _SENTENCE_END.search(text[max(line, run[0].start - 4) : run[0].start]) is not None
    while run and (
        run[0].text.lower().strip(".") in _FUNCTION
        or run[0].text.lower().strip(".") in _DAYS
        or (at_start and len(run) > 1 and _ADVERB.fullmatch(run[0].text))
    ):
        if run[0].text.isupper() and len(run[0].text) > 2:
            break
        run = run[1:]
    while run and run[-1].text.lower() in (_JOINING | _DAYS):
        run = run[:-1]
    if not run:
        return None
    lead = run[0].start
    known = _known_body(text, run)
    if known is not None:
        return known
    if len(run) > 2 and run[0].text in _PARTISAN and sources.gender(run[1].text) is not None:
        run = run[1:]
    if (len(run) > 1 and POSSESSIVE.sub("", run[-1].text.rstrip(".")) in _THINGS) or _nameless(run):
        return None
    if len(run) > 1 and POSSESSIVE.sub("", run[-1].text) in _PARTY:
        # `the Wisconsin Republican` is a description, no name.
        return None
    words = [POSSESSIVE.sub("", t.text) for t in run]
    if _office_of_body(words):
        return None
    if any(w.rstrip(".") in _BODY for w in words) and not _titled(words):
        return _hit(text, run, "body", "", lead)
    if len(run) == 1:
        if states.lookup(words[0]) is not None:
            return None
        if _ACRONYM.match(words[0]):
            return _hit(text, run, "body", "", lead)
    cut, title = _title(words)
    if cut == len(run) == 2 and sources.gender(words[0]) and not _titular(words[0]):
        # Howard Dean is no dean.
        cut, title = 0, ""
    if cut >= len(run):
        return None
    if cut == 0:
        title = _title_before(text, lead, line)
        while len(run) > 1 and _nationality(POSSESSIVE.sub("", run[0].text)):
            run = run[1:]
        words = [POSSESSIVE.sub("", t.text) for t in run]
        if states.lookup(" ".join(words)) is not None:
            return None
    else:
        run = run[cut:]
        words = words[cut:]
    if title:
        return _hit(text, run, "person", title, lead)
    if len(words) > 1 and sources.gender(words[0]) is not None:
        return _hit(text, run, "person", "", lead)
    if at_start and len(run) == 1 and _common(words[0].lower(), text):
        return None
    return _hit(text, run, "unknown", "", lead)


def _office_of_body(words: Sequence[str]) -> bool:
    """Whether the words tell an office and its body, and no name: `State Department Spokesman`."""
    noun = sources.source_noun(words[-1].lower())
    return (
        len(words) > 1
        and noun is not None
        and noun.kind == "office"
        and words[-1] not in _BODY
        and (bodies.lookup(" ".join(words[:-1])) is not None or any(w in _BODY for w in words[:-1]))
    )


def _nameless(run: Sequence[_Token]) -> bool:
    """Whether capitals stand for no name: a party's or region's adjective, `I'm`."""
    words = [POSSESSIVE.sub("", t.text) for t in run]
    if words[-1] in _PARTISAN and words[-1] not in _PARTY:
        return True
    if len(run) == 2 and words[0] in _PARTS and (words[1] in _LANDS or _nationality(words[1])):
        return True
    return len(run) == 1 and (
        words[0] in _PARTISAN | _LANDS or _SPOKEN.fullmatch(run[0].text) is not None
    )


def _common(word: str, text: str) -> bool:
    """Whether a word that begins a sentence is none but a common noun for all we know."""
    noun = sources.source_noun(word)
    return _stands(word, text) or (noun is not None and noun.kind == "document")


def _stands(word: str, text: str) -> bool:
    """Whether the text has the word, as it is written, apart from others."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            return True
        at = text.find(word, at + 1)
    return False


def _known_body(text: str, run: list[_Token]) -> NameHit | None:
    """The body that the stretch names, a nationality in front of it or not."""
    for part in (run, run[1:]):
        hit = _hit(text, part, "body", "", run[0].start) if part else None
        body = bodies.lookup(hit.name) if hit else None
        if hit and body and not body.ambiguous:
            return hit
        if not _nationality(POSSESSIVE.sub("", run[0].text)):
            break
    return None


def _titled(words: Sequence[str]) -> bool:
    """Whether the words end in a person's name after a title, however they begin."""
    cut, title = _title(words)
    rest = words[cut:]
    return bool(title) and bool(rest) and not any(w.rstrip(".") in _BODY for w in rest)


def _title(words: Sequence[str]) -> tuple[int, str]:
    """How many leading words are a title with what belongs to it, and that title."""
    cut = 0
    for i, word in enumerate(words):
        noun = sources.source_noun(_CHOSEN.sub("", word.lower()).strip("."))
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


_BEFORE = re.compile(r"(?<!\w)([a-z][\w’'-]*(?: [a-z][\w’'-]*){0,3}),? $")


def _title_before(text: str, start: int, line: int) -> str:
    """An office in small letters right before a name: `former prime minister`."""
    match = _BEFORE.search(text, max(line, start - 60), start)
    if match is None:
        return ""
    noun = sources.source_noun(match.group(1).split()[-1])
    if noun is None or not noun.personal:
        return ""
    return _without_lead(match.group(1).lower())


def _without_lead(phrase: str) -> str:
    """A title without the words before it: `called out his rival` → rival."""
    words = phrase.split()
    whole = sources.source_noun(phrase)
    size = len(whole.lemma.split()) if whole is not None else 1
    at = max(0, len(words) - size)
    while at > 0 and _qualifies(words[at - 1]):
        at -= 1
    return " ".join(words[at:])


def _qualifies(word: str) -> bool:
    return (
        any(word in tables.words(f"office_{s}") for s in ("rank", "former", "acting", "current"))
        or word in tables.words("description")
        or word.endswith(("ial", "ical", "ative", "ist", "al"))
    )


def _hit(text: str, run: list[_Token], kind: str, title: str, lead: int) -> NameHit | None:
    start, end = run[0].start, run[-1].end
    tail = POSSESSIVE.search(text[start:end])
    if tail is not None:
        end -= len(tail.group())
    if text[end - 1] == "." and (_ends(run[-1].text) or _closed(run[-1].text, kind)):
        end -= 1
    if end <= start or not any(c.isalpha() for c in text[start:end]):
        return None
    return NameHit(start, end, kind, text[start:end], title, lead)
