"""A seed, a recording and its replay are choosers of one machine."""

import pytest

from models.program.spawn import spawn
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.choosers import recording, replaying, seeded
from tests.runtime.build import error


def test_a_seed_chooses_the_same_for_ever():
    choose = seeded(7)
    chosen = [choose("m", range(1000)) for _ in range(6)]
    assert chosen == [331, 970, 154, 404, 666, 49]


def test_another_seed_chooses_otherwise():
    one, other = seeded(1), seeded(2)
    assert [one("m", range(1000)) for _ in range(5)] != [other("m", range(1000)) for _ in range(5)]


def test_each_option_is_as_likely_as_the_others():
    choose = seeded(1)
    chosen = [choose("m", "abc") for _ in range(3000)]
    assert all(900 < chosen.count(option) < 1100 for option in "abc")


def test_a_recording_is_what_was_chosen():
    into = []
    choose = recording(lambda kind, options: options[-1], into)
    assert [choose("m", [1, 2]), choose("steal order", range(4))] == [2, 3]
    assert into == [2, 3]


def test_a_replay_chooses_what_was_recorded():
    choose = replaying([2, 3])
    assert [choose("m", [1, 2]), choose("steal order", range(4))] == [2, 3]


@pytest.mark.parametrize("choices", [[], [5], [None]])
def test_a_replay_that_does_not_fit_is_refused(choices):
    recorded = choices[0] if choices else None
    with error(ValueError, f"m: the recorded choice {recorded!r} is not among the options"):
        replaying(choices)("m", [0, 1])


def played(choose):
    """A run of 40 goroutines on 4 Ps."""
    rt = Runtime(4, schedtick=15, choose=choose)
    ending = Machine(rt, spawn, 40).run()
    return ending, rt.trace, rt.state


@pytest.mark.parametrize("seed", range(5))
def test_a_replayed_run_is_the_recorded_one(seed):
    choices = []
    recorded = played(recording(seeded(seed), choices))
    assert choices
    assert played(replaying(choices)) == recorded == played(seeded(seed))


def test_a_run_s_replay_with_a_wrong_choice_is_refused():
    choices = []
    played(recording(seeded(1), choices))
    with pytest.raises(ValueError, match="the recorded choice 99 is not among the options"):
        played(replaying([*choices[:50], 99]))
