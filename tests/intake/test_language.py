"""Language: named where it is clear, null where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake.language import language_of


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The mayor said on Monday that the northern pier would stay closed."),
        ("de", "Die Bürgermeisterin sagte am Montag, dass die Mole geschlossen bleibt."),
        ("fr", "La maire a déclaré lundi que la jetée resterait fermée jusqu'à nouvel ordre."),
        ("ar", "قالت رئيسة البلدية يوم الاثنين إن الرصيف سيبقى مغلقا حتى إشعار آخر"),
        ("ru", "Мэр сообщила в понедельник, что причал останется закрытым до весны."),
        ("he", "ראש העיר אמרה ביום שני כי הרציף יישאר סגור עד להודעה חדשה"),
        ("zh", "市长周一表示，在潜水员完成检查之前，北码头将继续关闭，渡轮改停南码头。"),
    ],
)
def test_a_plain_sentence_names_its_language(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "Yes.", "12,345 + 67", "\0\0\0", "Lind met Roe"])
def test_a_few_letters_name_no_language(text: str) -> None:
    assert language_of(text) is None


def test_english_with_foreign_names_is_not_called_otherwise() -> None:
    assert language_of("Nouri al-Maliki met Mohammed Shia al-Sudani in Baghdad") in (None, "en")


@given(st.text(st.characters(), max_size=200))
def test_any_text_gets_an_iso_code_or_null(text: str) -> None:
    code = language_of(text)
    assert code is None or (len(code) == 2 and code.isascii() and code.islower())
