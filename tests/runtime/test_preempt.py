"""Preemption: who can be asked to stop, where it stops, and how it goes on."""

from collections import deque
from dataclasses import replace

import pytest

from models.runtime.constants import BY_RELEASE, GO_1_22, GO_1_27
from models.runtime.goroutine import MAIN, call, go, gosched, log, work
from models.runtime.machine import Machine
from models.runtime.preempt import PREEMPTED, interrupted
from models.runtime.runtime import Runtime, replaced
from models.runtime.state import M
from models.runtime.status import G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING
from models.runtime.sysmon import SYSMON

from .build import body, company, kinds, queue, running, runtime, take, throws

GO_1_26 = replace(GO_1_27, release="1.26")  # the first that has today's rules
RELEASES = pytest.mark.parametrize("const", BY_RELEASE.values(), ids=BY_RELEASE)
US, MS = 1_000, 1_000_000


def begun(rt, g=1, m=0):
    """G g runs on M m and has begun."""
    gp = running(rt, g, m)
    rt.frames[g] = [body()]
    next(rt.frames[g][0])
    return gp


# Asking.


def test_whoever_runs_on_another_m_is_asked():
    asked = []
    rt = runtime(2, rules=replaced(preemptM=lambda rt, mp, gp: asked.append((mp.id, gp.id, gp.preempt))))
    gp = running(rt, 3, take(rt, 1).m)
    assert rt.preemptone(rt.allm[0], rt.allp[1]) is True
    assert gp.preempt is True and asked == [(1, 3, True)]
    assert rt.trace == [("preempt", 0, 0, 0, 1, 3)]


def test_sysmon_may_ask_all():
    rt = runtime()
    begun(rt, 2)
    assert rt.preemptone(M(SYSMON), rt.allp[0]) is True
    assert rt.trace == [("preempt", 0, SYSMON, None, 0, 2)]


@pytest.mark.parametrize("status", [G_RUNNING, G_WAITING])
def test_whoever_was_asked_is_not_interrupted_twice(status):
    asked = []
    rt = runtime(rules=replaced(preemptM=lambda rt, mp, gp: asked.append(gp.id)))
    gp = running(rt, 2)
    gp.status = status
    assert [rt.preemptone(M(SYSMON), rt.allp[0]) for _ in range(3)] == [True] * 3
    assert asked == [2]
    assert kinds(rt) == ["preempt"] * 3


@pytest.mark.parametrize("who", ["no m", "itself", "no g", "in a call"])
def test_nobody_is_asked_who_could_not_obey(who):
    rt = runtime()
    gp, mp, pp = running(rt, 1), M(SYSMON), rt.allp[0]
    if who == "no m":
        pp.m = None
    elif who == "itself":
        mp = rt.allm[0]
    elif who == "no g":
        rt.allm[0].curg = 0
    else:
        gp.status = G_SYSCALL
    assert rt.preemptone(mp, pp) is False
    assert (rt.trace, gp.preempt) == ([], False)


@pytest.mark.parametrize("const, asked", [(GO_1_27, False), (GO_1_26, False), (GO_1_22, True)])
def test_since_1_26_one_in_a_call_is_not_asked(const, asked):
    """Before, such a P has no M, but for a moment at the beginning of the call."""
    rt = runtime(const=const)
    begun(rt, 2).status = G_SYSCALL
    assert rt.preemptone(M(SYSMON), rt.allp[0]) is asked
    assert (kinds(rt), rt.allgs[2].preempt) == (["preempt"] * asked, asked)


def test_all_are_asked_but_who_asks():
    rt = runtime(4)
    for p, g in ((1, 3), (3, 5)):
        begun(rt, g, take(rt, p).m)
    begun(rt, 1)
    rt.preemptall(rt.allm[0])
    assert rt.trace == [("preempt", 0, 0, 0, 1, 3), ("preempt", 0, 0, 0, 3, 5)]
    assert [gp.id for gp in rt.allgs[1:] if gp.preempt] == [3, 5]


# Stopping.


def test_whoever_does_not_compute_stops_before_its_next_step():
    rt = runtime()
    gp = begun(rt, 2)
    rt.now = 50
    rt.preemptM(rt.allm[0], gp)
    assert len(rt.frames[2]) == 2
    assert (rt.cut_short, rt.woken, rt.noted) == ([], [], {})
    assert rt.gogo(rt.allm[0], gp, "answer") == (None, "gosched")
    assert (kinds(rt), gp.status) == (["gopreempt", "globrunqput"], G_RUNNABLE)


def test_one_that_has_not_begun_stops_before_its_first():
    rt = runtime()
    gp = running(rt, 2)
    rt.preemptM(rt.allm[0], gp)
    assert len(rt.frames[2]) == 2 and not rt.state.main_started
    assert rt.gogo(rt.allm[0], gp, None) == (None, "gosched")
    gp = running(rt, MAIN)
    rt.preemptM(rt.allm[0], gp)
    assert rt.state.main_started


@pytest.mark.parametrize("const, computes, left", [
    (GO_1_27, 80, 30), (GO_1_27, 51, 1), (GO_1_27, 50, 0), (GO_1_27, 49, 0), (GO_1_22, 80, 30),
    (replace(GO_1_27, asyncpreemptoff=True), 80, 0)])
def test_whoever_computes_is_interrupted_and_does_the_rest_afterwards(const, computes, left):
    rt = runtime(const=const)
    gp, mp = begun(rt, 2), rt.allm[0]
    rt.now, mp.computes = 50, computes
    rt.preemptM(mp, gp)
    assert (rt.cut_short, rt.woken) == (([0], [0]) if left else ([], []))
    frame = rt.frames[2][-1]
    assert frame.send("answer") == PREEMPTED
    if left:
        assert next(frame) == ("ask_work", left)
    with pytest.raises(StopIteration) as end:
        next(frame)
    assert end.value.value == "answer"


def test_its_m_does_not_compute_any_more():
    """Or the next one that runs there, and is asked to stop, would be given the rest of this one's work."""
    rt = runtime()
    rt.now, rt.allm[0].computes = 50, 80
    rt.preemptM(rt.allm[0], begun(rt, 2))
    assert rt.allm[0].computes == 50
    rt.preemptM(rt.allm[0], begun(rt, 3))
    assert (rt.cut_short, rt.woken) == ([0], [0])


def test_the_call_that_it_did_not_make_leaves_the_m_and_returns_what_the_g_was_waiting_for():
    frame = interrupted(0)
    assert next(frame) is None
    assert frame.send(7) == PREEMPTED == ("gopreempt_m", "gosched")
    with pytest.raises(StopIteration) as end:
        next(frame)
    assert end.value.value == 7


# Leaving.


@RELEASES
@pytest.mark.parametrize("begun_", [True, False])
def test_it_goes_to_the_tail_of_the_global_queue_and_somebody_is_woken_for_that(const, begun_):
    rt = runtime(2, const=const)
    gp, mp = running(rt, 2), rt.allm[0]
    rt.sched.runq.append(7)
    rt.state.main_started = begun_
    rt.gopreempt_m(mp, gp)
    assert (gp.status, gp.m, mp.curg, rt.sched.runq) == (G_RUNNABLE, None, 0, deque([7, 2]))
    assert rt.trace == [("gopreempt", 0, 0, 0, 2), ("globrunqput", 0, 0, 0, 2)] + [
        ("pidleget", 0, 0, 0, 1), ("startm", 0, 0, 0, 1, 1, 1, 1)] * begun_


@pytest.mark.parametrize("const, queued", [
    (GO_1_27, ("runnext", 0, 0, 0, 2, 5)), (GO_1_26, ("runnext", 0, 0, 0, 2, 5)),
    (GO_1_22, ("globrunqput", 0, 0, 0, 2))])
def test_since_1_26_one_that_stops_with_the_world_runs_next(const, queued):
    rt = runtime(const=const)
    gp = running(rt, 2)
    queue(rt, 0, [4], runnext=5)
    rt.sched.gcwaiting = True
    rt.gopreempt_m(rt.allm[0], gp)
    assert rt.trace[:2] == [("gopreempt", 0, 0, 0, 2), queued]
    assert (rt.allp[0].runnext, rt.sched.runq) == ((2, deque()) if const is not GO_1_22 else (5, deque([2])))
    assert gp.status == G_RUNNABLE


def test_only_a_running_g_stops():
    rt = runtime()
    gp = running(rt, 2)
    gp.status = G_WAITING
    with throws("casgstatus: g2 is waiting, asked to go running -> runnable"):
        rt.gopreempt_m(rt.allm[0], gp)


# Whole programs, by the clock.


def run(main, procs=1, const=GO_1_27, **durations):
    rt = Runtime(procs, const=const, schedtick=1, durations={"none": (0,)} | durations)
    assert Machine(rt, main).run() == "END"
    return rt


def times(rt):
    return {event[5]: event[1] for event in rt.trace if event[0] == "log"}


def stops(rt):
    return [(event[1] // US, event[4]) for event in rt.trace if event[0] == "gopreempt"]


def computes(ns):
    yield work(ns)
    yield log(ns)


def beside_others():
    yield go(computes, 30 * MS)
    yield go(computes, 5 * MS)
    yield work(35 * MS)
    yield log("main")


@RELEASES
def test_one_that_computes_beside_others_is_interrupted_whenever_sysmon_sees_a_slice_that_is_over(const):
    """sysmon looks at 11.22 ms, and then every 10 ms. What it sees for the first time it does not stop, so
    that a slice then lasts for 20 ms. Real Go does the same on one P: slices of 20.1 ms, in both releases.
    """
    rt = run(beside_others, const=const)
    assert stops(rt) == [(11_220, 1), (31_220, 2), (51_220, 1)]
    assert times(rt) == {5 * MS: 16_220 * US, 30 * MS: 66_220 * US, "main": 70 * MS}


@RELEASES
def test_with_asyncpreemptoff_it_computes_to_the_end_and_stops_then(const):
    rt = run(beside_others, const=replace(const, asyncpreemptoff=True))
    assert stops(rt) == [(35_000, 1), (70_000, 2)]
    assert [event[0] for event in rt.trace].count("preempt") > 2
    assert times(rt)["main"] == 70 * MS


@RELEASES
def test_alone_it_is_interrupted_and_goes_on(const):
    rt = run(lambda: computes(35 * MS), const=const)
    assert stops(rt) == [(11_220, 1), (31_220, 1)]
    assert times(rt) == {35 * MS: 35 * MS}


def test_a_slice_is_what_those_share_who_hand_it_on_in_runnext():
    """Each makes the next, which inherits the slice: none is long, all together are, and one is stopped."""
    def link(n):
        if n:
            yield work(100 * US)
            yield go(link, n - 1)

    def main():
        yield go(computes, 0)
        yield go(link, 150)
        yield gosched()

    rt = run(main)
    assert stops(rt)[0][0] == 11_220


def test_the_rest_of_an_interrupted_g_s_work_is_nobody_else_s():
    """The G that runs after it is asked to stop too, at the end of the slice that it has inherited."""
    def steps(n):
        for i in range(n):
            yield log(i)

    def main():
        yield go(steps, 15_000)
        yield work(60 * MS)
        yield log("main")

    rt = run(main, step=(1 * US,))
    assert stops(rt)[:2] == [(11_220, 1), (21_220, 2)]
    assert times(rt)["main"] == 60 * MS + 15_000 * US + 5 * US


def test_an_interrupted_g_gets_the_answer_it_was_waiting_for():
    answers = []

    def main():
        for _ in range(200):
            answers.append((yield go(body_that_ends)))
            answers.append((yield call(seven)))

    def seven():
        yield log("seven")
        return 7

    def body_that_ends():
        return
        yield

    rt = Runtime(1, const=replace(GO_1_27, force_preempt_ns=1), schedtick=1, durations={"step": (1 * US,)})
    assert Machine(rt, main).run() == "END"
    assert len(stops(rt)) > 10
    assert [event[4] for event in rt.trace if event[0] == "newproc"] == answers[::2]
    assert answers[1::2] == [7] * 200


def test_where_nobody_waits_nobody_is_woken():
    rt = company(runtime())
    running(rt, 2)
    rt.state.main_started = True
    rt.gopreempt_m(rt.allm[0], rt.allgs[2])
    assert (rt.sched.needspinning, rt.sched.nmspinning) == (True, 0)
