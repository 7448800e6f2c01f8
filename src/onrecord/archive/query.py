"""What can be asked of an archive: a frozen query, and its words `speaker:Brill pumps`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from onrecord.knowledge import plover
from onrecord.schema import ATTITUDES, CHANNELS, EVENT_STATUSES, FORMS

Kind = Literal["document", "statement", "event", "figure"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class QueryError(ValueError):
    """Words that are no query; the message says where and what would be one."""


class Near(msgspec.Struct, frozen=True):
    """Within `km` kilometres of a point in degrees, WGS 84."""

    lat: float
    lon: float
    km: float

    def __str__(self) -> str:
        """As it is asked for."""
        return ",".join(map(_number, (self.lat, self.lon, self.km)))


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers from `least` to `most`, null for no bound; `beyond` leaves the bound itself out."""

    least: float | None = None
    most: float | None = None
    beyond: bool = False

    def __str__(self) -> str:
        """As it is asked for."""
        if self.least is not None and self.most is not None:
            ends = dict.fromkeys((_number(self.least), _number(self.most)))
            return "..".join(ends)
        sign, bound = (">", self.least) if self.most is None else ("<", self.most)
        return sign + ("" if self.beyond else "=") + _number(bound or 0.0)


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for; everything that is given must hold.

    Of `words` (words and phrases, `*` at the end for any ending), `speaker`, `addressee`,
    `actor`, `recipient`, `place`, `of`, `figure` and `near`, all must hold. An item has one
    `attitude`, `publisher` and so on: of several, any may hold. `when` is the year, month or
    day that the item itself is of; `after` and `before` are the first day of the reports wanted
    and the day before which they end.

    The kind of the hits follows from what is asked, unless `kind` says it: figures where a
    number is asked for, else events, else statements, else documents.
    """

    words: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    attitude: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    figure: tuple[Amount, ...] = ()
    of: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    publisher: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    kind: Kind | None = None

    @property
    def kind_of_hits(self) -> Kind:
        """What the hits are."""
        if self.kind is not None:
            return self.kind
        if self.figure or self.of or self.unit:
            return "figure"
        if self.event or self.status or self.actor or self.recipient or self.when:
            return "event"
        if self.speaker or self.addressee or self.attitude or self.channel or self.form:
            return "statement"
        return "document"

    def __str__(self) -> str:
        """The query in the words that `parse` reads."""
        return " ".join(_told(self))


class Field(NamedTuple):
    """One field of a query: how its value is read, and what it asks for."""

    read: Callable[[str], Any]
    meaning: str


def _text(value: str) -> str:
    return value


def _one_of(name: str, terms_of: Callable[[], dict[str, str]]) -> Callable[[str], str]:
    """A reader for a closed vocabulary: code → as it is written."""

    def read(value: str) -> str:
        terms = terms_of()
        found = terms.get(code(value))
        if found is None:
            known = ", ".join(dict.fromkeys(terms.values()))
            raise QueryError(f"there is no {name} {value!r}; there are {known}")
        return found

    return read


def code(value: str) -> str:
    """A term of a vocabulary reduced to its letters and digits, as it is compared."""
    return "".join(c for c in value.lower() if c.isalnum())


def _codes(*names: str) -> dict[str, str]:
    return {code(name): name for name in names}


def _events() -> dict[str, str]:
    """Classes of the codebook, their modes and the contexts."""
    modes = sorted({mode for _, mode in plover.known() if mode})
    return _codes(*plover.contexts(), *modes, *plover.roots(), plover.OTHER)


def _day(value: str) -> str:
    """A day, month or year as the ISO date of its first day."""
    parts = value.split("-")
    try:
        if not all(p.isascii() and p.isdigit() for p in parts) or len(parts) > 3:
            raise ValueError(value)
        return date(*[*map(int, parts), 1, 1][:3]).isoformat()
    except ValueError:
        raise QueryError(f"{value!r} is no date: write 2026, 2026-02 or 2026-02-14") from None


def _when(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        raise QueryError(f"when:{value} is no date: write when:2026, when:2026-02 or a day")
    return value


def _near(value: str) -> Near:
    try:
        lat, lon, km = (float(part) for part in value.removesuffix("km").split(","))
        if not (abs(lat) <= 90 and abs(lon) <= 180 and 0 <= km <= 20_100):
            raise ValueError(value)
    except ValueError:
        raise QueryError(
            f"near:{value} is no place: write near:LAT,LON,KM in degrees and kilometres,"
            " such as near:36.34,43.13,50"
        ) from None
    return Near(lat, lon, km)


_AMOUNT = re.compile(
    r"(?P<sign>[<>]=?|=)?(?P<low>-?\d[\d,]*(?:\.\d+)?)(?:\.\.(?P<high>-?\d[\d,]*(?:\.\d+)?))?"
)


def _amount(value: str) -> Amount:
    match = _AMOUNT.fullmatch(value)
    if match is None or (match["sign"] and match["high"]):
        raise QueryError(
            f"figure:{value} is no number: write figure:7000, figure:>7000, figure:<=100 or"
            " figure:5000..9000"
        )
    low = float(match["low"].replace(",", ""))
    high = float(match["high"].replace(",", "")) if match["high"] else low
    sign = match["sign"] or "="
    if low > high:
        raise QueryError(f"figure:{value} ends before it begins")
    if sign == "=":
        return Amount(least=low, most=high)
    beyond = len(sign) == 1
    return Amount(least=low, beyond=beyond) if sign[0] == ">" else Amount(most=low, beyond=beyond)


FIELDS: dict[str, Field] = {
    "speaker": Field(_text, "who says it"),
    "addressee": Field(_text, "to whom it is said"),
    "attitude": Field(_one_of("attitude", lambda: _codes(*ATTITUDES)), "asserts, denies, promises"),
    "channel": Field(_one_of("channel", lambda: _codes(*CHANNELS)), "readout, post, interview"),
    "form": Field(_one_of("form", lambda: _codes(*FORMS)), "direct, indirect or mixed"),
    "event": Field(_one_of("event", _events), "class, mode or context of PLOVER"),
    "status": Field(
        _one_of("status", lambda: _codes(*EVENT_STATUSES)), "occurred, planned, denied"
    ),
    "actor": Field(_text, "who does it"),
    "recipient": Field(_text, "to whom it is done"),
    "figure": Field(_amount, "7000, >7000, <=100 or 5000..9000"),
    "of": Field(_text, "what is counted"),
    "unit": Field(_text, "a currency or measure: USD, km"),
    "place": Field(_text, "a place, its province or its country"),
    "near": Field(_near, "LAT,LON,KM: within so many kilometres"),
    "publisher": Field(_text, "who published the report"),
    "language": Field(_text, "the report's language: en"),
    "when": Field(_when, "the date of the item itself: 2026, 2026-02 or 2026-02-14"),
    "after": Field(_day, "published on that day or later"),
    "before": Field(_day, "published before that day, month or year"),
    "kind": Field(_one_of("kind", lambda: _codes(*KINDS)), "document, statement, event or figure"),
}
"""Every field of a query by its name."""

SINGLE = frozenset(("after", "before", "kind"))
"""Fields that hold one value; the last one given counts."""

_TERM = re.compile(
    r'\s*(?:(?P<field>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)"|(?P<open>")|(?P<plain>[^\s"]*))'
)


def parse(text: str) -> Query:
    """The query that the words say: `speaker:"Oda Brill" after:2026-02 pumps "left behind"`.

    Raises:
        QueryError: a field that there is not, or a value that the field cannot have.
    """
    given: dict[str, Any] = {}
    for name, value in _terms(re.sub("[“”„]", '"', text)):
        if name == "words":
            if code(value):
                given["words"] = (*given.get("words", ()), value)
            continue
        if name not in FIELDS:
            raise QueryError(
                f"there is no field {name!r}; there are {', '.join(FIELDS)}."
                f' To look for the words, put them in quotation marks: "{name}:{value}"'
            )
        if not code(value):
            raise QueryError(f"{name}: is followed by nothing to look for")
        read = FIELDS[name].read(value)
        given[name] = read if name in SINGLE else (*given.get(name, ()), read)
    return Query(**given)


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """Field and value of each term; free words and phrases have the field `words`."""
    at = 0
    while text[at:].strip():
        match = _TERM.match(text, at)
        assert match is not None, "every part of the term may be empty"
        if match["open"]:
            raise QueryError(f"a quotation mark is left open: {text[match.start('open') :]}")
        quoted = match["quoted"]
        value = " ".join((match["plain"] if quoted is None else quoted).split())
        yield (match["field"] or "words").lower(), value
        at = match.end()


def _told(query: Query) -> Iterator[str]:
    yield from (_quoted(words) for words in query.words)
    for name in FIELDS:
        value = getattr(query, name)
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        yield from (f"{name}:{_quoted(str(v))}" for v in values)


def _quoted(words: str) -> str:
    plain = " ".join(words.replace('"', " ").split())
    return plain if re.fullmatch(r"[^\s:“”„]+", plain) else f'"{plain}"'


def _number(value: float) -> str:
    """All digits of a number, without an exponent."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")
