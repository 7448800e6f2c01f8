"""Cue words: what kind of stance a cue announces, whether it is speech, by which channel."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.knowledge import channels, inflection, lexicon, tables
from onrecord.knowledge.lexicon import Use


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


_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*", re.I)
_SPLIT = re.compile(r"^(.+?)(n't|'(?:s|ve|re|d|ll|m))$")
_IRREGULAR_NEGATION = {"can't": "can", "won't": "will", "shan't": "shall", "ain't": "be"}
_CONTRACTED = {"'ve": "have", "'re": "are", "'d": "would", "'ll": "will", "'m": "am", "'s": "'s"}
_WILL = frozenset(("would", "will"))
_REACH = 3
"""So many words may stand between the words of a phrase: made it very clear."""

_REFUSAL = frozenset(("refuse", "decline"))
_PUNCTUATION = CueClass(":", "assertion")


_PLAIN_TENSES = ("past", "participle", "ing")
_PLAIN_IN_S = ("evaluation", "denial", "accusation")
"""Attitudes whose verbs in -s are no plural nouns: welcomes, denies; but not plans, calls."""


@cache
def reporting_words() -> frozenset[str]:
    """Every single word, in lower case, that plainly introduces somebody's words or thoughts."""
    found = {"according"}
    known = lexicon.lexicon()
    for lemma, entry in known.verbs.items():
        if "y" in entry.marks or "v" in entry.marks:
            for form in inflection.verb_forms(lemma):
                third = form.tense == "third" and entry.attitude in _PLAIN_IN_S
                if "y" in entry.marks or third or form.tense in _PLAIN_TENSES:
                    found.add(form.word)
    found.update(lemma for lemma, entries in known.fixed.items() if "y" in entries[0].marks)
    return frozenset(found)


@cache
def saying_words() -> frozenset[str]:
    """Those of `reporting_words` that are verbs of saying or writing."""
    return frozenset(w for w in reporting_words() if classify(w).communication)


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
    classed = _classed(tokens, found)
    if classed.channel is None and (told := channels.find(cue_text)):
        return classed._replace(channel=told[0].channel)
    return classed


class _Head(NamedTuple):
    """The word that governs a cue: where it stands, up to where its phrase goes, what it is."""

    at: int
    end: int
    use: Use


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
        between = {"to", "and", "by"} & {*tokens[head.end - 1 : nxt.at]}
        linked = bool(between) or tokens[nxt.at].endswith("ing")
        framed = head.use.entry.part == "noun" and "l" in _first_marks(tokens, head)
        relative = tokens[nxt.at - 1] in ("that", "which", "who") or tokens[nxt.at].endswith("ing")
        # A noun right before a finite verb is its subject: a readout noted.
        subject = head.use.entry.part == "noun" and nxt.at == head.end and nxt.use.tense == "past"
        return ("c" in marks and linked) or (framed and relative) or subject
    return "l" in marks and part in ("noun", "adj") and nxt.at - head.end <= 2 * _REACH


def _first_marks(tokens: list[str], head: _Head) -> str:
    """Marks of the verbs before a noun."""
    found = (u.entry.marks for t in tokens[: head.at] for u in lexicon.uses(t))
    return "".join(found)


def _candidate(tokens: list[str], i: int) -> _Head | None:
    """What the word at `i` is, or the phrase that begins there; nothing for helping words."""
    word = tokens[i]
    for entry, rest in lexicon.phrases(word):
        end = _follows(tokens, i, rest)
        if end is not None:
            return _Head(i, end, Use(entry, "phrase"))
    if word in tables.words("auxiliary") or word in tables.words("negative") or word == "not":
        return None
    uses = lexicon.uses(word)
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


def _as_noun(tokens: list[str], i: int, others: list[Use]) -> bool:
    """Whether a word that may be noun or verb is the noun here, from the word before it."""
    if any(u.tense not in ("base", "third") for u in others):
        return False
    if i == 0:
        return tokens[1:2] == ["of"]
    before = tokens[i - 1]
    if before in tables.words("before noun") or before in ("no", "without"):
        return True
    if before == "to":
        return not any(u.tense == "base" for u in others)
    if before in ("be", "been", "being", "am", "is", "are", "was", "were", "have", "has", "had"):
        return True
    if before == "not" or before in tables.words("auxiliary") or before.endswith("ly"):
        return False
    return any(u.entry.part == "verb" for u in lexicon.uses(before))


def _adjectival(tokens: list[str], i: int) -> bool:
    """Whether a participle that is also an adjective follows very, so, more and the like."""
    return i > 0 and tokens[i - 1] in ("very", "so", "more", "less", "too", "quite", "deeply")


def _classed(tokens: list[str], head: _Head) -> CueClass:
    """The class of a cue from its head and the words around it."""
    entry = head.use.entry
    spelled = entry.lemma.split()
    negated = any(
        (t == "not" or t in tables.words("negative"))
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
    forms = lexicon.uses(tokens[head.at])
    if not any(u.tense == "participle" for u in forms):
        return False
    for i in range(head.at - 1, max(-1, head.at - 6), -1):
        if tokens[i] == "'s":
            return tokens[max(0, i - 1)] == "it"
        if tokens[i] in tables.words("auxiliary"):
            return tokens[i] in tables.words("be")
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
