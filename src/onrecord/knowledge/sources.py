"""Who a source phrase speaks of when it is no name: its head noun, kind, channel and gender."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.knowledge import inflection, tables


class SourceNoun(NamedTuple):
    """The head noun of a source.

    `kind` is office, group, document or anonymous (terms of `schema.SPEAKER_KINDS`),
    `channel` what a document is published as, `gender` m or f where the noun has one.
    """

    lemma: str
    kind: str
    channel: str | None = None
    plural: bool = False
    gender: str | None = None

    @property
    def personal(self) -> bool:
        """Whether it means one human being: an official, the minister."""
        return self.kind in ("office", "anonymous") and not self.plural


_TITLES = {
    "Sen": "senator", "Sens": "senator", "Rep": "representative", "Reps": "representative",
    "Gov": "governor", "Govs": "governor", "Lt. Gov": "lieutenant governor", "Gen": "general",
    "Maj": "major", "Col": "colonel", "Lt": "lieutenant", "Capt": "captain", "Cpt": "captain",
    "Cmdr": "commander", "Adm": "admiral", "Sgt": "sergeant", "Cpl": "corporal", "Pvt": "private",
    "Brig": "brigadier", "Amb": "ambassador", "Sec": "secretary", "Pres": "president",
    "Prof": "professor", "Rev": "reverend", "Fr": "father", "Msgr": "monsignor",
    "Supt": "superintendent",
    "Del": "delegate", "Atty": "attorney", "Hon": "honorable", "Justice": "justice",
    "Mr": "", "Mrs": "", "Ms": "", "Miss": "", "Mx": "", "Dr": "doctor", "Sir": "", "Dame": "",
    "Lord": "lord", "Lady": "lady", "Madam": "", "Messrs": "", "St": "",
}  # fmt: skip
TITLE_BEFORE_NAME: dict[str, str] = {
    form: office
    for short, office in _TITLES.items()
    for form in ((short, short + ".") if short[-1] != "." else (short,))
}
"""What is written before a name, with and without its full stop → the office, or empty."""

_HONORIFIC_GENDER = {
    "mr": "m", "sir": "m", "lord": "m", "messrs": "m", "mister": "m", "fr": "m", "father": "m",
    "mrs": "f", "ms": "f", "miss": "f", "dame": "f", "lady": "f", "madam": "f", "madame": "f",
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "herself": "f",
    "señor": "m", "señora": "f", "monsieur": "m", "herr": "m", "frau": "f", "don": None,
    "hers": "f", "male": "m", "female": "f",
}  # fmt: skip

_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*\.?(?:['’](?=\s|$))?")
_BREAK = re.compile(r"[,;:()\[\]–—…]|\s-+\s")
_DETERMINER = frozenset(("the", "a", "an", "these", "those", "his", "her", "their", "its", "our"))
_KNOWING = re.compile(
    r"\b(?:familiar|close|briefed|knowledge|involved|condition\s+of\s+anonymity|"
    r"declined\s+to\s+be\s+(?:named|identified)|requested\s+anonymity|not\s+authori[sz]ed|"
    r"direct\s+knowledge|privy)\b",
    re.I,
)
_LONGEST = 4
"""Words of the longest lemma: chief of staff, charge d'affaires."""


@cache
def _nouns() -> dict[str, SourceNoun]:
    nouns: dict[str, SourceNoun] = {}
    several: dict[str, SourceNoun] = {}
    for lemma, kind, channel, gender, plural in tables.rows("sources.tsv"):
        alone = "anonymous" if kind == "person" else kind
        together = "group" if kind in ("person", "office") else kind
        noun = SourceNoun(lemma, alone, channel or None, False, gender or None)
        if plural == "=":
            nouns[lemma.lower()] = noun._replace(plural=True, kind=together)
            continue
        nouns[lemma.lower()] = noun
        word = plural or inflection.third(lemma)
        several[word.lower()] = noun._replace(plural=True, kind=together)
    return several | nouns


@cache
def _first_names() -> dict[str, str]:
    return {row[0]: row[1] for row in tables.rows("first_names.tsv")}


@lru_cache(maxsize=8192)
def source_noun(phrase: str) -> SourceNoun | None:
    """What the head of a source phrase is, or null where it is no noun of the list.

    The head is the last noun before the first preposition, relative pronoun, participle or
    comma: `a readout of the conversation` → readout. A name has none.
    """
    cut = _BREAK.search(phrase)
    chunk = phrase[: cut.start()] if cut is not None else phrase
    raw = [w if w.count(".") > 1 else w.strip(".") for w in _WORD.findall(chunk)]
    head = _head([w.lower().replace("’", "'") for w in raw])
    if head is None or (head.kind in ("group", "document") and _named(raw, head)):
        return None
    if head.lemma in _UNKNOWN_PERSONS and _KNOWING.search(phrase):
        return head._replace(kind="anonymous")
    return head


_UNKNOWN_PERSONS = frozenset(("person", "individual", "member", "friend", "ally", "employee"))


def _named(raw: list[str], head: SourceNoun) -> bool:
    """Whether the noun is the last word of a proper name: the White House, the Daily Post."""
    last = head.lemma.split()[-1].lower()
    at = next((i for i, w in enumerate(raw) if w.lower() == last), 0)
    lead = [w for w in raw[:at] if w.lower() not in _DETERMINER]
    return raw[at][:1].isupper() and bool(lead) and lead[-1][:1].isupper()


def _head(words: list[str]) -> SourceNoun | None:
    nouns = _nouns()
    start = 0
    while start < len(words) and words[start] in _DETERMINER:
        start += 1
    # Those of and both of: the pronoun is the head.
    end = next(
        (i for i in range(start, len(words)) if words[i] in tables.words("after head")), len(words)
    )
    if end == start:
        return nouns.get(words[start - 1]) if start and words[start - 1] in nouns else None
    for last in (end + 1, end + 2):
        if end < len(words) and words[end] == "of" and last < len(words):
            found = _longest(words[start : last + 1], least=3)
            if found is not None:
                return found
    return _longest(words[start:end], least=1)


def _longest(words: list[str], least: int) -> SourceNoun | None:
    """The longest lemma that the words end in."""
    nouns = _nouns()
    for size in range(min(_LONGEST, len(words)), least - 1, -1):
        found = nouns.get(" ".join(words[-size:]))
        if found is not None:
            return found
    if least == 1 and "-" in words[-1]:
        return nouns.get(words[-1].rsplit("-", 1)[-1])
    return None


@lru_cache(maxsize=8192)
def gender(name_or_title: str) -> str | None:
    """m or f for a name, honorific, pronoun or title that has one; a full name goes by its first.

    First names count only with a capital, so that `will` and `mark` stay words.
    """
    words = [w.strip(".").removesuffix("'s").removesuffix("’s") for w in name_or_title.split()]
    words = [w for w in words if w]
    for word in words:
        told = _HONORIFIC_GENDER.get(word.lower())
        if told is not None:
            return told
    noun = _longest([w.lower() for w in words], least=1) if words else None
    if noun is not None and noun.gender is not None and not noun.plural:
        return noun.gender
    # What follows the last title is the name: Prime Minister Theresa May.
    titles = [i for i, w in enumerate(words) if w in TITLE_BEFORE_NAME or w.lower() in _nouns()]
    for title in (words[i].lower() for i in titles):
        told_by = _nouns().get(title)
        if told_by is not None and told_by.gender is not None and not told_by.plural:
            return told_by.gender
    named = words[titles[-1] + 1 :] if titles else words
    first = next((w for w in named or words if w[0].isupper() and w not in TITLE_BEFORE_NAME), "")
    return _first_names().get(first.title() if first.isupper() else first)
