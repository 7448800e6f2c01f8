import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake import from_text
from onrecord.reader import read_attributed
from onrecord.records import times
from onrecord.records.times import calendar
from onrecord.schema.vocabulary import TIME_TYPES

TUESDAY = "2026-01-27"


def lines(text):
    out, at = [], 0
    for line in text.split("\n"):
        if line:
            out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def told(text, published=TUESDAY):
    """Words and value of every time, with the modifier behind a space."""
    return [
        (text[t.start : t.end], f"{t.value} {t.mod}" if t.mod else t.value)
        for t in times.find(text, lines(text), published)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("on January 25, 2026", [("January 25, 2026", "2026-01-25")]),
        ("on 25 January 2026", [("25 January 2026", "2026-01-25")]),
        ("the 7th of August, 1998", [("the 7th of August, 1998", "1998-08-07")]),
        ("on 2026-01-25 it", [("2026-01-25", "2026-01-25")]),
        ("Monday, Oct. 26, 1998", [("Monday, Oct. 26, 1998", "1998-10-26")]),
        ("in March 2024", [("March 2024", "2024-03")]),
        ("25/12/2020 or 12/25/2020", [("25/12/2020", "2020-12-25"), ("12/25/2020", "2020-12-25")]),
        ("on 25.12.2020", [("25.12.2020", "2020-12-25")]),
        ("on 03/04/2020", [("03/04/2020", None)]),
        ("June 3-5, 2024", [("June 3", "2024-06-03"), ("5, 2024", "2024-06-05")]),
        ("3-5 June 2024", [("3", "2024-06-03"), ("5 June 2024", "2024-06-05")]),
        ("April 24 and 25.", [("April 24", "2026-04-24"), ("25", "2026-04-25")]),
        ("in 1994-95", [("1994", "1994"), ("95", "1995")]),
        ("in 2013 and 2014", [("2013", "2013"), ("2014", "2014")]),
        ("since the 1990s", [("the 1990s", "199X")]),
        ("in the late '80s", [("the late '80s", "198X END")]),
        ("the mid-1990s", [("the mid-1990s", "199X MID")]),
        ("the 21st century", [("the 21st century", "20")]),
        ("in fiscal 1998", [("fiscal 1998", "1998")]),
        ("Q3 2024", [("Q3 2024", "2024-Q3")]),
        ("the first half of 2024", [("the first half of 2024", "2024-H1")]),
        ("the summer of 2003", [("the summer of 2003", "2003-SU")]),
        ("last fall", [("last fall", "2025-FA")]),
        ("In late 2025, they", [("late 2025", "2025 END")]),
        ("the beginning of March", [("the beginning of March", "2026-03 START")]),
        ("in the early 1980's", [("the early 1980's", "198X START")]),
        ("in '98 and in '05", [("'98", "1998"), ("'05", "2005")]),
        ("the 2023 third quarter", [("the 2023 third quarter", "2023-Q3")]),
        ("this year's first quarter", [("this year's first quarter", "2026-Q1")]),
        ("the second half of the year", [("the second half of the year", "2026-H2")]),
        ("first-half profit fell", [("first-half", "2026-H1")]),
        ("They led in the first half.", []),
        ("by year-end", [("year-end", "2026 END")]),
        ("by the year's end", [("the year's end", "2026 END")]),
        ("late in the year", [("late in the year", "2026 END")]),
        ("this past summer", [("this past summer", "2025-SU")]),
        ("the current quarter", [("the current quarter", "2026-Q1")]),
        ("from May to June 2011", [("May", "2011-05"), ("June 2011", "2011-06")]),
        ("3 March to 5 April 2019", [("3 March", "2019-03-03"), ("5 April 2019", "2019-04-05")]),
        ("December to January 2024", [("December", "2023-12"), ("January 2024", "2024-01")]),
        ("On MARCH 3, 2021", [("MARCH 3, 2021", "2021-03-03")]),
        (
            "12-Mar-2013 or 2013/03/12",
            [("12-Mar-2013", "2013-03-12"), ("2013/03/12", "2013-03-12")],
        ),
        ("25/1/2026, 5/2/2026", [("25/1/2026", "2026-01-25"), ("5/2/2026", "2026-02-05")]),
        ("1/25/2026, 2/5/2026", [("1/25/2026", "2026-01-25"), ("2/5/2026", "2026-02-05")]),
        ("in Muharram 1447, or 1447 AH", [("Muharram 1447", None), ("1447 AH", None)]),
    ],
)
def test_parts_of_the_calendar_that_are_named(text, wanted):
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("She arrived Thursday.", [("Thursday", "2026-01-22")]),
        ("She arrived Tuesday.", [("Tuesday", "2026-01-27")]),
        ("She will leave Thursday.", [("Thursday", "2026-01-29")]),
        ("A vote scheduled for Monday", [("Monday", "2026-02-02")]),
        ("Until Friday, they had waited.", [("Friday", "2026-01-23")]),
        ("last Thanksgiving", [("last Thanksgiving", "2025-11-27")]),
        ("in October last year", [("October last year", "2025-10")]),
        ("the week of March 6", [("the week of March 6", "2026-W10")]),
        ("next Thursday", [("next Thursday", "2026-01-29")]),
        ("last Tuesday", [("last Tuesday", "2026-01-20")]),
        ("He spoke on January 25.", [("January 25", "2026-01-25")]),
        ("a fire on Nov. 25", [("Nov. 25", "2025-11-25")]),
        ("since October", [("October", "2025-10")]),
        ("today and yesterday", [("today", "2026-01-27"), ("yesterday", "2026-01-26")]),
        ("last year", [("last year", "2025")]),
        ("this week", [("this week", "2026-W05")]),
        ("earlier this month", [("earlier this month", "2026-01 START")]),
        ("early next week", [("early next week", "2026-W06 START")]),
        ("three years ago", [("three years ago", "2023")]),
        ("11 days ago", [("11 days ago", "2026-01-16")]),
        ("half a century ago", [("half a century ago", "1976")]),
        ("several years ago", [("several years ago", "PAST_REF")]),
        ("on Christmas Day", [("Christmas Day", "2025-12-25")]),
        ("on Thanksgiving", [("Thanksgiving", "2025-11-27")]),
        ("is now here", [("now", "PRESENT_REF")]),
        ("has recently left", [("recently", "PAST_REF")]),
        ("in the past, it", [("the past", "PAST_REF")]),
        ("in the future", [("the future", "FUTURE_REF")]),
        ("at the moment, at present", [("the moment", "PRESENT_REF"), ("present", "PRESENT_REF")]),
        ("It opens the day after tomorrow.", [("the day after tomorrow", "2026-01-29")]),
        ("the day before last Monday", [("the day before last Monday", "2026-01-25")]),
        ("on Friday the 13th", [("Friday the 13th", "2026-02-13")]),
        ("a week from today", [("a week from today", "2026-W06")]),
        ("three years from now", [("three years from now", "2029")]),
        ("the year before last, the year before.", [("the year before", "2025")]),
        ("The vote will be held Thursday.", [("Thursday", "2026-01-29")]),
        ("He is expected to be named Friday.", [("Friday", "2026-01-30")]),
        ("He could not be reached Monday.", [("Monday", "2026-01-26")]),
        (
            "She will sing on Saturday and Sunday.",
            [("Saturday", "2026-01-31"), ("Sunday", "2026-02-01")],
        ),
        ("It ran from Friday to Monday.", [("Friday", "2026-01-23"), ("Monday", "2026-01-26")]),
        ("They will appeal Monday's ruling.", [("Monday", "2026-01-26")]),
        ("They will watch Monday's vote.", [("Monday", "2026-02-02")]),
        (
            "It is to be held from July 20 to August 3.",
            [("July 20", "2026-07-20"), ("August 3", "2026-08-03")],
        ),
        (
            "On Dec. 31 and Jan. 1 it was shut.",
            [("Dec. 31", "2025-12-31"), ("Jan. 1", "2026-01-01")],
        ),
        ("Two weeks later, they met.", [("Two weeks later", None)]),
        ("The court ruled and set Friday as the deadline.", [("Friday", "2026-01-23")]),
        ("The talks are set for Friday.", [("Friday", "2026-01-30")]),
        ("On Friday, when she set aside plans for a trip,", [("Friday", "2026-01-23")]),
        ("She left Wednesday for Iraq.", [("Wednesday", "2026-01-28")]),
        ("A vigil planned for Saturday was canceled.", [("Saturday", "2026-01-24")]),
        ("A vigil planned for Friday was canceled.", [("Friday", "2026-01-30")]),
        ("Most recently last October in Basra.", [("last October", "2025-10")]),
        ("He was recently ill.", [("recently", "PAST_REF")]),
        ("He was most recently an aide.", [("recently", "PAST_REF")]),
    ],
)
def test_what_hangs_on_the_day_of_the_report(text, wanted):
    assert told(text) == wanted


def test_what_hangs_on_a_time_told_before_is_anchored_there():
    text = "It began on March 3, 2024. Two weeks later, and again that year, they met."
    found = times.find(text, lines(text), TUESDAY)
    assert [(t.value, t.anchor) for t in found] == [
        ("2024-03-03", None),
        ("2024-W11", "2024-03-03"),
        ("2024", "2024-W11"),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("for three days", [("three days", "P3D")]),
        ("24 hours later.", [("24 hours", "PT24H")]),
        ("a 16-hour flight", [("16-hour", "PT16H")]),
        ("for decades", [("decades", "PXDE")]),
        ("several months", [("several months", "PXM")]),
        ("more than a decade", [("more than a decade", "P10Y MORE_THAN")]),
        ("about two hours", [("about two hours", "PT2H APPROX")]),
        ("at least 72 hours", [("at least 72 hours", "PT72H EQUAL_OR_MORE")]),
        ("two and a half years", [("two and a half years", "P2.5Y")]),
        ("5 1/2 hours", [("5 1/2 hours", "PT5H30M")]),
        ("3 hours and 20 minutes", [("3 hours and 20 minutes", "PT3H20M")]),
        ("two years and six months", [("two years and six months", "P2Y6M")]),
        ("some 20 years", [("some 20 years", "P20Y APPROX")]),
        ("a week after the vote", [("a week", "P1W")]),
        ("the latest 12 months", [("the latest 12 months", "P12M")]),
        ("at 1400 GMT", [("1400 GMT", "2026-01-27T14:00")]),
        ("paid semiannually", [("semiannually", "P6M")]),
        ("up to two weeks", [("up to two weeks", "P2W EQUAL_OR_LESS")]),
        ("two to three weeks", [("two to three weeks", "PXW")]),
        ("spoke twice a week", [("twice a week", "P1W")]),
        ("half an hour", [("half an hour", "PT30M")]),
        ("the past two months", [("the past two months", "P2M")]),
        ("three days after the vote", [("three days", "P3D")]),
        ("every Friday", [("every Friday", "XXXX-WXX-5")]),
        ("met daily", [("daily", "P1D")]),
        ("every two weeks", [("every two weeks", "P2W")]),
        ("at 3 p.m. Friday", [("3 p.m. Friday", "2026-01-23T15:00")]),
        ("at 10:30 GMT", [("10:30 GMT", "2026-01-27T10:30")]),
        ("at midnight", [("midnight", "2026-01-27T24:00")]),
        ("4 in the morning", [("4 in the morning", "2026-01-27T04:00")]),
        ("left Friday night", [("Friday night", "2026-01-23TNI")]),
        ("yesterday morning", [("yesterday morning", "2026-01-26TMO")]),
        ("15 Ramadan 1445", [("15 Ramadan 1445", "2024-03-25")]),
        ("in each of the last three years", [("the last three years", "P1Y")]),
        ("in every one of the past two weeks", [("the past two weeks", "P1W")]),
        ("at 10:35 a.m. (0735 GMT)", [("10:35 a.m.", "2026-01-27T10:35")]),
        ("the state's daily briefing", [("daily", "P1D")]),
        ("In 1987 Ford built cars.", [("1987", "1987")]),
    ],
)
def test_stretches_what_recurs_and_times_of_day(text, wanted):
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "He may march on while the sun sat low.",
        "The second plan was the fall of the house.",
        "April Smith and Jan Novak read the Times.",
        "It cost $1998 and fed 2,000 people.",
        "Flight 1999 left from room 2010 with 2000 soldiers.",
        "the 52-year-old",
        "a 24-hour hotline for the Sunday Times",
        "an F-16 and COVID-19",
        "as soon as possible",
        "They won 3:2.",
        "her 1987 Chevrolet and the 2019 Toyota",
        "The Israeli daily Haaretz and the state-run weekly Akhbar said so.",
        "99999999999999999999999 and 5.5.5.5.5",
    ],
)
def test_words_that_only_look_like_times(text):
    assert told(text) == []


def test_without_a_day_of_the_report_nothing_is_guessed():
    assert told("He came Friday, on May 5, in October, last year and today.", None) == [
        ("Friday", "XXXX-WXX-5"),
        ("May 5", "XXXX-05-05"),
        ("October", "XXXX-10"),
        ("last year", None),
        ("today", None),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A year close to the latest full date makes the report one of that time.
        ("They spoke on January 25. In late 2025 it began. On January 7, 2026 he came.",
         "2026-01-25"),
        ("They spoke on December 25. In 2025 it began. On January 7, 2026 he came.", "2025-12-25"),
        ("They spoke in December. In 2025 it began. On January 7, 2026 he came.", "2025-12"),
        # Half a year away both years are as near.
        ("They spoke on July 8. In 2025 it began. On January 7, 2026 he came.", "XXXX-07-08"),
        # One date alone, or dates far from each other, may be history.
        ("They spoke on January 25. The accord was signed on January 7, 2006.", "XXXX-01-25"),
        ("They spoke on January 25. On January 7, 1999 he died; he was born in 1931.",
         "XXXX-01-25"),
        ("They spoke on January 25. On January 7, 1999 it began, in 1998 it was planned, and in "
         "2010 it ended.", "XXXX-01-25"),
    ],
)  # fmt: skip
def test_a_report_without_a_day_is_of_the_time_that_its_own_dates_bound(text, wanted):
    assert told(text, None)[0][1] == wanted


def test_a_year_that_other_dates_bound_says_so_and_is_less_sure():
    text = "They spoke on January 25. In late 2025 it began. On January 7, 2026 he came."
    first, _, last = times.find(text, lines(text), None)
    assert (first.anchor, last.anchor) == ("2026-01-07", None)
    assert first.confidence < last.confidence


def test_a_picture_dates_the_report_it_stands_in_unless_it_is_from_the_files():
    text = "They spoke on January 25.\nA minister arrives, January 7, 2026."
    caption = (text.index("A minister"), len(text))
    assert times.find(text, lines(text), None, [caption])[0].value == "2026-01-25"
    text = text.replace("A minister", "FILE - A minister")
    assert times.find(text, lines(text), None, [caption])[0].value == "XXXX-01-25"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The third quarter was better than the year-ago quarter.", "2024-Q3"),
        ("The third quarter was better than the same quarter last year.", "2024-Q3"),
        ("It met on March 3, 2024, and that night it voted.", "2024-03-03TNI"),
        ("It began in October 2024; that day he left.", "2024-10-XX"),
        ("Profit rose in the third quarter. In the quarter, sales fell.", "2025-Q3"),
        ("It was $2 last year, down from $3 the year before.", "2024"),
    ],
)
def test_what_hangs_on_a_stretch_told_before(text, wanted):
    assert told(text)[-1][1] == wanted


def test_a_report_may_begin_with_its_own_date():
    text = "PARIS, Aug. 7, 1998 (AP) -- He came Thursday."
    assert told(text, None) == [("Aug. 7, 1998", "1998-08-07"), ("Thursday", "1998-08-06")]
    text = "The law of Aug. 7, 1998 was read Thursday."
    assert told(text, None) == [("Aug. 7, 1998", "1998-08-07"), ("Thursday", "XXXX-WXX-4")]


def test_in_a_text_about_other_years_a_month_belongs_to_the_year_before_it():
    text = (
        "The war began in 1939. In 1940, 1941 and 1942 it spread. By 1944 it turned. On May 7 "
        "the cabinet met, and in June it fell."
    )
    assert told(text)[-2:] == [("May 7", "1944-05-07"), ("June", "1944-06")]


def test_an_expression_may_run_over_the_end_of_a_line():
    text = "The committee of the assembly met again last\nweek and adjourned."
    assert told(text) == [("last\nweek", "2026-W04")]
    assert told("The last\nWeek one") == []


def test_the_reader_writes_times_and_reads_the_dateline_too():
    text = "NAIROBI, August 21 (Xinhua) -- The minister said no on Friday, Ann Lee told reporters."
    record = read_attributed(from_text(text, published="1998-08-21"), [])
    assert [(t.type, t.value, t.anchor) for t in record.times] == [
        ("DATE", "1998-08-21", "1998-08-21"),
        ("DATE", "1998-08-21", "1998-08-21"),
    ]


@pytest.mark.parametrize(
    ("year", "easter"), [(1998, "1998-04-12"), (2024, "2024-03-31"), (2025, "2025-04-20")]
)
def test_easter(year, easter):
    assert calendar.easter(year).isoformat() == easter


def test_units_of_the_calendar():
    assert calendar.moved("1998-08-07", -1, "W") == "1998-W31"
    assert calendar.moved("1998-01-31", 1, "M") == "1998-02"
    assert calendar.moved("1998", 2, "D") is None
    assert calendar.moved("9999-12", 1, "M") is None
    assert calendar.around("1998-W32", "Y") == "1998"
    assert calendar.around("1998", "D") is None


_WORDS = st.sampled_from(
    re.split(
        "[|]",
        "the|a|of|in|at|on|last|next|this|Friday|May|march|5|31|1998|1990s|'|-|,|.|:|/|two|three|"
        "weeks|year|ago|later|p.m.|10:30|GMT|every|second|half|Ramadan|1445|Christmas|and|to|than|"
        "more|until|morning|FY|Q3|\n|2020-01-02|9999|0735|century|early|fall|99/99/9999|3",
    )
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join))


@given(_TEXTS, st.one_of(st.none(), st.dates().map(str), st.text(max_size=12)))
def test_times_stand_where_they_say_in_order_and_apart(text, published):
    found = times.find(text, lines(text), published)
    assert found == times.find(text, lines(text), published)
    at = 0
    for time in found:
        assert at <= time.start < time.end <= len(text)
        assert text[time.start : time.end].strip() == text[time.start : time.end]
        assert time.type in TIME_TYPES
        assert 0 < time.confidence <= 1
        assert time.value is None or time.value
        at = time.end
    assert msgspec.json.encode(found)


@pytest.mark.parametrize(
    "piece", ["the ", "5 ", "May 5, ", "two ", "first second ", "a", "1998-", "every more than "]
)
def test_a_megabyte_without_a_line_break_is_read(piece):
    text = piece * (1_000_000 // len(piece) // 10)
    assert len(times.find(text, [(0, len(text))], TUESDAY)) >= 0
