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
    """Entries by lemma: verbs, nouns, words that never inflect, phrases by their first word."""

    verbs: dict[str, _Entry]
    nouns: dict[str, _Entry]
    fixed: dict[str, list[_Entry]]
    phrases: dict[str, list[tuple[_Entry, tuple[str, ...]]]]


_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*", re.I)
_SPLIT = re.compile(r"^(.+?)(n't|'(?:s|ve|re|d|ll|m))$")
_IRREGULAR_NEGATION = {"can't": "can", "won't": "will", "shan't": "shall", "ain't": "be"}
_CONTRACTED = {"'ve": "have", "'re": "are", "'d": "would", "'ll": "will", "'m": "am", "'s": "'s"}
_WILL = frozenset(("would", "will"))
_REACH = 3
"""So many words may stand between the words of a phrase: made it very clear."""

_REFUSAL = frozenset(("refuse", "decline", "refuse to", "decline to"))
_PUNCTUATION = CueClass(":", "assertion")


@cache
def _lexicon() -> _Lexicon:
    lexicon = _Lexicon({}, {}, {}, {})
    for lemma, part, attitude, marks, channel in tables.rows("cues.tsv"):
        entry = _Entry(lemma, part, attitude, marks, channel or None)
        first, *rest = lemma.split()
        if rest:
            lexicon.phrases.setdefault(first, []).append((entry, tuple(rest)))
        elif part == "verb":
            lexicon.verbs[lemma] = entry
        elif part == "noun":
            lexicon.nouns[lemma] = entry
        else:
            lexicon.fixed.setdefault(lemma, []).append(entry)
    for found in lexicon.phrases.values():
        found.sort(key=lambda p: -len(p[1]))
    return lexicon


@lru_cache(maxsize=8192)
def _uses(word: str) -> tuple[_Use, ...]:
    """Everything a single word may be: forms of verbs first, then nouns, then the rest."""
    lexicon = _lexicon()
    uses = [
        _Use(lexicon.verbs[lemma], form.tense)
        for lemma in _bases(word)
        if lemma in lexicon.verbs
        for form in inflection.verb_forms(lemma)
        if form.word == word
    ]
    uses += [_Use(entry, "base") for entry in lexicon.fixed.get(word, ())]
    for lemma in _bases(word):
        if lemma in lexicon.nouns and word in (lemma, inflection.third(lemma)):
            tense = "base" if word == lemma else "third"
            uses.append(_Use(lexicon.nouns[lemma], tense))
    return tuple(uses)


@lru_cache(maxsize=8192)
def _phrases(word: str) -> tuple[tuple[_Entry, tuple[str, ...]], ...]:
    """Phrases that may begin with this word; only verbs and nouns of phrases inflect."""
    found: list[tuple[_Entry, tuple[str, ...]]] = []
    for lemma in _bases(word):
        for entry, rest in _lexicon().phrases.get(lemma, ()):
            inflects = entry.part == "phrase" and any(
                form.word == word for form in inflection.verb_forms(lemma)
            )
            if word == lemma or inflects:
                found.append((entry, rest))
            if word == lemma and entry.part == "noun":
                found.append((entry, (*rest[:-1], inflection.third(rest[-1]))))
    return tuple(sorted(found, key=lambda p: -len(p[1])))


def _bases(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(inflection.lemmas(word)))


@cache
def reporting_words() -> frozenset[str]:
    """Every single word, in lower case, that plainly introduces somebody's words or thoughts."""
    found = {"according"}
    lexicon = _lexicon()
    for lemma, entry in lexicon.verbs.items():
        if "y" in entry.marks or "v" in entry.marks:
            for form in inflection.verb_forms(lemma):
                if "y" in entry.marks or form.tense in ("past", "participle", "ing"):
                    found.add(form.word)
    found.update(lemma for lemma, entries in lexicon.fixed.items() if "y" in entries[0].marks)
    return frozenset(found)


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
    found = (u.entry.marks for t in tokens[: head.at] for u in _uses(t))
    return "".join(found)


def _candidate(tokens: list[str], i: int) -> _Head | None:
    """What the word at `i` is, or the phrase that begins there; nothing for helping words."""
    word = tokens[i]
    for entry, rest in _phrases(word):
        end = _follows(tokens, i, rest)
        if end is not None:
            return _Head(i, end, _Use(entry, "phrase"))
    if word in tables.words("auxiliary") or word in tables.words("negative") or word == "not":
        return None
    uses = _uses(word)
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
    if before in tables.words("before noun") or before in ("no", "without"):
        return True
    if before == "to":
        return not any(u.tense == "base" for u in others)
    if before in ("be", "been", "being", "am", "is", "are", "was", "were", "have", "has", "had"):
        return True
    if before == "not" or before in tables.words("auxiliary") or before.endswith("ly"):
        return False
    return any(u.entry.part == "verb" for u in _uses(before))


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
    forms = _uses(tokens[head.at])
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
