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
    "Location": Term("place", "A place that is no state and is spoken of more than once."),
}

MENTION_TYPES: dict[str, Term] = {
    "Person": Term("person", "A human being, by name, office or description."),
    "Organisation": Term("organisation", "A body, government, armed group, or people together."),
    "Location": Term("place", "A country, town, region, building or site."),
    "Nationality": Term("nationality", "Of a state or people: Iraqi."),
    "Temporal": Term("time", "A date, a time or a stretch of time."),
    "Quantity": Term("quantity", "How many or how much."),
    "Money": Term("money", "An amount of money."),
    "Weapon": Term("weapon", "A weapon, ammunition or explosive."),
    "MilitaryPlatform": Term(
        "military platform", "A tank, aircraft, ship or other carrier of arms."
    ),
    "Vehicle": Term("vehicle", "A vehicle that carries no arms."),
    "DocumentReference": Term("document", "A law, report, resolution or other text."),
    "Coordinate": Term("coordinate", "A position in degrees or on a grid."),
    "Frequency": Term("frequency", "A radio frequency."),
    "CommsIdentifier": Term("address", "A telephone number, e-mail address or the like."),
    "Group": Term("group", "Several people or bodies referred to together."),
    "Document": Term("document", "A text that speaks: the readout."),
}

RELATION_TYPES: dict[str, Term] = {
    "CommWith": Term("communicates with", "They speak, write, meet or negotiate."),
    "InChargeOf": Term(
        "is in charge of", "The first leads, controls, owns or commands the second."
    ),
    "BelongsTo": Term("belongs to", "The first is a part or a member of the second."),
    "Likes": Term("is for", "The first supports or praises the second."),
    "Dislikes": Term("is against", "The first opposes or condemns the second."),
    "FightingAgainst": Term("fights", "They fight, or one attacks the other."),
    "AlliesOf": Term("is allied with", "They act together."),
    "CoLocated": Term("is at", "They are in one place, or one is where the other is."),
    "Apart": Term("is away from", "They are in different places, or one leaves the other."),
    "HasAttrOf": Term("is so many", "The second says how many or how much of the first there are."),
    "IsSynonymOf": Term("is the same as", "Both are names of one."),
}

SYMMETRIC_RELATIONS = frozenset(
    ("CommWith", "FightingAgainst", "AlliesOf", "CoLocated", "Apart", "IsSynonymOf")
)
"""Types of relation that hold both ways."""

MENTION_FORMS: dict[str, Term] = {
    "name": Term("name", "A proper name."),
    "nominal": Term("nominal", "A common noun phrase or title: the secretary."),
    "pronoun": Term("pronoun", "A pronoun: she, they."),
    "adjective": Term("adjective", "An adjective for a state or place: Iraqi."),
}

OCCUPANCY_STATUSES: dict[str, Term] = {
    "current": Term("current", "The person holds the office when the report is written."),
    "former": Term("former", "The person held it before."),
    "acting": Term("acting", "The person fills it for a time, without holding it in full."),
    "designate": Term("designate", "The person is chosen for it and has not taken it up."),
    "candidate": Term("candidate", "The person seeks it, or is spoken of for it."),
}

EVENT_STATUSES: dict[str, Term] = {
    "occurred": Term("occurred", "It has happened, as told."),
    "ongoing": Term("ongoing", "It is under way when the report is written."),
    "planned": Term("planned", "Somebody has decided or undertaken to do it, and has not yet."),
    "called_for": Term("called for", "Somebody asks, urges, demands or hopes that it is done."),
    "hypothetical": Term("hypothetical", "It may happen, or might have: if, could, fear, risk."),
    "denied": Term("denied", "It is said not to have happened, or not to be going to."),
    "alleged": Term("alleged", "It is charged or suspected, and the report does not vouch for it."),
}

QUALIFIERS: dict[str, Term] = {
    "exact": Term("exactly", "The number as it stands, or said to be exact."),
    "about": Term("about", "Near the number: about, some, around, nearly, roughly."),
    "at_least": Term("at least", "The number or more."),
    "at_most": Term("up to", "The number or less."),
    "more_than": Term("more than", "Above the number."),
    "less_than": Term("less than", "Below the number."),
    "between": Term("between", "From one number to another."),
    "vague": Term("some", "A number that no digit tells: dozens, several, hundreds."),
}

TIME_TYPES: dict[str, Term] = {
    "DATE": Term("date", "A day, week, month, season, year or longer stretch of the calendar."),
    "TIME": Term("time", "A time of day."),
    "DURATION": Term("duration", "How long."),
    "SET": Term("recurring", "Times that recur: every Friday."),
}

PLACE_PRECISIONS: dict[str, Term] = {
    "point": Term("site", "A building, base, camp or other site."),
    "city": Term("city", "A city, town, village or district of one."),
    "admin": Term("district", "A province, state, county or district."),
    "country": Term("country", "A whole country: the point is merely within it."),
    "region": Term("region", "A part of the world, sea, river or range of mountains."),
}
