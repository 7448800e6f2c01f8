"""Statements as claims: what they are about, and whether they say that it is so."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import names, tables
from onrecord.schema import Record, Span, Statement
from onrecord.stories import days
from onrecord.stories.citing import Citer
from onrecord.stories.counted import WORDS
from onrecord.stories.stems import auxiliaries, irregular, stem, stems, words

PUT_FORWARD = frozenset(("assertion", "accusation", "promise", "perception", "evaluation"))
"""Attitudes by which somebody says that something is so, or will be."""
RATE = 10
"""Characters after a figure in which it may say of what time it is: `a second`."""
SHORT = 8
"""A content of at most so many telling words may be only about what was said before."""

_NOT = re.compile(
    r"(?<!\bmay )(?<!\bmight )(?<!\bshould )(?<!\bwould )(?<!\bcould )(?<!\bmust )"
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|little)\b|n['’]t\b",
    re.I,
)
_BACK = re.compile(r"\b(?:the|this|that|these|those|such|its|his|her|their)\s+(?=([a-z-]+))", re.I)
_ALONE = re.compile(r"^\W*(?:it|this|that|so|them)\W*$", re.I)
_PIECE = re.compile(
    r"[;.!?\n]|,[\"”’']? (?:and|but) |\b(?:and that|but that)\b|(?<=allegations) that\b"
)
_PREDICATE = re.compile(r"\b(?:and|but)(?= (?:was|were|is|are|had|has|have|did|will)\b)")
_AUXILIARY = re.compile(r"\b(?:was|were|is|are|had|has|have|did|will|would)\b")
_REPORTS = re.compile(
    r"^\W*(?:(?:an?|the|these|those|any|all|\w+) )?(?:\w+ )?"
    r"(?:reports?|claims?|suggestions?|allegations?|rumou?rs?|accusations?) that\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_RULE = re.compile(r"\b(?:should|must|ought|needs?|if|unless|whether)\b", re.I)
_CALLED = re.compile(
    r"\b(?:is|are|was|were|be|been|it|not|as|an?|simply)\s+(?:\w+\s+)?([a-z]+)\W*$|^\W*([a-z]+)\W*$"
)
_CLOCK = re.compile(r"T(\d\d:\d\d)")
_SILENT = re.compile(r"\b(?:not?|never)\b.*\b(?:mention|refer)", re.I)


class Claim(NamedTuple):
    """One clause of a statement.

    `whole` marks one that has a verb and is no rule or condition. `about` are its reduced
    telling words, `plain` those that are no names, `denied` whether it says that this is not
    so. `back` marks what is only about something said before: `denied it`. `reports` marks a
    denial of what others are said to have said. `clock` is the time of day it gives. `silent`
    marks that a report is said not to mention it.
    """

    citer: Citer
    said: Statement
    number: int
    who: str
    whole: bool
    about: frozenset[str]
    plain: frozenset[str]
    denied: bool
    back: bool
    reports: bool
    clock: str | None
    silent: bool
    day: str | None


def claims(citer: Citer) -> list[Claim]:
    """The claims of a record in text order; of a content that was read twice the inner one."""
    record = citer.record
    day = days.reported(record)
    ordered = sorted(record.statements, key=lambda s: s.content or s.cue or s.source or ((0, 0),))
    out = []
    for number, said in enumerate(ordered):
        if not _put(record.document.text, said):
            continue
        for span, subject in _clauses(record.document.text, said):
            out.append(_claim(citer, said, number, (span, subject), day))
    return out


def _put(text: str, said: Statement) -> bool:
    """Whether anything is claimed: who did not say so claims nothing, unless by silence."""
    cue = " ".join(text[s:e] for s, e in said.cue)
    return said.attitude == "denial" or not _NOT.search(cue) or _SILENT.search(cue) is not None


def _claim(
    citer: Citer, said: Statement, number: int, where: tuple[Span, str], day: str | None
) -> Claim:
    (start, end), subject = where
    text = citer.record.document.text
    content = text[start:end]
    cue = " ".join(text[s:e] for s, e in said.cue)
    measured = {w for f in citer.record.figures if start <= f.start < end and f.unit
                for w in stems(text[f.start : f.end + RATE])}  # fmt: skip
    about = frozenset(stems(f"{subject} {content}")) - _said_words() - measured
    untrue = _called_untrue(content)
    silent = said.attitude != "denial" and _SILENT.search(cue) is not None
    negations = len(_NOT.findall(content)) + (said.attitude == "denial") + untrue + silent
    return Claim(
        citer=citer,
        said=said,
        number=number,
        who=_who(citer.record, said),
        whole=_is_clause(f"{subject} {content}"),
        about=about,
        plain=about & {stem(w) for w in _WORD.findall(f"{subject} {content}") if w.islower()},
        denied=negations % 2 == 1,
        back=_only_back(content, about, _rejects(text, said)),
        reports=said.attitude == "denial" and _REPORTS.match(content) is not None,
        clock=_clock(citer.record, (start, end)),
        silent=silent,
        day=day,
    )


def _rejects(text: str, said: Statement) -> bool:
    """Whether a statement denies, or calls something untrue."""
    return said.attitude == "denial" or any(_called_untrue(text[s:e]) for s, e in said.content)


def _called_untrue(content: str) -> bool:
    """Whether a clause ends in that something is untrue: `the figure was wrong`, `a smear`."""
    match = _CALLED.search(content.rstrip())
    return match is not None and stem(match[1] or match[2]) in _untrue()


def _is_clause(content: str) -> bool:
    """Whether a content has a verb, and lays down no rule or condition."""
    found = words(content)
    verb = any(w in irregular() or w in auxiliaries() or w.endswith("ed") for w in found)
    return verb and _RULE.search(content) is None


def _clauses(text: str, said: Statement) -> list[tuple[Span, str]]:
    """The clauses of a content that has any word, each with the subject that it leaves out."""
    out: list[tuple[Span, str]] = []
    for start, end in said.content:
        for first, last in _cut(text, start, end, _PIECE):
            whole = text[first:last]
            verb = _AUXILIARY.search(whole)
            subject = whole[: verb.start()] if verb else ""
            for number, (at, stop) in enumerate(_cut(text, first, last, _PREDICATE)):
                out.append(((at, stop), subject if number else ""))
    return [((s, e), subject) for (s, e), subject in out if words(text[s:e])]


def _cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[Span]:
    out, at = [], start
    for match in pattern.finditer(text, start, end):
        out.append((at, match.start()))
        at = match.end()
    return [*out, (at, end)]


def _only_back(content: str, about: frozenset[str], rejects: bool) -> bool:
    """Whether a content is only about what was said before: `that allegation`, `no such offer`."""
    if _ALONE.match(content):
        return rejects
    said = tables.sets(WORDS)["something said"]
    match = next((m for m in _BACK.finditer(content) if m[1].lower() in said), None)
    if match is None:
        return False
    such = "such" in match[0].lower()
    return (such or rejects) and len(about) <= SHORT // (1 if such else 2)


def _who(record: Record, said: Statement) -> str:
    """A key for who speaks: the last word of a name, else the words for it."""
    entity = record.entity(said.speaker)
    text = record.document.text
    if entity is not None:
        parts = names.parts(entity.name)
        return parts[-1] if entity.type == "Person" and parts else " ".join(parts)
    return " ".join(text[s:e].lower() for s, e in said.source)


def _clock(record: Record, span: Span) -> str | None:
    """The one time of day in an interval that is told in digits."""
    text = record.document.text
    found = {
        match[1]
        for t in record.times
        if span[0] <= t.start < span[1]
        and (match := _CLOCK.search(t.value or ""))
        and any(c.isdigit() for c in text[t.start : t.end])
    }
    return found.pop() if len(found) == 1 else None


@cache
def _untrue() -> frozenset[str]:
    return frozenset(stem(w) for w in tables.sets(WORDS)["untrue"])


@cache
def _said_words() -> frozenset[str]:
    return frozenset(stem(w) for w in tables.sets(WORDS)["something said"]) | _untrue()
