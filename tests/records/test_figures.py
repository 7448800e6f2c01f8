"""How many and how much, of what, on whose word; and the numbers that say neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge import figures as known
from onrecord.records.figures import find, numbers, tokens
from onrecord.schema import Mention, Place, Statement, Time


def figures(text, *rest):
    return find(text, [(0, len(text))], *(rest or ((),)))


def told(text):
    return [
        (text[f.start : f.end], f.low, f.high, f.qualifier, f.unit, [text[s:e] for s, e in f.of])
        for f in figures(text)
    ]


def only(text):
    (figure,) = told(text)
    return figure


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "qualifier", "of"),
    [
        ("Up to 7,000 inmates fled.", "Up to 7,000", None, 7000, "at_most", "inmates"),
        ("They hold at least 82 monks.", "at least 82", 82, None, "at_least", "monks"),
        ("Over 1,700 old cars burnt.", "Over 1,700", 1700, None, "more_than", "old cars"),
        ("Fewer than 30 ships sank.", "Fewer than 30", None, 30, "less_than", "ships"),
        ("It never exceeded 640 bottles.", "never exceeded 640", None, 640, "at_most", "bottles"),
        ("It didn’t exceed 90 votes.", "didn’t exceed 90", None, 90, "at_most", "votes"),
        ("Not to exceed ten guests.", "Not to exceed ten", None, 10, "at_most", "guests"),
        ("It was never below 20 boats.", "never below 20", 20, None, "at_least", "boats"),
        ("Many, if not more than 90 cows, ran.", "more than 90", 90, None, "more_than", "cows"),
        ("Not just over 90 cows.", "just over 90", 90, None, "more_than", "cows"),
        ("About 40 nuns sang.", "About 40", 40, 40, "about", "nuns"),
        ("Nearly 300 fans came.", "Nearly 300", 300, 300, "about", "fans"),
        ("Between 20 and 30 bands met.", "Between 20 and 30", 20, 30, "between", "bands"),
        ("We saw 20 to 30 bands.", "20 to 30", 20, 30, "between", "bands"),
        ("We saw 20-30 bands.", "20-30", 20, 30, "between", "bands"),
        ("We saw five or six gunmen.", "five or six", 5, 6, "between", "gunmen"),
        ("He owns 12 or more boats.", "12 or more", 12, None, "at_least", "boats"),
        ("Some 20-odd men left.", "Some 20-odd", 20, 20, "about", "men"),
        ("Well over a dozen cows died.", "Well over a dozen", 12, None, "more_than", "cows"),
        ("Three million people moved.", "Three million", 3e6, 3e6, "exact", "people"),
        ("It has 2.3 million river boats.", "2.3 million", 2.3e6, 2.3e6, "exact", "river boats"),
        ("Dozens of poets wept.", "Dozens", 24, None, "vague", "poets"),
        ("Tens of thousands of poets wept.", "Tens of thousands", 2e4, None, "vague", "poets"),
        ("Several hundred oxen ran.", "Several hundred", 300, None, "vague", "oxen"),
        ("He met a couple of local singers.", "a couple", 2, None, "vague", "local singers"),
        ("She named 12 air and sea lines.", "12", 12, 12, "exact", "air and sea lines"),
        ("Ten United Nations staff came.", "Ten", 10, 10, "exact", "United Nations staff"),
        ("Six of the hill-top forts fell.", "Six", 6, 6, "exact", "hill-top forts"),
        ("A 28-member council sat.", "28", 28, 28, "exact", "member"),
        ("A 1,000-strong force left.", "1,000", 1000, 1000, "exact", "force"),
        ("One soldier was hurt.", "One", 1, 1, "exact", "soldier"),
        ("There were no serious injuries.", "no", 0, 0, "exact", "serious injuries"),
        ("Five were killed.", "Five", 5, 5, "exact", "killed"),
        ("The death toll rose to 82.", "82", 82, 82, "exact", "death toll"),
        ("A raid left 20 dead.", "20", 20, 20, "exact", "dead"),
    ],
)
def test_counts_say_how_many_of_what(text, words, low, high, qualifier, of):
    assert only(text) == (words, low, high, qualifier, None, [of])


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "qualifier", "unit", "of"),
    [
        ("It cost $1.2bn.", "$1.2bn", 1.2e9, 1.2e9, "exact", "USD", []),
        ("It cost $2-3 million.", "$2-3 million", 2e6, 3e6, "between", "USD", []),
        ("It cost £5m to £6m.", "£5m to £6m", 5e6, 6e6, "between", "GBP", []),
        ("He paid under €500.", "under €500", None, 500, "less_than", "EUR", []),
        ("He paid 40,000 Iraqi dinars.", "40,000 Iraqi dinars", 4e4, 4e4, "exact", "IQD", []),
        ("It lost millions of dollars.", "millions of dollars", 2e6, None, "vague", "USD", []),
        ("30 per cent of voters left.", "30 per cent", 30, 30, "exact", "%", ["voters"]),
        ("5-7 per cent of voters left.", "5-7 per cent", 5, 7, "between", "%", ["voters"]),
        ("It fell 0.5 percentage points.", "0.5 percentage points", 0.5, 0.5, "exact", "pp", []),
        ("A third of the seats fell.", "A third", 1 / 3, 1 / 3, "exact", "fraction", ["seats"]),
        ("Two-thirds of it burnt.", "Two-thirds", 2 / 3, 2 / 3, "exact", "fraction", []),
        ("Half the town fled.", "Half", 0.5, 0.5, "exact", "fraction", ["town"]),
        ("One in five clerks left.", "One in five", 0.2, 0.2, "exact", "fraction", ["clerks"]),
        ("It is 12 km away.", "12 km", 12, 12, "exact", "km", []),
        ("It is a three-mile road.", "three-mile", 3, 3, "exact", "mi", []),
        ("It is 300 square miles.", "300 square miles", 300, 300, "exact", "mi²", []),
        ("They burnt 50 tonnes of hemp.", "50 tonnes", 50, 50, "exact", "t", ["hemp"]),
        ("It pumps 600 barrels a day.", "600 barrels a day", 600, 600, "exact", "barrel/day", []),
        ("It ran at 90 km/h.", "90 km/h", 90, 90, "exact", "km/h", []),
    ],
)
def test_money_shares_and_measures_have_units(text, words, low, high, qualifier, unit, of):
    assert only(text) == (words, pytest.approx(low), pytest.approx(high), qualifier, unit, of)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Some 200 killed and 30 wounded.", [("Some 200", "killed"), ("30", "wounded")]),
        ("Of the 300 inmates, 40 were ill.", [("300", "inmates"), ("40", "inmates")]),
        ("It has 645 beds, 36 of which are new.", [("645", "beds"), ("36", "beds")]),
        ("Ten men came and two others left.", [("Ten", "men"), ("two", "others")]),
        ("It passed by 52 votes to 48.", [("52", "votes"), ("48", "votes")]),
        ("A 15-0 vote settled it.", [("15", "vote"), ("0", "vote")]),
        ("At least 30, perhaps as many as 50, were killed.",
         [("At least 30", "killed"), ("perhaps as many as 50", "killed")]),
        ("Two strikes hit three air bases.", [("Two", "strikes"), ("three", "air bases")]),
    ],
)  # fmt: skip
def test_a_sentence_may_hold_several(text, wanted):
    assert [(words, of[0]) for words, _, _, _, _, of in told(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The two men met both leaders.",
        "His three sons and Iraq’s two rivals spoke.",
        "It was 5 March 2016, at 10:30 or 8 p.m.",
        "On June 25 and 26, and from 2013-14, it rained.",
        "A 20-year-old man waited three long days, 12 hours and hundreds of years.",
        "She is 45. Ann Lee, 38, a mother of three, aged 40 then, came third.",
        "Resolution 2254, Article 5, page 12 and No. 3 of the 13th text.",
        "An F-16, a T-72, COVID-19 and an AK-47 in the 1980s.",
        "Call 910-555-0123 or 131 564 about 9/11.",
        "8. The next item [12] is (3) long.",
        "No one can say; one of the most, one official said, one day.",
        "They won 3-2 in game 7.",
        "He voted three times.",
        "The 2016 candidates met in the first half.",
        "He lives at 10 Elm Street.",
        "33°47′N 44°30′E",
        "",
    ],
)
def test_dates_names_ages_and_what_is_known_already_are_no_figures(text):
    assert told(text) == []


def test_a_figure_stands_on_the_word_of_the_innermost_statement():
    text = "He said: she said 20 men fled. Ten stayed, as 12 monks did."
    outer = Statement(
        id="s1", source=((0, 2),), cue=((3, 7),), content=((9, 29),), form="indirect",
        speaker=None, speaker_kind="named",
    )  # fmt: skip
    inner = Statement(
        id="s2", source=((9, 12),), cue=((13, 17),), content=((18, 29),), form="indirect",
        speaker=None, speaker_kind="named", parent="s1",
    )  # fmt: skip
    assert [(f.id, f.statement) for f in figures(text, [outer, inner])] == [
        ("f1", "s2"),
        ("f2", None),
    ]


def test_a_figure_has_the_one_date_and_place_of_its_clause():
    text = "On Monday 20 men fled in Zarn; 30 cows fled on Monday or on Friday."
    times = [
        Time(start=text.index(day, at), end=text.index(day, at) + 6, type="DATE", value=value)
        for day, at, value in (("Monday", 0, "2026-01-05"), ("Monday", 30, "2026-01-05"),
                               ("Friday", 0, "2026-01-09"))
    ]  # fmt: skip
    at = text.index("Zarn")
    mention = Mention(
        id="m1", start=at, end=at + 4, type="Location", form="name", entity=None, confidence=1
    )
    place = Place(
        mention="m1", geonames=None, name="Zarn", country=None, admin1=None, lat=None, lon=None,
        precision="city",
    )  # fmt: skip
    found = figures(text, (), times, [mention], [place])
    assert [(f.date, f.place) for f in found] == [("2026-01-05", "m1"), (None, None)]


def test_a_number_within_a_time_is_left_to_the_times():
    text = "The next 20 Fridays are free."
    time = Time(start=0, end=19, type="SET", value=None)
    assert figures(text, (), [time]) == ()


UNITS = list(known.numerals("unit"))
TENS = list(known.numerals("ten"))


def words_of(n):
    """The number in English words, as it is written in Britain."""
    for value, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= value:
            rest = words_of(n % value) if n % value else ""
            joint = " and " if 0 < n % value < 100 else " "
            return f"{words_of(n // value)} {name}{joint if rest else ''}{rest}"
    if n >= 100:
        rest = f" and {words_of(n % 100)}" if n % 100 else ""
        return f"{UNITS[n // 100]} hundred{rest}"
    if n >= 20:
        return TENS[n // 10 - 2] + (f"-{UNITS[n % 10]}" if n % 10 else "")
    return UNITS[n]


@given(st.integers(0, 10**12 - 1))
def test_number_words_are_read_as_they_are_written(n):
    text = words_of(n)
    read = numbers.read(tokens.read(text, 0, len(text)), 0)
    assert (read.value, tokens.read(text, 0, len(text))[read.stop - 1].end) == (n, len(text))


@given(st.integers(1, 10**12), st.sampled_from(["{}", "{:,}"]))
def test_digits_are_read_as_they_are_written(n, form):
    text = form.format(n)
    assert numbers.read(tokens.read(text, 0, len(text)), 0).value == n


PIECES = st.sampled_from(
    (
        *("up to", "about", "or more", "more than", "between", "no", "and", "of", "the", "in"),
        *("7,000", "1.2", "20", "2016", "3rd", "½", "a", "half", "third", "thirds", "dozen"),
        *("dozens", "twenty-one", "hundred", "thousand", "several", "one", "five", "bn", "km"),
        *("men", "deaths", "killed", "were", "Iraq", "May", "vote", "’s", "$", "£", "%"),
        *("per cent", "-", "−", "/", "+", "(", ")", "“", "”", ",", ".", "\n", "\u00a0"),
    )
)


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_gives_figures_in_order_within_it(text):
    found = figures(text)
    at = 0
    for number, figure in enumerate(found, 1):
        assert figure.id == f"f{number}"
        assert at <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end].strip() == text[figure.start : figure.end]
        assert all(0 <= s < e <= len(text) for s, e in figure.of)
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high
        at = figure.end


def test_a_line_without_end_is_read_as_fast_as_any():
    text = "up to 7,000 inmates " * 2000 + "9" * 100_000 + "one hundred and " * 2000
    assert len(figures(text)) >= 1999
