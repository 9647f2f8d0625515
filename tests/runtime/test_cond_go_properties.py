"""What Go's own tests ask of sync.Cond, asked of the model.

From Go 1.27.3, sync/cond_test.go: TestCondSignal, TestCondSignalGenerations, TestCondBroadcast, TestRace,
TestCondSignalStealing. Each test here names the one that it answers.

Left out:
- TestCondCopy: what lies in the model's heap is never copied, so a Cond has no check for that;
- the benchmarks: they state no property.
"""

from collections import Counter

import pytest

from models.runtime.chan import make_chan, recv, send, tryrecv
from models.runtime.cond import cond, cond_broadcast, cond_lock, cond_signal, cond_unlock, cond_wait
from models.runtime.goroutine import go, gosched

from .syncing import PROCS, all_done, runs


@pytest.mark.parametrize("procs", PROCS)
@pytest.mark.parametrize("seed", range(5))
def test_cond_signal(procs, seed):
    """TestCondSignal: each Signal wakes exactly one, and one with nobody there does nothing."""
    n = 2

    def waits(c, running, awake):
        yield cond_lock(c)
        yield send(running, True)
        yield cond_wait(c)
        yield send(awake, True)
        yield cond_unlock(c)

    def main():
        c, running, awake = (yield cond()), (yield make_chan(n)), (yield make_chan(n))
        for _ in range(n):
            yield go(waits, c, running, awake)
        yield from all_done(running, n)
        for _ in range(n):
            assert (yield tryrecv(awake)) is None
            yield cond_lock(c)
            yield cond_signal(c)
            yield cond_unlock(c)
            yield recv(awake)
            assert (yield tryrecv(awake)) is None
        yield cond_signal(c)

    runs(main, procs=procs, seed=seed)


@pytest.mark.parametrize("procs", PROCS)
@pytest.mark.parametrize("seed", range(5))
def test_cond_signal_generations(procs, seed):
    """TestCondSignalGenerations: a Signal wakes one who waited when it was given, not who came later."""
    def waits(c, running, awake, i):
        yield cond_lock(c)
        yield send(running, True)
        yield cond_wait(c)
        yield send(awake, i)
        yield cond_unlock(c)

    def main():
        n = 100 if procs == 1 else 20
        c, running, awake = (yield cond()), (yield make_chan(n)), (yield make_chan(n))
        for i in range(n):
            yield go(waits, c, running, awake, i)
            if i:
                assert (yield recv(awake)) == (i - 1, True)
            yield recv(running)
            yield cond_lock(c)
            yield cond_signal(c)
            yield cond_unlock(c)

    runs(main, procs=procs, seed=seed)


@pytest.mark.parametrize("procs, n", [(1, 20), (4, 6), (10, 6)])
def test_cond_broadcast(procs, n):
    """TestCondBroadcast: each Broadcast wakes all, each of them once. Go has 200 of them."""
    exit = []

    def waits(c, running, awake, g):
        yield cond_lock(c)
        while not exit:
            yield send(running, g)
            yield cond_wait(c)
            yield send(awake, g)
        yield cond_unlock(c)

    def main():
        c, running, awake = (yield cond()), (yield make_chan(n)), (yield make_chan(n))
        for g in range(n):
            yield go(waits, c, running, awake, g)
        for i in range(n):
            yield from all_done(running, n)
            if i == n - 1:
                yield cond_lock(c)
                exit.append(True)
                yield cond_unlock(c)
            assert (yield tryrecv(awake)) is None
            yield cond_lock(c)
            yield cond_broadcast(c)
            yield cond_unlock(c)
            seen = Counter()
            for _ in range(n):
                seen[(yield recv(awake))[0]] += 1
            assert seen == Counter(range(n))
        assert (yield tryrecv(running)) is None
        yield cond_broadcast(c)

    runs(main, procs=procs)


@pytest.mark.parametrize("seed", range(12))
def test_race(seed):
    """TestRace: x goes from 0 to 1 to 2 to 3, each step seen by who waits for it, whoever is quicker."""
    x = [0]

    def first(c, done):
        yield cond_lock(c)
        x[0] = 1
        yield cond_wait(c)
        assert x[0] == 2
        x[0] = 3
        yield cond_signal(c)
        yield cond_unlock(c)
        yield send(done, True)

    def second(c, done):
        yield cond_lock(c)
        while x[0] != 1:
            yield cond_unlock(c)
            yield gosched()
            yield cond_lock(c)
        x[0] = 2
        yield cond_signal(c)
        yield cond_unlock(c)
        yield send(done, True)

    def third(c, done):
        yield cond_lock(c)
        while x[0] not in (2, 3):
            yield cond_unlock(c)
            yield gosched()
            yield cond_lock(c)
        if x[0] == 2:
            yield cond_wait(c)
            assert x[0] == 3
        yield cond_unlock(c)
        yield send(done, True)

    def main():
        c, done = (yield cond()), (yield make_chan())
        for fn in (first, second, third):
            yield go(fn, c, done)
        yield from all_done(done, 3)

    runs(main, procs=1 + seed % 4, seed=seed)
    assert x == [3]


@pytest.mark.parametrize("seed", range(20))
def test_cond_signal_stealing(seed):
    """TestCondSignalStealing: a Broadcast that meets a new waiter still wakes who was there before."""
    finished = []

    def waiter(c, ch):
        yield cond_lock(c)
        yield send(ch, True)
        yield cond_wait(c)
        yield cond_unlock(c)
        yield send(ch, True)

    def broadcaster(c):
        yield cond_broadcast(c)

    def newcomer(c):
        yield cond_lock(c)
        while not finished:
            yield cond_wait(c)
        yield cond_unlock(c)

    def main():
        c, ch = (yield cond()), (yield make_chan())
        yield go(waiter, c, ch)
        yield recv(ch)
        yield cond_lock(c)
        yield cond_unlock(c)
        yield go(broadcaster, c)
        yield go(newcomer, c)
        yield recv(ch)
        yield cond_lock(c)
        finished.append(True)
        yield cond_unlock(c)
        yield cond_broadcast(c)

    runs(main, procs=1 + seed % 4, seed=seed)
