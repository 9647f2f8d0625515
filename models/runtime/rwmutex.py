"""sync.RWMutex: many readers at a time, or one writer; a writer who waits keeps new readers out.

readerCount says how many readers are there or want to be. A writer takes 2 to the 30th from it, so that
it is below zero as long as a writer is there or wants to be, and still says how many readers.
"""

from dataclasses import dataclass

from .atomic import compare_and_swap
from .sema import Sema

MAX_READERS = 1 << 30  # Go: sync/rwmutex.go rwmutexMaxReaders


@dataclass(slots=True)
class RWMutex:
    """w: the Mutex that writers hold, by name. readerWait: readers that the writer still waits for.

    Go: sync/rwmutex.go RWMutex
    """

    w: int
    writerSem: Sema
    readerSem: Sema
    readerCount: int = 0
    readerWait: int = 0


def rwmutex() -> tuple:
    """A new sync.RWMutex: answers its name."""
    return ("rw_new",)


def rlock(rw: int) -> tuple:
    """rw.RLock()."""
    return ("rw_RLock", rw)


def runlock(rw: int) -> tuple:
    """rw.RUnlock()."""
    return ("rw_RUnlock", rw)


def wlock(rw: int) -> tuple:
    """rw.Lock()."""
    return ("rw_Lock", rw)


def wunlock(rw: int) -> tuple:
    """rw.Unlock()."""
    return ("rw_Unlock", rw)


def tryrlock(rw: int) -> tuple:
    """rw.TryRLock(): answers whether it is locked for reading now."""
    return ("rw_TryRLock", rw)


def trywlock(rw: int) -> tuple:
    """rw.TryLock(): answers whether it is locked for writing now."""
    return ("rw_TryLock", rw)


def rw_new(rt, gp) -> int:
    """Make an RWMutex."""
    w = rt.mutex_new(gp)
    return rt.new(RWMutex(w, Sema(rt.address(8)), Sema(rt.address(12))))


def rw_RLock(rt, gp, rw: int):
    """One more reader: it sleeps if there is a writer.

    Go: sync/rwmutex.go RWMutex.RLock
    """
    rwm = rt.heap[rw]
    rwm.readerCount += 1
    if rwm.readerCount < 0:
        yield from rt.semacquire1(gp, rwm.readerSem, "sync.RWMutex.RLock")


def rw_TryRLock(rt, gp, rw: int):
    """One more reader, if there is no writer; whether there is one more.

    Go: sync/rwmutex.go RWMutex.TryRLock
    """
    rwm = rt.heap[rw]
    while (c := rwm.readerCount) >= 0:
        yield from rt.between
        if compare_and_swap(rwm, "readerCount", c, c + 1):
            return True
    return False


def rw_RUnlock(rt, gp, rw: int):
    """One reader less: if a writer waits, it may be the last that it waits for.

    Go: sync/rwmutex.go RWMutex.RUnlock
    """
    rwm = rt.heap[rw]
    rwm.readerCount -= 1
    if rwm.readerCount < 0:
        yield from rt.rUnlockSlow(gp, rwm, rwm.readerCount)


def rUnlockSlow(rt, gp, rwm: RWMutex, r: int):
    """The last reader that a writer waits for wakes it.

    Go: sync/rwmutex.go RWMutex.rUnlockSlow
    """
    if r + 1 in (0, -MAX_READERS):
        rt.fatal(gp, "sync: RUnlock of unlocked RWMutex")
    yield from rt.between
    rwm.readerWait -= 1
    if rwm.readerWait == 0:
        yield from rt.semrelease1(gp, rwm.writerSem)


def rw_Lock(rt, gp, rw: int):
    """Keep out other writers, then new readers, and sleep until the readers that are there have gone.

    Go: sync/rwmutex.go RWMutex.Lock
    """
    rwm = rt.heap[rw]
    yield from rt.mutex_Lock(gp, rwm.w)
    yield from rt.between
    r = rwm.readerCount
    rwm.readerCount -= MAX_READERS
    if r == 0:
        return
    yield from rt.between
    rwm.readerWait += r
    if rwm.readerWait:
        yield from rt.semacquire1(gp, rwm.writerSem, "sync.RWMutex.Lock")


def rw_TryLock(rt, gp, rw: int):
    """Lock for writing if neither a writer nor a reader is there; whether that went well.

    Go: sync/rwmutex.go RWMutex.TryLock
    """
    rwm = rt.heap[rw]
    if not (yield from rt.mutex_TryLock(gp, rwm.w)):
        return False
    yield from rt.between
    if compare_and_swap(rwm, "readerCount", 0, -MAX_READERS):
        return True
    yield from rt.between
    yield from rt.mutex_Unlock(gp, rwm.w)
    return False


def rw_Unlock(rt, gp, rw: int):
    """Let in all readers that have come meanwhile, and only then other writers.

    Go: sync/rwmutex.go RWMutex.Unlock
    """
    rwm = rt.heap[rw]
    rwm.readerCount += MAX_READERS
    r = rwm.readerCount
    if r >= MAX_READERS:
        rt.fatal(gp, "sync: Unlock of unlocked RWMutex")
    for _ in range(r):
        yield from rt.semrelease1(gp, rwm.readerSem)
    yield from rt.between
    yield from rt.mutex_Unlock(gp, rwm.w)
