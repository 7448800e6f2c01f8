"""A short run of the fuzzer: mutated files of every format, none of which raises."""

from __future__ import annotations

import pytest

from benchmarks.fuzz_intake import SAMPLES, case, run


def test_a_few_mutated_files_raise_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    # The time that one may take is for the whole run to judge, on a machine that is free.
    assert run(60, seed=1, limit=60, keep=None) == 0
    shown = capsys.readouterr().out
    assert all(kind in shown for kind in SAMPLES)


def test_the_files_of_a_seed_are_the_same_each_time() -> None:
    cases = [case(f"3:{number}") for number in range(40)]
    assert cases == [case(f"3:{number}") for number in range(40)]
    assert {one.kind for one in cases} <= set(SAMPLES)
