"""What Go's own tests ask of sync.RWMutex, asked of the model.

From Go 1.27.3, sync/rwmutex_test.go: TestParallelReaders, TestRWMutex, TestRLocker. Each test here names the
one that it answers. (What TestMutexMisuse asks of an RWMutex is with the mutex's.)

Left out:
- the benchmarks: they state no property.
"""

import pytest

from models.runtime.atomic import aadd, atomic_word
from models.runtime.chan import make_chan, recv, send, tryrecv
from models.runtime.goroutine import go, log
from models.runtime.machine import logged
from models.runtime.rwmutex import rlock, runlock, rwmutex, tryrlock, trywlock, wlock, wunlock

from .syncing import PAUSE, PROCS, all_done, runs


@pytest.mark.parametrize("readers, procs", [(1, 4), (3, 4), (4, 2), (4, 1)])
def test_parallel_readers(readers, procs):
    """TestParallelReaders: as many readers as come have the lock at the same time."""
    def parallel_reader(m, clocked, cunlock, cdone):
        yield rlock(m)
        yield send(clocked, True)
        yield recv(cunlock)
        yield runlock(m)
        yield send(cdone, True)

    def main():
        m = yield rwmutex()
        clocked, cunlock, cdone = (yield make_chan()), (yield make_chan()), (yield make_chan())
        for _ in range(readers):
            yield go(parallel_reader, m, clocked, cunlock, cdone)
        yield from all_done(clocked, readers)
        for _ in range(readers):
            yield send(cunlock, True)
        yield from all_done(cdone, readers)

    runs(main, procs=procs)


def test_rwmutex_trylock():
    """TestRWMutex: what TryLock and TryRLock say of a lock that is free, has readers, or a writer."""
    def main():
        m = yield rwmutex()
        yield wlock(m)
        yield log((yield trywlock(m)))
        yield log((yield tryrlock(m)))
        yield wunlock(m)
        yield log((yield trywlock(m)))
        yield wunlock(m)
        yield log((yield tryrlock(m)))
        yield log((yield tryrlock(m)))
        yield log((yield trywlock(m)))
        yield runlock(m)
        yield runlock(m)

    assert logged(runs(main).rt.trace) == [False, False, True, True, True, False]


@pytest.mark.parametrize("procs, readers", [
    (1, 1), (1, 3), (1, 10), (4, 1), (4, 3), (4, 10), (10, 1), (10, 3), (10, 10), (10, 5)])
def test_rwmutex(procs, readers):
    """TestRWMutex, with HammerRWMutex: two writers, each alone, and readers, never with a writer."""
    def reader(rwm, activity, cdone):
        for _ in range(5):
            yield rlock(rwm)
            assert 1 <= (yield aadd(activity, 1)) < 10_000
            yield PAUSE
            yield aadd(activity, -1)
            yield runlock(rwm)
        yield send(cdone, True)

    def writer(rwm, activity, cdone):
        for _ in range(5):
            yield wlock(rwm)
            assert (yield aadd(activity, 10_000)) == 10_000
            yield PAUSE
            yield aadd(activity, -10_000)
            yield wunlock(rwm)
        yield send(cdone, True)

    def main():
        rwm, activity, cdone = (yield rwmutex()), (yield atomic_word()), (yield make_chan())
        yield go(writer, rwm, activity, cdone)
        for _ in range(readers // 2):
            yield go(reader, rwm, activity, cdone)
        yield go(writer, rwm, activity, cdone)
        for _ in range(readers - readers // 2):
            yield go(reader, rwm, activity, cdone)
        yield from all_done(cdone, 2 + readers)

    heap = runs(main, procs=procs).rt.heap
    assert (heap[1].state, heap[2].readerCount, heap[2].readerWait) == (0, 0, 0)
    assert (heap[2].readerSem.value, heap[2].writerSem.value) == (0, 0)


@pytest.mark.parametrize("procs", PROCS)
def test_rlocker(procs):
    """TestRLocker: two read locks keep a writer out until both are gone, and the writer keeps readers out."""
    n = 10

    def locks(wl, rlocked, wlocked):
        for _ in range(n):
            yield rlock(wl)
            yield rlock(wl)
            yield send(rlocked, True)
            yield wlock(wl)
            yield send(wlocked, True)

    def main():
        wl, wlocked, rlocked = (yield rwmutex()), (yield make_chan(1)), (yield make_chan(1))
        yield go(locks, wl, rlocked, wlocked)
        for _ in range(n):
            yield recv(rlocked)
            yield runlock(wl)
            assert (yield tryrecv(wlocked)) is None
            yield runlock(wl)
            yield recv(wlocked)
            assert (yield tryrecv(rlocked)) is None
            yield wunlock(wl)

    runs(main, procs=procs)
