"""sync.RWMutex in atomic steps. Its words: the writers' Mutex (two), the writers' semaphore, the
readers', the count of readers, and how many of them a writer still waits for.
"""

from ..explore.memory import add, end
from . import mutex, sema

NEW = (*mutex.NEW, sema.NEW, sema.NEW, 0, 0)
WRITER_SEM, READER_SEM, READER_COUNT, READER_WAIT = 2, 3, 4, 5  # places after the Mutex
MAX_READERS = 1 << 30  # subtracted from the count while a writer has or wants the lock


def rlock(g: int, rw: int):
    """Lock it for reading.

    Go: sync/rwmutex.go RWMutex.RLock
    """
    if (yield add(rw + READER_COUNT, 1)) < 0:
        yield from sema.semacquire1(g, rw + READER_SEM)


def runlock(g: int, rw: int):
    """Undo one rlock; the last reader that a writer waits for lets it in.

    Go: sync/rwmutex.go RWMutex.RUnlock, sync/rwmutex.go RWMutex.rUnlockSlow
    """
    r = yield add(rw + READER_COUNT, -1)
    if r >= 0:
        return
    if r + 1 in (0, -MAX_READERS):
        yield end("FATAL")
    if not (yield add(rw + READER_WAIT, -1)):
        yield from sema.semrelease1(rw + WRITER_SEM)


def wlock(g: int, rw: int):
    """Lock it for writing: keep other writers out, then new readers, then wait for the old ones.

    Go: sync/rwmutex.go RWMutex.Lock
    """
    yield from mutex.lock(g, rw)
    r = (yield add(rw + READER_COUNT, -MAX_READERS)) + MAX_READERS
    if r and (yield add(rw + READER_WAIT, r)):
        yield from sema.semacquire1(g, rw + WRITER_SEM)


def wunlock(g: int, rw: int):
    """Let the readers in that wait, one by one, and then other writers.

    Go: sync/rwmutex.go RWMutex.Unlock
    """
    r = yield add(rw + READER_COUNT, MAX_READERS)
    if r >= MAX_READERS:
        yield end("FATAL")
    for _ in range(r):
        yield from sema.semrelease1(rw + READER_SEM)
    yield from mutex.unlock(g, rw)
