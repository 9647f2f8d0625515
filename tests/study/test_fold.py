"""Folding a trace gives back the state it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime
from models.program.spawn import spawn
from models.study.choosers import seeded
from models.study.fold import apply, folded, standing, under
from models.study.runs import START_TICK, spawn_run
from models.study.wrong import WRONG


def same(fold: Runtime, rt: Runtime) -> bool:
    """Whether all that the events tell is alike."""
    fold.sched.needspinning = rt.sched.needspinning
    return (fold.sched, fold.allp, fold.allm) == (rt.sched, rt.allp, rt.allm)


@given(st.integers(1, 5), st.integers(0, 400), st.integers(0, 1000), st.data())
@settings(max_examples=40, deadline=None)
def test_after_any_step_the_fold_is_the_state(procs, n, seed, data):
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed))
    machine = Machine(rt, spawn, n)
    for _ in range(data.draw(st.integers(0, 60 + 6 * n))):
        machine.step()
    assert same(folded(rt.trace, procs, START_TICK), rt)


@pytest.mark.parametrize("procs, n, seed", [(1, 300, 0), (2, 600, 2), (4, 60, 1)])
def test_event_by_event_the_fold_keeps_up(procs, n, seed):
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed))
    machine, fold, done = Machine(rt, spawn, n), folded((), procs, START_TICK), 0
    while machine.step():
        for event in rt.trace[done:]:
            apply(fold, event)
        done = len(rt.trace)
        assert same(fold, rt), rt.trace[-5:]
    assert {"startm", "runqgrab"} <= {e[0] for e in rt.trace} or procs == 1
    assert "globrunqgetbatch" in {e[0] for e in rt.trace} or n < 258


def test_a_whole_run_folds_to_its_end():
    rt = spawn_run(4, 300, seed=3)
    fold = folded(rt.trace, 4, START_TICK)
    assert same(fold, rt)
    assert len(fold.allgs) == 302


def test_a_machine_under_other_rules_leaves_the_first_alone():
    fold = folded(spawn_run(1, 300, seed=0).trace[:700], 1, START_TICK)
    before = folded(spawn_run(1, 300, seed=0).trace[:700], 1, START_TICK)
    other = under(fold, WRONG["fifo-spawn"])
    assert same(other, fold) and other.trace == []
    other.runqput(other.allp[0], other.allgs[2], True)
    assert same(fold, before) and not same(other, fold)
    assert under(fold).runqput.func is RULES["runqput"]


def test_an_unknown_event_is_refused():
    with pytest.raises(ValueError, match="unknown event kind 'dance'"):
        folded([("dance", 0, 0, 0)], 1)


@pytest.mark.parametrize("event", [
    ("execute", 0, 3, 0, 1, 0, 16), ("globrunqget", 0, 0, 0, 2), ("acquirep", 0, 0, 7),
    ("startm", 0, 0, 0, 1, 0, 1, 1)])
def test_an_event_that_cannot_have_happened_is_refused(event):
    with pytest.raises(ValueError, match="does not fit what came before it"):
        folded([event], 2)


def test_how_a_machine_stands_in_plain_numbers():
    trace = [("newproc", 0, 0, 0, 2, 1), ("runnext", 0, 0, 0, 2, 0), ("newproc", 0, 0, 0, 3, 1),
             ("runnext", 0, 0, 0, 3, 2), ("runqput", 0, 0, 0, 2, 0), ("globrunqput", 0, 0, 0, 4),
             ("startm", 0, 0, 0, 1, 1, 1, 1), ("acquirep", 0, 1, 1), ("execute", 0, 0, 0, 1, 0, 7)]
    assert standing(folded(trace, 2)) == {
        "ms": {0: 0, 1: 1}, "running": {0: 1}, "runnext": {0: 3}, "rings": {0: (0, (2,)), 1: (0, ())},
        "glob": (4,), "ticks": {0: 7, 1: 0}, "free_ms": ()}
