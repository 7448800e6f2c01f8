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
        ("The Hope Foundation met. The police union said it was glad.", "The police union"),
        ("Nobody came. The group said it was glad.", "The group"),
        ("It rained on Acme Corp and on the Hope Foundation. The group said no.", "The group"),
    ],
)
def test_what_is_not_clear_stays_open(text, source):
    assert speaker(text, source) is None
