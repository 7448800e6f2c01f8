from invented import document, report, statement

from onrecord.schema import Record
from onrecord.views.outline import outline, phrase, title_of


def test_a_reported_statement_stands_under_the_one_that_reports_it() -> None:
    lines = {line.statement.id: line for line in outline(report())}
    assert [lines[i].depth for i in "abcdef"] == [0, 0, 1, 0, 0, 0]
    assert lines["c"].parent == lines["b"].number


def test_who_speaks_is_the_entity_then_the_words_then_what_is_not_said() -> None:
    who = {line.statement.id: line.who for line in outline(report())}
    assert who["f"] == "Oda Brill"
    assert who["c"] == "The minister"
    assert who["e"] == "Nobody named"


def test_circles_and_missing_parents_lose_no_statement() -> None:
    text = "A said B."
    made = [
        statement(text, name, "A", "said", ["B"], parent=parent)
        for name, parent in [("1", "2"), ("2", "1"), ("3", "3"), ("4", "gone"), ("5", None)]
    ]
    lines = outline(Record(document=document(text), statements=tuple(made)))
    assert sorted(line.statement.id for line in lines) == ["1", "2", "3", "4", "5"]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]


def test_a_chain_of_thousands_is_no_recursion() -> None:
    text = "A said B."
    made = [
        statement(text, str(i), "A", "said", ["B"], parent=str(i - 1) if i else None)
        for i in range(5000)
    ]
    assert outline(Record(document=document(text), statements=tuple(made)))[-1].depth == 4999


def test_a_title_is_given_or_found_or_the_beginning() -> None:
    assert title_of(report().document).startswith("Vessa weighs")
    assert title_of(document("Just   some\nwords")) == "Just some words"
    assert title_of(document(" ", uri="file:///a.txt")) == "file:///a.txt"
    assert title_of(document("")) == "Untitled"


def test_phrases_are_cut_and_joined_on_one_line() -> None:
    assert phrase("one\n two three", ((0, 3), (9, 14))) == "one … three"
    assert phrase("word " * 1000, ((0, 5000),), 20).endswith(" …")
