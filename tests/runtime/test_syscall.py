"""System calls: who has the P meanwhile, and how a G comes back."""

from collections import deque
from dataclasses import replace

import pytest

from models.runtime.constants import BY_RELEASE, GO_1_22, GO_1_27
from models.runtime.goroutine import go, gosched, log, work
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime, replaced
from models.runtime.state import M
from models.runtime.status import (
    G_RUNNABLE, G_RUNNING, G_SCAN, G_SYSCALL, G_WAITING, P_DEAD, P_GCSTOP, P_IDLE, P_RUNNING, P_SYSCALL)
from models.runtime.syscall import BEFORE_SCHEDULER, IN_KERNEL, NO_P, blocking_syscall, syscall
from models.runtime.sysmon import SYSMON

from .build import company, drain, error, kinds, queue, running, runtime, take, throws

GO_1_26 = replace(GO_1_27, release="1.26")  # the first that has today's rules
RELEASES = pytest.mark.parametrize("const", [*BY_RELEASE.values(), GO_1_26], ids=[*BY_RELEASE, "1.26"])
US, MS = 1_000, 1_000_000


def calls(rt, g=1, m=0, tick=0):
    """G g on M m is in a system call; its P had that syscalltick before."""
    rt.allp[rt.allm[m].p].syscalltick = tick
    gp = running(rt, g, m)
    rt.entersyscall(gp)
    rt.trace.clear()
    return gp


def in_call_without_p(rt, g=1, m=0):
    """G g on M m is in a system call, and another M runs its P, the only one."""
    gp = calls(rt, g, m)
    rt.takeP(M(SYSMON), rt.allp[0], P_IDLE)
    rt.acquirep(rt.newm(), rt.allp[0])
    rt.trace.clear()
    return gp


# Going in.


def test_what_a_goroutine_asks_for():
    assert syscall(5) == ("Syscall", 5)
    assert blocking_syscall(7) == ("notetsleepg", 7)
    assert (syscall(0), blocking_syscall(0)) == (("Syscall", 0), ("notetsleepg", 0))
    with error(ValueError, "syscall takes -1 ns; it cannot take less than 0"):
        syscall(-1)
    with error(ValueError, "blocking_syscall takes -1 ns; it cannot take less than 0"):
        blocking_syscall(-1)
    assert (IN_KERNEL.rule, IN_KERNEL.pause) == ("stay", "syscall")
    assert (BEFORE_SCHEDULER.rule, BEFORE_SCHEDULER.pause) == ("stay", "exitsyscall")
    assert (NO_P.rule, NO_P.pause) == ("exitsyscallNoP", "step")


@pytest.mark.parametrize("const, m, p, status", [
    (GO_1_27, 0, 0, P_RUNNING), (GO_1_26, 0, 0, P_RUNNING), (GO_1_22, None, None, P_SYSCALL)])
def test_the_p_stays_with_the_call_and_its_status_may_say_so(const, m, p, status):
    rt = runtime(const=const)
    gp, mp, pp = running(rt, 3), rt.allm[0], rt.allp[0]
    pp.syscalltick = 5
    rt.entersyscall(gp)
    assert (gp.status, gp.m, mp.curg) == (G_SYSCALL, 0, 3)
    assert (pp.m, mp.p, pp.status) == (m, p, status)
    assert (mp.oldp, mp.syscalltick, pp.syscalltick) == (0, 5, 5)
    assert rt.trace == [("entersyscall", 0, 0, 0, 3)]
    assert (rt.sched.pidle, rt.woken) == ([], [])


@RELEASES
def test_only_a_running_g_makes_a_call(const):
    rt = runtime(const=const)
    gp = running(rt, 3)
    gp.status = G_WAITING
    with throws("casgstatus: g3 is waiting, asked to go running -> syscall"):
        rt.entersyscall(gp)


@RELEASES
@pytest.mark.parametrize("asleep, woken", [(True, [SYSMON]), (False, [])])
def test_a_sleeping_sysmon_is_woken_to_have_an_eye_on_it(const, asleep, woken):
    rt = runtime(const=const)
    rt.sched.sysmonwait = asleep
    rt.entersyscall(running(rt, 1))
    assert (rt.woken, rt.sched.sysmonwait) == (woken, False)


@pytest.mark.parametrize("const, p", [(GO_1_27, 0), (GO_1_22, None)])
def test_while_the_world_is_being_stopped_the_p_stops_here(const, p):
    rt = runtime(const=const)
    gp = running(rt, 1)
    rt.sched.gcwaiting, rt.sched.stopwait = True, 2
    rt.entersyscall(gp)
    pp, mp = rt.allp[0], rt.allm[0]
    assert (pp.m, mp.p, pp.status, gp.status) == (None, None, P_GCSTOP, G_SYSCALL)
    assert (mp.oldp, mp.syscalltick, pp.syscalltick) == (0, 0, 1)
    assert (rt.sched.stopwait, rt.woken) == (1, [])
    assert rt.trace == [("entersyscall", 0, 0, 0, 1), ("retake", 0, 0, p, 0), ("gcstop", 0, 0, None, 0)]


def test_the_last_p_to_stop_so_wakes_who_waits_for_that():
    rt = runtime(2)
    gp = running(rt, 1)
    rt.sched.gcwaiting, rt.sched.stopwait, rt.sched.stopper = True, 1, 4
    rt.entersyscall(gp)
    assert (rt.sched.stopwait, rt.woken) == (0, [4])


def test_since_1_26_the_p_stops_before_the_g_counts_as_in_a_call():
    for const, status in ((GO_1_27, G_RUNNING), (GO_1_26, G_RUNNING), (GO_1_22, G_SYSCALL)):
        seen = []
        rt = runtime(const=const, rules=replaced(
            take=lambda rt, mp, pp, to, seen=seen: seen.append((mp.id, pp.id, to, rt.allgs[1].status))))
        rt.sched.gcwaiting, rt.sched.stopwait = True, 1
        rt.entersyscall(running(rt, 1))
        assert seen == [(0, 0, P_GCSTOP, status)]


@RELEASES
@pytest.mark.parametrize("gcwaiting, stopwait", [(False, 1), (True, 0)])
def test_a_world_that_has_stopped_or_runs_takes_no_p(const, gcwaiting, stopwait):
    rt = runtime(const=const)
    rt.sched.gcwaiting, rt.sched.stopwait = gcwaiting, stopwait
    rt.entersyscall(running(rt, 1))
    assert (kinds(rt), rt.sched.stopwait) == (["entersyscall"], stopwait)
    assert rt.allp[0].status != P_GCSTOP


@RELEASES
def test_a_call_that_will_be_long_gives_its_p_to_who_has_work_at_once(const):
    rt = runtime(const=const)
    gp, mp, pp = running(rt, 1), rt.allm[0], queue(rt, 0, [4])
    pp.syscalltick = 5
    rt.entersyscallblock(gp)
    assert (gp.status, gp.m, mp.curg, mp.p, mp.oldp) == (G_SYSCALL, 0, 1, None, None)
    assert (mp.syscalltick, pp.syscalltick, pp.m) == (5, 6, None)
    assert rt.allm[1] == M(id=1, nextp=0, park=True)
    assert rt.trace == [("entersyscallblock", 0, 0, 0, 1), ("releasep", 0, 0, 0),
                        ("handoffp", 0, 0, None, 0), ("startm", 0, 0, None, 1, 0, 0, 1)]


@pytest.mark.parametrize("const, status", [
    (GO_1_27, G_RUNNING), (GO_1_26, G_RUNNING), (GO_1_22, G_SYSCALL)])
def test_since_1_26_it_does_so_before_it_counts_as_in_a_call(const, status):
    seen = []
    rt = runtime(const=const, rules=replaced(
        handoffp=lambda rt, mp, pp: seen.append((mp.id, pp.id, rt.allgs[1].status))))
    rt.entersyscallblock(running(rt, 1))
    assert seen == [(0, 0, status)]
    assert rt.allgs[1].status == G_SYSCALL


def test_sysmon_is_not_woken_for_a_call_that_takes_no_p_with_it():
    rt = runtime()
    rt.sched.sysmonwait = True
    rt.entersyscallblock(running(rt, 1))
    assert rt.sched.sysmonwait is True and SYSMON not in rt.woken


@pytest.mark.parametrize("rule, first", [("Syscall", "entersyscall"), ("notetsleepg", "entersyscallblock")])
def test_a_call_takes_its_time_and_then_the_g_comes_back(rule, first):
    rt = runtime()
    gp = running(rt, 1)
    rt.spent = 7
    call = getattr(rt, rule)(gp, 500)
    assert next(call) == IN_KERNEL
    assert (rt.spent, gp.status, kinds(rt)[0]) == (507, G_SYSCALL, first)
    assert rt.stay(rt.allm[0], gp) is None
    rt.allp[0].m, rt.allm[0].p, rt.allp[0].status = 0, 0, P_RUNNING
    assert drain(call) == ([], None)
    assert (gp.status, rt.trace[-1]) == (G_RUNNING, ("exitsyscall", 0, 0, 0, 1, "kept"))


# Taking the P away.


@pytest.mark.parametrize("p_status, m, g_status, answer", [
    (P_SYSCALL, None, 0, True), (P_IDLE, None, 0, False), (P_GCSTOP, None, 0, False),
    (P_RUNNING, None, 0, False),
    (P_RUNNING, 0, G_RUNNING, False), (P_RUNNING, 0, G_WAITING, False), (P_RUNNING, 0, G_SYSCALL, True),
    (P_RUNNING, 0, None, False), (P_SYSCALL, 0, G_RUNNING, True), (P_IDLE, 0, G_SYSCALL, False)])
def test_a_p_waits_for_a_call_if_its_status_says_so_or_its_m_s_g_is_in_one(p_status, m, g_status, answer):
    rt = runtime()
    pp = rt.allp[0]
    if g_status is not None:
        running(rt, 2).status = g_status
    pp.status, pp.m = p_status, m
    assert rt.in_syscall(pp) is answer


@RELEASES
@pytest.mark.parametrize("status", [P_IDLE, P_GCSTOP])
def test_a_p_taken_has_no_m_and_a_count_more(const, status):
    rt = runtime(const=const)
    gp, pp = calls(rt, tick=5), rt.allp[0]
    rt.sched.stopwait = 2
    rt.takeP(M(SYSMON), pp, status)
    assert (pp.m, rt.allm[0].p, pp.status, pp.syscalltick) == (None, None, status, 6)
    assert (gp.status, rt.allm[0].curg, rt.allm[0].oldp, rt.allm[0].syscalltick) == (G_SYSCALL, 1, 0, 5)
    stopped = status == P_GCSTOP
    assert rt.trace == [("retake", 0, SYSMON, None, 0)] + [("gcstop", 0, SYSMON, None, 0)] * stopped
    assert rt.sched.stopwait == 2 - stopped


@pytest.mark.parametrize("const, status", [
    (GO_1_27, G_SYSCALL | G_SCAN), (GO_1_26, G_SYSCALL | G_SCAN), (GO_1_22, G_SYSCALL)])
def test_since_1_26_the_g_s_stack_is_taken_meanwhile(const, status):
    seen = []
    rt = runtime(const=const, rules=replaced(
        take=lambda rt, mp, pp, to: seen.append((mp.id, pp.id, to, rt.allgs[1].status))))
    gp = calls(rt)
    rt.takeP(M(SYSMON), rt.allp[0], P_IDLE)
    assert seen == [(SYSMON, 0, P_IDLE, status)]
    assert gp.status == G_SYSCALL


def test_who_takes_a_p_may_have_one():
    rt = runtime(2)
    take(rt, 1)
    calls(rt, m=1)
    rt.takeP(rt.allm[0], rt.allp[1], P_IDLE)
    assert rt.trace == [("retake", 0, 0, 0, 1)]


# Coming back: to which P?


@RELEASES
def test_whoever_still_has_its_p_keeps_it(const):
    rt = runtime(2, const=const)
    gp, mp, pp = calls(rt, tick=5), rt.allm[0], rt.allp[0]
    rt.sched.sysmonwait = True
    assert drain(rt.exitsyscall(gp)) == ([], None)
    assert (gp.status, mp.p, pp.m, pp.status) == (G_RUNNING, 0, 0, P_RUNNING)
    assert (pp.syscalltick, mp.syscalltick, mp.oldp) == (6, 5, None)
    assert rt.trace == [("exitsyscall", 0, 0, 0, 1, "kept")]
    assert (rt.sched.pidle, rt.sched.sysmonwait) == ([1], True)


def two_in_calls_of_one_p(const):
    """M0 has lost P0 to M1, and both are in system calls; P1 is idle."""
    rt = runtime(2, const=const)
    gp = calls(rt, tick=5)
    rt.takeP(M(SYSMON), rt.allp[0], P_IDLE)
    rt.acquirep(rt.newm(), rt.allp[0])
    calls(rt, g=2, m=1, tick=6)
    return rt, gp


@pytest.mark.parametrize("const, trace, oldm", [
    (GO_1_27, [("retake", 0, 0, None, 0), ("acquirep", 0, 0, 0)], 0), (GO_1_22, [], 1)])
def test_a_p_whose_new_m_is_in_a_call_itself_is_taken_back(const, trace, oldm):
    rt, gp = two_in_calls_of_one_p(const)
    rt.sched.sysmonwait = True
    assert drain(rt.exitsyscall(gp)) == ([], None)
    mp, pp = rt.allm[0], rt.allp[0]
    assert (gp.status, mp.p, pp.m, pp.status, pp.oldm) == (G_RUNNING, 0, 0, P_RUNNING, oldm)
    assert (rt.allm[1].p, rt.allm[1].oldp, rt.allgs[2].status) == (None, 0, G_SYSCALL)
    assert pp.syscalltick == 8
    assert rt.trace == [*trace, ("exitsyscall", 0, 0, 0, 1, "old")]
    assert (rt.sched.pidle, rt.sched.sysmonwait) == ([1], True)


@RELEASES
def test_the_other_then_finds_its_p_taken(const):
    rt, gp = two_in_calls_of_one_p(const)
    drain(rt.exitsyscall(gp))
    rt.trace.clear()
    assert drain(rt.exitsyscall(rt.allgs[2])) == ([], None)
    assert (rt.allm[1].p, rt.allp[0].m, rt.allp[0].syscalltick, rt.allp[1].syscalltick) == (1, 0, 8, 1)
    assert rt.trace == [
        ("pidleget", 0, 1, None, 1), ("acquirep", 0, 1, 1), ("exitsyscall", 0, 1, 1, 2, "idle")]


@RELEASES
@pytest.mark.parametrize("old", ["runs", "idle", "stopped", "dead", "gone", "none"])
def test_else_any_idle_p_will_do(const, old):
    rt = runtime(3, const=const)
    gp, mp = calls(rt, tick=5), rt.allm[0]
    rt.takeP(M(SYSMON), rt.allp[0], P_IDLE)
    rt.allp[0].status = {"stopped": P_GCSTOP, "dead": P_DEAD}.get(old, P_IDLE)
    rt.sched.pidle[:] = [1, 2]
    if old == "runs":
        rt.acquirep(rt.newm(), rt.allp[0])
        running(rt, 2, 1)
    mp.oldp = {"gone": 3, "none": None}.get(old, 0)
    rt.sched.sysmonwait = True
    rt.trace.clear()
    assert drain(rt.exitsyscall(gp)) == ([], None)
    assert (gp.status, mp.p, mp.oldp, rt.sched.pidle) == (G_RUNNING, 2, None, [1])
    assert (rt.allp[2].syscalltick, rt.allp[2].m, rt.allp[0].syscalltick) == (1, 0, 6)
    assert rt.trace == [
        ("pidleget", 0, 0, None, 2), ("acquirep", 0, 0, 2), ("exitsyscall", 0, 0, 2, 1, "idle")]
    assert (rt.woken, rt.sched.sysmonwait) == ([SYSMON], False)


@pytest.mark.parametrize("const, meanwhile", [(GO_1_27, G_RUNNING), (GO_1_22, G_SYSCALL)])
def test_whoever_gets_none_has_to_ask_the_scheduler(const, meanwhile):
    rt = runtime(const=const)
    gp, mp = in_call_without_p(rt), rt.allm[0]
    rt.sched.sysmonwait = True
    back = rt.exitsyscall(gp)
    assert next(back) == BEFORE_SCHEDULER
    assert (gp.status, mp.p, mp.oldp, mp.curg) == (meanwhile, None, None, 1)
    assert rt.trace == [("exitsyscall", 0, 0, None, 1, "none")]
    assert rt.sched.sysmonwait is True
    assert next(back) == NO_P
    rt.exitsyscallNoP(mp, gp)
    rt.globrunqget(rt.allp[0])
    rt.execute(rt.allm[1], gp, False)
    assert drain(back) == ([], None)
    assert rt.allp[0].syscalltick == 2
    assert gp.status == G_RUNNING


@pytest.mark.parametrize("how", ["kept", "old", "idle"])
def test_the_answer_says_how_it_went(how):
    rt, gp = two_in_calls_of_one_p(GO_1_27)
    mp = rt.allm[0]
    if how == "kept":
        mp.p = 1
    elif how == "idle":
        rt.allgs[2].status = G_RUNNING
    assert rt.exitsyscall_p(mp) == how


# Coming back: without one.


@RELEASES
def test_without_a_p_it_waits_in_the_global_queue_and_its_m_sleeps(const):
    rt = company(runtime(const=const))
    gp = in_call_without_p(rt)
    gp.status = G_RUNNING if const is not GO_1_22 else G_SYSCALL
    rt.sched.runq.append(7)
    rt.sched.sysmonwait = True
    rt.exitsyscallNoP(rt.allm[0], gp)
    assert (gp.status, gp.m, rt.allm[0].curg, rt.allm[0].errand) == (G_RUNNABLE, None, 0, "stopm")
    assert rt.sched.runq == deque([7, 1])
    assert rt.trace == [("globrunqput", 0, 0, None, 1)]
    assert rt.sched.sysmonwait is True


@RELEASES
def test_one_more_look_may_find_an_idle_p(const):
    rt = runtime(2, const=const)
    gp, mp = in_call_without_p(rt), rt.allm[0]
    gp.status = G_RUNNING if const is not GO_1_22 else G_SYSCALL
    rt.sched.sysmonwait = True
    rt.exitsyscallNoP(mp, gp)
    assert (gp.status, gp.m, mp.curg, mp.p, mp.errand) == (G_RUNNING, 0, 1, 1, "")
    assert rt.trace == [("pidleget", 0, 0, None, 1), ("acquirep", 0, 0, 1), ("execute", 0, 0, 1, 1, 0, 1)]
    assert (rt.sched.pidle, rt.sched.runq, rt.woken, rt.sched.sysmonwait) == ([], deque(), [SYSMON], False)


def test_an_m_with_an_errand_of_its_own_keeps_that():
    rt = company(runtime())
    gp = in_call_without_p(rt)
    gp.status, rt.allm[0].errand = G_RUNNING, "stoplockedm"
    rt.exitsyscallNoP(rt.allm[0], gp)
    assert rt.allm[0].errand == "stoplockedm"


@pytest.mark.parametrize("const, status, says", [
    (GO_1_27, G_SYSCALL, "casgstatus: g1 is syscall, asked to go running -> runnable"),
    (GO_1_22, G_RUNNING, "casgstatus: g1 is running, asked to go syscall -> runnable")])
def test_its_status_then_is_the_release_s(const, status, says):
    rt = runtime(const=const)
    gp = in_call_without_p(rt)
    gp.status = status
    with throws(says):
        rt.exitsyscallNoP(rt.allm[0], gp)


# Whole programs, by the clock.


NO_TIME = {"none": (0,)}
ABOUT = ("entersyscall", "entersyscallblock", "retake", "exitsyscall", "handoffp")


def run(main, procs=1, const=GO_1_27, **durations):
    rt = Runtime(procs, const=const, schedtick=1, durations=NO_TIME | durations)
    machine = Machine(rt, main)
    assert machine.run() == "END"
    return rt


def about(rt, *also):
    return [event for event in rt.trace if event[0] in ABOUT + also]


def times(rt):
    return {event[5]: event[1] for event in rt.trace if event[0] == "log"}


def computes(name, ns):
    yield work(ns)
    yield log(name)


@RELEASES
def test_a_short_call_keeps_its_p_though_others_wait(const):
    def main():
        yield go(computes, "other", 5)
        yield syscall(19 * US)
        yield log("main")
        yield gosched()

    rt = run(main, const=const)
    assert about(rt) == [("entersyscall", 0, 0, 0, 1), ("exitsyscall", 19 * US, 0, 0, 1, "kept")]
    assert times(rt) == {"main": 19 * US, "other": 19 * US + 5}
    assert rt.allp[0].syscalltick == 1 and len(rt.allm) == 1


@RELEASES
def test_a_long_one_loses_it_at_sysmon_s_second_look_if_work_waits(const):
    """sysmon looks every 20 µs: at 20 it sees a call that is new to it, at 40 the same."""
    def main():
        yield syscall(1 * US)
        yield go(computes, "other", 500 * US)
        yield syscall(100 * US)
        yield log("main")

    rt = run(main, const=const)
    assert about(rt) == [
        ("entersyscall", 0, 0, 0, 1), ("exitsyscall", 1 * US, 0, 0, 1, "kept"),
        ("entersyscall", 1 * US, 0, 0, 1), ("retake", 40 * US, SYSMON, None, 0),
        ("handoffp", 40 * US, SYSMON, None, 0), ("exitsyscall", 101 * US, 0, None, 1, "none")]
    assert times(rt) == {"other": 540 * US, "main": 540 * US}


@RELEASES
def test_one_of_which_nobody_has_use_is_left_for_10_ms(const):
    """sysmon looks at 20 to 1020 µs, and then after pauses that are twice as long each, at 1060, 1140, 1300,
    1620, 2260, 3540, 6100 and 11 220 µs."""
    def main():
        yield syscall(1 * US)
        yield syscall(15 * MS)

    rt = run(main, procs=2, const=const)
    assert about(rt)[3:] == [
        ("retake", 11_220 * US, SYSMON, None, 0), ("handoffp", 11_220 * US, SYSMON, None, 0),
        ("exitsyscall", 15_001 * US, 0, 0, 1, "idle")]
    assert [event for event in rt.trace if event[0] == "stopm"] == [("stopm", 11_220 * US, 1, None)]


@RELEASES
def test_a_blocking_one_hands_it_off_at_once(const):
    def main():
        yield go(computes, "other", 30 * US)
        yield blocking_syscall(20 * US)
        yield log("main")

    rt = run(main, const=const, newm=(5 * US,))
    assert about(rt, "startm", "mstart") == [
        ("entersyscallblock", 0, 0, 0, 1), ("handoffp", 0, 0, None, 0), ("startm", 0, 0, None, 1, 0, 0, 1),
        ("mstart", 5 * US, 1, None), ("exitsyscall", 20 * US, 0, None, 1, "none")]
    assert times(rt) == {"other": 35 * US, "main": 35 * US}
    assert rt.allm[0].p is None and rt.sched.midle == [0]


@RELEASES
def test_the_m_that_came_back_without_a_p_sleeps_until_it_is_needed(const):
    def main():
        yield go(computes, "other", 30 * US)
        yield blocking_syscall(20 * US)
        yield go(computes, "third", 30 * US)
        yield blocking_syscall(20 * US)
        yield log("main")

    rt = run(main, const=const)
    assert [event[4:] for event in rt.trace if event[0] == "startm"] == [(1, 0, 0, 1), (0, 0, 0, 0)]
    assert times(rt) == {"other": 30 * US, "third": 60 * US, "main": 60 * US}
    assert rt.trace[-1][2] == 0


@RELEASES
def test_one_that_comes_back_to_an_idle_p_goes_on_at_once(const):
    def main():
        yield blocking_syscall(20 * US)
        yield log("main")

    rt = run(main, procs=2, const=const)
    assert about(rt) == [("entersyscallblock", 0, 0, 0, 1), ("handoffp", 0, 0, None, 0),
                         ("exitsyscall", 20 * US, 0, 0, 1, "idle")]
    assert times(rt) == {"main": 20 * US}


@RELEASES
def test_a_thread_in_a_call_needs_no_cpu(const):
    def main():
        yield go(computes, "other", 50 * US)
        yield blocking_syscall(60 * US)
        yield log("main")

    rt = Runtime(1, const=const, schedtick=1, durations=NO_TIME)
    assert Machine(rt, main, cpus=1).run() == "END"
    assert times(rt) == {"other": 50 * US, "main": 60 * US}
