"""Nobody can go on: what is said then, and the line of each goroutine."""

import pytest

from models.runtime.chan import close_chan, make_chan, recv, send
from models.runtime.cond import cond, cond_lock, cond_wait
from models.runtime.constants import BY_RELEASE
from models.runtime.defer import defer, defer_
from models.runtime.fatal import Deadlock
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.mutex import lock, mutex
from models.runtime.panic import goexit, panic
from models.runtime.recovery import recover
from models.runtime.runtime import Runtime
from models.runtime.rwmutex import rlock, rwmutex, wlock
from models.runtime.select import select_
from models.runtime.status import (
    G_COPYSTACK, G_DEAD, G_DEADEXTRA, G_LEAKED, G_PREEMPTED, G_RUNNABLE, G_RUNNING, G_SCAN, G_SYSCALL,
    G_WAITING, Throw)
from models.runtime.timer import Timer, sleep
from models.runtime.waitgroup import waitgroup, wg_add, wg_wait

from .build import error, runtime, throws

ASLEEP = "all goroutines are asleep - deadlock!"
NONE = "no goroutines (main called runtime.Goexit) - deadlock!"
LOST = "checkdead: runnable g"


def left(*statuses):
    """A machine that is left with Gs of these statuses."""
    rt = runtime(gs=len(statuses))
    for gp, status in zip(rt.allgs[1:], statuses, strict=True):
        gp.status = status
    return rt


@pytest.mark.parametrize(("statuses", "says"), [
    ([G_WAITING], ASLEEP), ([G_PREEMPTED], ASLEEP), ([G_DEAD, G_WAITING, G_DEAD], ASLEEP),
    ([G_SCAN | G_WAITING], ASLEEP), ([G_DEAD, G_DEAD], NONE), ([G_DEAD, G_LEAKED, G_DEADEXTRA], NONE),
    ([], NONE), ([G_WAITING, G_RUNNABLE], LOST), ([G_RUNNING], LOST), ([G_SYSCALL, G_WAITING], LOST),
    ([G_SCAN | G_RUNNABLE], LOST)])
def test_a_deadlock_is_when_some_wait_and_none_can_run(statuses, says):
    rt = left(*statuses)
    rt.sched.midle.append(0)
    with error(Throw if says == LOST else Deadlock, says):
        rt.checkdead()


@pytest.mark.parametrize("midle, locked, freed, more, dead", [
    ([0], 0, 0, 0, True), ([], 1, 0, 0, True), ([], 0, 1, 0, True), ([], 0, 0, 0, False), ([0], 0, 0, 1, False),
    ([0, 1], 0, 0, 1, True), ([1], 1, 0, 1, True), ([1], 0, 1, 1, True), ([], 1, 1, 1, True)])
def test_it_is_none_while_an_m_is_awake(midle, locked, freed, more, dead):
    """Of M 0 and `more`: these sleep, that many wait for their G to run, and that many have ended."""
    rt = left(G_WAITING)
    for _ in range(more):
        rt.newm()
    rt.sched.midle[:], rt.sched.nmidlelocked, rt.sched.nmfreed = midle, locked, freed
    assert rt.mcount() == 1 + more - freed
    if not dead:
        return rt.checkdead()
    with error(Deadlock, ASLEEP):
        rt.checkdead()


def test_nor_while_a_timer_is_set_on_any_p():
    rt = runtime(2, gs=1)
    rt.allgs[1].status = G_WAITING
    rt.sched.midle.append(0)
    rt.allp[1].timers.append(Timer(when=5))
    rt.checkdead()
    rt.allp[1].timers.clear()
    with error(Deadlock, ASLEEP):
        rt.checkdead()


@pytest.mark.parametrize("midle, locked, freed", [([0, 0], 0, 0), ([], 2, 0), ([0], 1, 0), ([0], 0, 1)])
def test_more_that_sleep_than_there_are_is_a_bug(midle, locked, freed):
    rt = left(G_WAITING)
    rt.sched.midle[:], rt.sched.nmidlelocked, rt.sched.nmfreed = midle, locked, freed
    with throws("checkdead: inconsistent counts"):
        rt.checkdead()


@pytest.mark.parametrize(("status", "kind", "says"), [
    (G_RUNNABLE, Throw, LOST), (G_DEAD, Deadlock, NONE)])
def test_a_timer_hides_no_other_trouble(status, kind, says):
    """Go looks at the Gs first, and at the timers only if some wait."""
    rt = left(status)
    rt.sched.midle.append(0)
    rt.allp[0].timers.append(Timer(when=5))
    with error(kind, says):
        rt.checkdead()


# A goroutine's line.


@pytest.mark.parametrize(("status", "reason", "line"), [
    (G_WAITING, "chan receive", "goroutine 1 [chan receive]:"),
    (G_WAITING, "", "goroutine 1 [waiting]:"),
    (G_SCAN | G_WAITING, "select", "goroutine 1 [select (scan)]:"),
    (G_LEAKED, "chan send", "goroutine 1 [chan send (leaked)]:"),
    (G_LEAKED, "", "goroutine 1 [leaked (leaked)]:"),
    (G_SCAN | G_LEAKED, "chan send", "goroutine 1 [chan send (leaked) (scan)]:"),
    (G_RUNNABLE, "sleep", "goroutine 1 [runnable]:"),
    (G_RUNNING, "sleep", "goroutine 1 [running]:"),
    (G_SCAN | G_SYSCALL, "sleep", "goroutine 1 [syscall (scan)]:"),
    (G_COPYSTACK, "", "goroutine 1 [copystack]:"),
    (G_PREEMPTED, "preempted", "goroutine 1 [preempted]:"),
])
def test_a_line_says_why_a_goroutine_waits_or_what_it_does(status, reason, line):
    rt = left(status)
    rt.allgs[1].waitreason = reason
    assert rt.goroutineheader(rt.allgs[1]) == line


def test_a_goroutine_is_named_by_its_number_not_by_its_g():
    rt = left(G_WAITING)
    rt.allgs[1].goid, rt.allgs[1].waitreason = 35, "sleep"
    assert rt.deadlock_report() == [f"fatal error: {ASLEEP}", "goroutine 35 [sleep]:"]


def test_the_dead_have_no_line():
    rt = left(G_DEAD, G_WAITING, G_DEADEXTRA, G_WAITING)
    assert [line[:11] for line in rt.deadlock_report()[1:]] == ["goroutine 2", "goroutine 4"]


# Whole programs.


def report(main, *args, procs=1, const=BY_RELEASE["1.27.3"]):
    """What a program prints at its end, which must be a deadlock."""
    rt = Runtime(procs, schedtick=15, const=const)
    machine = Machine(rt, main, *args)
    assert machine.run() == "DEADLOCK"
    assert machine.message == rt.deadlock_report()[0]
    return rt.deadlock_report()


def ends():
    """A goroutine that ends at once."""
    return
    yield


def receives(c):
    yield recv(c)


def test_a_main_that_waits_for_nobody_is_a_deadlock():
    """Go: runtime/crash_test.go TestSimpleDeadlock, TestInitDeadlock"""
    assert report(receives, 0) == [f"fatal error: {ASLEEP}", "goroutine 1 [chan receive (nil chan)]:"]


def test_main_alone_is_goroutine_1():
    """Go: runtime/crash_test.go TestMainGoroutineID"""
    assert report(receives, 0)[1].startswith("goroutine 1 [")


def test_a_main_that_called_goexit_when_the_others_have_ended():
    """Go: runtime/crash_test.go TestGoexitDeadlock: and nothing is said of the other deadlock."""
    def main():
        yield go(ends)
        yield go(ends)
        yield goexit()

    assert report(main) == [f"fatal error: {NONE}"]


def test_the_others_may_take_their_time():
    """Go: runtime/crash_test.go TestGoexitCrash"""
    def main():
        yield go(sleeps)
        yield goexit()

    def sleeps():
        yield sleep(1_000_000)

    assert report(main) == [f"fatal error: {NONE}"]


def test_a_main_that_called_goexit_has_no_line_and_its_g_is_used_again():
    """As real Go: 7, 6, 8, 9 there, in both releases."""
    def main():
        yield go(starts)
        yield goexit()

    def starts():
        yield gosched()
        for _ in range(3):
            yield go(receives, 0)
        yield recv((yield make_chan(0)))

    lines = report(main)
    assert lines == [f"fatal error: {ASLEEP}", "goroutine 3 [chan receive (nil chan)]:",
                     "goroutine 2 [chan receive]:", "goroutine 4 [chan receive (nil chan)]:",
                     "goroutine 5 [chan receive (nil chan)]:"]


def does(*requests):
    """A body that asks for one thing after the other."""
    for request in requests:
        yield request


@pytest.mark.parametrize(("release", "group"), [("1.27.3", "sync.WaitGroup.Wait"),
                                                ("1.22.10", "semacquire")])
def test_each_goroutine_says_what_it_waits_for(release, group):
    """As real Go, whose numbers are higher by 4: the runtime's own goroutines have 2 to 5."""
    def main():
        c, d, m = (yield make_chan(0)), (yield make_chan(0)), (yield mutex())
        w, wg, cv = (yield rwmutex()), (yield waitgroup()), (yield cond())
        yield lock(m)
        yield wlock(w)
        yield wg_add(wg, 1)
        for requests in [
            (send(c, 1),), (lock(m),), (rlock(w),), (wlock(w),), (wg_wait(wg),),
            (cond_lock(cv), cond_wait(cv)), (send(0, 1),), (recv(0),), (select_([]),),
            (select_([("recv", c), ("recv", d)]),), (sleep(1_000_000), recv(d)),
        ]:
            yield go(does, *requests)
        yield recv((yield make_chan(0)))

    assert report(main, const=BY_RELEASE[release])[1:] == [
        "goroutine 1 [chan receive]:", "goroutine 3 [sync.Mutex.Lock]:", "goroutine 4 [sync.RWMutex.RLock]:",
        "goroutine 5 [sync.Mutex.Lock]:", f"goroutine 6 [{group}]:", "goroutine 7 [sync.Cond.Wait]:",
        "goroutine 8 [chan send (nil chan)]:", "goroutine 9 [chan receive (nil chan)]:",
        "goroutine 10 [select (no cases)]:", "goroutine 12 [chan receive]:"]


def test_the_lines_come_in_the_order_of_the_gs():
    """As real Go: 1, 10, 9, 11, 12, 13 there, in both releases."""
    def main():
        for _ in range(3):
            yield go(ends)
        yield gosched()
        for _ in range(5):
            yield go(receives, 0)
        yield recv(0)

    numbers = [int(line.split()[1]) for line in report(main)[1:]]
    assert numbers == [1, 6, 5, 7, 8, 9]


def test_a_panic_that_a_goexit_replaces_is_forgotten():
    """Go: runtime/crash_test.go TestGoexitInPanic"""
    def main():
        yield go(fails)
        yield goexit()

    def fails():
        yield defer_(goexit())
        yield panic("hello")

    assert report(main) == [f"fatal error: {NONE}"]


def recovers():
    yield log((yield recover()))


def fails():
    yield panic("hello")


def test_a_panic_after_goexit_that_is_recovered_does_not_bring_main_back():
    """Go: runtime/crash_test.go TestRecoveredPanicAfterGoexit"""
    def main():
        yield defer(fails_and_recovers)
        yield goexit()

    def fails_and_recovers():
        yield defer(recovers)
        yield panic("hello")

    assert report(main) == [f"fatal error: {NONE}"]


@pytest.mark.parametrize("others", [0, 2])
def test_nor_does_one_that_an_earlier_deferred_call_recovers(others):
    """Go: runtime/crash_test.go TestRecoverBeforePanicAfterGoexit, TestRecoverBeforePanicAfterGoexit2"""
    def main():
        for _ in range(others):
            yield defer(ends)
        yield defer(recovers)
        yield defer(fails)
        yield goexit()

    rt = Runtime()
    machine = Machine(rt, main)
    assert machine.run() == "DEADLOCK"
    assert (machine.message, logged(rt.trace)) == (f"fatal error: {NONE}", ["hello"])


def test_a_panic_after_goexit_that_nobody_recovers_is_a_panic():
    """Go: runtime/crash_test.go TestPanicAfterGoexit"""
    def main():
        yield defer(fails)
        yield goexit()

    machine = Machine(Runtime(), main)
    assert machine.run() == "PANIC"
    assert machine.message.startswith("panic: hello")


def test_a_go_of_nil_is_fatal_and_no_deadlock():
    """Go: runtime/crash_test.go TestGoNil"""
    def main():
        yield go(None)
        yield recv(0)

    machine = Machine(Runtime(), main)
    assert machine.run() == "FATAL"
    assert machine.message == "fatal error: go of nil func value"


def test_a_sleeper_is_no_deadlock_but_a_program_that_goes_on():
    """Go: runtime/crash_test.go TestLockedDeadlock2, without the lock: the deadlock comes after the sleep."""
    def main():
        yield go(receives, 0)
        yield sleep(1_000_000)
        yield recv((yield make_chan(0)))

    rt = Runtime()
    machine = Machine(rt, main)
    assert machine.run() == "DEADLOCK"
    assert rt.now == 1_000_001
    assert rt.deadlock_report()[1:] == ["goroutine 1 [chan receive]:",
                                        "goroutine 2 [chan receive (nil chan)]:"]


def test_closing_a_channel_may_prevent_it():
    def main():
        c = yield make_chan(0)
        yield go(receives, c)
        yield gosched()
        yield close_chan(c)
        yield gosched()
        yield send(0, 1)

    assert report(main) == [f"fatal error: {ASLEEP}", "goroutine 1 [chan send (nil chan)]:"]


@pytest.mark.parametrize("procs", [1, 2, 4])
def test_several_ps_make_no_difference_to_what_is_said(procs):
    def main():
        yield go(receives, 0)
        yield recv(0)

    assert report(main, procs=procs) == [
        f"fatal error: {ASLEEP}", "goroutine 1 [chan receive (nil chan)]:",
        "goroutine 2 [chan receive (nil chan)]:"]
