"""Phrases that name the channel words came through: in a statement, on X, told reporters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import tables


class ChannelPhrase(NamedTuple):
    """A phrase `[start, end)` that names a channel of `schema.CHANNELS`."""

    start: int
    end: int
    channel: str


# One blank or line break, never an empty line: a phrase does not run over paragraphs.
_GAP = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"
# What may stand between article and noun; a small word there means the noun is not ours, and a
# full stop only inside or after single letters that it abbreviates.
_MODIFIER = (
    r"(?:(?!(?:of|to|that|and|or|for|by|with|from|which|who|on|in|at|as|after|before|since|during|"
    r"is|was|were|are|be|has|had|have|can|could|will|would|may|might|must|do|does|did|said|says|"
    r"the|a|an|it|i|he|she|they|we|you|not|but|if|so|when|while|because|than|there|until)\b)"
    r"[“\"']?(?:(?:\w\.)+(?!\w)|[\w&][\w&'’/-]*(?:\.\w[\w'’/-]*)*)[”\"']?" + _GAP + ")"
)
_DETERMINER = (
    r"(?:(?:an?|the|this|that|these|his|her|its|their|our|my|your|another|one|two|several|some|"
    r"recent|separate|various|both|[\w.]+(?:['’]s|s['’]))\s+)"
)
_PREPOSITION = {
    "post": "in|via|through|with|according to|per",
    "interview": "in|during|on|over|through|according to|after",
    "press_conference": "at|in|during|on|after|following",
    "statement": "in|via|through|by|with|according to|per|following",
    "report": "in|according to|per",
    "speech": "in|during|at|after|following",
    "letter": "in|via|through|by|according to|per|over",
    "call": "in|during|on|by|via|after|over|following",
    "meeting": "in|during|at|after|following",
    "testimony": "in|during|at|under|according to|per",
    "book": "in|from|according to",
    "debate": "in|during|at|throughout|after",
}
_NOT_AFTER = {
    # A call for peace is no telephone call, a debate over taxes need not be on a stage.
    "call": r"(?!\s+(?:for|to)\b)",
    "debate": r"(?!\s+(?:over|about|on|as\s+to)\b)",
    "report": r"(?!\s+card)",
    "speech": r"(?!\s+(?:of|center|call)\b)",
    "meeting": r"(?!\s+point)",
    "press_conference": r"(?!\s+book)",
}
_NAME_WORD = r"(?:[\w.&'’\"-]*[\w”\"])?"
_NAME = rf"(?-i:[A-Z“\"‘]){_NAME_WORD}(?:\s+(?-i:[A-Z&]){_NAME_WORD}){{0,4}}"
_WITH = rf"(?:\s+(?:with|to|for|on)\s+(?:the\s+)?{_NAME})?"
_WORD = re.compile(r"\w+")
_MORE_TRIGGERS = {
    "post": ("x", "page", "account", "feed", "channel", "blog", "website"),
    "press_conference": ("reporter", "reporters", "journalists", "newsmen", "press", "media"),
    "call": ("phone", "telephone", "videolink", "link"),
    "letter": ("text",),
    "testimony": (
        *("oath", "court", "judge", "jury", "jurors", "panel", "committee", "subcommittee"),
        *("inquiry", "tribunal", "lawmakers"),
    ),
    "debate": ("stage", "floor", "parliament"),
    "speech": ("stump", "podium", "trail"),
}
_THEIR = r"(?:his|her|its|their|my|our)"
_TOLD = r"(?:told|telling|tells|(?:spoke|speaking)\s+(?:to|with))"
_SPEAKING = r"(?:speaking\s+|appearing\s+)?"
_PLATFORM_X = r"(?-i:X)(?:\s*/\s*Twitter|,\s+formerly\s+(?:known\s+as\s+)?Twitter)?(?![\w'’.-]?\w)"


def find(text: str) -> list[ChannelPhrase]:
    """The phrases of a text that name a channel, in order; of two that overlap, the longer."""
    words = frozenset(_WORD.findall(text.lower()))
    found = sorted(
        (
            ChannelPhrase(match.start(), match.end(), channel)
            for channel, triggers in _triggers().items()
            if not words.isdisjoint(triggers)
            for match in _pattern(channel).finditer(text)
        ),
        key=lambda p: (p.start - p.end, p.start, p.channel),
    )
    kept: list[ChannelPhrase] = []
    for phrase in found:
        if all(phrase.end <= k.start or k.end <= phrase.start for k in kept):
            kept.append(phrase)
    return sorted(kept)


@cache
def _names() -> dict[tuple[str, str], list[str]]:
    """The names of the data file by channel and kind."""
    names: dict[tuple[str, str], list[str]] = {}
    for channel, kind, listed in tables.rows("channels.tsv"):
        names[channel, kind] = listed.split("; ")
    return names


@cache
def _triggers() -> dict[str, frozenset[str]]:
    """Channel → words of which one must stand in a text before its expression is worth running."""
    lasts: dict[str, set[str]] = defaultdict(set)
    for (channel, _), names in _names().items():
        lasts[channel].update(_telling(name) for name in names)
    lasts["readout"].update(("readout", "readouts", "read", "out", "outs"))
    for channel, more in _MORE_TRIGGERS.items():
        lasts[channel].update(more)
    return {channel: frozenset(words) for channel, words in sorted(lasts.items())}


def _telling(name: str) -> str:
    """The last word of a name that is more than a letter, in small letters: Q&A has only q."""
    words: list[str] = _WORD.findall(name.lower())
    return next((w for w in reversed(words) if len(w) > 1), words[0])


@cache
def _pattern(channel: str) -> re.Pattern[str]:
    """The one expression of a channel, from the names of the data file and its turns of phrase."""
    if channel == "readout":
        return re.compile(_READOUT, re.I)
    names = _names()
    nouns = _any(names[channel, "noun"])
    if channel == "post":
        # A post is no Washington Post.
        nouns = f"(?-i:{nouns})"
    bare = _any([n for n in names[channel, "noun"] if _needs_no_article(n)])
    way = (
        rf"(?:{_PREPOSITION[channel]})\s+"
        rf"(?:{_DETERMINER}{_MODIFIER}{{0,4}}?{nouns}|{_MODIFIER}?{bare})"
        rf"\b{_NOT_AFTER.get(channel, '')}"
    )
    if channel in ("speech", "press_conference", "debate"):
        way = _SPEAKING + way
    elif channel == "interview":
        way += _WITH
    elif channel == "post":
        way += rf"(?:\s+on\s+(?:{_PLATFORM_X}|{_any(names['post', 'platform'])}\b))?"
    return re.compile(rf"\b(?:{'|'.join([way, *_special(channel, names)])})", re.I)


_READOUT = (
    r"\b(?:(?:in|according\s+to|per|via)\s+)?(?:an?|the|its|his|her|their|[\w.]+['’]s)\s+"
    rf"{_MODIFIER}{{0,3}}?read-?outs?\b"
    r"(?:\s+of\s+(?:the|their|a|its|his|her|that|this)\s+(?:[\w'’-]+\s+){0,3}?"
    r"(?:conversations?|calls?|meetings?|talks|discussions?)\b)?"
)


def _needs_no_article(noun: str) -> bool:
    return (
        noun.endswith(("es", "ls", "ts", "rs", "ns", "gs", "ks"))
        or " " in noun
        or noun in tables.words("bare channel noun")
    )


def _any(options: list[str]) -> str:
    """An alternative of words or names, longest first, blanks of any kind between the words."""
    ordered = sorted(set(options), key=lambda o: (-len(o), o))
    return "(?:" + "|".join(re.escape(o).replace(r"\ ", r"\s+") for o in ordered) + ")"


def _special(channel: str, names: dict[tuple[str, str], list[str]]) -> Iterator[str]:
    """Turns of phrase of one channel beside preposition, article and noun."""
    if channel == "post":
        platforms = _any(names["post", "platform"])
        yield rf"(?:on|via|over|through)\s+(?:(?:{_THEIR}|the)\s+)?(?:{_PLATFORM_X}|{platforms}\b)"
        page = r"(?:page|account|feed|channel|blog|website)"
        yield rf"on\s+{_THEIR}\s+(?:[\w'’-]+\s+){{0,3}}?{page}\b"
    elif channel == "interview":
        outlets = _any(names["interview", "outlet"])
        programmes = _any(names["interview", "programme"])
        possessor = r"(?:[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,2}['’]s?\s+|the\s+)?"
        yield (
            rf"(?:{_TOLD}|in\s+comments\s+to|on)\s+"
            rf"(?-i:(?:the\s+)?{outlets}(?:['’]s?\b(?:\s+{_NAME})?)?)(?![\w-])"
        )
        yield rf"on\s+(?-i:{possessor}[“\"‘']?{programmes})\b[,.]?[”\"’']?"
    elif channel == "press_conference":
        press = (
            r"(?:(?:a\s+(?:group|gaggle)\s+of\s+)?(?:reporters|journalists|newsmen)|"
            r"the\s+(?:assembled\s+)?press|the\s+media)"
        )
        yield rf"(?:{_TOLD}|(?:in\s+)?(?:comments|remarks)\s+(?:to|with))\s+{press}\b"
        yield rf"(?:asked|pressed|questioned)\s+by\s+(?:a\s+reporter|{press})\b"
    elif channel == "call":
        yield r"by\s+(?:phone|telephone|video\s*link)\b|(?:over|on)\s+the\s+(?:tele)?phone\b"
    elif channel == "letter":
        yield r"by\s+(?:e-?mail|letter|text)\b"
    elif channel == "testimony":
        body = (
            r"(?:court|judge|jury|jurors|panel|committee|subcommittee|inquiry|tribunal|lawmakers)"
        )
        yield r"under\s+oath\b"
        yield r"in\s+(?:(?:open|federal|state|district|criminal|military)\s+)?court\b"
        yield rf"(?:told|testified\s+(?:to|before))\s+{_DETERMINER}{_MODIFIER}{{0,4}}?{body}\b"
    elif channel == "debate":
        yield (
            r"(?:from|on)\s+the\s+(?:debate\s+stage|(?:House|Senate)\s+floor|"
            r"floor\s+of\s+(?:the\s+)?(?:House|Senate|parliament))\b"
        )
        yield r"in\s+parliament\b"
    elif channel == "speech":
        yield r"(?:from|on)\s+the\s+(?:stump|podium|campaign\s+trail)\b"
