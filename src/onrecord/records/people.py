"""Drafts → the record: speakers, addressees, attitudes, forms and channels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.knowledge import cues
from onrecord.knowledge.register import Register
from onrecord.records import collectives, conversations, media, naming, offices, relations, speakers
from onrecord.records import mentions as mentions_of
from onrecord.records.cast import Cast
from onrecord.records.conversations import Conversation
from onrecord.records.meanings import Meanings
from onrecord.records.quotes import form_of
from onrecord.records.speakers import Speaker
from onrecord.records.statements import Draft, QuoteIndex
from onrecord.schema import (
    Document,
    FoundMention,
    FoundRelation,
    Occupancy,
    Record,
    Span,
    Statement,
    covers,
    hull,
)

_NOBODY = Register()

_ASKED_FOR = re.compile(
    r"(?:(?!if |whether |wh|how )[\w’'“\"-]+ ){0,6}?[“\"]?(?:(?:not )?to [a-z]|for )"
)
"""`the spokesman not to`, `for the log`: what is asked for rather than asked."""

_ADDRESSEE_REACH = 60
"""An addressee stands at most so many characters behind the cue."""


def resolved(
    document: Document,
    drafts: Sequence[Draft],
    quotes: QuoteIndex,
    lines: Sequence[Span],
    sentences: Sequence[int],
    own: Register = _NOBODY,
    found: Sequence[FoundMention] = (),
    related: Sequence[FoundRelation] = (),
) -> Record:
    """The record of a document: its drafts as statements, and everybody in them.

    Args:
        document: what was read.
        drafts: statements in text order, tied to the drafts that report them.
        quotes: quotations of the text.
        lines: the lines that were read.
        sentences: where each sentence in them starts.
        own: people and bodies that the user knows.
        found: the model's mentions, in text order.
        related: the model's relations between them.
    """
    text = document.text
    cast = Cast(text, naming.spot(text, lines, sentences, own), sentences)
    mentions_of.settle(cast, found)
    collectives.name_campaigns(cast)
    talks = conversations.find(cast, text)
    held = offices.find(cast, text)
    for office in held:
        cast.promote(office.holder, "Person")
        seeks = " candidate" if office.status == "candidate" else ""
        once = "former " if office.status == "former" else ""
        cast.actors[office.holder].titles.add(f"{once}{office.position}{seeks}")
    quoted = [piece for q in quotes.quotes for piece in q.pieces]
    contents = [piece for draft in drafts for piece in draft.content]
    hints = mentions_of.hints(cast, found)
    discourse = Meanings(cast, text, quoted, lines, hints, contents)
    voices = _voices(discourse, drafts, quotes, talks)
    heard = [_addressees(cast, text, i, drafts, voices, talks) for i in range(len(drafts))]
    speaking = {v.actor for v in voices if v.actor is not None} | {a for row in heard for a in row}
    loose = mentions_of.join(cast, found)
    ties = [*relations.by_rule(cast, talks, found), *relations.by_model(related, found)]
    loose += mentions_of.led(cast, loose, [t.target for t in ties])
    entities, mentions, ids = cast.finished(speaking, loose)
    occupancies = tuple(
        Occupancy(
            holder=ids[h.holder],
            position=h.position,
            organisation=None if h.organisation is None else ids[h.organisation],
            status=h.status,
            spans=h.spans,
            as_of=None if h.status == "former" else document.published,
        )
        for h in held
    )
    statements = []
    for i, (draft, voice) in enumerate(zip(drafts, voices, strict=True)):
        cue = text[slice(*hull(draft.cue))]
        channel, channel_span = media.channel(text, draft, _clause(cast, draft, drafts))
        statements.append(
            Statement(
                id=f"s{i + 1}",
                source=draft.source,
                cue=draft.cue,
                content=draft.content,
                form=_form(text, draft, drafts, quotes),
                speaker=ids[voice.actor] if voice.actor is not None else None,
                speaker_kind=_kind(draft, voice, quotes),
                addressees=tuple(ids[a] for a in heard[i]),
                attitude=_attitude(cue, text, draft),
                channel=channel,
                channel_span=channel_span,
                parent=None if draft.parent is None else f"s{draft.parent + 1}",
                confidence=draft.confidence,
            )
        )
    at = {(m.start, m.end): m.id for m in reversed(mentions)}
    return Record(
        document=document,
        mentions=mentions,
        entities=entities,
        occupancies=occupancies,
        statements=tuple(statements),
        relations=relations.told(ties, at, statements),
    )


def _voices(
    discourse: Meanings,
    drafts: Sequence[Draft],
    quotes: QuoteIndex,
    talks: tuple[Conversation, ...],
) -> list[Speaker]:
    """The speaker of each draft; sources are resolved in the order in which they stand."""
    cast = discourse.cast
    voices = [Speaker(None, "impersonal")] * len(drafts)
    heard: list[Speaker] = []
    outermost: list[Speaker] = []
    contents = tuple(piece for d in drafts for piece in d.content)
    for i in sorted(range(len(drafts)), key=lambda i: (hull(drafts[i].source or drafts[i].cue), i)):
        draft = drafts[i]
        at = hull(draft.source or draft.cue)[0]
        before = outermost if draft.parent is None else heard
        discourse.advance(at, contents, speakers.persons(cast, before))
        voice = speakers.resolve(discourse, draft.source, draft.content, before, talks)
        voice = voice._replace(at=at)
        if voice.actor is not None and voice.form is not None:
            cast.actors[voice.actor].appear(*hull(draft.source), voice.form, 0.8)
        voices[i] = voice
        heard.append(voice)
        if draft.parent is None:
            outermost.append(voice)
        if form_of(draft.content, quotes.near(hull(draft.content))) == "indirect":
            speakers.note_pronouns(discourse, draft.content, voice, before)
    discourse.advance(len(discourse.text), contents, speakers.persons(cast, outermost))
    return voices


def _attitude(cue: str, text: str, draft: Draft) -> str:
    """The attitude of the cue; to ask somebody to do something is no question."""
    found = cues.classify(cue)
    if found.lemma == "ask" and found.attitude == "question":
        opening = text[slice(*draft.content[0])][:80]
        return "request" if _ASKED_FOR.match(opening) else found.attitude
    return found.attitude


def _kind(draft: Draft, voice: Speaker, quotes: QuoteIndex) -> str:
    """Nobody named: quoted words still have a speaker, who is not written there."""
    if draft.source or voice.kind != "impersonal":
        return voice.kind
    return (
        "implicit"
        if form_of(draft.content, quotes.near(hull(draft.content))) == "direct"
        else voice.kind
    )


def _form(text: str, draft: Draft, drafts: Sequence[Draft], quotes: QuoteIndex) -> str:
    """Form by the quotation marks that are the statement's own, not its reporter's."""
    near = quotes.near(hull(draft.content))
    if draft.parent is not None:
        near = tuple(q for q in near if not covers(q.pieces, draft.cue))
    return form_of(draft.content, near)


def _clause(cast: Cast, draft: Draft, drafts: Sequence[Draft]) -> Span:
    """Where words about a statement may stand: its cue's sentence, inside its reporter's words."""
    start, end = cast.sentence_span(draft.cue[0][0])
    if draft.parent is not None:
        inside = hull(drafts[draft.parent].content)
        start, end = max(start, inside[0]), min(end, inside[1])
    return start, end


def _addressees(
    cast: Cast,
    text: str,
    number: int,
    drafts: Sequence[Draft],
    voices: Sequence[Speaker],
    talks: tuple[Conversation, ...],
) -> tuple[int, ...]:
    """Who the words were said to: the cue's object, or the other side of the conversation."""
    draft = drafts[number]
    cue, content = hull(draft.cue), hull(draft.content)
    if cues.classify(text[slice(*cue)]).addressee:
        reach = content[0] if content[0] >= cue[1] else cue[1] + _ADDRESSEE_REACH
        told = [
            cast.of[h.start, h.end]
            for h in cast.inside((cue[0], min(reach, cue[1] + _ADDRESSEE_REACH)))
            if h.form != "adjective" and _object(text, cue[0], h.lead if h.lead >= 0 else h.start)
        ]
        told = [a for a in told if a != voices[number].actor]
        if told:
            return (told[0],)
    if draft.parent is None:
        return ()
    above = drafts[draft.parent]
    around = text[slice(*hull(above.source, above.cue))] if above.source else ""
    sentence = cast.sentence_span(above.cue[0][0])
    around += text[sentence[0] : sentence[1]] if voices[draft.parent].kind == "document" else ""
    if voices[draft.parent].kind != "document" or not conversations.NOUN.search(around):
        return ()
    earlier = [t for t in talks if t.start <= above.cue[0][1]]
    speaker = voices[number].actor
    if not earlier or speaker not in earlier[-1].participants:
        return ()
    return tuple(p for p in earlier[-1].participants if p != speaker)


def _object(text: str, cue: int, at: int) -> bool:
    """Whether a name stands right behind the cue's verb, as its object would."""
    return (
        re.fullmatch(
            r"[\w’'-]+(?:\s+(?:the|to|with|a|an|his|her|their|reporters at|on))*\s*", text[cue:at]
        )
        is not None
    )
