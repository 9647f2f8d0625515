"""What Go's own tests ask of sync.Mutex, asked of the model.

From Go 1.27.3, sync/mutex_test.go: TestSemaphore, TestMutex, TestMutexMisuse (which asks RWMutex, too),
TestMutexFairness. Each test here names the one that it answers.

Left out:
- in TestMutex, the mutex profile: not modelled;
- the benchmarks: they state no property.
"""

import pytest

from models.runtime.chan import make_chan, recv, send
from models.runtime.constants import Constants
from models.runtime.defer import defer
from models.runtime.goroutine import call, go, log
from models.runtime.machine import Machine, logged
from models.runtime.mutex import lock, mutex, trylock, unlock
from models.runtime.recovery import recover
from models.runtime.runtime import Runtime
from models.runtime.rwmutex import rlock, runlock, rwmutex, wlock, wunlock
from models.runtime.sema import Sema
from models.runtime.timer import sleep

from .syncing import DURATIONS, PAUSE, PROCS, all_done, ran, runs, semacquire, semrelease


class Room:
    """Counts who is within, and can be looked at between any two steps: n at most."""

    def __init__(self, n=1):
        self.n, self.within, self.times = n, 0, 0

    def visit(self):
        self.within += 1
        self.times += 1
        assert self.within <= self.n
        yield PAUSE
        assert self.within <= self.n
        self.within -= 1


@pytest.mark.parametrize("procs", PROCS)
def test_semaphore(procs):
    """TestSemaphore, with HammerSemaphore: ten goroutines share a semaphore of 1, one at a time."""
    def hammer(sema, room, loops, cdone):
        for _ in range(loops):
            yield semacquire(sema)
            yield from room.visit()
            yield semrelease(sema)
        yield send(cdone, True)

    def main(sema, room):
        cdone = yield make_chan()
        for _ in range(10):
            yield go(hammer, sema, room, 10, cdone)
        yield from all_done(cdone, 10)

    sema, room = Sema(64, 1), Room()
    runs(main, sema, room, procs=procs)
    assert (sema.value, room.times) == (1, 100)


def test_mutex_trylock():
    """TestMutex: TryLock fails on a locked mutex, and not on an unlocked one."""
    def main():
        m = yield mutex()
        yield lock(m)
        yield log((yield trylock(m)))
        yield unlock(m)
        yield log((yield trylock(m)))
        yield unlock(m)

    assert logged(runs(main).rt.trace) == [False, True]


@pytest.mark.parametrize("procs", PROCS)
@pytest.mark.parametrize("seed", range(3))
def test_mutex(procs, seed):
    """TestMutex, with HammerMutex: ten goroutines lock and try to, and at most one ever has it."""
    def hammer(m, room, loops, cdone):
        for i in range(loops):
            if i % 3:
                yield lock(m)
            elif not (yield trylock(m)):
                continue
            yield from room.visit()
            yield unlock(m)
        yield send(cdone, True)

    def main(room):
        m, cdone = (yield mutex()), (yield make_chan())
        for _ in range(10):
            yield go(hammer, m, room, 9, cdone)
        yield from all_done(cdone, 10)

    room = Room()
    machine = runs(main, room, procs=procs, seed=seed)
    assert (machine.rt.heap[1].state, machine.rt.heap[1].sema.value) == (0, 0)
    assert 60 <= room.times <= 90


MISUSE = {
    "Mutex.Unlock": (mutex, unlock),
    "Mutex.Unlock2": (mutex, lock, unlock, unlock),
    "RWMutex.Unlock": (rwmutex, wunlock),
    "RWMutex.Unlock2": (rwmutex, rlock, wunlock),
    "RWMutex.Unlock3": (rwmutex, wlock, wunlock, wunlock),
    "RWMutex.RUnlock": (rwmutex, runlock),
    "RWMutex.RUnlock2": (rwmutex, wlock, runlock),
    "RWMutex.RUnlock3": (rwmutex, rlock, runlock, runlock),
}


@pytest.mark.parametrize("name", MISUSE)
def test_mutex_misuse(name):
    """TestMutexMisuse: unlocking what is not locked ends the program, and cannot be recovered from."""
    def rescues():
        yield recover()

    def misuses(new, *requests):
        yield defer(rescues)
        m = yield new()
        for request in requests:
            yield request(m)

    def main():
        yield call(misuses, *MISUSE[name])
        yield log("test completed")

    line, machine = ran(main)
    assert line == "FATAL"
    assert "unlocked" in machine.message


def fair(const, procs):
    """How long the modest one takes beside the greedy one, in simulated ns; None if it is never done."""
    stop = []

    def greedy(m):
        while not stop:
            yield lock(m)
            yield sleep(100_000)
            yield unlock(m)

    def modest(m, done):
        for _ in range(10):
            yield sleep(100_000)
            yield lock(m)
            yield unlock(m)
        yield send(done, True)

    def main():
        m, done = (yield mutex()), (yield make_chan(1))
        yield go(greedy, m)
        yield go(modest, m, done)
        yield recv(done)
        stop.append(True)

    machine = Machine(Runtime(procs, const=const, durations=DURATIONS), main)
    return machine.rt.now if machine.run(max_steps=20_000) == "END" else None


@pytest.mark.parametrize("procs", [1, 2, 4])
def test_mutex_fairness(procs):
    """TestMutexFairness: one that wants it now and then gets it beside one that hardly lets go of it.

    Go gives it ten seconds. Without starvation it would not get it at all.
    """
    assert fair(Constants(), procs) < 50_000_000
    assert fair(Constants(starving_ns=10**15), procs) is None
