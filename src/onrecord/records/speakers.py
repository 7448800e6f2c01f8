"""Who a source is: names, titles, pronouns, pairs, capitals; null where it is not clear."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from onrecord.knowledge import sources, states, tables
from onrecord.records.antecedents import PRONOUNS, Discourse
from onrecord.records.cast import Cast
from onrecord.records.conversations import NOUN, Conversation
from onrecord.records.naming import POSSESSIVE, NameHit
from onrecord.schema import Span, Spans, hull

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_THEY = frozenset(("they", "both", "them"))
_PAIR = re.compile(
    r"^(?:the|both|these|those)\s+(?:two\s+|both\s+)?"
    r"(?:men|women|leaders|ministers|officials|presidents|sides|secretaries|diplomats|pair|two|"
    r"politicians|statesmen|counterparts|envoys|generals|heads of state)$",
    re.I,
)
_GOVERNMENT = re.compile(r"^(?:government|administration|authorities|regime)$", re.I)
_SOME = re.compile(r"(?:some|many|most|several|few|a few|a number|other|certain|various)\b", re.I)
_AFTER_HEAD = re.compile(
    r"^\s*(?:$|[,(;:–—-]|['’]s?\s*$|(?:of|from|in|at|who|with|for|on|and|or|to)\b)"
)
_PREPOSITION = re.compile(r"\b(?:of|from|in|at|who|with|for|on|to|by|near|behind|about|close)\b")
_MEANS_ONE = re.compile(r"^(?:the|this|that)\b", re.I)
"""`the senator` is somebody told of before; `his lawyer` need not be."""

_INDEFINITE = re.compile(r"^(?:a|an|one|another|some|any|his|her|their|its|my|our)\b", re.I)
_SEVERAL = re.compile(r"\w[^s\W]s\s*$")
"""The words before `who` end in a plural."""

_PARTISAN = re.compile(
    r"^(?:republican|democrat|libertarian|conservative|liberal|[A-Z]\w+(?:an|ian|er))$", re.I
)
_DEFINITE = re.compile(r"^(?:the|his|her|their|its|this|that|both)\b", re.I)

BODIES = ("Organisation",)
"""Types of actor that `the group` may mean."""

_THIRD = re.compile(r"\b(?:he|she|him|himself|herself)\b", re.I)


class Speaker(NamedTuple):
    """A source resolved.

    `actor` is a number in the cast or null, `form` the form of the mention, `at` where
    the source stands.
    """

    actor: int | None
    kind: str
    form: str | None = None
    at: int = -1


def resolve(
    discourse: Discourse,
    source: Spans,
    content: Spans,
    previous: list[Speaker],
    conversations: tuple[Conversation, ...],
) -> Speaker:
    """The speaker behind a source.

    Args:
        discourse: the actors of the report and where they appeared so far.
        source: the source's pieces; empty where nobody is said to speak.
        content: the statement's content, whose names are not its speaker.
        previous: speakers of the statements before, in text order; for a statement of the
            report's own only those of such statements.
        conversations: conversations told in the report.
    """
    if not source:
        return Speaker(None, "impersonal")
    cast, text = discourse.cast, discourse.text
    span = hull(source)
    phrase = POSSESSIVE.sub("", text[span[0] : span[1]].strip())
    words = [w.lower() for w in _WORD.findall(phrase)]
    if not words:
        return Speaker(None, "implicit")
    if len(words) == 1 or (len(words) == 2 and words[1] in ("himself", "herself", "also")):
        pronoun = _pronoun(discourse, words[0], span, content, previous, conversations)
        if pronoun is not None:
            return pronoun
    if _PAIR.match(phrase):
        pair = _pair(cast, span[0], conversations)
        return Speaker(pair, "group", "nominal")
    if _SOME.match(phrase):
        return Speaker(None, "group" if words[-1].endswith("s") else "anonymous", "nominal")
    several = _several(cast, text, span)
    if several is not None:
        return Speaker(several, "group")
    head = _head(cast, text, span)
    if head is not None:
        kind = cast.actors[head].type
        if kind == "Unknown":
            cast.promote(head, "Person" if _personal(text, span) else "Organisation")
        return Speaker(head, "named")
    government = _government(cast, phrase)
    if government is not None:
        return Speaker(government, "named", "nominal")
    return _nominal(discourse, phrase, words, span, content, previous, conversations)


def _personal(text: str, span: Span) -> bool:
    """A name without an article, of at most three words, is a person's rather than a body's."""
    name = text[span[0] : span[1]]
    return not re.match(r"the\b", name, re.I) and len(name.split(",")[0].split()) <= 4


def _pronoun(
    discourse: Discourse,
    word: str,
    span: Span,
    content: Spans,
    previous: list[Speaker],
    conversations: tuple[Conversation, ...],
) -> Speaker | None:
    cast = discourse.cast
    if word in PRONOUNS:
        end = span[0] + len(word)
        number = discourse.pronoun(span[0], end, content, persons(cast, previous))
        return Speaker(number, "named", "pronoun")
    if word in _THEY:
        those = _they(cast, span[0], previous, conversations)
        if those is None:
            those = discourse.linked(span[0], BODIES)
        return Speaker(those, "group", "pronoun")
    if word == "it":
        number = discourse.linked(span[0], (*BODIES, "State"))
        if number is None:
            number = _it(cast, span[0], previous)
        document = number is not None and cast.actors[number].type == "Document"
        return Speaker(number, "document" if document else "named", "pronoun")
    if word in ("i", "we", "you"):
        return Speaker(None, "named" if word == "i" else "group", None)
    if word in ("who", "which", "that"):
        return Speaker(_relative(discourse, span[0], content, previous), "named", "pronoun")
    return None


def persons(cast: Cast, previous: list[Speaker]) -> list[int | None]:
    """The persons among earlier speakers; null for those whom the report does not name."""
    return [
        s.actor
        for s in previous
        if (s.actor is None and s.kind in ("anonymous", "office"))
        or (s.actor is not None and _is_person(cast, s.actor))
    ]


def note_pronouns(
    discourse: Discourse, content: Spans, speaker: Speaker, previous: list[Speaker]
) -> None:
    """Note whom `he` and `she` mean inside an indirect content, as mentions."""
    cast = discourse.cast
    told = speaker.actor if speaker.actor is not None and _is_person(cast, speaker.actor) else None
    for start, end in content:
        for match in _THIRD.finditer(discourse.text, start, end):
            before = persons(cast, previous)
            number = discourse.pronoun(*match.span(), (), before, told)
            if number is not None:
                cast.actors[number].appear(*match.span(), "pronoun", 0.6)


def _is_person(cast: Cast, number: int) -> bool:
    return cast.actors[number].type == "Person"


def _relative(discourse: Discourse, at: int, content: Spans, previous: list[Speaker]) -> int | None:
    """Whom `who` belongs to: the name before it, or one that words between commas part from it."""
    cast, text = discourse.cast, discourse.text
    sentence = cast.sentence_span(at)[0]
    hits = [h for h in cast.inside((sentence, at)) if h.form != "adjective"]
    for hit in reversed(hits):
        between = text[hit.end : at]
        number = cast.of[hit.start, hit.end]
        if cast.actors[number].type not in ("Person", "Unknown", "Organisation"):
            continue
        if not between.strip(" ,"):
            return number
        # `Reed, the Chamber's chief strategist, who`; `Reed, R-Ohio, who`; `Reed (D), who`.
        apart = between.rstrip().endswith((",", ")", "-", "—"))
        one = re.match(r",\s+(?:the|a|an|his|her)\s", between) and not _SEVERAL.search(between)
        if cast.actors[number].type != "Organisation" and re.match(r"\s*[,(]", between):
            return number if apart or one else None
    start = max(sentence, at - 60)
    phrase = re.search(r"\b(?:the|this|that)\s+((?:[\w’'-]+\s+){1,4})$", text[start:at], re.I)
    if phrase is None:
        return None
    found = sources.source_noun(phrase.group().strip())
    if found is None or found.plural or found.kind not in ("office", "anonymous"):
        return None
    begin = start + phrase.start()
    before = persons(cast, previous)
    return discourse.title((begin, at), found.lemma, found.gender, content, before)


def _they(
    cast: Cast, at: int, previous: list[Speaker], conversations: tuple[Conversation, ...]
) -> int | None:
    """A pair in talks that was last spoken of, or else the group that last spoke."""
    here = cast.sentence(at)
    talks = [c for c in conversations if c.start < at and here - cast.sentence(c.start) <= 4]
    if talks:
        return _group(cast, talks[-1].participants)
    if previous and previous[-1].kind == "group":
        return previous[-1].actor
    return _joined(cast, at, 1)


def _it(cast: Cast, at: int, previous: list[Speaker]) -> int | None:
    if previous and previous[-1].actor is not None:
        number = previous[-1].actor
        if cast.actors[number].type in ("Document", "Organisation", "State"):
            return number
    return None


def _group(cast: Cast, members: tuple[int, ...]) -> int:
    ordered = tuple(sorted(members))
    key = "+".join(map(str, ordered))
    return cast.add("Group", key, " and ".join(cast.actors[m].name for m in members), members)


def _pair(cast: Cast, at: int, conversations: tuple[Conversation, ...]) -> int | None:
    """Two persons in talks before this place, or else the only two persons lately named."""
    talks = [c for c in conversations if c.start < at]
    if talks:
        return _group(cast, talks[-1].participants)
    here = cast.sentence(at)
    near = [
        cast.of[h.start, h.end]
        for h in cast.before(at)
        if here - cast.sentence(h.start) <= 3 and _is_person(cast, cast.of[h.start, h.end])
    ]
    persons = list(dict.fromkeys(near))
    if len(persons) == 2:
        return _group(cast, tuple(reversed(persons)))
    return _joined(cast, at, 3)


def _joined(cast: Cast, at: int, back: int) -> int | None:
    """The two persons last named with `and` between them, at most so many sentences before."""
    here = cast.sentence(at)
    begin = cast.sentences[max(0, here - back)] if cast.sentences else 0
    hits = cast.inside((begin, at))
    for left, right in reversed(list(pairwise(hits))):
        pair = _coordinated(cast, left, right)
        if pair is not None and all(_is_person(cast, n) for n in pair):
            return _group(cast, pair)
    return None


def _several(cast: Cast, text: str, span: Span) -> int | None:
    """`A and B`, both named."""
    hits = cast.inside(span)
    if len(hits) < 2:
        return None
    for left, right in pairwise(hits):
        pair = _coordinated(cast, left, right)
        if pair is not None and not _PREPOSITION.search(text[span[0] : left.start]):
            return _group(cast, pair)
    return None


def _coordinated(cast: Cast, left: NameHit, right: NameHit) -> tuple[int, int] | None:
    """The two actors that are named with nothing but `and` between them."""
    lead = right.lead if right.lead >= 0 else right.start
    if not re.fullmatch(r",? and (?:the )?", cast.text[left.end : max(left.end, lead)]):
        return None
    pair = cast.of[left.start, left.end], cast.of[right.start, right.end]
    return pair if pair[0] != pair[1] else None


def _head(cast: Cast, text: str, span: Span) -> int | None:
    """The actor whose name is the head of the source, if one is."""
    apposed = _apposed(cast, text, span)
    if apposed is not None:
        return apposed
    for hit in cast.inside(span):
        if _PREPOSITION.search(text[span[0] : hit.lead if hit.lead >= 0 else hit.start]):
            return None
        number = cast.of[hit.start, hit.end]
        after = text[hit.end : span[1]]
        if hit.form == "adjective" and after.strip(" ,."):
            continue
        if _AFTER_HEAD.match(after) and not re.match(r"^['’]s?\s+\w", after):
            return number
    return None


def _apposed(cast: Cast, text: str, span: Span) -> int | None:
    """The person named last, behind a comma: `an attorney for the ministry, Ann Smith`."""
    hits = cast.inside(span)
    if not hits:
        return None
    last = hits[-1]
    alone = not text[last.end : span[1]].strip(" ,")
    number = cast.of[last.start, last.end]
    before = text[span[0] : last.lead if last.lead >= 0 else last.start]
    person = cast.actors[number].type in ("Person", "Unknown") and len(last.name.split()) > 1
    return number if alone and person and re.search(r"\w,\s*$", before) else None


def _government(cast: Cast, phrase: str) -> int | None:
    """A state behind its government: `the Iraqi government`, `the government of Iraq`."""
    if not _GOVERNMENT.match(_head_word(phrase)):
        return None
    found = states.find(phrase)
    noun = sources.source_noun(phrase)
    if len(found) != 1 or (
        noun is not None and noun.kind != "group" and not _GOVERNMENT.match(noun.lemma)
    ):
        return None
    state = found[0][2]
    return cast.add("State", state.code, state.name)


def _nominal(
    discourse: Discourse,
    phrase: str,
    words: list[str],
    span: Span,
    content: Spans,
    previous: list[Speaker],
    conversations: tuple[Conversation, ...],
) -> Speaker:
    cast = discourse.cast
    noun = sources.source_noun(phrase)
    head = _head_word(phrase)
    if (noun is None or noun.kind != "document") and NOUN.search(head):
        return Speaker(_pair(cast, span[0], conversations), "group", "nominal")
    definite = _DEFINITE.match(phrase) is not None
    if noun is None:
        described = _PARTISAN.match(head) or head.lower() in tables.words("description")
        if _MEANS_ONE.match(phrase) and described and len(words) <= 6:
            before = persons(cast, previous)
            number = discourse.title(span, head.lower(), None, content, before)
            return Speaker(number, "office", "nominal")
        body = _body(discourse, words, span[0]) if definite else None
        named = body is not None or head.title() in tables.words("body")
        kind = "named" if named else "group" if head.endswith("s") else "anonymous"
        return Speaker(body, kind, "nominal")
    if noun.kind == "document":
        singular = None if noun.plural else cast.add("Document", noun.lemma, f"the {noun.lemma}")
        return Speaker(singular, "document", "nominal")
    if noun.kind in ("office", "anonymous") and not noun.plural:
        if _MEANS_ONE.match(phrase) or (noun.kind == "office" and len(words) == 1):
            former = "former " if re.search(r"\b(?:former|ex-)", phrase, re.I) else ""
            title, before = former + noun.lemma, persons(cast, previous)
            number = discourse.title(span, title, noun.gender, content, before)
            return Speaker(number, "office" if noun.kind == "office" else noun.kind, "nominal")
        ahead = None
        if noun.kind == "office" and not _INDEFINITE.match(phrase):
            # A headline leaves its articles out.
            ahead = discourse.ahead(span[1], noun.lemma)
        return Speaker(ahead, "anonymous" if ahead is None else "office", "nominal")
    if (
        noun.kind == "group"
        and noun.plural
        and re.match(r"(?:the |both )(?:two )?", phrase, re.I)
        and _PAIR.match(phrase)
    ):
        return Speaker(_pair(cast, span[0], conversations), "group", "nominal")
    if noun.kind == "group" and not noun.plural and _MEANS_ONE.match(phrase):
        body = _body(discourse, words, span[0])
        return Speaker(body, "group" if body is None else "named", "nominal")
    return Speaker(None, noun.kind, "nominal")


def _head_word(phrase: str) -> str:
    """The last word before what hangs on it: `the conversation between them` → conversation."""
    words = _WORD.findall(_PREPOSITION.split(phrase)[0])
    return words[-1] if words else ""


def _body(discourse: Discourse, words: list[str], at: int) -> int | None:
    """The body that an article and a noun mean, in small letters: `the department`, `the group`.

    The one last named whose name holds the noun; else whom the model takes it to mean; else, for
    a bare noun that any body may go by, the only one lately named or the last subject among them.
    """
    cast, noun = discourse.cast, words[-1]
    for hit in cast.before(at, limit=10_000):
        actor = cast.actors[cast.of[hit.start, hit.end]]
        if actor.type == "Organisation" and noun in actor.name.lower().split():
            return cast.of[hit.start, hit.end]
    linked = discourse.linked(at, BODIES)
    if linked is not None:
        return linked
    if len(words) > 2 or noun not in tables.words("any_body"):
        return None
    near = discourse.lately(at, BODIES)
    return near[0] if len(near) == 1 else next(iter(discourse.subjects_among(near, at)), None)
