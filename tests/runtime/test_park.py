"""Leaving the thread, and being made ready again."""

import pytest

from models.runtime.status import GStatus

from .build import kinds, queue, ring, runtime, running, throws


def test_a_g_and_its_m_part():
    rt = runtime()
    gp = running(rt, 1)
    assert rt.dropg(rt.allm[0]) is gp
    assert (gp.m, rt.allm[0].curg) == (None, 0)


def test_a_parked_g_is_on_no_queue():
    rt = runtime()
    gp = running(rt, 1)
    rt.gopark(rt.allm[0], "chan receive")
    assert (gp.status, gp.waitreason, gp.m, rt.allm[0].curg) == (
        GStatus.WAITING, "chan receive", None, 0)
    assert rt.runqempty(rt.allp[0]) and not rt.sched.runq
    assert rt.trace == [("gopark", 0, 0, 0, 1, "chan receive")]


def test_a_readied_g_takes_runnext_where_it_is_readied():
    rt = runtime(2)
    running(rt, 1)
    gp = rt.allgs[2]
    gp.status = GStatus.WAITING
    queue(rt, 0, runnext=3)
    rt.ready(rt.allm[0], gp)
    assert (gp.status, rt.allp[0].runnext, ring(rt.allp[0])) == (GStatus.RUNNABLE, 2, [3])
    assert rt.trace[0] == ("goready", 0, 0, 0, 2, 1)
    assert kinds(rt) == ["goready", "runnext", "runqput", "startm"]


@pytest.mark.parametrize("status", [GStatus.RUNNABLE, GStatus.RUNNING, GStatus.DEAD])
def test_only_a_waiting_g_is_readied(status):
    rt = runtime()
    rt.allgs[2].status = status
    with throws(f"casgstatus: g2 is {status.name}, asked to go WAITING -> RUNNABLE"):
        rt.ready(rt.allm[0], rt.allgs[2])


def test_gosched_goes_behind_all_others():
    rt = runtime()
    gp = running(rt, 1)
    queue(rt, 0, [2], runnext=3)
    rt.sched.runq.append(4)
    rt.gosched(rt.allm[0])
    assert list(rt.sched.runq) == [4, 1]
    assert (gp.status, gp.m, rt.allm[0].curg) == (GStatus.RUNNABLE, None, 0)
    assert rt.trace == [("gosched", 0, 0, 0, 1), ("globrunqput", 0, 0, 0, 1)]


def test_once_main_has_started_gosched_wakes_an_idle_p():
    rt = runtime(2)
    running(rt, 1)
    rt.gosched(rt.allm[0])
    assert kinds(rt) == ["gosched", "globrunqput"]
    rt.state.main_started = True
    running(rt, 2)
    rt.gosched(rt.allm[0])
    assert kinds(rt)[2:] == ["gosched", "globrunqput", "startm"]


def test_gosched_takes_the_time_of_a_gosched():
    rt = runtime(durations={"gosched": (90,)})
    running(rt, 1)
    rt.gosched(rt.allm[0])
    assert rt.spent == 90


def test_a_g_that_has_returned_is_dead():
    rt = runtime()
    gp = running(rt, 1)
    rt.goexit(rt.allm[0])
    assert (gp.status, gp.m, rt.allm[0].curg) == (GStatus.DEAD, None, 0)
    assert rt.trace == [("goexit", 0, 0, 0, 1)]


@pytest.mark.parametrize("leave, new", [
    (lambda rt: rt.gopark(rt.allm[0], "why"), "WAITING"),
    (lambda rt: rt.gosched(rt.allm[0]), "RUNNABLE"),
    (lambda rt: rt.goexit(rt.allm[0]), "DEAD"),
])
def test_only_a_running_g_leaves(leave, new):
    rt = runtime()
    running(rt, 1).status = GStatus.WAITING
    with throws(f"casgstatus: g1 is WAITING, asked to go RUNNING -> {new}"):
        leave(rt)
