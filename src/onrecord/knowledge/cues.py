"""Cue words: what kind of stance a cue announces, whether it is speech, by which channel."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.knowledge import inflection, tables


class CueClass(NamedTuple):
    """What a cue says about its statement.

    `attitude` and `channel` are terms of `schema.ATTITUDES` and `schema.CHANNELS`.
    `addressee` is whether the verb takes the person spoken to as its object,
    `passive_ok` whether it stands in the passive without a speaker (is believed),
    `communication` whether it is one of saying rather than of the mind. `negated`
    and `passive` tell how this cue is built: the source did not say it, or the
    subject is not the one who speaks (was told). `known` is false for a guess.
    """

    lemma: str
    attitude: str
    addressee: bool = False
    nominal: bool = False
    passive_ok: bool = False
    communication: bool = True
    channel: str | None = None
    negated: bool = False
    passive: bool = False
    known: bool = True


class _Entry(NamedTuple):
    lemma: str
    part: str
    attitude: str
    marks: str
    channel: str | None


class _Use(NamedTuple):
    """An entry that a word of the cue may be a form of."""

    entry: _Entry
    tense: str


class _Lexicon(NamedTuple):
    uses: dict[str, tuple[_Use, ...]]
    phrases: dict[str, tuple[tuple[_Entry, tuple[str, ...]], ...]]


_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*", re.I)
_SPLIT = re.compile(r"^(.+?)(n't|'(?:s|ve|re|d|ll|m))$")
_IRREGULAR_NEGATION = {"can't": "can", "won't": "will", "shan't": "shall", "ain't": "be"}
_CONTRACTED = {"'ve": "have", "'re": "are", "'d": "would", "'ll": "will", "'m": "am", "'s": "'s"}
_BE = frozenset("be am is are was were been being get gets got getting 's".split())
_AUXILIARY = frozenset(
    "be am is are was were been being have has had having do does did doing done will would shall "
    "should can could may might must cannot 's".split()
)
_NEGATIVE = frozenset(
    "not no never neither nor nobody none nothing cannot hardly barely scarcely stopped stops "
    "stop without".split()
)
_DETERMINER = frozenset(
    "a an the his her its their our my your this that these those any some no many several new "
    "more much little few such 's of for in on by with over about among there growing serious "
    "deep strong harsh sharp grave own".split()
)
_WILL = frozenset(("would", "will"))
_REACH = 3
"""So many words may stand between the words of a phrase: made it very clear."""

_REFUSAL = frozenset(("refuse", "decline", "refuse to", "decline to"))
_PUNCTUATION = CueClass(":", "assertion")


@cache
def _lexicon() -> _Lexicon:
    uses: dict[str, dict[_Use, None]] = {}
    phrases: dict[str, list[tuple[_Entry, tuple[str, ...]]]] = {}

    def add(word: str, use: _Use) -> None:
        uses.setdefault(word, {})[use] = None

    for row in tables.rows("cues.tsv"):
        lemma, part, attitude, marks, channel = row
        entry = _Entry(lemma, part, attitude, marks, channel or None)
        first, *rest = lemma.split()
        if part == "verb":
            for form in inflection.verb_forms(lemma):
                add(form.word, _Use(entry, form.tense))
        elif rest:
            heads = {first} if part != "phrase" else {f.word for f in inflection.verb_forms(first)}
            if part == "noun":
                heads = {first}
            for head in heads:
                phrases.setdefault(head, []).append((entry, tuple(rest)))
            if part == "noun":
                plural = (*rest[:-1], inflection.third(rest[-1]))
                phrases.setdefault(first, []).append((entry, plural))
        elif part == "noun":
            add(lemma, _Use(entry, "base"))
            add(inflection.third(lemma), _Use(entry, "third"))
        else:
            add(lemma, _Use(entry, "base"))
    return _Lexicon(
        {word: tuple(found) for word, found in uses.items()},
        {word: tuple(sorted(found, key=lambda p: -len(p[1]))) for word, found in phrases.items()},
    )


@cache
def reporting_words() -> frozenset[str]:
    """Every single word, in lower case, that plainly introduces somebody's words or thoughts."""
    words = {"according"}
    for word, uses in _lexicon().uses.items():
        for use in uses:
            marks = use.entry.marks
            if "y" in marks or ("v" in marks and use.tense in ("past", "participle", "ing")):
                words.add(word)
    return frozenset(words)


def words(cue: str) -> list[str]:
    """The words of a cue in lower case, contractions taken apart: didn't → did not."""
    found: list[str] = []
    for match in _WORD.finditer(cue.replace("’", "'").lower()):
        word = match.group()
        if word in _IRREGULAR_NEGATION:
            found += [_IRREGULAR_NEGATION[word], "not"]
        elif (split := _SPLIT.match(word)) is not None:
            tail = split.group(2)
            found += [split.group(1), "not" if tail == "n't" else _CONTRACTED[tail]]
        else:
            found.append(word)
    return found


@lru_cache(maxsize=8192)
def classify(cue_text: str) -> CueClass:
    """The class of a cue as written in a report: its head is found, then looked up.

    A cue without a known word is taken for a verb of saying, `known` false.
    """
    tokens = words(cue_text)
    if not tokens:
        return _PUNCTUATION
    found = _head(tokens)
    if found is None:
        return CueClass(tokens[-1], "assertion", known=False)
    return _classed(tokens, found)


class _Head(NamedTuple):
    """The word that governs a cue: where it stands, up to where its phrase goes, what it is."""

    at: int
    end: int
    use: _Use


def _head(tokens: list[str]) -> _Head | None:
    """The governing verb, noun or adjective of a cue, or a preposition if there is nothing else."""
    heads = [h for i in range(len(tokens)) if (h := _candidate(tokens, i)) is not None]
    full = [h for h in heads if h.use.entry.part != "other" or " " in h.use.entry.lemma]
    full = full or [h for h in heads if h.use.entry.part == "other"][:1]
    if not full:
        return None
    head = full[0]
    for nxt in full[1:]:
        if nxt.at < head.end:
            continue
        if not _yields(tokens, head, nxt):
            break
        head = nxt
    return head


def _yields(tokens: list[str], head: _Head, nxt: _Head) -> bool:
    """Whether a head is only the frame of the next: began tweeting, issued a statement saying."""
    marks, part = head.use.entry.marks, nxt.use.entry.part
    if part == "verb" or (part == "phrase" and nxt.use.tense != "noun"):
        linked = tokens[nxt.at - 1] in ("to", "and", "by") or tokens[nxt.at].endswith("ing")
        framed = head.use.entry.part == "noun" and "l" in _first_marks(tokens, head)
        relative = tokens[nxt.at - 1] in ("that", "which", "who") or tokens[nxt.at].endswith("ing")
        return ("c" in marks and linked) or (framed and relative)
    return "l" in marks and part in ("noun", "adj") and nxt.at - head.end <= 2 * _REACH


def _first_marks(tokens: list[str], head: _Head) -> str:
    """Marks of the verbs before a noun."""
    found = (u.entry.marks for t in tokens[: head.at] for u in _lexicon().uses.get(t, ()))
    return "".join(found)


def _candidate(tokens: list[str], i: int) -> _Head | None:
    """What the word at `i` is, or the phrase that begins there; nothing for helping words."""
    word = tokens[i]
    lexicon = _lexicon()
    for entry, rest in lexicon.phrases.get(word, ()):
        end = _follows(tokens, i, rest)
        if end is not None:
            return _Head(i, end, _Use(entry, "phrase"))
    if word in _AUXILIARY or word in _NEGATIVE or word == "not":
        return None
    uses = lexicon.uses.get(word)
    if not uses:
        return None
    nouns = [u for u in uses if u.entry.part == "noun"]
    others = [u for u in uses if u.entry.part != "noun"]
    if nouns and (not others or _as_noun(tokens, i, others)):
        return _Head(i, i + 1, nouns[0])
    verbs = [u for u in others if u.entry.part == "verb"]
    if verbs and len(verbs) < len(others) and _adjectival(tokens, i):
        verbs = []
    return _Head(i, i + 1, (verbs or others)[0])


def _follows(tokens: list[str], i: int, rest: tuple[str, ...]) -> int | None:
    """Where a phrase that begins at `i` ends, if all its words follow near enough."""
    at = i + 1
    for wanted in rest:
        if wanted == "*":
            continue
        window = tokens[at : at + 1 + _REACH]
        if wanted not in window:
            return None
        at += window.index(wanted) + 1
    return at


def _as_noun(tokens: list[str], i: int, others: list[_Use]) -> bool:
    """Whether a word that may be noun or verb is the noun here, from the word before it."""
    if any(u.tense not in ("base", "third") for u in others):
        return False
    if i == 0:
        return tokens[1:2] == ["of"]
    before = tokens[i - 1]
    if before in _DETERMINER or before in ("no", "without"):
        return True
    if before == "to":
        return not any(u.tense == "base" for u in others)
    if before in ("be", "been", "being", "am", "is", "are", "was", "were", "have", "has", "had"):
        return True
    if before == "not" or before in _AUXILIARY or before.endswith("ly"):
        return False
    return any(u.entry.part == "verb" for u in _lexicon().uses.get(before, ()))


def _adjectival(tokens: list[str], i: int) -> bool:
    """Whether a participle that is also an adjective follows very, so, more and the like."""
    return i > 0 and tokens[i - 1] in ("very", "so", "more", "less", "too", "quite", "deeply")


def _classed(tokens: list[str], head: _Head) -> CueClass:
    """The class of a cue from its head and the words around it."""
    entry = head.use.entry
    spelled = entry.lemma.split()
    negated = any(
        (t == "not" or t in _NEGATIVE)
        and t not in spelled
        and tokens[i + 1 : i + 2] not in (["only"], ["just"], ["simply"], ["merely"])
        for i, t in enumerate(tokens[: head.end])
    )
    attitude = entry.attitude
    mental = "m" in entry.marks
    if entry.lemma in _REFUSAL and _refuses_denial(tokens[head.end :]):
        attitude, negated = "assertion", True
    elif negated and attitude == "denial":
        attitude = "assertion"
    elif negated and attitude == "assertion" and not mental and _WILL & set(tokens[: head.at]):
        attitude = "denial"
    return CueClass(
        lemma=entry.lemma,
        attitude=attitude,
        addressee="a" in entry.marks,
        nominal=entry.part == "noun",
        passive_ok="p" in entry.marks,
        communication=not mental,
        channel=entry.channel or _channel(tokens),
        negated=negated,
        passive=_passive(tokens, head),
    )


def _refuses_denial(rest: list[str]) -> bool:
    """Who refuses to deny or to rule out does not deny."""
    later = (h for i in range(len(rest)) if (h := _candidate(rest, i)) is not None)
    return any(h.use.entry.attitude == "denial" for h in later)


def _passive(tokens: list[str], head: _Head) -> bool:
    """Whether the head is a participle after a form of be."""
    forms = _lexicon().uses.get(tokens[head.at], ())
    if not any(u.tense == "participle" for u in forms):
        return False
    for i in range(head.at - 1, max(-1, head.at - 6), -1):
        if tokens[i] == "'s":
            return tokens[max(0, i - 1)] == "it"
        if tokens[i] in _AUXILIARY:
            return tokens[i] in _BE
        if tokens[i] == "get" or tokens[i] == "got":
            return True
    return False


def _channel(tokens: list[str]) -> str | None:
    """The channel that a noun of the cue names: said in a statement."""
    for i in range(len(tokens)):
        found = _candidate(tokens, i)
        if found is not None and found.use.entry.channel is not None:
            return found.use.entry.channel
    return None
