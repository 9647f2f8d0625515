"""Leaving the thread, staying after all, and being made ready again."""

from dataclasses import replace

import pytest

from models.runtime.goroutine import go, gosched, log, work
from models.runtime.machine import Machine, logged
from models.runtime.park import PARK, mcall
from models.runtime.runtime import Runtime
from models.runtime.state import Gobuf
from models.runtime.status import G_DEAD, G_RUNNABLE, G_RUNNING, G_SCAN, G_WAITING, name

from .build import body, kinds, queue, ring, runtime, running, take, throws


def test_a_g_and_its_m_part():
    rt = runtime()
    gp = running(rt, 1)
    assert rt.dropg(rt.allm[0]) is gp
    assert (gp.m, rt.allm[0].curg) == (None, 0)


def test_what_is_left_to_the_m_is_a_rule_and_a_pause():
    assert mcall("park_m") == PARK == ("park_m", "step")
    assert mcall("gosched_m", "gosched") == ("gosched_m", "gosched")


# gopark, the first half: on the goroutine's stack.


def test_gopark_tells_the_m_what_to_do_and_still_runs():
    rt = runtime()
    gp, mp = running(rt, 1), rt.allm[0]
    park = rt.gopark(gp, body, "the lock", "chan receive")
    assert next(park) is PARK
    assert (mp.waitunlockf, mp.waitlock, gp.waitreason) == (body, "the lock", "chan receive")
    assert (gp.status, gp.m, mp.curg, rt.trace) == (G_RUNNING, 0, 1, [])
    with pytest.raises(StopIteration) as end:
        park.send(None)
    assert end.value.value is None


def test_it_is_the_g_s_own_m_that_is_told():
    rt = runtime(2)
    take(rt, 1)
    gp = running(rt, 2, m=1)
    next(rt.gopark(gp, body, "the lock", "sleep"))
    assert (rt.allm[1].waitlock, rt.allm[0].waitlock, rt.allm[0].waitunlockf) == ("the lock", None, None)


@pytest.mark.parametrize("status", [G_RUNNABLE, G_WAITING, G_DEAD, G_SCAN | G_WAITING])
def test_only_a_running_g_parks(status):
    rt = runtime()
    gp = running(rt, 1)
    gp.status = status
    with throws("gopark: bad g status"):
        next(rt.gopark(gp, None, None, "select"))
    assert rt.allm[0].waitlock is None and gp.waitreason == ""


def test_a_g_that_is_scanned_while_it_runs_may_park():
    rt = runtime()
    running(rt, 1).status = G_SCAN | G_RUNNING
    assert next(rt.gopark(rt.allgs[1], None, None, "select")) == ("park_m", "step")


# gopark, the second half: on the M's stack.


def test_a_parked_g_is_on_no_queue():
    rt = runtime()
    gp = running(rt, 1)
    gp.waitreason = "chan receive"
    rt.park_m(rt.allm[0], gp)
    assert (gp.status, gp.waitreason, gp.m, rt.allm[0].curg) == (
        G_WAITING, "chan receive", None, 0)
    assert rt.runqempty(rt.allp[0]) and not rt.sched.runq
    assert rt.trace == [("gopark", 0, 0, 0, 1, "chan receive")]


def parking(answer, **settings):
    """A machine whose G 1 parks with an unlockf that answers so; what it saw; it has left the M."""
    rt = runtime(**settings)
    gp, mp = running(rt, 1), rt.allm[0]
    seen = []

    def unlockf(*args):
        seen.append((args, gp.status, gp.m, mp.curg, kinds(rt)))
        return answer

    rt.allp[0].schedtick = 7
    queue(rt, 0, [2], runnext=3)
    mp.waitunlockf, mp.waitlock, gp.waitreason = unlockf, "the lock", "select"
    rt.park_m(mp, gp)
    return rt, seen


@pytest.mark.parametrize("answer", [True, False])
def test_unlockf_is_called_once_the_g_counts_as_waiting_and_is_off_its_m(answer):
    rt, seen = parking(answer)
    assert seen == [((rt, rt.allgs[1], "the lock"), G_WAITING, None, 0, ["gopark"])]
    assert (rt.allm[0].waitunlockf, rt.allm[0].waitlock) == (None, None)


def test_when_unlockf_agrees_the_g_waits():
    rt, _ = parking(True)
    assert (rt.allgs[1].status, rt.allgs[1].m, rt.allm[0].curg) == (G_WAITING, None, 0)
    assert rt.trace == [("gopark", 0, 0, 0, 1, "select")]


def test_when_unlockf_does_not_the_g_has_its_m_again_and_no_queue_has_changed():
    rt, _ = parking(False)
    assert (rt.allgs[1].status, rt.allgs[1].m, rt.allm[0].curg) == (G_RUNNING, 0, 1)
    assert (rt.allp[0].schedtick, rt.allp[0].runnext, ring(rt.allp[0])) == (7, 3, [2])
    assert rt.trace == [("gopark", 0, 0, 0, 1, "select"), ("gokeep", 0, 0, 0, 1)]


def test_a_lock_without_unlockf_stays_for_the_next_gopark_to_replace():
    rt = runtime()
    gp = running(rt, 1)
    rt.allm[0].waitlock = "left over"
    rt.park_m(rt.allm[0], gp)
    assert (gp.status, rt.allm[0].waitlock) == (G_WAITING, "left over")


def test_the_m_keeps_what_it_was_told_until_unlockf_has_answered():
    rt = runtime()
    gp, mp, seen = running(rt, 1), rt.allm[0], []
    mp.waitunlockf, mp.waitlock = (lambda *_: seen.append((mp.waitunlockf is None, mp.waitlock)) or True), "the lock"
    rt.park_m(mp, gp)
    assert (seen, mp.waitunlockf, mp.waitlock) == ([(False, "the lock")], None, None)


def test_put_on_takes_a_runnable_g_and_leaves_the_tick():
    rt = runtime(schedtick=7)
    gp = rt.allgs[4]
    rt.put_on(rt.allm[0], gp)
    assert (gp.status, gp.m, rt.allm[0].curg, rt.allp[0].schedtick) == (G_RUNNING, 0, 4, 7)
    assert rt.trace == []
    with throws("casgstatus: g1 is waiting, asked to go runnable -> running"):
        rt.allgs[1].status = G_WAITING
        rt.put_on(rt.allm[0], rt.allgs[1])


def says(value):
    yield log(value)


def stays_or_waits(rt, answer, ready=False):
    """Main starts one, who takes runnext, and parks with an unlockf that answers so, having readied
    it first if told to. Who runs when, and main's slices."""
    def unlockf(rt, gp, lock):
        if ready:
            rt.ready(rt.allm[0], gp)
        return answer

    def main():
        yield go(says, "in the ring")
        yield go(says, "in runnext")
        yield log("before")
        yield from rt.gopark(rt.allgs[1], unlockf, None, "select")
        yield log("after")
        yield gosched()

    Machine(rt, main).run()
    return logged(rt.trace)


def test_who_need_not_wait_goes_on_before_anyone_else_in_the_same_slice():
    rt = Runtime(schedtick=1)
    assert stays_or_waits(rt, False) == ["before", "after", "in runnext", "in the ring"]
    ran = [event[4:] for event in rt.trace if event[0] == "execute"]
    assert ran == [(1, 1, 1), (3, 1, 1), (2, 0, 2), (1, 0, 3)]


def test_who_waits_lets_the_others_go_on():
    rt = Runtime(schedtick=1)
    assert stays_or_waits(rt, True) == ["before", "in runnext", "in the ring"]
    assert rt.allgs[1].status == G_WAITING


def test_who_is_readied_as_it_begins_to_wait_comes_by_way_of_runnext():
    rt = Runtime(schedtick=1)
    assert stays_or_waits(rt, True, ready=True) == ["before", "after", "in the ring", "in runnext"]
    assert [event[4] for event in rt.trace if event[0] == "execute"] == [1, 1, 2, 3, 1]


# Being made ready.


def test_a_readied_g_takes_runnext_where_it_is_readied():
    rt = runtime(2)
    running(rt, 1)
    gp = rt.allgs[2]
    gp.status = G_WAITING
    queue(rt, 0, runnext=3)
    rt.ready(rt.allm[0], gp)
    assert (gp.status, rt.allp[0].runnext, ring(rt.allp[0])) == (G_RUNNABLE, 2, [3])
    assert rt.trace[0] == ("goready", 0, 0, 0, 2, 1)
    assert kinds(rt) == ["goready", "runnext", "runqput", "pidleget", "startm"]


def test_a_rule_runs_on_the_stack_of_the_m_of_whoever_asks():
    rt = runtime(2)
    take(rt, 1)
    by = running(rt, 3, m=1)
    rt.allgs[2].status = G_WAITING
    rt.sched.pidle.clear()
    assert rt.systemstack(by, "ready", rt.allgs[2]) is None
    assert rt.trace[0] == ("goready", 0, 1, 1, 2, 3)
    assert rt.systemstack(by, "dropg") is by


def test_on_that_stack_nobody_can_wait():
    rt = runtime()
    with throws("runtime: mcall called on m->g0 stack"):
        rt.systemstack(running(rt, 1), "stopm")


def test_goready_means_the_p_of_the_g_that_readies():
    rt = runtime(2)
    take(rt, 1)
    by, gp = running(rt, 1, m=1), rt.allgs[2]
    gp.status = G_WAITING
    rt.goready(by, gp)
    assert (gp.status, rt.allp[1].runnext, rt.allp[0].runnext) == (G_RUNNABLE, 2, 0)
    assert rt.trace == [("goready", 0, 1, 1, 2, 1), ("runnext", 0, 1, 1, 2, 0)]
    assert (by.status, by.m, rt.allm[1].curg) == (G_RUNNING, 1, 1)


@pytest.mark.parametrize("status", [G_RUNNABLE, G_RUNNING, G_DEAD])
def test_only_a_waiting_g_is_readied(status):
    rt = runtime()
    rt.allgs[2].status = status
    with throws(f"casgstatus: g2 is {name(status)}, asked to go waiting -> runnable"):
        rt.ready(rt.allm[0], rt.allgs[2])
    assert rt.trace == [] and rt.runqempty(rt.allp[0])


# Letting others go first.


def test_gosched_goes_behind_all_others():
    rt = runtime()
    gp = running(rt, 1)
    queue(rt, 0, [2], runnext=3)
    rt.sched.runq.append(4)
    rt.gosched_m(rt.allm[0], gp)
    assert list(rt.sched.runq) == [4, 1]
    assert (gp.status, gp.m, rt.allm[0].curg) == (G_RUNNABLE, None, 0)
    assert (ring(rt.allp[0]), rt.allp[0].runnext) == ([2], 3)
    assert rt.trace == [("gosched", 0, 0, 0, 1), ("globrunqput", 0, 0, 0, 1)]


def test_once_main_has_started_gosched_wakes_an_idle_p():
    rt = runtime(2)
    rt.gosched_m(rt.allm[0], running(rt, 1))
    assert kinds(rt) == ["gosched", "globrunqput"]
    rt.state.main_started = True
    rt.gosched_m(rt.allm[0], running(rt, 2))
    assert kinds(rt)[2:] == ["gosched", "globrunqput", "pidleget", "startm"]


def test_gosched_takes_the_time_of_a_gosched():
    def main():
        yield gosched()
        yield log("again")

    rt = Runtime(durations={"gosched": (90,)})
    Machine(rt, main).run()
    times = {event[0]: event[1] for event in rt.trace}
    assert (times["gosched"], times["globrunqput"], times["globrunqget"], times["log"]) == (0, 0, 90, 90)


def test_goyield_goes_behind_those_in_its_own_p_s_ring():
    rt = runtime(2)
    gp = running(rt, 1)
    rt.state.main_started = True
    queue(rt, 0, [2], runnext=3)
    rt.sched.runq.append(4)
    rt.goyield_m(rt.allm[0], gp)
    assert (ring(rt.allp[0]), rt.allp[0].runnext, list(rt.sched.runq)) == ([2, 1], 3, [4])
    assert (gp.status, gp.m, rt.allm[0].curg) == (G_RUNNABLE, None, 0)
    assert rt.trace == [("goyield", 0, 0, 0, 1), ("runqput", 0, 0, 0, 1, 1)]  # nobody is woken


def test_goyield_lets_runnext_and_the_ring_go_first_but_not_the_global_queue():
    def main():
        yield go(says, "ring")
        yield go(says, "runnext")
        yield go(yields, "first")
        yield gosched()

    def yields(value):
        yield log(value)
        yield mcall("goyield_m")
        yield log("again")

    rt = Runtime(schedtick=1)
    Machine(rt, main).run()
    assert logged(rt.trace) == ["first", "ring", "runnext", "again"]


def test_goyield_takes_the_next_slice_of_its_own():
    def main():
        yield mcall("goyield_m")
        yield work(0)

    rt = Runtime(schedtick=1)
    Machine(rt, main).run()
    assert [event[4:] for event in rt.trace if event[0] == "execute"] == [(1, 1, 1), (1, 0, 2)]


# The end.


def test_a_g_that_has_returned_is_dead_and_lies_ready_to_be_used_again():
    rt = runtime()
    gp = running(rt, 1)
    rt.goexit0(rt.allm[0], gp)
    assert (gp.status, gp.m, rt.allm[0].curg) == (G_DEAD, None, 0)
    assert (rt.allp[0].gfree, rt.sched.gfree_stack) == ([1], [])
    assert rt.trace == [("goexit", 0, 0, 0, 1)]


def test_it_lies_with_the_p_that_it_ended_on():
    rt = runtime(2)
    take(rt, 1)
    rt.goexit0(rt.allm[1], running(rt, 2, m=1))
    assert [pp.gfree for pp in rt.allp] == [[], [2]]
    assert rt.trace == [("goexit", 0, 1, 1, 2)]


def test_nothing_of_what_it_did_is_kept_but_its_number_and_its_stack():
    rt = runtime(gs=1)
    gp = running(rt, 1)
    before = replace(gp)
    rt.frames[1] = ["a frame"]
    gp.args, gp.waitreason, gp.param, gp.timer = (1, 2), "sleep", "a sudog", "a timer"
    gp.defer, gp.panic, gp.locals = ["a call"], ["a panic"], {1: "a frame"}
    rt.goexit0(rt.allm[0], gp)
    assert gp == replace(before, status=G_DEAD, fn=None, m=None)
    assert (gp.goid, gp.stack, gp.sched) == (1, 2048, Gobuf(40, body, body, "goexit+1"))
    assert rt.frames == [None, None]


def test_a_stack_that_has_grown_is_not_kept():
    rt = runtime()
    gp = running(rt, 1)
    gp.stack = 4096
    rt.goexit0(rt.allm[0], gp)
    assert (gp.stack, rt.allp[0].gfree) == (0, [1])


@pytest.mark.parametrize("leave, new", [
    ("park_m", "waiting"), ("gosched_m", "runnable"), ("goyield_m", "runnable"), ("goexit0", "dead")])
def test_only_a_running_g_leaves(leave, new):
    rt = runtime()
    gp = running(rt, 1)
    gp.status = G_WAITING
    with throws(f"casgstatus: g1 is waiting, asked to go running -> {new}"):
        getattr(rt, leave)(rt.allm[0], gp)
    assert (rt.allm[0].curg, gp.m, rt.trace) == (1, 0, [])


def test_a_g_that_waits_can_be_run_by_another_m_before_its_first_one_goes_on():
    def main():
        yield from rt.gopark(rt.allgs[1], None, None, "select")
        yield log("here")
        yield log("there")

    rt = Runtime(2, schedtick=1)
    Machine(rt, main)
    take(rt, 1)
    first, second = rt.schedule(rt.allm[0]), rt.schedule(rt.allm[1])
    assert [next(first), next(first)] == ["execute", "step"]  # the second one after it has parked
    rt.ready(rt.allm[1], rt.allgs[1])
    assert [next(second), next(second)] == ["execute", "step"]  # the second one after it has logged
    assert next(first) == "steal"  # its first M has nothing, and looks at the other P
    assert (next(second), rt.allgs[1].m, rt.allm[0].curg) == ("step", 1, 0)
    assert [event for event in rt.trace if event[0] == "log"] == [
        ("log", 0, 1, 1, 1, "here"), ("log", 0, 1, 1, 1, "there")]
