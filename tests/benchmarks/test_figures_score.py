"""The metric of figures."""

from benchmarks.figures_score import judge, table

TEXT = "some 200 river boats cost $5 on 3 May"
BOATS = {
    "start": 0, "end": 8, "low": 200, "high": 200, "qualifier": "about", "unit": None,
    "of": [[9, 20]],
}  # fmt: skip
COST = {
    "start": 26, "end": 28, "low": 5, "high": 5, "qualifier": "exact", "unit": "USD", "of": []
}  # fmt: skip
DAY = {"start": 32, "end": 33, "none": True}


def verdicts(gold, *figures):
    return judge(TEXT, gold, figures).verdicts


def test_a_figure_is_right_with_its_value_and_the_head_of_what_it_counts():
    assert "right" in verdicts(BOATS, BOATS | {"of": [[15, 20]]})
    assert "right" not in verdicts(BOATS, BOATS | {"of": [[9, 14]]})
    assert "right" not in verdicts(BOATS, BOATS | {"of": []})
    assert "right" not in verdicts(BOATS, BOATS | {"high": None})
    assert verdicts(BOATS, COST) == frozenset()


def test_money_needs_nothing_counted():
    assert "right" in verdicts(COST, COST | {"of": [[29, 31]]})


def test_a_number_that_is_no_figure_must_be_left_alone():
    assert verdicts(DAY, COST) == frozenset()
    assert verdicts(DAY, COST | {"start": 32, "end": 33}) == {"false"}


def test_shares_are_of_the_gold_figures():
    rows = [judge(TEXT, BOATS, [BOATS]), judge(TEXT, COST, []), judge(TEXT, DAY, [])]
    scores = table(rows)
    assert (scores["right"], scores["false"], scores["gold"]) == (50.0, 0.0, 2)
