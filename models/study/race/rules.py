"""Go's rules as a build with -race has them: each tells the detector what it touches and what it orders.

The detector is rt.race. Every function here does what the rule of its name does, and tells of it what Go's
runtime and package sync tell theirs. A word that Go's code changes by an atomic step orders whoever does
that; a Mutex is such a word.

Leaves out: channels whose elements have no size, timers, system calls, finalizers; reads that can never race, of
an RWMutex.
"""

from models.runtime import atomic, chan, cond, handover, mutex, newproc, once, panic, park, rwmutex, select, waitgroup
from models.runtime.runtime import replaced

from .stack import stack


def number(rt, gp) -> int:
    """The number of a goroutine."""
    return rt.race.numbers[gp.goid]


def order(rt, gp, how: str, *thing) -> None:
    """gp takes a step that may order goroutines."""
    rt.race.order(how, number(rt, gp), thing)


def touch(rt, gp, write: bool, *thing) -> None:
    """gp reads or writes something."""
    rt.race.touch(number(rt, gp), thing, write, stack(rt, gp))


# Goroutines.

def newproc1(rt, pp, fn, args: tuple = (), callergp=None, *rest):
    """Go: proc.go newproc1"""
    newg = newproc.newproc1(rt, pp, fn, args, callergp, *rest)
    if callergp:
        rt.race.start(newg.goid, number(rt, callergp), stack(rt, callergp))
    return newg


def goexit0(rt, mp, gp) -> None:
    """Go: proc.go gdestroy"""
    rt.race.ended.add(number(rt, gp))
    park.goexit0(rt, mp, gp)


# Channels. A buffer's slot orders whoever uses it: the k-th receive comes before the send that needs its slot.

def slot(rt, c: int, way: str) -> tuple:
    """The slot of the next send or receive. With -race it moves on even where a value goes past the buffer."""
    count = rt.race.used[c, way]
    rt.race.used[c, way] += 1
    return "slot", c, count % rt.heap[c].dataqsiz


def chansend(rt, gp, c: int, v, block: bool = True):
    """Go: chan.go chansend"""
    if c:
        touch(rt, gp, False, "chan", c)
    return (yield from chan.chansend(rt, gp, c, v, block))


def poll(rt, gp, case: tuple, unlockf):
    """Go: select.go selectgo"""
    if case[0] == "send":
        touch(rt, gp, False, "chan", case[1])
    return (yield from select.poll(rt, gp, case, unlockf))


def send_now(rt, gp, c: int, v, unlockf) -> bool:
    """Go: chan.go chansend, chan.go racenotify"""
    before = rt.heap[c].qcount
    sent = handover.send_now(rt, gp, c, v, unlockf)
    if rt.heap[c].qcount > before:
        order(rt, gp, "release_acquire", *slot(rt, c, "send"))
    return sent


def recv_now(rt, gp, c: int, unlockf):
    """Go: chan.go chanrecv, chan.go racenotify"""
    before = rt.heap[c].qcount
    got = handover.recv_now(rt, gp, c, unlockf)
    if rt.heap[c].qcount < before:
        order(rt, gp, "release_acquire", *slot(rt, c, "recv"))
    elif got and not got[1]:
        order(rt, gp, "acquire", "chan", c)
    return got


def hand_to(rt, gp, sg, v, unlockf) -> None:
    """Go: chan.go send"""
    meet(rt, sg.c, gp, rt.allgs[sg.g])
    handover.hand_to(rt, gp, sg, v, unlockf)


def take_from(rt, gp, ch, sg, unlockf):
    """Go: chan.go recv"""
    meet(rt, sg.c, gp, rt.allgs[sg.g])
    return handover.take_from(rt, gp, ch, sg, unlockf)


def meet(rt, c: int, gp, waiter) -> None:
    """Two goroutines at once, gp and one who has waited. Without a buffer each learns what the other knows.

    Go: chan.go racesync, chan.go racenotify
    """
    if rt.heap[c].dataqsiz:
        thing = slot(rt, c, "send")
        slot(rt, c, "recv")
        for one in (gp, waiter):
            order(rt, one, "release_acquire", *thing)
    else:
        for how, one in (("release", gp), ("acquire", waiter), ("release", waiter), ("acquire", gp)):
            order(rt, one, how, "chan", c)


def closechan(rt, gp, c: int):
    """Go: chan.go closechan"""
    if c and not rt.heap[c].closed:
        touch(rt, gp, True, "chan", c)
        order(rt, gp, "release", "chan", c)
    yield from chan.closechan(rt, gp, c)


def let_go(rt, q, elem) -> list[int]:
    """Go: chan.go closechan"""
    c = q[0].c if q else 0
    glist = chan.let_go(rt, q, elem)
    for g in glist:
        order(rt, rt.allgs[g], "acquire", "chan", c)
    return glist


# Locks.

def swapped(rt, gp, done: bool, *thing) -> None:
    """A compare-and-swap: who has not swapped has only looked.

    Go: race.go abigen_sync_atomic_CompareAndSwapInt32
    """
    order(rt, gp, "swap" if done else "acquire", *thing)


def mutex_Lock(rt, gp, m: int):
    """Go: internal/sync/mutex.go Mutex.Lock"""
    mu = rt.heap[m]
    swapped(rt, gp, not mu.state, "mutex", mu.sema.addr)
    yield from mutex.mutex_Lock(rt, gp, m)
    order(rt, gp, "acquire", "mutex", mu.sema.addr)


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


def ignoring(rt, gp, steps):
    """Take steps that the detector is told to ignore.

    Go: race.go RaceDisable, race.go RaceEnable
    """
    rt.race.ignoring[number(rt, gp)] += 1
    answer = yield from steps
    rt.race.ignoring[number(rt, gp)] -= 1
    return answer


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


# WaitGroup. Its first Add reads a word that its first Wait writes: unordered, they are a misuse, and reported.

def wg_Add(rt, gp, wg: int, delta: int):
    """Go: sync/waitgroup.go WaitGroup.Add"""
    if delta < 0:
        order(rt, gp, "release_merge", "waitgroup", wg)
    elif delta and not rt.heap[wg].state[0]:
        touch(rt, gp, False, "waitgroup", wg)
    yield from waitgroup.wg_Add(rt, gp, wg, delta)


def wg_Wait(rt, gp, wg: int):
    """Go: sync/waitgroup.go WaitGroup.Wait"""
    count, waiters = rt.heap[wg].state
    if count and not waiters:
        touch(rt, gp, True, "waitgroup", wg)
    rt.race.waits[number(rt, gp)] = wg
    yield from waitgroup.wg_Wait(rt, gp, wg)
    order(rt, gp, "acquire", "waitgroup", wg)


def gopanic(rt, gp, value):
    """A panic in Wait: before Go 1.25 the goroutine goes on being ignored, if it recovers.

    Go: sync/waitgroup.go WaitGroup.Wait
    """
    if value == waitgroup.REUSED:
        if rt.const.release >= "1.25":
            order(rt, gp, "acquire", "waitgroup", rt.race.waits[number(rt, gp)])
        else:
            rt.race.ignoring[number(rt, gp)] += 1
    yield from panic.gopanic(rt, gp, value)


# Cond. What wakes a goroutine orders nothing for the detector; that is left to the Cond's Mutex. Its first use
# is an atomic step all the same: it notes where the Cond is, to find out copies.

def noted(rt, gp, c: int) -> None:
    """Go: sync/cond.go copyChecker.check"""
    if ("cond", c) not in rt.race.clocks.things:
        order(rt, gp, "swap", "cond", c)


def cond_Wait(rt, gp, c: int):
    """Go: sync/cond.go Cond.Wait"""
    noted(rt, gp, c)
    yield from cond.cond_Wait(rt, gp, c)


def cond_Signal(rt, gp, c: int):
    """Go: sync/cond.go Cond.Signal"""
    noted(rt, gp, c)
    return cond.cond_Signal(rt, gp, c)


def cond_Broadcast(rt, gp, c: int):
    """Go: sync/cond.go Cond.Broadcast"""
    noted(rt, gp, c)
    return cond.cond_Broadcast(rt, gp, c)


# Once, atomic words and variables.

def once_Do(rt, gp, o: int, fn, args: tuple):
    """Go: sync/once.go Once.Do"""
    order(rt, gp, "acquire", "once", o)
    yield from once.once_Do(rt, gp, o, fn, args)


def once_done(rt, gp, o: int) -> None:
    """Go: sync/once.go Once.doSlow"""
    once.once_done(rt, gp, o)
    order(rt, gp, "release", "once", o)


def atomic_Load(rt, gp, a: int) -> int:
    """Go: race.go abigen_sync_atomic_LoadInt32"""
    order(rt, gp, "acquire", "atomic", a)
    return atomic.atomic_Load(rt, gp, a)


def atomic_Store(rt, gp, a: int, value: int) -> None:
    """Go: race.go abigen_sync_atomic_StoreInt32"""
    order(rt, gp, "release", "atomic", a)
    atomic.atomic_Store(rt, gp, a, value)


def atomic_CompareAndSwap(rt, gp, a: int, old: int, new: int) -> bool:
    """Go: race.go abigen_sync_atomic_CompareAndSwapInt32"""
    done = atomic.atomic_CompareAndSwap(rt, gp, a, old, new)
    swapped(rt, gp, done, "atomic", a)
    return done


def atomic_Add(rt, gp, a: int, delta: int) -> int:
    """Go: race.go abigen_sync_atomic_AddInt32"""
    order(rt, gp, "swap", "atomic", a)
    return atomic.atomic_Add(rt, gp, a, delta)


def var_read(rt, gp, v: int):
    """Go: race.go raceread"""
    touch(rt, gp, False, "var", v)
    return atomic.var_read(rt, gp, v)


def var_write(rt, gp, v: int, value) -> None:
    """Go: race.go racewrite"""
    touch(rt, gp, True, "var", v)
    atomic.var_write(rt, gp, v, value)


RACING = replaced(**{f.__name__: f for f in (
    newproc1, goexit0, chansend, poll, send_now, recv_now, hand_to, take_from, closechan, let_go, mutex_Lock,
    lockSlow, take_or_queue, mutex_TryLock, mutex_Unlock, rw_RLock, rw_TryRLock, rw_RUnlock, rw_Lock, rw_TryLock,
    rw_Unlock, wg_Add, wg_Wait, gopanic, cond_Wait, cond_Signal, cond_Broadcast, once_Do, once_done, atomic_Load, atomic_Store, atomic_CompareAndSwap,
    atomic_Add, var_read, var_write)})
