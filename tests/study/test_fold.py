"""Folding a trace gives back the state it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.golang import recording
from models.program.spawn import spawn
from models.runtime.events import FIELDS
from models.runtime.machine import Machine
from models.runtime.report import quick
from models.runtime.runtime import RULES, Runtime
from models.runtime.status import G_DEAD, G_RUNNABLE
from models.study.choosers import seeded
from models.study.fold import DO, SILENT, apply, folded, standing, under
from models.study.runs import START_TICK, spawn_run
from models.study.wrong import WRONG

from .rounds import rounds


UNTOLD = {"sched": ("needspinning", "goidgen", "poller", "poll_until", "netpoll_wake_sig", "netpoll_inited", "clock",
                    "lastpoll", "netpoll_waiters", "arrivals", "sysmonwait", "stopper", "newprocs", "gcsema",
                    "customGOMAXPROCS"),
          "p": ("goidcache", "goidcacheend", "timers", "syscalltick", "sysmontick"),
          "m": ("syscalltick", "computes", "errand")}


def told(kind: str, thing) -> dict:
    """What the events tell of the Sched, a P or an M."""
    return {name: getattr(thing, name) for name in thing.__slots__ if name not in UNTOLD[kind]}


def same(fold: Runtime, rt: Runtime) -> bool:
    """Whether all that the events tell is alike."""
    one, other = [(told("sched", r.sched), [told("p", pp) for pp in r.allp], [told("m", mp) for mp in r.allm])
                  for r in (fold, rt)]
    return one == other


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
    assert len(fold.allgs) == len(rt.allgs)


@pytest.mark.parametrize("procs", [1, 3])
def test_where_the_dead_gs_lie_is_folded_too(procs):
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(5))
    machine, fold, done = Machine(rt, rounds, 150, 3), folded((), procs, START_TICK), 0
    longest = 0
    while machine.step():
        for event in rt.trace[done:]:
            apply(fold, event)
        done = len(rt.trace)
        assert same(fold, rt), rt.trace[-5:]
        longest = max(longest, len(rt.sched.gfree_stack))
    made = [event[4] for event in rt.trace if event[0] == "newproc"]
    assert len(made) == 450 > len(set(made)) + 100 and longest > 32
    assert len(fold.allgs) == len(rt.allgs) == len(set(made)) + 2


def test_a_g_that_does_not_lie_on_top_is_not_used_again():
    ended = [("newproc", 0, 0, 0, 2, 1), ("newproc", 0, 0, 0, 3, 1), ("goexit", 0, 0, 0, 2), ("goexit", 0, 0, 0, 3)]
    fold = folded([*ended, ("newproc", 0, 0, 0, 3, 1)], 1)
    assert (fold.allp[0].gfree, len(fold.allgs)) == ([2], 4)
    assert [gp.status for gp in fold.allgs[2:]] == [G_DEAD, G_RUNNABLE]
    with pytest.raises(ValueError, match="does not fit what came before it"):
        folded([*ended, ("newproc", 0, 0, 0, 2, 1)], 1)


def test_in_a_recording_no_g_is_used_again():
    kept = recording.load("recording")
    ended = [event[4] for event in kept.events if event[0] == "goexit"]
    fold = folded((), len(kept.start["ps"]))
    while len(fold.allm) <= max(event[2] for event in kept.events):
        fold.newm()
    for event in kept.events:
        if event[0] in ("newproc", "goexit"):
            apply(fold, event)
    assert sorted(g for pp in fold.allp for g in pp.gfree) == sorted(ended) and len(ended) > 20


def test_a_machine_under_other_rules_leaves_the_first_alone():
    fold = folded(spawn_run(1, 300, seed=0).trace[:700], 1, START_TICK)
    before = folded(spawn_run(1, 300, seed=0).trace[:700], 1, START_TICK)
    other = under(fold, WRONG["fifo-spawn"])
    assert same(other, fold) and other.trace == []
    other.runqput(other.allp[0], other.allgs[2], True)
    assert same(fold, before) and not same(other, fold)
    assert under(fold).runqput.__func__ is quick(RULES["runqput"], True)
    assert other.runqput.__func__ is WRONG["fifo-spawn"]["runqput"]
    assert other.heap is other.state.heap is not fold.heap


def test_every_kind_of_event_moves_something_or_is_known_not_to():
    assert set(DO) | set(SILENT) == set(FIELDS) and not set(DO) & set(SILENT)


def test_an_unknown_event_is_refused():
    with pytest.raises(ValueError, match="unknown event kind 'dance'"):
        folded([("dance", 0, 0, 0)], 1)


@pytest.mark.parametrize("event", [
    ("execute", 0, 3, 0, 1, 0, 16), ("globrunqget", 0, 0, 0, 2), ("acquirep", 0, 0, 7),
    ("startm", 0, 0, 0, 1, 0, 1, 0), ("pidleget", 0, 0, 0, 0)])
def test_an_event_that_cannot_have_happened_is_refused(event):
    with pytest.raises(ValueError, match="does not fit what came before it"):
        folded([event], 2)


def test_a_g_that_was_about_to_wait_runs_on():
    run = [("runnext", 0, 0, 0, 1, 0), ("getnext", 0, 0, 0, 1), ("execute", 0, 0, 0, 1, 1, 0)]
    left = [*run, ("gopark", 0, 0, 0, 1, "select")]
    assert standing(folded(left, 1))["running"] == {}
    assert standing(folded([*left, ("gokeep", 0, 0, 0, 1)], 1))["running"] == {0: 1}
    assert standing(folded([*run, ("goyield", 0, 0, 0, 1)], 1))["running"] == {}


def test_how_a_machine_stands_in_plain_numbers():
    trace = [("newproc", 0, 0, 0, 2, 1), ("runnext", 0, 0, 0, 2, 0), ("newproc", 0, 0, 0, 3, 1),
             ("runnext", 0, 0, 0, 3, 2), ("runqput", 0, 0, 0, 2, 0), ("globrunqput", 0, 0, 0, 4),
             ("startm", 0, 0, 0, 1, 1, 1, 1), ("acquirep", 0, 1, 1), ("execute", 0, 0, 0, 1, 0, 7)]
    assert standing(folded(trace, 2)) == {
        "ms": {0: 0, 1: 1}, "running": {0: 1}, "runnext": {0: 3}, "rings": {0: (0, (2,)), 1: (0, ())},
        "glob": (4,), "ticks": {0: 7, 1: 0}, "free_ms": ()}
