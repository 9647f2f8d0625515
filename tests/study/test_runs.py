"""Whole runs of the chapter's program."""

from dataclasses import replace

import pytest

from models.runtime.constants import GO_1_27
from models.runtime.machine import logged
from models.runtime.runtime import RULES, replaced
from models.study.invariants import fresh, violations
from models.study.runs import START_TICK, spawn_order, spawn_run
from tests.runtime.build import error


def test_the_order_on_one_p():
    assert spawn_order(0) == ["main"]
    assert spawn_order(1) == [0, "main"]
    assert spawn_order(10) == [9, 0, 1, 2, 3, 4, 5, 6, 7, 8, "main"]


def test_the_start_tick_is_real_go_s_and_shows_from_258_on():
    assert START_TICK == 15
    assert spawn_order(258) == spawn_order(258, schedtick=15) != spawn_order(258, schedtick=16)
    assert spawn_order(257, schedtick=15) == spawn_order(257, schedtick=16)


def test_another_rule_set_gives_another_order():
    def never_runnext(rt, pp, gp, next):
        RULES["runqput"](rt, pp, gp, False)

    assert spawn_order(5, rules=replaced(runqput=never_runnext)) == [0, 1, 2, 3, 4, "main"]


@pytest.mark.parametrize("n", [-1, 100_001, 2.5, "10", None])
def test_a_wrong_number_of_goroutines_is_refused(n):
    text = f"{n!r} goroutines cannot be started; take a whole number from 0 to 100000"
    with error(ValueError, text):
        spawn_order(n)
    with error(ValueError, text):
        spawn_run(2, n, seed=1)


def test_a_wrong_number_of_ps_is_refused():
    with error(ValueError, "procs is 0; the model takes 1 to 1024 Ps"):
        spawn_run(0, 5, seed=1)


@pytest.mark.parametrize("procs", [1, 2, 4, 8])
@pytest.mark.parametrize("durations", [None, {"execute": (90, 110), "newm": (9000,)}])
def test_a_run_runs_everyone_once(procs, durations):
    rt = spawn_run(procs, 300, seed=procs, durations=durations)
    out = logged(rt.trace)
    assert sorted(out[:-1]) == list(range(300)) and out[-1] == "main"
    assert violations(rt.trace, fresh(procs, START_TICK)) == []


def test_the_seed_decides():
    one, same, other = (spawn_run(4, 50, seed).trace for seed in (1, 1, 2))
    assert one == same != other


def test_with_durations_the_work_takes_its_time():
    rt = spawn_run(1, 3, seed=1, ns=1000, durations={"execute": (10,)})
    assert rt.now == 5 * 10 + 3 * 1000


def test_a_goroutine_works_20_microseconds_unless_told_otherwise():
    assert spawn_run(1, 3, seed=1, durations={"none": (0,)}).now == 60_000


def test_other_constants_are_the_machine_s():
    rt = spawn_run(2, 20, seed=1, const=replace(GO_1_27, runq_size=4))
    assert len(rt.allp[0].runq) == 4
    assert any(event[0] == "runqputslow" for event in rt.trace)
    assert violations(rt.trace, fresh(2, START_TICK), ring=4) == []
