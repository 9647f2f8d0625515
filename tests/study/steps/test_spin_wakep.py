"""The wake-up protocol in Spin, written anew in Promela: as many states and transitions as here, the same
verdicts, and shortest bad runs of the same length.
"""

from pathlib import Path

import pytest

from models.study.algorithms import wakep
from models.study.algorithms.studied import refuted
from models.study.explore.explore import OVER
from tools.spin.run import Search, build, search
from tools.spin.wakep import QUESTIONS, RULES, numbers

REPLACED = dict(zip(RULES, (
    {}, {"give_up": wakep.sleeps_at_once}, {"give_up": wakep.looks_too_early},
    {"reset": wakep.resets_in_silence}), strict=True))
CASES = [{}, {"submits": 2}, {"procs": 3}, {"end": True}, {"spinning": 0},
         {"submits": 2, "procs": 3, "spinning": 0}]


@pytest.fixture(scope="module")
def pan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wakep", tmp_path_factory.mktemp("pan"))


def same(pan: Path, wrong: str, **case: int) -> dict[str, int]:
    """Both explore the case, and have to agree; what can happen, with the shortest schedule's length."""
    study = wakep.study(**case, **REPLACED[wrong])
    graph = study.explored()
    transitions = sum(to != OVER for edges in graph.edges for _, to in edges)
    assert search(pan, numbers(wrong, **case)) == Search(len(graph.states) - 1, transitions, None, [])
    theirs = {name: search(pan, numbers(wrong, name, **case)) for name in QUESTIONS}
    assert all(found.bad in (None, "asked") for found in theirs.values())
    lengths = {name: len(found.schedule) for name, found in theirs.items() if found.bad}
    assert lengths == refuted(study)
    return lengths


@pytest.mark.parametrize("wrong", RULES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_spin_finds_the_same_in_as_many_states(pan, wrong, case):
    same(pan, wrong, **case)


def test_the_right_one_loses_no_wake_up_and_each_wrong_one_does(pan):
    assert same(pan, "") == {}
    assert same(pan, "nobody looks again") == {"lost": 10}
    assert same(pan, "looks again before nmspinning is lowered") == {"lost": 15}
    assert same(pan, "who finds work wakes nobody", submits=2, procs=3) == {"lost": 12}


def test_two_programs_that_know_nothing_of_each_other_find_the_same_gap_in_the_right_one(pan):
    """Who wants a spinning M notes that; an M that has begun to spin wipes the note out, though it does not
    look again once its next goroutine has ended.
    """
    assert same(pan, "", submits=2, end=True) == {"lost": 36}
