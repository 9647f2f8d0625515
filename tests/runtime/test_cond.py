"""sync.Cond: waiting with the Mutex given up, and being woken."""

import pytest

from models.runtime.cond import (
    Cond,
    cond,
    cond_broadcast,
    cond_lock,
    cond_signal,
    cond_unlock,
    cond_wait,
)
from models.runtime.fatal import Fatal
from models.runtime.goroutine import go, gosched, log
from models.runtime.mutex import LOCKED, WAITER, WOKEN, Mutex
from models.runtime.notifylist import NotifyList
from models.runtime.sema import Sema

from .build import error, runtime, running
from .syncing import PAUSE, Doing, does, output, parked


def waiting(rt, c, *gs):
    """These Gs wait for the Cond; then G 9 runs."""
    doings = []
    for g in gs:
        does(rt, g, rt.cond_Lock, c)
        doings.append(parked(rt, g, rt.cond_Wait, c))
    running(rt, 9)
    rt.trace.clear()
    return doings


def test_requests_are_plain_tuples():
    assert cond() == ("cond_new",)
    assert cond_lock(3) == ("cond_Lock", 3)
    assert cond_unlock(3) == ("cond_Unlock", 3)
    assert cond_wait(3) == ("cond_Wait", 3)
    assert cond_signal(3) == ("cond_Signal", 3)
    assert cond_broadcast(3) == ("cond_Broadcast", 3)


def test_a_cond_comes_with_a_mutex():
    rt = runtime()
    assert rt.cond_new(None) == 2
    assert rt.heap[1:] == [Mutex(Sema(68)), Cond(1, NotifyList(144))]
    does(rt, 1, rt.cond_Lock, 2)
    assert rt.heap[1].state == LOCKED
    assert Doing(rt, 2, rt.cond_Lock, 2).run() == "park_m"
    does(rt, 1, rt.cond_Unlock, 2)
    assert rt.heap[1].state == WOKEN
    assert rt.trace[1] == ("goready", 0, 0, 0, 2, 1)


def test_it_is_the_g_that_asks_that_makes_the_mutex():
    rt = runtime()
    rt.mutex_new = lambda gp: rt.new(gp)
    assert rt.heap[rt.heap[rt.cond_new("g")].L] == "g"


def test_who_waits_gives_the_mutex_up_and_has_it_again_at_the_end():
    rt = runtime()
    c = rt.cond_new(None)
    [doing] = waiting(rt, c, 1)
    assert (rt.heap[1].state, rt.heap[c].notify.wait, doing.gp.waitreason) == (0, 1, "sync.Cond.Wait")
    does(rt, 9, rt.cond_Signal, c)
    assert doing.wake() == "returned"
    assert rt.heap[1].state == LOCKED


def test_who_is_woken_may_have_to_wait_for_the_mutex():
    rt = runtime()
    c = rt.cond_new(None)
    [doing] = waiting(rt, c, 1)
    does(rt, 9, rt.cond_Lock, c)
    does(rt, 9, rt.cond_Signal, c)
    assert doing.wake() == "park_m"
    assert (doing.gp.waitreason, rt.heap[1].state) == ("sync.Mutex.Lock", LOCKED + WAITER)


def test_a_signal_wakes_one_a_broadcast_all():
    rt = runtime()
    c = rt.cond_new(None)
    waiting(rt, c, 1, 2, 3, 4)
    does(rt, 9, rt.cond_Signal, c)
    assert [event[4] for event in rt.trace if event[0] == "goready"] == [1]
    does(rt, 9, rt.cond_Broadcast, c)
    assert [event[4] for event in rt.trace if event[0] == "goready"] == [1, 2, 3, 4]


def test_waiting_without_the_mutex_ends_the_program():
    rt = runtime()
    c = rt.cond_new(None)
    with error(Fatal, "sync: unlock of unlocked mutex"):
        does(rt, 1, rt.cond_Wait, c)


def test_a_signal_after_the_ticket_was_taken_is_not_missed():
    rt = runtime()
    rt.between = (PAUSE,)
    c = rt.cond_new(None)
    does(rt, 1, rt.cond_Lock, c)
    doing = Doing(rt, 1, rt.cond_Wait, c)
    assert (doing.step(), rt.heap[c].notify.wait, rt.heap[1].state) == ("pause", 1, LOCKED)
    assert (doing.step(), rt.heap[1].state) == ("pause", 0)
    does(rt, 9, rt.cond_Signal, c)
    assert (doing.step(), rt.heap[1].state) == ("pause", 0)
    assert (doing.step(), rt.heap[1].state) == ("returned", LOCKED)


# Orders that real Go prints with one P, on 1.27.3 and 1.22.10, in 20 of 20 runs.


def waits(c, i):
    yield cond_lock(c)
    yield cond_wait(c)
    yield log(i)
    yield cond_unlock(c)


@pytest.mark.parametrize("wake", [[cond_broadcast], [cond_signal] * 4])
def test_all_are_woken_in_their_order_but_the_last_first(wake):
    def main():
        c = yield cond()
        for i in range(4):
            yield go(waits, c, i)
        yield gosched()
        for request in wake:
            yield request(c)
        yield log("called")
        yield gosched()

    assert output(main) == "called 2 3 0 1 END"


def test_a_broadcast_under_the_mutex_leaves_the_waking_to_the_mutex():
    def main():
        c = yield cond()
        for i in range(4):
            yield go(waits, c, i)
        yield gosched()
        yield cond_lock(c)
        yield cond_broadcast(c)
        yield gosched()
        yield log("unlock")
        yield cond_unlock(c)
        yield log("after")
        yield gosched()
        yield gosched()

    assert output(main) == "unlock after 2 3 0 1 END"
