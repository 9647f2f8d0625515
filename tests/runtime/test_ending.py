"""What comes after main.main: the end of the program, and what a panic elsewhere delays."""

import pytest

from models.runtime.defer import defer, defer_
from models.runtime.exit import exit_program
from models.runtime.goroutine import GOSCHED, go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.panic import goexit, panic
from models.runtime.park import mcall
from models.runtime.runtime import Runtime
from models.runtime.status import G_DEAD

from .build import drain
from .panicking import asks, rescues, says, stacked
from .syncing import output, ran


def test_main_s_return_ends_the_program():
    rt, gp = stacked(0)
    rt.main_returns(rt.allm[0], gp)
    assert (rt.exited, gp.status, rt.frames[1]) == (True, G_DEAD, None)


def test_while_a_panic_runs_deferred_calls_it_waits():
    rt, gp = stacked(0)
    rt.sched.running_panic_defers = 1
    rt.main_returns(rt.allm[0], gp)
    assert (rt.exited, len(rt.frames[1])) == (False, 1)
    assert next(rt.frames[1][0]) == GOSCHED


def test_it_yields_until_the_panic_is_over():
    rt, _ = stacked(0)
    rt.sched.running_panic_defers = 2
    wait = rt.wait_for_panics()
    assert [next(wait) for _ in range(3)] == [GOSCHED] * 3
    rt.sched.running_panic_defers = 0
    assert drain(wait) == ([mcall("main_exit", "exit")], None)


def test_but_no_more_than_a_thousand_times():
    rt, _ = stacked(0)
    rt.sched.running_panic_defers = 1
    assert list(rt.wait_for_panics()) == [GOSCHED] * 1000 + [mcall("main_exit", "exit")]


def spins(n):
    for _ in range(n):
        yield gosched()


def late(n):
    yield defer(spins, n)
    yield panic("late")


def leaves(fn, *args):
    yield go(fn, *args)
    yield gosched()
    yield log("main returns")


@pytest.mark.parametrize("n, ends", [(1, "PANIC"), (900, "PANIC"), (2000, "END")])
def test_a_panic_whose_deferred_calls_soon_end_still_ends_the_program(n, ends):
    text, machine = ran(leaves, late, n)
    assert text == f"main returns {ends}"
    assert machine.rt.exited == (ends == "END")


def counts():
    for i in range(2000):
        yield log(i)
        yield gosched()


def recovers():
    yield defer(counts_on)
    yield defer(rescues)
    yield defer(spins, 3)
    yield panic("late")


def counts_on():
    yield from spins(1)
    yield log("never")


def test_a_recovered_panic_delays_main_no_longer():
    assert output(leaves, recovers) == "main returns rescued=late END"


@pytest.mark.parametrize("schedtick, turns", [(15, 968), (16, 1000)])
def test_a_panic_whose_place_a_goexit_took_delays_main_by_a_thousand_yields(schedtick, turns):
    """As real Go: its last number was 999 in most of ten runs, 967 in the others, in both releases. Main and
    the other G take turns, but every 61st look for work goes to the global queue first; there it finds
    main or the other, as the schedtick is even or odd.
    """
    def main():
        yield go(asks, defer_(goexit()), panic("x"))
        yield gosched()
        yield go(counts)
    rt = Runtime(schedtick=schedtick)
    assert Machine(rt, main).run() == "END"
    assert logged(rt.trace) == list(range(turns))


def test_os_exit_does_not_wait_for_panics():
    assert output(asks, go(late, 1), gosched(), exit_program()) == "END"


NONE = "no goroutines (main called runtime.Goexit) - deadlock!"


def test_main_s_goexit_is_no_return():
    text, machine = ran(asks, go(asks, gosched(), log("other")), goexit())
    assert (text, machine.message) == ("other DEADLOCK", f"fatal error: {NONE}")


def test_a_g_that_main_left_behind_is_used_again_and_does_not_end_the_program():
    def main():
        yield go(starts)
        yield goexit()

    def starts():
        yield log((yield go(says, "again")))
        yield gosched()
        yield log("goes on")

    assert output(main) == "1 again goes on DEADLOCK"
