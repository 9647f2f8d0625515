"""A G and an M that belong together: how that begins and ends, who sleeps, and who brings them a P."""

import pytest

from models.runtime.constants import BY_RELEASE
from models.runtime.fatal import Deadlock
from models.runtime.goroutine import go, gosched, log, work
from models.runtime.lockthread import lock_os_thread, unlock_os_thread
from models.runtime.machine import Machine, logged
from models.runtime.panic import goexit
from models.runtime.runtime import Runtime
from models.runtime.state import M
from models.runtime.status import (
    G_PREEMPTED, G_RUNNABLE, G_RUNNING, G_SCAN, G_WAITING, P_IDLE, P_RUNNING)
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.study.choosers import seeded

from .build import company, drain, error, kinds, queue, running, runtime, take, throws

ASLEEP = "all goroutines are asleep - deadlock!"


def locked(rt, g=1, m=0):
    """G g locked to M m, which runs it."""
    gp = running(rt, g, m)
    rt.LockOSThread(gp)
    rt.trace.clear()
    return gp


def left(rt, g=1, m=0, status=G_RUNNABLE):
    """G g, locked to M m, has left it."""
    gp = locked(rt, g, m)
    gp.status = status
    return rt.dropg(rt.allm[m])


# Locking and unlocking.


def test_requests_name_their_rules():
    assert (lock_os_thread(), unlock_os_thread()) == (("LockOSThread",), ("UnlockOSThread",))


def test_to_lock_names_each_to_the_other():
    rt = runtime()
    rt.LockOSThread(running(rt, 3))
    assert rt.allm[0] == M(id=0, p=0, curg=3, lockedg=3, lockedExt=1, errand="stoplockedm")
    assert rt.allgs[3].lockedm == 0
    assert rt.trace == [("lockosthread", 0, 0, 0, 3)]


def test_on_any_m():
    rt = runtime(2)
    take(rt, 1)
    rt.LockOSThread(running(rt, 3, m=1))
    assert (rt.allgs[3].lockedm, rt.allm[1].lockedg, rt.allm[0].lockedg) == (1, 3, 0)
    assert rt.trace == [("lockosthread", 0, 1, 1, 3)]


def test_as_many_unlocks_as_locks_are_needed():
    rt = runtime()
    gp = running(rt, 3)
    rt.LockOSThread(gp)
    rt.LockOSThread(gp)
    assert rt.allm[0].lockedExt == 2
    rt.UnlockOSThread(gp)
    assert rt.allm[0] == M(id=0, p=0, curg=3, lockedg=3, lockedExt=1, errand="stoplockedm")
    assert gp.lockedm == 0
    rt.UnlockOSThread(gp)
    assert (rt.allm[0], gp.lockedm) == (M(id=0, p=0, curg=3), None)
    assert rt.trace == [("lockosthread", 0, 0, 0, 3)] * 2 + [("unlockosthread", 0, 0, 0, 3)] * 2


def test_to_unlock_what_is_not_locked_does_nothing():
    rt = runtime()
    gp = running(rt, 3)
    rt.UnlockOSThread(gp)
    assert (rt.allm[0], gp.lockedm, rt.trace) == (M(id=0, p=0, curg=3), None, [])


# The M of a locked G.


def test_when_its_g_leaves_the_m_hands_its_p_off_and_sleeps():
    rt = company(runtime(3))
    take(rt, 1)
    left(rt)
    rt.newm()
    rt.sched.nmidlelocked = 1  # another sleeps like that already
    sleep = rt.stoplockedm(rt.allm[0])
    assert [next(sleep), next(sleep)] == ["notesleep"] * 2
    assert rt.trace == [("releasep", 0, 0, 0), ("handoffp", 0, 0, None, 0), ("pidleput", 0, 0, None, 0),
                        ("stoplockedm", 0, 0, None)]
    assert (rt.sched.nmidlelocked, rt.sched.midle, rt.allm[0].p) == (2, [], None)


def test_its_p_goes_to_whoever_has_work_for_it():
    rt = company(runtime())
    left(rt)
    queue(rt, 0, [5])
    next(rt.stoplockedm(rt.allm[0]))
    assert kinds(rt) == ["releasep", "handoffp", "startm", "stoplockedm"]
    assert rt.allm[2] == M(id=2, nextp=0, park=True)


def test_back_from_a_system_call_it_has_no_p():
    rt = company(runtime(2))
    left(rt)
    rt.releasep(rt.allm[0])
    rt.trace.clear()
    next(rt.stoplockedm(rt.allm[0]))
    assert rt.trace == [("stoplockedm", 0, 0, None)]


def test_with_the_p_that_somebody_brings_it_goes_on_with_its_g():
    rt = company(runtime(3))
    take(rt, 1)
    gp = left(rt)
    sleep = rt.stoplockedm(rt.allm[0])
    next(sleep)
    rt.trace.clear()
    rt.allm[0].nextp = rt.pidleget(rt.allm[1]).id
    rt.notewakeup(rt.allm[0])
    assert drain(sleep) == ([], gp)
    assert rt.allm[0] == M(id=0, p=0, lockedg=1, lockedExt=1, errand="stoplockedm")
    assert (rt.allp[0].m, rt.allp[0].status) == (0, P_RUNNING)
    assert kinds(rt) == ["pidleget", "acquirep"]


@pytest.mark.parametrize("status", [G_RUNNABLE, G_SCAN | G_RUNNABLE])
def test_its_stack_may_be_scanned_meanwhile(status):
    rt = company(runtime(2))
    gp = left(rt, status=status)
    sleep = rt.stoplockedm(rt.allm[0])
    next(sleep)
    rt.allm[0].nextp, rt.allm[0].park = 1, True
    assert drain(sleep)[1] is gp


@pytest.mark.parametrize("status", [G_WAITING, G_RUNNING, G_PREEMPTED, G_SCAN | G_WAITING])
def test_it_must_be_runnable_then(status):
    rt = company(runtime(2))
    left(rt, status=status)
    sleep = rt.stoplockedm(rt.allm[0])
    next(sleep)
    rt.allm[0].nextp, rt.allm[0].park = 1, True
    with throws("stoplockedm: not runnable"):
        next(sleep)
    assert rt.allm[0].p is None


def test_the_last_to_sleep_sees_the_deadlock():
    rt = runtime(3, gs=1)
    rt.sched.pidle[:] = [1]
    left(rt, status=G_WAITING)
    with error(Deadlock, ASLEEP):
        next(rt.stoplockedm(rt.allm[0]))
    assert rt.sched.nmidlelocked == 1 and kinds(rt)[-1] == "stoplockedm"


def test_schedule_sleeps_and_then_runs_its_g_in_a_new_slice():
    rt = company(runtime(3, schedtick=5))
    take(rt, 1)
    left(rt)
    life = rt.schedule(rt.allm[0])
    assert next(life) == "notesleep"
    rt.trace.clear()
    rt.allm[0].nextp = rt.pidleget(rt.allm[1]).id
    rt.notewakeup(rt.allm[0])
    assert next(life) == "execute"
    assert rt.trace[1:] == [("acquirep", 0, 0, 0), ("execute", 0, 0, 0, 1, 0, 6)]
    assert rt.allm[0].curg == 1


# Who finds a locked G.


def found(rt):
    """M 1 on P 1 has found G 1, which is locked to M 0, that sleeps."""
    take(rt, 1, m=1)
    gp = left(rt)
    next(rt.stoplockedm(rt.allm[0]))
    rt.trace.clear()
    rt.woken.clear()
    return rt.allm[1], gp


def test_who_finds_it_gives_its_own_p_to_the_g_s_m_and_sleeps():
    rt = company(runtime(3))
    mp, gp = found(rt)
    give = rt.startlockedm(mp, gp)
    assert next(give) == "notesleep"
    assert rt.trace == [("releasep", 0, 1, 1), ("startlockedm", 0, 1, None, 1, 0, 1), ("stopm", 0, 1, None)]
    assert (rt.sched.nmidlelocked, rt.sched.midle, rt.woken) == (0, [1], [0])
    assert (rt.allm[0].nextp, rt.allm[0].park, rt.allp[1].status, rt.allp[1].m) == (1, True, P_IDLE, None)


def test_woken_again_it_looks_for_another():
    rt = company(runtime(3))
    mp, gp = found(rt)
    give = rt.startlockedm(mp, gp)
    next(give)
    rt.startm(rt.allm[0], rt.allp[rt.sched.pidle.pop()], spinning=False)
    assert drain(give) == ([], None)
    assert mp == M(id=1, p=0)


def test_an_m_that_has_been_given_a_p_already_is_given_no_other():
    rt = company(runtime(3))
    mp, gp = found(rt)
    rt.allm[0].nextp = 2
    with throws("startlockedm: m has p"):
        next(rt.startlockedm(mp, gp))
    assert (rt.sched.nmidlelocked, rt.trace) == (1, [])


@pytest.mark.parametrize("lockedm, does", [(None, "execute"), (1, "execute"), (0, "startlockedm")])
def test_schedule_asks_whose_a_found_g_is(lockedm, does):
    rt = company(runtime(3))
    rt.sched.nmidlelocked = 1
    take(rt, 1, m=1)
    rt.allgs[4].lockedm = lockedm
    queue(rt, 1, [4])
    next(rt.schedule(rt.allm[1]))
    assert [kind for kind in kinds(rt) if kind in ("execute", "startlockedm")] == [does]


def test_and_passes_spinning_on_before():
    rt = company(runtime(4))
    rt.sched.nmidlelocked, rt.sched.nmspinning = 1, 1
    take(rt, 1, m=1)
    rt.allm[1].spinning = True
    rt.allgs[4].lockedm = 0
    queue(rt, 1, [4])
    next(rt.schedule(rt.allm[1]))
    assert kinds(rt)[2:] == ["spinning", "pidleget", "startm", "releasep", "startlockedm", "stopm"]


# The end of a locked G.


def test_its_m_forgets_it_and_has_to_end():
    rt = runtime()
    gp = locked(rt)
    rt.LockOSThread(gp)
    rt.end_locked(rt.allm[0], gp)
    assert rt.allm[0] == M(id=0, p=0, curg=1, errand="mexit")
    assert gp.lockedm is None


def test_goexit_of_a_locked_g_ends_its_m():
    rt = runtime()
    gp = locked(rt)
    rt.frames[1] = []
    rt.goexit0(rt.allm[0], gp)
    assert rt.allm[0] == M(id=0, p=0, errand="mexit")
    assert (gp.lockedm, rt.allp[0].gfree) == (None, [1])


def test_goexit_of_another_does_not():
    rt = runtime()
    gp = running(rt, 1)
    rt.frames[1] = []
    rt.goexit0(rt.allm[0], gp)
    assert rt.allm[0] == M(id=0, p=0)


# Whole programs.


def test_a_locked_g_runs_on_its_m_only_and_the_m_runs_nothing_else():
    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 4)
        for i in range(4):
            yield go(member, wg, i < 2)
        yield wg_wait(wg)

    def member(wg, locks):
        yield from [lock_os_thread()] * locks
        for _ in range(3):
            yield work(1)
            yield gosched()
        yield from [unlock_os_thread()] * locks
        yield wg_done(wg)

    for release, const in BY_RELEASE.items():
        for seed in range(6):
            rt = Runtime(3, choose=seeded(seed), const=const)
            assert Machine(rt, main).run() == "END"
            on = {}
            for kind, _, m, _, *args in rt.trace:
                if kind == "lockosthread":
                    on[args[0]] = m
                elif kind == "unlockosthread":
                    del on[args[0]]
                elif kind == "execute":
                    assert on.get(args[0], m) == m and (m not in on.values() or on.get(args[0]) == m)


def test_a_locked_main_lets_others_run_on_another_m():
    """As real Go, with one P: the other G runs on an M of its own while main's sleeps."""
    def main():
        yield lock_os_thread()
        yield go(says)
        yield gosched()
        yield log("main")

    def says():
        yield log("other")

    rt = Runtime(schedtick=15)
    assert Machine(rt, main).run() == "END"
    assert logged(rt.trace) == ["other", "main"]
    assert {event[5]: event[2] for event in rt.trace if event[0] == "log"} == {"main": 0, "other": 1}


def test_a_thread_that_has_ended_is_replaced():
    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 1)
        yield go(leaves, wg)
        yield wg_wait(wg)
        yield log("end")

    def leaves(wg):
        yield lock_os_thread()
        yield wg_done(wg)
        yield goexit()

    rt = Runtime()
    assert Machine(rt, main).run() == "END"
    assert (rt.sched.nmfreed, len(rt.allm)) == (1, 2)
    assert [event[2] for event in rt.trace if event[0] in ("mexit", "log")] == [0, 1]
