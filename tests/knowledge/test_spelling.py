"""Two spellings of one name, and names that only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge import names, spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Shia al-Sudani", "Muhammad Shayya' al-Sudani"),
        ("Mohammed Shia al-Sudani", "محمد شياع السوداني"),
        ("Nouri al-Maliki", "نوري المالكي"),
        ("Nouri al-Maliki", "Nuri Al Maliki"),
        ("Saddam Hussein", "صدام حسين"),
        ("Saddam Hussein", "Saddam Husayn"),
        ("Mohammed Halbousi", "محمد الحلبوسي"),
        ("Qassem Soleimani", "Qasem Suleimani"),
        ("Youssef Aziz", "Yusuf Aziz"),
        ("Abdullah Saleh", "Abdulla Salih"),
        ("محمد شياع السوداني", "Sudani"),
        ("Vladimir Putin", "Путин"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Vladimir Putin", "Владимир Путин"),
        ("Dmitry Medvedev", "Дмитрий Медведев"),
        ("Sergei Lavrov", "Sergey Lavrov"),
    ],
)
def test_two_spellings_of_one_name(one, other):
    assert names.same_person(one, other)
    assert names.same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ali Hassan", "Ali Hussein"),
        ("Ali Hassan", "علي حسين"),
        ("Saddam Hussein", "صدام حسن"),
        ("Omar Salim", "Omar Salam"),
        ("Tom Bell", "Tom Ball"),
        ("Mark Hansen", "Mark Hanson"),
        ("Nouri al-Maliki", "محمد المالكي"),
        ("Ahmed al-Maliki", "Nouri al-Maliki"),
        ("Peter Marsh", "Peter Marshal"),
    ],
)
def test_other_names_stay_apart(one, other):
    assert not names.same_person(one, other)


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_mutual_and_any_text_is_taken(one, other):
    assert spelling.alike(one, other) == spelling.alike(other, one)
    assert spelling.alike_from_arabic(one, other) == spelling.alike_from_arabic(other, one)
    assert spelling.alike(one, one)
