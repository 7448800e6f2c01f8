"""Closed vocabularies of the record, each term with its label and definition."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """One term of a closed vocabulary."""

    label: str
    definition: str


FORMS: dict[str, Term] = {
    "direct": Term("direct", "The content is the source's own words, between quotation marks."),
    "indirect": Term("indirect", "The content is told in the reporter's words."),
    "mixed": Term("mixed", "Reported words with a part between quotation marks."),
}

SPEAKER_KINDS: dict[str, Term] = {
    "named": Term("named", "A person, body or state called by its name, or a pronoun for one."),
    "office": Term("office", "Whoever holds an office: the secretary, a spokesperson."),
    "group": Term("group", "Several people or bodies: the two men, residents, lawmakers."),
    "document": Term("document", "A text speaks: a readout, a report, a bill, a poll."),
    "anonymous": Term(
        "anonymous", "A source kept unnamed: officials, a person close to the talks."
    ),
    "impersonal": Term("impersonal", "Nobody is said to speak: it is feared, there are concerns."),
    "implicit": Term("implicit", "A source stands behind the words but is not written there."),
}

ATTITUDES: dict[str, Term] = {
    "assertion": Term("asserts", "The source puts the content forward as so."),
    "belief": Term("believes", "The source holds, thinks, expects, doubts or fears the content."),
    "intention": Term("intends", "The source wants, plans, seeks or hopes for the content."),
    "request": Term("requests", "The source asks, urges or orders somebody to bring it about."),
    "promise": Term("promises", "The source commits itself to the content."),
    "denial": Term("denies", "The source says that the content is not so, or refuses it."),
    "question": Term("asks", "The source asks whether, or what."),
    "accusation": Term("accuses", "The source charges somebody with the content."),
    "evaluation": Term("judges", "The source praises, welcomes, condemns or regrets the content."),
    "perception": Term("learns", "The source sees, hears, finds or learns the content."),
    "discussion": Term("discusses", "Sources talk about the content without one position stated."),
}

CHANNELS: dict[str, Term] = {
    "readout": Term("readout", "An official summary of a conversation or meeting."),
    "post": Term("post", "A message on a social network."),
    "interview": Term("interview", "Answers given to a reporter or a programme."),
    "press_conference": Term("press conference", "Words to the assembled press, or a briefing."),
    "statement": Term("statement", "A prepared statement or press release."),
    "report": Term("report", "A published report, study, poll or news item."),
    "speech": Term("speech", "An address, sermon, remarks or rally."),
    "letter": Term("letter", "A letter, e-mail or memo."),
    "call": Term("call", "A telephone or video call."),
    "meeting": Term("meeting", "A meeting or talks face to face."),
    "testimony": Term("testimony", "Words under oath: a hearing, a court, a filing."),
    "book": Term("book", "A book or memoir."),
    "debate": Term("debate", "A debate, in parliament or on stage."),
}

ENTITY_TYPES: dict[str, Term] = {
    "Person": Term("person", "A human being."),
    "Organisation": Term(
        "organisation", "A body, company, party, outlet, armed group, government."
    ),
    "State": Term("state", "A sovereign state, or its government acting for it."),
    "Group": Term("group", "Several people or bodies referred to together."),
    "Document": Term("document", "A readout, report, law, letter or other text."),
}

MENTION_FORMS: dict[str, Term] = {
    "name": Term("name", "A proper name."),
    "nominal": Term("nominal", "A common noun phrase or title: the secretary."),
    "pronoun": Term("pronoun", "A pronoun: she, they."),
    "adjective": Term("adjective", "An adjective for a state or place: Iraqi."),
}
