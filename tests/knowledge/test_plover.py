"""PLOVER's codebook as data."""

import pytest

from onrecord.knowledge import plover

ROOTS = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


def test_the_sixteen_roots_and_their_modes():
    assert set(plover.roots()) == ROOTS
    assert plover.modes("AGREE") == ()
    assert {"demo", "riot", "strike", "hunger", "boycott", "obstruct"} == set(
        plover.modes("PROTEST")
    )


def test_every_class_is_defined_with_an_example_and_codes():
    for (root, mode), one in plover.classes().items():
        assert (one.root, one.mode) == (root, mode)
        assert one.definition.endswith(".")
        assert one.example.endswith(".")
        assert one.cameo.isdigit()
        assert one.quad == plover.classes()[root, None].quad


def test_quads_tell_words_from_deeds_and_help_from_harm():
    quad = {root: plover.classes()[root, None].quad for root in plover.roots()}
    assert (quad["CONSULT"], quad["AID"], quad["REQUEST"], quad["ASSAULT"]) == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        ("The senator took bribes.", {"corruption", "legislative"}),
        ("Voters queued at the polls.", {"election"}),
        ("The army shelled a hospital.", {"military", "health"}),
        ("She smiled.", set()),
    ],
)
def test_what_a_sentence_is_about(text, contexts):
    assert set(plover.contexts_of(text)) == contexts
