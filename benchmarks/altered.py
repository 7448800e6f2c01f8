"""Reports as others print them: cut, retitled, touched up; and reports that only look alike.

Everything is made at run time from texts given, by a seeded generator.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence

Rng = random.Random
Alteration = Callable[[str, Rng], str]

_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NUMBERS = [
    *("two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve", "twenty", "thirty"),
]
_CLOSED = [*_DAYS, *_MONTHS, *_NUMBERS]
_NUMBER_OR_DAY = re.compile(rf"\d+|\b(?:{'|'.join(_CLOSED)})\b")
_HEADS = (
    "What we know so far",
    "Officials respond as questions mount over the affair",
    "Analysis: a long week comes to a quiet end",
    "Update: parties dispute the account",
    "In brief: the day’s developments",
)
_PLACES = ("GENEVA", "LAGOS", "QUITO", "OSLO", "HANOI")
_FEET = (
    "Reporting by our correspondents; editing by the night desk. Our standards are set out online.",
    "© All rights reserved. This material may not be published, broadcast, rewritten or "
    "redistributed without permission. Sign up for the morning letter to get more like this.",
    "Follow us on social media and read more on our website.",
)


def cut_at_the_end(text: str, rng: Rng, most: float = 0.4) -> str:
    """The first 60 to 90 % of the words."""
    words = text.split(" ")
    return " ".join(words[: round(len(words) * (1 - rng.uniform(0.1, most)))])


def cut_in_the_middle(text: str, rng: Rng, most: float = 0.4) -> str:
    """10 to 40 % of the words taken out in one piece."""
    words = text.split(" ")
    length = round(len(words) * rng.uniform(0.1, most))
    start = rng.randrange(max(1, len(words) - length))
    return " ".join(words[:start] + words[start + length :])


def new_headline(text: str, rng: Rng) -> str:
    """Another first line; the old one goes where there is one."""
    head, _, rest = text.partition("\n\n")
    return f"{rng.choice(_HEADS)}\n\n{rest if rest and len(head) < 150 else text}"


def new_figures_and_days(text: str, rng: Rng) -> str:
    """Every number in digits, and every day, month and small number in words, another one."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word.isdigit():
            return str(rng.randrange(10 ** (len(word) - 1), 10 ** len(word)))
        group = next(names for names in (_DAYS, _MONTHS, _NUMBERS) if word in names)
        return rng.choice([name for name in group if name != word])

    return _NUMBER_OR_DAY.sub(other, text)


def reordered(text: str, rng: Rng) -> str:
    """Its paragraphs in another order; its sentences, where it has fewer than three."""
    parts, joint = text.split("\n\n"), "\n\n"
    if len(parts) < 3:
        parts, joint = _SENTENCE.split(text), " "
    rng.shuffle(parts)
    return joint.join(parts)


def new_front_and_foot(text: str, rng: Rng) -> str:
    """Another byline and dateline before it, and a standing note after it."""
    place = f"{rng.choice(_PLACES)}, {rng.choice(_MONTHS)[:3]}. {rng.randrange(1, 29)}"
    author = rng.choice(("By Ada Winter and Tom Reyes", "By Staff Writer", "By Noor Haddad"))
    return f"{author}\n\n{place} — {text}\n\n{rng.choice(_FEET)}"


def new_typography(text: str, rng: Rng) -> str:
    """Other quotation marks, dashes, blanks, line ends and Unicode form."""
    marks = rng.choice(('""', "«»", "„“", "“”"))
    table = {"“": marks[0], "”": marks[1], "’": "'", "‘": "'", "—": " - ", "–": "-", "…": "..."}
    text = "".join(table.get(c, c) for c in text)
    text = re.sub(r"(?<= )", lambda _: "\u00a0" if rng.random() < 0.05 else "", text)
    if rng.random() < 0.5:
        text = re.sub(r"(?<=\S) (?=\S)", lambda _: "\n" if rng.random() < 0.08 else " ", text)
    if rng.random() < 0.3:
        text = text.upper()
    return unicodedata.normalize(rng.choice(("NFC", "NFD", "NFKD")), text)


def all_at_once(text: str, rng: Rng) -> str:
    """Up to a quarter cut, and everything else but another order."""
    cut = rng.choice((cut_at_the_end, cut_in_the_middle))(text, rng, 0.25)
    for change in (new_headline, new_figures_and_days, new_front_and_foot, new_typography):
        cut = change(cut, rng)
    return cut


ALTERATIONS: dict[str, Alteration] = {
    "cut at the end": cut_at_the_end,
    "cut in the middle": cut_in_the_middle,
    "new headline": new_headline,
    "figures and days": new_figures_and_days,
    "reordered": reordered,
    "front and foot": new_front_and_foot,
    "typography": new_typography,
    "all at once": all_at_once,
}


def brief(text: str, rng: Rng) -> str:
    """The first sentences of a report, up to a third of its words, retitled; no copy of it."""
    left = round(len(text.split()) * rng.uniform(1 / 8, 1 / 3))
    kept = []
    for sentence in _SENTENCE.split(text):
        left -= len(sentence.split())
        if kept and left < 0:
            break
        kept.append(sentence)
    return f"{rng.choice(_HEADS)}\n\n" + " ".join(kept)


_WEEKLY = (
    "{market} closed {up} on {day} as {who} weighed {what}. The benchmark {moved} {n}.{n} percent "
    "to {n}{n}{n} points, its {rank} weekly move in a row, while the {currency} traded near "
    "{n}.{n}{n} to the dollar. “{quote},” said {name} of {firm}. Next week brings figures on "
    "{what2} and a decision by {body}. Volume was {amount} than the average of the last {few} "
    "weeks.",
    "Security summary for {place}, week {n}{n}. {few} incidents were reported, {amount} than in "
    "the week before. On {day}, {who} {did} near {place2}; {n} people were {hurt}. {body} said "
    "{what} was behind it. “{quote},” a spokesman for {firm} said. The road to {place3} was "
    "{road}. The outlook for the coming week is {outlook}, with {what2} expected to matter most.",
)
_SLOTS: dict[str, Sequence[str]] = {
    "market": ("Lisbon", "Warsaw", "Nairobi", "Santiago", "Jakarta", "Zurich"),
    "up": ("higher", "lower", "flat", "mixed", "at a record"),
    "day": _DAYS,
    "who": ("traders", "gunmen", "protesters", "pension funds", "exporters", "a local militia"),
    "what": ("the harvest", "a strike", "new tariffs", "the election", "a smuggling feud", "rates"),
    "what2": ("inflation", "rainfall", "the border talks", "employment", "fuel prices", "exports"),
    "moved": ("gained", "lost", "added", "shed"),
    "rank": ("second", "third", "fourth", "fifth"),
    "currency": ("zloty", "peso", "shilling", "rupiah", "franc"),
    "quote": (
        "Nobody wants to hold risk into the weekend",
        "We had hoped for rain and got a reshuffle",
        "The valley is calm because it is empty",
        "This is arithmetic and not a panic",
        "They came at dawn and left the gate open",
    ),
    "name": ("Ines Duarte", "Karol Zych", "Wanjiru Otieno", "Pablo Rojas", "Dewi Lestari"),
    "firm": ("Harbour Capital", "the river police", "Norte Research", "the district", "Alp Bank"),
    "body": ("the central bank", "the governor", "parliament", "the joint command", "the court"),
    "amount": ("a third higher", "slightly lower", "twice more", "little changed", "much lower"),
    "few": ("four", "six", "eight", "ten", "thirteen"),
    "place": ("the northern districts", "the delta", "Upper Marra", "the coast", "Tessin"),
    "place2": ("a fuel depot", "the old bridge", "Kolm", "the market of Sarn", "a school"),
    "place3": ("Belt", "the airport", "Orsk Pass", "the lake", "Vell"),
    "did": ("fired on a patrol", "burnt two lorries", "held a march", "blocked the railway"),
    "hurt": ("wounded", "detained", "killed", "displaced"),
    "road": ("closed for a day", "open throughout", "mined again", "repaired"),
    "outlook": ("tense", "stable", "uncertain", "better"),
}


def weekly_briefs(count: int, rng: Rng) -> list[str]:
    """Briefs of two forms, each with other content."""
    return [_filled(_WEEKLY[n % len(_WEEKLY)], rng) for n in range(count)]


def _filled(form: str, rng: Rng) -> str:
    def word(match: re.Match[str]) -> str:
        slot = match[1]
        return str(rng.randrange(1, 10)) if slot == "n" else rng.choice(_SLOTS[slot])

    return re.sub(r"\{(\w+)\}", word, form)
