"""sysmon: when it looks, when it sleeps, and what it takes."""

from dataclasses import replace

import pytest

from models.runtime import sysmon
from models.runtime.constants import BY_RELEASE, GO_1_27
from models.runtime.goroutine import go, work
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime, replaced
from models.runtime.state import M, Sysmontick
from models.runtime.status import G_SYSCALL, P_DEAD, P_GCSTOP, P_IDLE, P_RUNNING, P_SYSCALL
from models.runtime.syscall import blocking_syscall, syscall
from models.runtime.sysmon import SYSMON
from models.runtime.timer import Timer, sleep

from .build import drain, queue, running, runtime

RELEASES = pytest.mark.parametrize("const", BY_RELEASE.values(), ids=BY_RELEASE)
US, MS = 1_000, 1_000_000
LONGEST = 60_000 * MS
SLOWER = [40 * US, 80 * US, 160 * US, 320 * US, 640 * US, 1280 * US, 2560 * US, 5120 * US, 10 * MS, 10 * MS]


def watch(procs=2, retakes=lambda: 0, **rules):
    """A machine and its sysmon, for which retake answers that; and what it does in each round."""
    done = []

    def note(name, answer):
        return lambda rt, mp: done.append((name, mp.id, mp.p)) or answer()

    rt = runtime(procs, rules=replaced(
        poll_if_late=note("poll", lambda: None), update_if_due=note("update", lambda: None),
        retake=note("retake", retakes), **rules))
    return rt, rt.sysmon(), done


def pauses(rt, rounds, n):
    """How long the next n pauses are."""
    found = []
    for _ in range(n):
        rt.spent = 0
        assert next(rounds) == "sysmon"
        found.append(rt.spent)
    return found


# Its rounds.


def test_what_stands_for_it_is_no_m_of_the_list():
    assert SYSMON == -1


def test_51_pauses_of_20_us_and_then_twice_as_long_each_time_up_to_10_ms():
    rt, rounds, done = watch()
    assert pauses(rt, rounds, 61) == [20 * US] * 51 + SLOWER


def test_a_p_taken_makes_it_quick_again():
    answers = iter([0] * 55 + [2] + [0] * 60)
    rt, rounds, done = watch(retakes=lambda: next(answers))
    assert pauses(rt, rounds, 56)[51:] == SLOWER[:5]
    assert pauses(rt, rounds, 55) == [20 * US] * 51 + SLOWER[:4]


def test_its_pause_comes_on_top_of_what_is_spent():
    rt, rounds, done = watch()
    rt.spent = 5
    next(rounds)
    assert rt.spent == 20 * US + 5


def test_each_round_it_polls_looks_at_gomaxprocs_and_retakes():
    rt, rounds, done = watch()
    pauses(rt, rounds, 1)
    assert done == []
    pauses(rt, rounds, 2)
    assert done == [("poll", SYSMON, None), ("update", SYSMON, None), ("retake", SYSMON, None)] * 2


@pytest.mark.parametrize("idle, gcwaiting, sleeps", [
    ([1], False, False), ([1, 0], False, True), ([1], True, True), ([], True, True), ([], False, False)])
def test_it_sleeps_when_all_ps_are_idle_or_the_world_is_stopped(idle, gcwaiting, sleeps):
    rt, rounds, done = watch()
    rt.sched.pidle[:], rt.sched.gcwaiting = idle, gcwaiting
    assert pauses(rt, rounds, 2) == [20 * US, LONGEST if sleeps else 20 * US]
    assert rt.sched.sysmonwait is sleeps
    assert len(done) == (0 if sleeps else 3)


def later(rt, rounds, woken):
    """After 56 rounds, that is a pause of 1280 µs, it sleeps, and then somebody wakes it or not."""
    assert pauses(rt, rounds, 57)[-1] == 1280 * US
    rt.sched.pidle[:] = [1, 0]
    assert pauses(rt, rounds, 1) == [LONGEST]
    rt.sched.pidle[:] = [1]
    rt.sched.sysmonwait = not woken


def test_woken_from_its_sleep_it_begins_anew():
    rt, rounds, done = watch()
    later(rt, rounds, woken=True)
    assert pauses(rt, rounds, 53) == [20 * US] * 50 + SLOWER[:3]


def test_when_its_sleep_is_over_it_goes_on_where_it_was():
    rt, rounds, done = watch()
    later(rt, rounds, woken=False)
    assert pauses(rt, rounds, 3) == [2560 * US, 5120 * US, 10 * MS]


def test_after_its_sleep_it_looks():
    rt, rounds, done = watch()
    rt.sched.pidle[:] = [1, 0]
    pauses(rt, rounds, 2)
    assert done == []
    pauses(rt, rounds, 1)
    assert [name for name, *_ in done] == ["poll", "update", "retake"]


# Its sleep.


@pytest.mark.parametrize("first, slept", [
    (None, LONGEST), (101, 1), (100 + LONGEST, LONGEST), (99 + LONGEST, LONGEST - 1),
    (101 + LONGEST, LONGEST)])
def test_it_sleeps_until_the_first_timer_and_a_minute_at_most(first, slept):
    rt = runtime(2)
    rt.now, rt.spent = 100, 7
    if first:
        rt.addHeap(rt.allp[1], Timer(first, 1))
    rest = rt.sysmon_sleeps()
    assert next(rest) == "sysmon"
    assert (rt.sched.sysmonwait, rt.spent) == (True, slept + 7)
    assert drain(rest) == ([], False)
    assert rt.sched.sysmonwait is False


@pytest.mark.parametrize("first", [100, 99])
def test_it_does_not_when_a_timer_is_due(first):
    rt = runtime()
    rt.now = 100
    rt.addHeap(rt.allp[0], Timer(first, 1))
    assert drain(rt.sysmon_sleeps()) == ([], False)
    assert (rt.sched.sysmonwait, rt.spent) == (False, 0)


def test_whoever_ends_its_sleep_is_told_from_a_timer():
    rt = runtime()
    rest = rt.sysmon_sleeps()
    next(rest)
    rt.spent = 3
    rt.wake_sysmon()
    assert (rt.woken, rt.noted, rt.sched.sysmonwait) == ([SYSMON], {SYSMON: 3}, False)
    assert drain(rest) == ([], True)
    assert rt.sched.sysmonwait is False


def test_whoever_is_awake_is_not_woken():
    rt = runtime()
    rt.wake_sysmon()
    assert (rt.woken, rt.noted, rt.sched.sysmonwait) == ([], {}, False)


# Looking at the Ps.


def test_it_looks_at_each_p_that_runs_or_waits_for_a_call():
    looked = []
    rt = runtime(5, rules=replaced(retake_p=lambda rt, mp, pp: looked.append((mp.id, pp.id)) or pp.id != 2))
    for pp, status in zip(rt.allp, (P_RUNNING, P_IDLE, P_SYSCALL, P_GCSTOP, P_RUNNING)):
        pp.status = status
    assert rt.retake(M(SYSMON)) == 2
    assert looked == [(SYSMON, 0), (SYSMON, 2), (SYSMON, 4)]
    rt.allp[0].status = P_DEAD
    assert rt.retake(M(SYSMON)) == 1


def slices(rt, tick, seen, when, now):
    pp = rt.allp[0]
    pp.schedtick, pp.sysmontick.schedtick, pp.sysmontick.schedwhen, rt.now = tick, seen, when, now
    return pp, rt.slice_over(pp)


@pytest.mark.parametrize("now, over", [(10 * MS + 4, False), (10 * MS + 5, True), (10 * MS + 6, True)])
def test_a_time_slice_is_over_10_ms_after_it_was_first_seen(now, over):
    pp, said = slices(runtime(), 7, 7, 5, now)
    assert said is over
    assert (pp.sysmontick.schedtick, pp.sysmontick.schedwhen) == (7, 5)


@pytest.mark.parametrize("tick", [6, 8])
def test_one_seen_for_the_first_time_is_not(tick):
    pp, said = slices(runtime(), tick, 7, 5, 30 * MS)
    assert said is False
    assert pp.sysmontick == Sysmontick(schedtick=tick, schedwhen=30 * MS)


def test_how_long_a_slice_is_is_a_constant():
    rt = runtime(const=replace(GO_1_27, force_preempt_ns=100))
    assert [slices(rt, 7, 7, 5, now)[1] for now in (104, 105)] == [False, True]


def looked_at(const, g_status=None, tick=7, seen=7, when=0, schedtick=1, now=15 * MS, procs=1, **settings):
    """P0 as sysmon finds it: G 1 runs on M 0, or is in a system call; it saw that tick before, at `when`."""
    rt = runtime(procs, const=const, **settings)
    pp, gp = rt.allp[0], running(rt, 1)
    pp.syscalltick, pp.schedtick = tick, 1
    if g_status == G_SYSCALL:
        rt.entersyscall(gp)
    pp.sysmontick = Sysmontick(schedtick, 10 * MS if schedtick == 1 else 0, seen, when)
    rt.now = now
    rt.trace.clear()
    return rt, pp


@RELEASES
def test_whoever_runs_in_a_slice_that_is_not_over_is_left_alone(const):
    rt, pp = looked_at(const, now=20 * MS - 1)
    assert rt.retake_p(M(SYSMON), pp) is False
    assert (rt.trace, rt.allgs[1].preempt) == ([], False)
    assert pp.sysmontick == Sysmontick(1, 10 * MS, 7, 0)


@RELEASES
def test_whoever_runs_in_one_that_is_over_is_asked_to_stop_and_nothing_is_taken(const):
    rt, pp = looked_at(const, now=20 * MS)
    queue(rt, 0, [4])
    assert rt.retake_p(M(SYSMON), pp) is False
    assert rt.trace == [("preempt", 20 * MS, SYSMON, None, 0, 1)]
    assert (rt.allgs[1].preempt, pp.m, pp.status) == (True, 0, P_RUNNING)


@RELEASES
@pytest.mark.parametrize("seen", [6, 8])
def test_a_call_seen_for_the_first_time_is_noted(const, seen):
    rt, pp = looked_at(const, G_SYSCALL, seen=seen, when=5)
    queue(rt, 0, [4])
    assert rt.retake_p(M(SYSMON), pp) is False
    assert (rt.trace, pp.sysmontick) == ([], Sysmontick(1, 10 * MS, 7, 15 * MS))


@RELEASES
def test_seen_again_it_loses_its_p_if_that_has_work(const):
    rt, pp = looked_at(const, G_SYSCALL, when=15 * MS)
    queue(rt, 0, [4])
    assert rt.retake_p(M(SYSMON), pp) is True
    assert rt.trace == [("retake", 15 * MS, SYSMON, None, 0), ("handoffp", 15 * MS, SYSMON, None, 0),
                        ("startm", 15 * MS, SYSMON, None, 1, 0, 0, 1)]
    assert (pp.m, pp.status, pp.syscalltick, rt.allm[0].p, rt.allm[1].nextp) == (None, P_IDLE, 8, None, 0)
    assert pp.sysmontick == Sysmontick(1, 10 * MS, 7, 15 * MS)


@RELEASES
def test_or_if_nobody_looks_for_work_that_might_come(const):
    rt, pp = looked_at(const, G_SYSCALL, when=15 * MS)
    assert rt.retake_p(M(SYSMON), pp) is True
    assert rt.trace[1:] == [
        ("handoffp", 15 * MS, SYSMON, None, 0), ("startm", 15 * MS, SYSMON, None, 1, 0, 1, 1)]


@RELEASES
@pytest.mark.parametrize("idle, spinning", [(1, 0), (0, 1), (1, 1)])
@pytest.mark.parametrize("when, taken", [(5 * MS, True), (5 * MS + 1, False), (4 * MS, True)])
def test_else_after_10_ms(const, idle, spinning, when, taken):
    rt, pp = looked_at(const, G_SYSCALL, when=when, procs=3)
    rt.sched.nmspinning = spinning
    rt.sched.pidle[:] = [2] * idle
    assert rt.retake_p(M(SYSMON), pp) is taken
    assert [event[0] for event in rt.trace] == (["retake", "handoffp", "pidleput"] if taken else [])


@RELEASES
def test_work_in_the_global_queue_alone_does_not_count(const):
    rt, pp = looked_at(const, G_SYSCALL, when=14 * MS, procs=2)
    rt.sched.runq.append(4)
    assert rt.retake_p(M(SYSMON), pp) is False


@RELEASES
@pytest.mark.parametrize("work, taken", [(True, True), (False, False)])
def test_at_the_end_of_a_slice_a_new_call_is_no_reason_to_wait(const, work, taken):
    """preempting is of no use there: nobody could obey."""
    rt, pp = looked_at(const, G_SYSCALL, seen=6, when=11 * MS, now=20 * MS, procs=2)
    queue(rt, 0, [4] * work)
    assert rt.retake_p(M(SYSMON), pp) is taken
    assert [event[0] for event in rt.trace] == (["retake", "handoffp", "startm"] if taken else [])
    assert (pp.sysmontick, rt.allgs[1].preempt) == (Sysmontick(1, 10 * MS, 6, 11 * MS), False)


# Whole programs, by the clock.


def looks(main, procs=1, const=GO_1_27, **durations):
    """When sysmon looked at the Ps; and the machine."""
    seen = []

    def retake(rt, mp):
        seen.append(rt.now)
        return sysmon.retake(rt, mp)

    rt = Runtime(procs, const=const, rules=replaced(retake=retake), schedtick=1,
                 durations={"none": (0,)} | durations)
    assert Machine(rt, main).run() == "END"
    return seen, rt


def every_20_us(first, n):
    return [first + i * 20 * US for i in range(n)]


def forever(ns):
    yield work(ns)


@RELEASES
def test_beside_one_that_computes_it_looks_ever_less_often(const):
    seen, rt = looks(lambda: forever(35 * MS), const=const)
    assert seen == every_20_us(20 * US, 51) + [
        us * US for us in (1060, 1140, 1300, 1620, 2260, 3540, 6100, 11_220, 21_220, 31_220)]


@RELEASES
def test_a_p_that_it_takes_makes_it_look_often_again(const):
    def main():
        yield work(2000 * US)
        yield go(forever, 305 * US)
        yield syscall(700 * US)

    seen, rt = looks(main, const=const)
    assert [event[1] for event in rt.trace if event[0] == "retake"] == [2260 * US]
    assert seen[55:] == [2260 * US] + every_20_us(2280 * US, len(seen) - 56)
    assert seen[-1] == 2560 * US  # then the other has ended, and all Ps are idle


@RELEASES
def test_when_all_are_asleep_it_sleeps_too_until_somebody_comes_back_from_a_call(const):
    def main():
        yield blocking_syscall(50 * MS)
        yield work(70 * US)

    seen, rt = looks(main, const=const)
    assert seen == every_20_us(50 * MS, 4)


@RELEASES
def test_waking_takes_it_time_too(const):
    def main():
        yield blocking_syscall(50 * MS)
        yield work(70 * US)

    seen, rt = looks(main, const=const, wakeup=(9 * US,))
    assert seen == every_20_us(50 * MS + 9 * US, 4)


@RELEASES
def test_or_until_a_timer_goes_off(const):
    def main():
        yield work(2000 * US)
        yield sleep(30 * MS)
        yield work(10 * MS)

    seen, rt = looks(main, const=const)
    assert seen[:55] == every_20_us(20 * US, 51) + [us * US for us in (1060, 1140, 1300, 1620)]
    assert seen[55:] == [32 * MS, 32 * MS + 1280 * US, 32 * MS + 3840 * US, 32 * MS + 8960 * US]


def test_it_needs_no_p_and_no_cpu():
    seen, rt = [], Runtime(1, durations={"none": (0,)})
    machine = Machine(rt, lambda: forever(100 * US), cpus=1)
    while machine.step():
        assert set(machine.on_cpu) <= {0} and SYSMON not in machine.off_cpu
        seen.append(rt.now)
    assert 20 * US in seen and 80 * US in seen and rt.now == 100 * US


def test_where_a_chooser_plays_there_is_none():
    machine = Machine(Runtime(2), lambda: forever(100))
    assert SYSMON not in machine.ms
    machine.run()
    assert SYSMON not in machine.ms
