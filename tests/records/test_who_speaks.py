"""Who common nouns and pronouns for several mean."""

import pytest

from onrecord.intake import from_text
from onrecord.reader import read_attributed
from onrecord.spans.tagger import Attribution


def speaker(text, source, cue="said"):
    """The name of whoever the last `source` in a text is, null where that is left open."""
    start = text.rindex(source)
    at = text.index(cue, start)
    content = text.index(" ", at) + 1, len(text) - 1
    attribution = Attribution(
        ((at, at + len(cue)),), ((start, start + len(source)),), (content,), 0.9
    )
    record = read_attributed(from_text(text), [attribution])
    entity = record.entity(record.statements[0].speaker)
    return entity.name if entity else None


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("The Hope Foundation met. The group said it was glad.", "The group", "Hope Foundation"),
        ("The Supreme Court sat. Now the court said it would wait.", "the court", "Supreme Court"),
        ("The Labor Party won. The party's reply said little more.", "The party's", "Labor Party"),
        ("Ann Lee and Ben Roe came. They said it was late.", "They", "Ann Lee and Ben Roe"),
    ],
)
def test_common_nouns_and_pronouns_find_who_was_named(text, source, name):
    found = speaker(text, source)
    assert found is not None
    assert found.removeprefix("The ") == name


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Nobody came. The group said it was glad.", "The group"),
        ("It rained on Acme Corp and on the Hope Foundation. The group said no.", "The group"),
    ],
)
def test_what_is_not_clear_stays_open(text, source):
    assert speaker(text, source) is None


def test_a_body_without_a_name_is_called_by_its_words():
    text = "The Hope Foundation met. The police union said it was glad."
    assert speaker(text, "The police union") == "The police union"


def voices(text, *said):
    """The names of the speakers of attributions given as (source, cue, content), in text order."""
    at = 0
    attributions = []
    for source, cue, content in said:
        start = text.index(source, at)
        verb = text.index(cue, start + len(source))
        begin = text.index(content, verb)
        at = begin + len(content)
        attributions.append(
            Attribution(
                ((verb, verb + len(cue)),), ((start, start + len(source)),), ((begin, at),), 0.9
            )
        )
    record = read_attributed(from_text(text), attributions)
    entities = [record.entity(s.speaker) for s in record.statements]
    return [entity.name if entity else None for entity in entities]


def test_pronouns_find_who_was_brought_in_without_a_name():
    text = (
        "A Norlandish diplomat said it had been cold. She denied that the talks had failed."
        " The diplomat added that they go on."
    )
    assert (
        voices(
            text,
            ("A Norlandish diplomat", "said", "it had been cold"),
            ("She", "denied", "that the talks had failed"),
            ("The diplomat", "added", "that they go on"),
        )
        == ["A Norlandish diplomat"] * 3
    )


def test_two_indefinite_officials_are_two():
    text = "One official said it was late. Another official said it was early."
    found = voices(
        text,
        ("One official", "said", "it was late"),
        ("Another official", "said", "it was early"),
    )
    assert found == ["One official", "Another official"]


def test_it_goes_on_for_the_body_or_document_that_spoke():
    text = (
        "The harbour office in Sandvik explained that the gates were shut. It now says that they"
        " were open. A report by engineers noted that nobody looked. It adds that nobody asked."
    )
    assert (
        voices(
            text,
            ("The harbour office in Sandvik", "explained", "that the gates were shut"),
            ("It", "says", "that they were open"),
            ("A report by engineers", "noted", "that nobody looked"),
            ("It", "adds", "that nobody asked"),
        )
        == ["The harbour office in Sandvik"] * 2 + ["the report"] * 2
    )


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("It was shared by the governor of Sandvik, ", "the governor of Sandvik"),
        ("Ann Lee is a former harbour lawyer ", "Ann Lee"),
        ("We met Ann Lee, a clerk at the State Department ", "Ann Lee"),
        ("He named an adviser of the harbour, ", "an adviser of the harbour"),
        (
            "They wrote to the Norlandish president’s adviser, ",
            "the Norlandish president’s adviser",
        ),
    ],
)
def test_who_stands_for_the_person_rather_than_the_place(before, name):
    text = f"{before}who said that it was late."
    assert voices(text, ("who", "said", "that it was late")) == [name]


def test_who_only_asks_is_not_meant_by_the_next_pronoun():
    text = (
        "“It is late,” Maria Lopez said. When a reporter pointed out that it was early,"
        " she replied that it was not."
    )
    found = voices(
        text,
        ("a reporter", "pointed out", "that it was early"),
        ("she", "replied", "that it was not"),
    )
    assert found[1] == "Maria Lopez"


def test_an_opening_title_belongs_to_the_bare_name_that_follows():
    text = (
        "The governor of Sandvik said on Monday that it was late.\n"
        "“It was late,” Maria Lopez told reporters.\n"
        "John Field, a retired teacher, said that it was early.\n"
        "The governor promised that it would end."
    )
    found = voices(
        text,
        ("The governor of Sandvik", "said", "that it was late"),
        ("John Field", "said", "that it was early"),
        ("The governor", "promised", "that it would end"),
    )
    assert found[2] == "Maria Lopez"


def test_a_pronoun_may_stand_before_its_name():
    text = "Tom Hill left. When he wrote the book, John Field said, debt was rare."
    record = read_attributed(from_text(text), [])
    field = next(e for e in record.entities if e.name == "John Field")
    he = text.index(" he ") + 1
    assert any(m.start == he and m.entity == field.id for m in record.mentions)


def test_parents_in_apposition_are_father_and_mother():
    text = "My parents, James and Maria Hill, were strict. My mother said it was late."
    assert voices(text, ("My mother", "said", "it was late")) == ["Maria Hill"]


def test_an_opening_description_belongs_to_the_bare_name_that_speaks_next():
    text = (
        "Former party chairman calls for a plan.\n"
        "\n"
        "A former party chairman says President Ann Lee should have a plan by noon.\n"
        "\n"
        "It is time, said Ben Roe, who led the party for two years.\n"
    )
    assert voices(text, ("A former party chairman", "says", "President Ann Lee should")) == [
        "Ben Roe"
    ]


def test_what_an_article_says_may_stand_before_it_in_several_sentences():
    text = (
        "The New York Times read the file. The firm was in debt, the Times wrote. But since then "
        "its luck has turned. It builds towers, it further wrote.\n"
    )
    start = text.index("the Times wrote")
    it = text.index("it further")
    found = [
        Attribution(((start + 10, start + 15),), ((start, start + 9),), ((34, start - 2),), 0.9),
        Attribution(((it + 3, it + 16),), ((it, it + 2),), ((start + 17, it - 2),), 0.9),
    ]
    record = read_attributed(from_text(text), found)
    told = {record.entity(s.speaker).name for s in record.statements}
    assert told == {"New York Times"}


def test_a_round_up_of_items_keeps_each_item_to_its_own_people():
    text = (
        "Sen. Ben Roe says he is well. Roe says he will run. Roe has said so before.\n\n___\n\n"
        "5:45 p.m.\n\nGov. Carl Doe’s doctor is calling him fit. "
        "He released a letter on Friday and said it was late.\n"
    )
    assert speaker(text, "He") == "Carl Doe"


def test_a_headline_gives_the_first_name_that_running_text_leaves_out():
    text = (
        "Hillary Lee Goes After Donald Roe As The New Doe\n\n"
        "It worked once, Lee said, and she said it was fun.\n"
    )
    assert speaker(text, "she", "said it") == "Hillary Lee"


def test_a_colleague_of_somebody_is_the_subject_of_the_sentence():
    text = (
        "Ann Lee and Carl Doe came. It was late. "
        "Doe's old friend Ben Roe faced questions after he said it was late.\n"
    )
    assert speaker(text, "he") == "Ben Roe"


def test_a_nickname_in_what_is_said_is_not_who_says_it():
    text = (
        "Ann Lee's lawyer, Laurence Roe, likened the rules to fire. Mr. Doe dismissed the words "
        "of Mr. Roe's client. I love Larry, he said.\n"
    )
    at = text.index("he said")
    found = [Attribution(((at + 3, at + 7),), ((at, at + 2),), ((at - 14, at - 2),), 0.9)]
    record = read_attributed(from_text(text), found)
    assert record.entity(record.statements[0].speaker).name == "Doe"
