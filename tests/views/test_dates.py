import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.views.dates import date_label, date_order


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (None, ""),
        ("2026-02-03", "3 February 2026"),
        ("2026-02", "February 2026"),
        ("2026", "2026"),
        ("199X", "1990s"),
        ("199", "1990s"),
        ("18", "1800s"),
        ("XXXX-02-03", "3 February"),
        ("XXXX-12", "December"),
        ("2026-W05", "week of 26 January 2026"),
        ("2026-W05-WE", "weekend after 26 January 2026"),
        ("XXXX-WXX-2", "Tuesday"),
        ("XXXX-WXX-1T19:40", "Monday, 19:40"),
        ("XXXX-WXX-3TNI", "Wednesday, night"),
        ("XXXX-XX-XXT05:30", "05:30"),
        ("2026-02-02T19:40", "2 February 2026, 19:40"),
        ("2026-Q2", "second quarter 2026"),
        ("XXXX-SP", "spring"),
        ("PRESENT_REF", "now"),
        ("PT35M", "PT35M"),
        ("P1M", "P1M"),
        ("2026-W99", "2026-W99"),
        ("2026-13-01", "2026-13-01"),
        ("nonsense", "nonsense"),
    ],
)
def test_values_are_told_in_words_where_that_is_plain(value: str | None, label: str) -> None:
    assert date_label(value) == label


def test_dates_sort_by_the_calendar_and_those_without_a_year_come_after() -> None:
    given_ = [None, "XXXX-02-03", "2026-03", "2026-W05", "2025", "2026-02-03T01:00", "2026-02-03",
              "2026-SP", "PAST_REF"]  # fmt: skip
    assert sorted(given_, key=date_order) == [
        "2025", "2026-W05", "2026-02-03", "2026-02-03T01:00", "2026-03", "2026-SP", "PAST_REF",
        "XXXX-02-03", None,
    ]  # fmt: skip


@given(st.text(max_size=30) | st.from_regex(r"[0-9X]{4}-W?[0-9X]{2}(-[0-9XWE]{1,2})?T?.{0,5}"))
def test_any_value_has_a_label_and_a_place(value: str) -> None:
    assert isinstance(date_label(value), str)
    assert isinstance(date_order(value), tuple)
