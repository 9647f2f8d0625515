"""sync.WaitGroup: a counter, who is readied when, and what is misuse."""

import pytest

from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.goroutine import call, go, gosched, log
from models.runtime.sema import Sema
from models.runtime.status import G_RUNNING, G_WAITING
from models.runtime.waitgroup import WaitGroup, waitgroup, wg_add, wg_done, wg_wait

from .build import queue, ring, runtime, running
from .syncing import PAUSE, Doing, does, output, parked, ran, rescued

MISUSE = "sync: WaitGroup misuse: Add called concurrently with Wait"


def a_waitgroup(rt, n=0, w=0):
    """A WaitGroup in that state, and its name."""
    wg = rt.wg_new(None)
    rt.heap[wg].state = n, w
    return wg, rt.heap[wg]


def waiting(rt, wg, *gs):
    """These Gs wait for the WaitGroup; then G 1 runs."""
    doings = [parked(rt, g, rt.wg_Wait, wg) for g in gs]
    running(rt, 1)
    rt.trace.clear()
    return doings


def test_requests_are_plain_tuples():
    assert waitgroup() == ("wg_new",)
    assert wg_add(1, 3) == ("wg_Add", 1, 3)
    assert wg_done(1) == ("wg_Add", 1, -1)
    assert wg_wait(1) == ("wg_Wait", 1)


def test_each_waitgroup_counts_for_itself():
    rt = runtime()
    (first, _), (second, _) = a_waitgroup(rt), a_waitgroup(rt)
    does(rt, 1, rt.wg_Add, second, 3)
    assert (first, second) == (1, 2)
    assert rt.heap[1:] == [WaitGroup(Sema(72), (0, 0)), WaitGroup(Sema(136), (3, 0))]


def test_waiting_at_zero_goes_on_at_once():
    rt = runtime()
    wg, group = a_waitgroup(rt)
    does(rt, 1, rt.wg_Wait, wg)
    assert (rt.allgs[1].status, rt.trace, group.state) == (G_RUNNING, [], (0, 0))


@pytest.mark.parametrize("const, reason", [(GO_1_27, "sync.WaitGroup.Wait"), (GO_1_22, "semacquire")])
def test_waiting_above_zero_parks(const, reason):
    rt = runtime(const=const)
    wg, group = a_waitgroup(rt, 2)
    assert Doing(rt, 1, rt.wg_Wait, wg).step() == "park_m"
    assert (rt.allgs[1].status, group.state, group.sema.value) == (G_WAITING, (2, 1), 0)
    assert rt.trace == [("gopark", 0, 0, 0, 1, reason)]
    assert [s.g for s in rt.rootFor(72).treap.sudogs] == [1]


def test_above_zero_nobody_is_readied():
    rt = runtime()
    wg, group = a_waitgroup(rt, 1)
    waiting(rt, wg, 2)
    does(rt, 1, rt.wg_Add, wg, 2)
    does(rt, 1, rt.wg_Add, wg, -1)
    assert (group.state, rt.trace) == ((2, 1), [])


def test_at_zero_with_nobody_waiting_nothing_happens():
    rt = runtime()
    wg, group = a_waitgroup(rt, 1)
    does(rt, 1, rt.wg_Add, wg, -1)
    assert (group.state, group.sema.value, rt.trace) == ((0, 0), 0, [])


def test_at_zero_all_are_readied_and_the_last_has_runnext():
    rt = runtime()
    wg, group = a_waitgroup(rt, 1)
    doings = waiting(rt, wg, 4, 2, 3)
    queue(rt, 0, [9])
    does(rt, 1, rt.wg_Add, wg, -1)
    assert (group.state, group.sema.value) == ((0, 0), 3)
    assert (rt.allp[0].runnext, ring(rt.allp[0])) == (3, [9, 4, 2])
    assert [event[4:] for event in rt.trace if event[0] == "goready"] == [(4, 1), (2, 1), (3, 1)]
    assert [doing.wake() for doing in doings] == ["returned"] * 3
    assert group.sema.value == 0


def test_the_releases_hand_nothing_over():
    rt = runtime()
    wg, group = a_waitgroup(rt, 1)
    waiting(rt, wg, 2)
    assert Doing(rt, 1, rt.wg_Add, wg, -1).step() == "returned"


def test_a_waitgroup_can_be_used_again():
    rt = runtime()
    wg, group = a_waitgroup(rt)
    for _ in range(2):
        does(rt, 1, rt.wg_Add, wg, 1)
        [doing] = waiting(rt, wg, 2)
        does(rt, 1, rt.wg_Add, wg, -1)
        assert doing.wake() == "returned"
        assert group.state == (0, 0)


# What is misuse. A panic can be recovered; the counter stays as it is.


class Panics(Exception):
    """The rule panicked with this value."""


def torn(**state):
    """A machine where others may come between two atomic steps, a panic is Panics, and a WaitGroup."""
    rt = runtime()

    def gopanic(gp, value):
        assert gp.status == G_RUNNING
        raise Panics(value)

    rt.gopanic = gopanic
    rt.between = (PAUSE,)
    return (rt, *a_waitgroup(rt, **state))


def test_below_zero_it_panics():
    rt, wg, group = torn(n=1)
    with pytest.raises(Panics, match="^sync: negative WaitGroup counter$"):
        does(rt, 1, rt.wg_Add, wg, -2)
    assert group.state == (-1, 0)


@pytest.mark.parametrize("delta", [1, 2])
def test_adding_while_those_who_waited_are_being_released_panics(delta):
    rt, wg, group = torn(n=1, w=1)
    last = Doing(rt, 1, rt.wg_Add, wg, -1)
    assert (last.step(), group.state) == ("pause", (0, 1))
    with pytest.raises(Panics, match=f"^{MISUSE}$"):
        does(rt, 2, rt.wg_Add, wg, delta)
    assert group.state == (delta, 1)
    with pytest.raises(Panics, match=f"^{MISUSE}$"):
        last.step()
    assert (group.state, group.sema.value) == ((delta, 1), 0)


@pytest.mark.parametrize("n, w, delta", [(0, 0, 2), (1, 1, 2), (1, 1, -1), (-1, 0, 1), (0, 1, 0)])
def test_adding_otherwise_does_not(n, w, delta):
    rt, wg, group = torn(n=n, w=w)
    Doing(rt, 1, rt.wg_Add, wg, delta).step()
    assert group.state == (n + delta, w)


def test_a_counter_may_come_back_to_zero_from_below_and_then_releases():
    rt, wg, group = torn(n=-1, w=1)
    doing = Doing(rt, 1, rt.wg_Add, wg, 1)
    assert (doing.step(), group.state) == ("pause", (0, 1))
    assert (doing.step(), group.state) == ("pause", (0, 1))
    assert (doing.step(), group.state) == ("pause", (0, 0))
    assert (doing.run(), group.sema.value) == ("returned", 1)


def test_who_waits_looks_again_when_the_counter_changes_under_its_eyes():
    rt, wg, group = torn(n=2)
    doing = Doing(rt, 1, rt.wg_Wait, wg)
    doing.step()
    group.state = 1, 0
    assert (doing.step(), group.state) == ("pause", (1, 0))
    group.state = 0, 0
    assert (doing.step(), group.state) == ("returned", (0, 0))


@pytest.mark.parametrize("state", [(1, 0), (0, 1)])
def test_a_counter_that_has_changed_before_one_who_waited_returns_panics(state):
    rt, wg, group = torn(n=1)
    [doing] = waiting(rt, wg, 2)
    does(rt, 1, rt.wg_Add, wg, -1)
    running(rt, 2)
    assert (doing.step(), group.sema.value) == ("pause", 0)
    group.state = state
    with pytest.raises(Panics, match="^sync: WaitGroup is reused before previous Wait has returned$"):
        doing.step()


# Orders that real Go prints with one P, on 1.27.3 and 1.22.10, in 20 of 20 runs.


def test_all_who_wait_are_released_in_their_order_but_the_last_first():
    def waits(wg, i):
        yield wg_wait(wg)
        yield log(i)

    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 2)
        for i in range(5):
            yield go(waits, wg, i)
        yield gosched()
        yield wg_done(wg)
        yield log("one")
        yield wg_done(wg)
        yield log("after")
        yield gosched()
        yield log("end")

    assert output(main) == "one after 3 4 0 1 2 end END"


def test_reusing_it_too_early_can_be_recovered():
    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 1)
        yield go(rescued, wg_wait(wg), log("not here"))
        yield gosched()
        yield wg_done(wg)
        yield wg_add(wg, 1)
        yield gosched()
        yield log("end")

    assert output(main) == "sync: WaitGroup is reused before previous Wait has returned end END"


def test_a_negative_counter_can_be_recovered_and_waited_for():
    def waits(wg):
        yield wg_wait(wg)
        yield log("waited")

    def main():
        wg = yield waitgroup()
        yield call(rescued, wg_add(wg, -1), log("not here"))
        yield go(waits, wg)
        yield gosched()
        yield log("plus")
        yield wg_add(wg, 1)
        yield gosched()
        yield log("end")

    assert output(main) == "sync: negative WaitGroup counter plus waited end END"


def test_not_recovered_it_ends_the_program():
    def main():
        wg = yield waitgroup()
        yield wg_done(wg)

    line, machine = ran(main)
    assert (line, machine.message) == ("PANIC", "panic: sync: negative WaitGroup counter")
