"""Who a source is: names, titles, pronouns, pairs, capitals; null where it is not clear."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.knowledge import sources, tables
from onrecord.records import bodies, collectives, groups, kin, relatives, unnamed
from onrecord.records.cast import Cast
from onrecord.records.conversations import NOUN, Conversation
from onrecord.records.discourse import Discourse
from onrecord.records.meanings import PRONOUNS, Meanings
from onrecord.records.naming import POSSESSIVE
from onrecord.records.weighing import Spoke
from onrecord.schema import Span, Spans, hull

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_THEY = frozenset(("they", "both", "them"))
_SOME = re.compile(r"(?:some|many|most|several|few|a few|a number|other|certain|various)\b", re.I)
_AFTER_HEAD = re.compile(
    r"^\s*(?:$|[,(;:–—-]|['’]s?\s*$|(?:of|from|in|at|who|with|for|on|and|or|to)\b)"
)
_PREPOSITION = re.compile(r"\b(?:of|from|in|at|who|with|for|on|to|by|near|behind|about|close)\b")
_MEANS_ONE = re.compile(r"^(?:the|this|that)\b", re.I)
"""`the senator` is somebody told of before; `his lawyer` need not be."""

_INDEFINITE = re.compile(r"^(?:a|an|one|another|some|any|his|her|their|its|my|our)\b", re.I)
_PARTISAN = re.compile(
    r"^(?:republican|democrat|libertarian|conservative|liberal|[A-Z]\w+(?:an|ian|er))$", re.I
)
_THOSE = re.compile(r"(?:the|both|all)\s(?:(?:two|three|four|five)\s)?[\w-]+$", re.I)
"""`the candidates`: those who were named one by one."""

_AGED = re.compile(r"\d-year-old$")
_DEFINITE = re.compile(r"^(?:the|his|her|their|its|this|that|both)\b", re.I)

_AT_ONCE = re.compile(r"\W*(?:that\s+)?")
_THIRD = re.compile(r"\b(?:he|she|him|himself|herself)\b", re.I)


_OWNER = re.compile(r"\w['’]s?\s")
_SPEAKS_AS_IT = frozenset(("Organisation", "Document", "State"))


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
    discourse: Meanings,
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
    if groups.PAIR.match(phrase):
        pair = groups.pair(cast, span[0], conversations)
        return Speaker(pair, "group", "nominal")
    if _SOME.match(phrase):
        return Speaker(None, "group" if words[-1].endswith("s") else "anonymous", "nominal")
    several = groups.several(cast, text, span)
    if several is not None:
        return Speaker(several, "group")
    head = _head(cast, text, span)
    if head is not None:
        kind = cast.actors[head].type
        plural = sources.source_noun(cast.actors[head].name.lower())
        if kind == "Unknown" and plural is not None and plural.plural:
            # `Villagers` at the start of a sentence.
            return Speaker(None, "group", "nominal")
        if kind == "Unknown":
            cast.promote(head, "Person" if _personal(text, span) else "Organisation")
        return Speaker(head, "named")
    relative = kin.match(phrase)
    if relative is not None:
        owner = _owner(discourse, relative, span, content, previous)
        number = kin.related(discourse, relative, owner)
        if number is not None:
            cast.promote(number, "Person")
            discourse.note(*span, number, subject=True)
        return Speaker(number, "anonymous" if number is None else "named", "nominal")
    government = collectives.government(cast, phrase)
    if government is not None:
        return Speaker(government, "named", "nominal")
    return _nominal(discourse, phrase, words, span, content, previous, conversations)


def _owner(
    discourse: Meanings, relative: kin.Kin, span: Span, content: Spans, previous: list[Speaker]
) -> int | None:
    """Whose relative is meant: a name inside the phrase, or whom `his` or `her` means."""
    cast = discourse.cast
    for hit in cast.inside(span):
        number = cast.of[hit.start, hit.end]
        if cast.actors[number].type in ("Person", "Unknown"):
            return number
    if relative.whose.lower() in PRONOUNS:
        end = span[0] + len(relative.whose)
        return discourse.pronoun(span[0], end, content, persons(cast, previous))
    return None


def _personal(text: str, span: Span) -> bool:
    """A name without an article, of at most three words, is a person's rather than a body's."""
    name = text[span[0] : span[1]]
    return not re.match(r"the\b", name, re.I) and len(name.split(",")[0].split()) <= 4


def _pronoun(
    discourse: Meanings,
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
        those = groups.they(cast, span[0], _group_before(previous), conversations)
        if those is None:
            those = discourse.body(_place(span, "they", content, previous))
        return Speaker(those, "group", "pronoun")
    if word == "it":
        number = _it(discourse, span, content, previous)
        if number is None:
            number = discourse.body(_place(span, "it", content, previous))
        document = number is not None and cast.actors[number].type == "Document"
        return Speaker(number, "document" if document else "named", "pronoun")
    if word in ("i", "we", "you"):
        return Speaker(None, "named" if word == "i" else "group", None)
    if word in ("who", "which", "that"):
        return _relative(discourse, span[0], content, previous)
    return None


def _it(discourse: Discourse, span: Span, content: Spans, previous: list[Speaker]) -> int | None:
    """The body or document that spoke in this sentence or the one before.

    What speaks as `it` goes on speaking, where nobody else spoke in between; what it says may
    stand before it in several sentences.
    """
    if not previous:
        return None
    cast, last = discourse.cast, previous[-1]
    begins = min([span[0], *(start for start, _ in content)])
    near = cast.sentence(begins) - cast.sentence(last.at) <= 1
    if last.actor is None or not near or cast.actors[last.actor].type not in _SPEAKS_AS_IT:
        return None
    discourse.note(*span, last.actor, subject=True)
    return last.actor


def _relative(discourse: Meanings, at: int, content: Spans, previous: list[Speaker]) -> Speaker:
    """Who `who` or `which` stands for: a name before it, or a description."""
    number = relatives.named(discourse, at)
    if number is None:
        described = relatives.described(discourse.text, discourse.cast.sentence_span(at)[0], at)
        if described is not None:
            return _described(discourse, described, content, previous)
    return Speaker(number, "named", "pronoun")


def _described(discourse: Meanings, span: Span, content: Spans, previous: list[Speaker]) -> Speaker:
    """Who a description before `who` means: one brought in there, or one told of before."""
    cast, phrase = discourse.cast, discourse.text[slice(*span)]
    noun = sources.source_noun(phrase)
    if noun is None or noun.kind not in ("office", "anonymous"):
        return Speaker(None, "named", "pronoun")
    if noun.plural:
        return Speaker(None, "group", "pronoun")
    number = unnamed.brought_in_at(discourse, span[0])
    owned = _OWNER.search(phrase) is not None
    if number is None and _MEANS_ONE.match(phrase) and not owned:
        number = discourse.title(span, noun.lemma, noun.gender, content, persons(cast, previous))
    if number is None:
        number = unnamed.person(discourse, phrase, noun, span)
        return Speaker(number, "anonymous", "pronoun")
    return Speaker(number, "anonymous" if cast.actors[number].unnamed else "named", "pronoun")


def _group_before(previous: list[Speaker]) -> int | None:
    return previous[-1].actor if previous and previous[-1].kind == "group" else None


def _place(span: Span, kind: str, content: Spans, previous: list[Speaker]) -> bodies.Place:
    if not previous:
        return bodies.Place(span, kind, content)
    last = previous[-1]
    return bodies.Place(span, kind, content, spoke=last.actor, speech=last.kind)


def persons(cast: Cast, previous: list[Speaker]) -> list[Spoke]:
    """The persons among earlier speakers; null for those whom the report does not name."""
    return [
        Spoke(s.actor, s.at)
        for s in previous
        if (s.actor is None and s.kind in ("anonymous", "office"))
        or (s.actor is not None and groups.is_person(cast, s.actor))
        if s.actor is None or not unnamed.asks(cast, s.actor)
    ]


def note_pronouns(
    discourse: Meanings, content: Spans, speaker: Speaker, previous: list[Speaker]
) -> None:
    """Note whom `he` and `she` mean inside an indirect content, as mentions."""
    cast = discourse.cast
    told = (
        speaker.actor
        if speaker.actor is not None and groups.is_person(cast, speaker.actor)
        else None
    )
    for start, end in content:
        for match in _THIRD.finditer(discourse.text, start, end):
            number = None
            if told is not None and _AT_ONCE.fullmatch(discourse.text, start, match.start()):
                # `Lee said she was ready`: who speaks speaks of herself.
                number = discourse.as_said(*match.span(), told)
            if number is None:
                before = persons(cast, previous)
                number = discourse.pronoun(*match.span(), (), before, told)
            if number is not None:
                cast.actors[number].appear(*match.span(), "pronoun", 0.6)


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
        if _AFTER_HEAD.match(after) and not re.match(r"^(?:['’]s?\s+|-)\w", after):
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


def _nominal(
    discourse: Meanings,
    phrase: str,
    words: list[str],
    span: Span,
    content: Spans,
    previous: list[Speaker],
    conversations: tuple[Conversation, ...],
) -> Speaker:
    cast = discourse.cast
    noun = sources.source_noun(phrase)
    head = collectives.head_word(phrase)
    if (noun is None or noun.kind != "document") and NOUN.search(head):
        return Speaker(groups.pair(cast, span[0], conversations), "group", "nominal")
    definite = _DEFINITE.match(phrase) is not None
    if noun is None:
        described = (
            _PARTISAN.match(head)
            or _AGED.search(phrase)
            or head.lower() in tables.words("description")
        )
        if _MEANS_ONE.match(phrase) and described and len(words) <= 6:
            before = persons(cast, previous)
            number = discourse.title(span, head.lower(), None, content, before)
            return Speaker(number, "office", "nominal")
        body = collectives.body(discourse, words, span, content) if definite else None
        named = body is not None or head.title() in tables.words("body")
        kind = "named" if named else "group" if head.endswith("s") else "anonymous"
        return Speaker(body, kind, "nominal")
    if noun.kind == "document":
        if not noun.plural and noun.lemma in tables.words("any_body") and _MEANS_ONE.match(phrase):
            # `the paper` is who publishes it where such a body is told of.
            number = collectives.body(discourse, words, span, content)
            if number is not None:
                return Speaker(number, "named", "nominal")
        singular = None if noun.plural else cast.add("Document", noun.lemma, f"the {noun.lemma}")
        return Speaker(singular, "document", "nominal")
    if noun.personal:
        if _MEANS_ONE.match(phrase) or (noun.kind == "office" and len(words) == 1):
            former = "former " if re.search(r"\b(?:former|ex-)", phrase, re.I) else ""
            title, before = former + noun.lemma, persons(cast, previous)
            number = discourse.title(span, title, noun.gender, content, before)
            if number is None:
                number = unnamed.person(discourse, phrase, noun, span)
            return Speaker(number, "office" if noun.kind == "office" else noun.kind, "nominal")
        ahead = None
        if noun.kind == "office" and not _INDEFINITE.match(phrase):
            # A headline leaves its articles out.
            ahead = discourse.ahead(span[1], noun.lemma)
        elif noun.kind == "office":
            ahead = discourse.introduced(span, noun.lemma)
        if ahead is None and noun.kind == "office":
            ahead = discourse.bare_name_ahead(span, noun.lemma, noun.gender)
        if ahead is None:
            number = unnamed.person(discourse, phrase, noun, span)
            return Speaker(number, "anonymous", "nominal")
        return Speaker(ahead, "office", "nominal")
    if (
        noun.kind == "group"
        and noun.plural
        and re.match(r"(?:the |both )(?:two )?", phrase, re.I)
        and groups.PAIR.match(phrase)
    ):
        return Speaker(groups.pair(cast, span[0], conversations), "group", "nominal")
    if noun.kind == "group" and noun.plural and _THOSE.match(phrase):
        return Speaker(groups.listed(cast, span[0], 2), "group", "nominal")
    if noun.kind == "group" and not noun.plural:
        if _MEANS_ONE.match(phrase):
            body = collectives.body(discourse, words, span, content)
            if body is not None:
                kind = "group" if cast.actors[body].unnamed else "named"
                return Speaker(body, kind, "nominal")
            if len(words) <= 2:
                # `The group` means one told of before; which one is not clear.
                return Speaker(None, "group", "nominal")
        return Speaker(unnamed.body(discourse, phrase, noun, span), "group", "nominal")
    return Speaker(None, noun.kind, "nominal")
