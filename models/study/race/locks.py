"""Mutex and RWMutex as a build with -race has them.

A Mutex is a word that is changed by atomic steps, and each orders whoever takes it. So what Lock tells
besides, that it acquires, adds nothing; what Unlock does, that it releases, drops what those who wait have left
there. The steps inside of an RWMutex are ignored, and it tells of two things in their place: what writers leave
to all, and what readers leave to writers.

Leaves out: reads of an RWMutex itself, which race with nothing that the machine has.
"""

from models.runtime import mutex, rwmutex

from .tell import ignoring, order, swapped


def mutex_Lock(rt, gp, m: int):
    """Go: internal/sync/mutex.go Mutex.Lock"""
    mu = rt.heap[m]
    swapped(rt, gp, not mu.state, "mutex", mu.sema.addr)
    yield from mutex.mutex_Lock(rt, gp, m)


def lockSlow(rt, gp, mu):
    """Go: internal/sync/mutex.go Mutex.lockSlow"""
    yield from mutex.lockSlow(rt, gp, mu)
    order(rt, gp, "swap", "mutex", mu.sema.addr)


def take_or_queue(rt, gp, mu, starving: bool, awoke: bool):
    """Go: internal/sync/mutex.go Mutex.lockSlow"""
    old = yield from mutex.take_or_queue(rt, gp, mu, starving, awoke)
    order(rt, gp, "swap", "mutex", mu.sema.addr)
    return old


def mutex_TryLock(rt, gp, m: int):
    """Go: internal/sync/mutex.go Mutex.TryLock"""
    locked = yield from mutex.mutex_TryLock(rt, gp, m)
    if locked:
        order(rt, gp, "swap", "mutex", rt.heap[m].sema.addr)
    return locked


def mutex_Unlock(rt, gp, m: int):
    """Go: internal/sync/mutex.go Mutex.Unlock"""
    thing = "mutex", rt.heap[m].sema.addr
    order(rt, gp, "release", *thing)
    order(rt, gp, "swap", *thing)
    yield from mutex.mutex_Unlock(rt, gp, m)


def rw_RLock(rt, gp, rw: int):
    """Go: sync/rwmutex.go RWMutex.RLock"""
    yield from ignoring(rt, gp, rwmutex.rw_RLock(rt, gp, rw))
    order(rt, gp, "acquire", "readerSem", rw)


def rw_TryRLock(rt, gp, rw: int):
    """Go: sync/rwmutex.go RWMutex.TryRLock"""
    locked = yield from ignoring(rt, gp, rwmutex.rw_TryRLock(rt, gp, rw))
    if locked:
        order(rt, gp, "acquire", "readerSem", rw)
    return locked


def rw_RUnlock(rt, gp, rw: int):
    """Go: sync/rwmutex.go RWMutex.RUnlock"""
    order(rt, gp, "release_merge", "writerSem", rw)
    yield from ignoring(rt, gp, rwmutex.rw_RUnlock(rt, gp, rw))


def rw_Lock(rt, gp, rw: int):
    """Go: sync/rwmutex.go RWMutex.Lock"""
    yield from ignoring(rt, gp, rwmutex.rw_Lock(rt, gp, rw))
    order(rt, gp, "acquire", "readerSem", rw)
    order(rt, gp, "acquire", "writerSem", rw)


def rw_TryLock(rt, gp, rw: int):
    """Go: sync/rwmutex.go RWMutex.TryLock"""
    locked = yield from ignoring(rt, gp, rwmutex.rw_TryLock(rt, gp, rw))
    if locked:
        order(rt, gp, "acquire", "readerSem", rw)
        order(rt, gp, "acquire", "writerSem", rw)
    return locked


def rw_Unlock(rt, gp, rw: int):
    """Go: sync/rwmutex.go RWMutex.Unlock"""
    order(rt, gp, "release", "readerSem", rw)
    yield from ignoring(rt, gp, rwmutex.rw_Unlock(rt, gp, rw))
