"""What Go's own tests ask of semaphores and of package sync, asked of the model.

From Go 1.27.3: runtime/sema_test.go, and in sync: mutex_test.go, rwmutex_test.go, waitgroup_test.go,
once_test.go, cond_test.go, example_test.go. Each test here names the one that it answers. "GOMAXPROCS=4" is a
machine with 4 Ps on which any M may act between any two atomic steps, as chance will have it; a Go test that
repeats itself a thousand times is repeated here as often as a second allows.

Left out:
- all Benchmarks but the two whose comments state a property (BenchmarkSemTable);
- TestWaitGroupAlign: a word in the model has no alignment;
- TestCondCopy: what lies in the model's heap is never copied, so a Cond has no check for that;
- oncefunc_test.go (OnceFunc, OnceValue, OnceValues), map_test.go, pool_test.go,
  internal/sync/hashtriemap_test.go: not modelled; runtime_sema_test.go has only benchmarks;
- TestMutex's mutex profile: not modelled.
"""

from collections import Counter

import pytest

from models.runtime.atomic import aadd, aload, atomic_word, cas
from models.runtime.chan import close_chan, make_chan, recv, send, tryrecv
from models.runtime.cond import cond, cond_broadcast, cond_lock, cond_signal, cond_unlock, cond_wait
from models.runtime.constants import Constants
from models.runtime.defer import defer
from models.runtime.goroutine import call, go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.mutex import lock, mutex, trylock, unlock
from models.runtime.once import once, once_do
from models.runtime.panic import panic
from models.runtime.recovery import recover
from models.runtime.runtime import Runtime
from models.runtime.rwmutex import rlock, runlock, rwmutex, tryrlock, trywlock, wlock, wunlock
from models.runtime.sema import Sema
from models.runtime.semaroot import SEM_TAB_SIZE, SemaRoot
from models.runtime.sudog import Sudog
from models.runtime.timer import sleep
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

from .build import runtime
from .syncing import PAUSE, ran, torn

PROCS = (1, 4, 10)  # as in HammerRWMutex
DURATIONS = {"step": (20, 30, 40), "execute": (90, 100, 110), "gosched": (80,), "wakeup": (4000, 9000),
             "clone": (20_000,), "newm": (9000,), "futex": (2000,), "steal": (50,), "usleep": (3000,)}


def runs(main, *args, procs=1, seed=0):
    """Run a program that must end well; the machine."""
    line, machine = ran(main, *args) if procs == 1 else torn(main, *args, procs=procs, seed=seed)
    assert line.split()[-1] == "END", line
    return machine


def semacquire(sema):
    return ("semacquire1", sema, "semacquire")


def semrelease(sema, handoff=False):
    return ("semrelease1", sema, handoff)


def all_done(cdone, n):
    """Receive n times."""
    for _ in range(n):
        yield recv(cdone)


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


# runtime/sema_test.go


def hands_over(procs=1, **settings) -> bool:
    """testSemaHandoff: whether whom a release with handoff wakes runs before the one that released."""
    res = []

    def busy(done):
        while (yield tryrecv(done)) is None:
            yield gosched()

    def acquirer(sema, wg, done):
        yield semacquire(sema)
        res.append(1)
        yield semrelease(sema, True)
        yield close_chan(done)
        yield wg_done(wg)

    def main(sema):
        done, wg = (yield make_chan()), (yield waitgroup())
        for _ in range(procs):
            yield go(busy, done)
        yield wg_add(wg, 1)
        yield go(acquirer, sema, wg, done)
        while not machine.rt.rootFor(sema.addr).nwait:
            yield gosched()
        yield semrelease(sema, True)
        res.append(2)
        yield wg_wait(wg)

    machine = Machine(Runtime(procs, **settings), main, Sema(64))
    assert machine.run(max_steps=20_000) == "END"
    assert sorted(res) == [1, 2]
    return res[0] == 1


def test_sema_handoff():
    """TestSemaHandoff, TestSemaHandoff1: with one P always. Go asks for two thirds of its tries."""
    assert hands_over()


def test_sema_handoff_2():
    """TestSemaHandoff2: with two Ps in two thirds of the tries at least."""
    tries = 24
    ok = 0
    for seed in range(tries):
        ok += hands_over(2, durations=DURATIONS, choose=lambda kind, options: options[seed % len(options)])
    assert 3 * ok >= 2 * tries


def test_two_semaphores_of_one_root_have_a_queue_each():
    """BenchmarkSemTable/OneAddrCollision: however many wait, the treap has one node for each of the two."""
    rt, root, n = runtime(gs=1), SemaRoot(), 200
    addresses = [0, 8 * SEM_TAB_SIZE]
    assert rt.rootFor(addresses[0]) is rt.rootFor(addresses[1])
    waiters = {addr: [Sudog(case=i) for i in range(n // 2)] for addr in addresses}
    for addr in addresses:
        for s in waiters[addr]:
            rt.semaRoot_queue(rt.allgs[1], root, addr, s, False)
    assert len([s for s in (root.treap, root.treap.prev, root.treap.next) if s]) == 2
    for addr in addresses:
        assert all(rt.semaRoot_dequeue(root, addr) is s for s in waiters[addr])
    assert root == SemaRoot()


def test_many_semaphores_of_one_root_are_found_in_a_few_steps():
    """BenchmarkSemTable/ManyAddrCollision: a root with n semaphores is about log n deep."""
    rt, root, n = runtime(gs=1), SemaRoot(), 1000
    for i in range(n):
        rt.semaRoot_queue(rt.allgs[1], root, 8 * SEM_TAB_SIZE * i, Sudog(), False)

    def depths(s, depth=1):
        if s is not None:
            yield depth
            yield from depths(s.prev, depth + 1)
            yield from depths(s.next, depth + 1)

    deep = list(depths(root.treap))
    assert len(deep) == n
    assert sum(deep) / n < 16 and max(deep) < 30  # 9 and 10 would be perfect
    assert all(rt.semaRoot_dequeue(root, 8 * SEM_TAB_SIZE * i) for i in range(n))
    assert root == SemaRoot()


# sync/mutex_test.go


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


# sync/rwmutex_test.go


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


# sync/waitgroup_test.go


@pytest.mark.parametrize("procs", PROCS)
def test_waitgroup(procs):
    """TestWaitGroup: nobody is released too soon, all are in the end; and that eight times over."""
    n = 16

    def passes(wg1, wg2, exited):
        yield wg_done(wg1)
        yield wg_wait(wg2)
        yield send(exited, True)

    def main():
        wg1, wg2 = (yield waitgroup()), (yield waitgroup())
        for _ in range(8 if procs == 1 else 2):
            yield wg_add(wg1, n)
            yield wg_add(wg2, n)
            exited = yield make_chan(n)
            for _ in range(n):
                yield go(passes, wg1, wg2, exited)
            yield wg_wait(wg1)
            for _ in range(n):
                assert (yield tryrecv(exited)) is None
                yield wg_done(wg2)
            yield from all_done(exited, n)

    heap = runs(main, procs=procs).rt.heap
    assert [wg.state for wg in heap[1:3]] == [(0, 0), (0, 0)]


def test_waitgroup_misuse():
    """TestWaitGroupMisuse: one Done too many panics with exactly these words, which can be recovered."""
    def rescues():
        yield log((yield recover()))

    def misuses():
        yield defer(rescues)
        wg = yield waitgroup()
        yield wg_add(wg, 1)
        yield wg_done(wg)
        yield wg_done(wg)
        yield log("Should panic")

    def main():
        yield call(misuses)

    assert logged(runs(main).rt.trace) == ["sync: negative WaitGroup counter"]


@pytest.mark.parametrize("seed", range(20))
def test_waitgroup_race(seed):
    """TestWaitGroupRace: Wait returns when both goroutines are done and not before."""
    def counts(wg, n):
        yield aadd(n, 1)
        yield wg_done(wg)

    def main():
        for _ in range(3):
            wg, n = (yield waitgroup()), (yield atomic_word())
            for _ in range(2):
                yield wg_add(wg, 1)
                yield go(counts, wg, n)
            yield wg_wait(wg)
            assert (yield aload(n)) == 2

    runs(main, procs=1 + seed % 4, seed=seed)


def wg_go(wg, fn):
    """wg.Go(fn), new in Go 1.25, with what the model has: Done follows whatever ends fn but a panic."""
    def finishes():
        x = yield recover()
        if x is not None:
            yield panic(x)
        yield wg_done(wg)

    def task():
        yield defer(finishes)
        yield call(fn)

    yield wg_add(wg, 1)
    yield go(task)


def test_waitgroup_go():
    """TestWaitGroupGo: what Go has started is done when Wait returns."""
    def increments():
        yield log("i++")

    def main():
        wg = yield waitgroup()
        yield from wg_go(wg, increments)
        yield wg_wait(wg)
        yield log("waited")

    assert logged(runs(main).rt.trace) == ["i++", "waited"]


def test_issue_76126():
    """TestIssue76126: a panic in what Go has started ends the program, and Wait does not return."""
    def panics():
        yield panic("test")

    def main():
        wg = yield waitgroup()
        yield from wg_go(wg, panics)
        yield wg_wait(wg)
        yield log("Wait returned")

    line, machine = ran(main)
    assert line == "PANIC"
    assert "panic: test" in machine.message


# sync/once_test.go, sync/example_test.go


@pytest.mark.parametrize("procs", PROCS)
@pytest.mark.parametrize("seed", range(3))
def test_once(procs, seed):
    """TestOnce, ExampleOnce: of ten that come one does it, and it is done when any of them goes on."""
    one = []

    def increment():
        for _ in range(30):
            yield gosched()
        one.append(1)

    def comes(o, c):
        yield once_do(o, increment)
        assert one == [1]
        yield send(c, True)

    def main():
        o, c = (yield once()), (yield make_chan())
        for _ in range(10):
            yield go(comes, o, c)
        yield from all_done(c, 10)

    runs(main, procs=procs, seed=seed)
    assert one == [1]


def test_once_panic():
    """TestOncePanic: what panicked is not called again."""
    def fails():
        yield panic("failed")

    def rescues():
        yield log((yield recover()))

    def tries(o):
        yield defer(rescues)
        yield once_do(o, fails)

    def main():
        o = yield once()
        yield call(tries, o)
        yield once_do(o, fails)
        yield log("Once.Do called once")

    assert logged(runs(main).rt.trace) == ["failed", "Once.Do called once"]


# sync/cond_test.go


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


# sync/atomic/atomic_test.go


@pytest.mark.parametrize("procs", PROCS)
def test_hammer(procs):
    """TestHammer32 (hammerAddInt32, hammerCompareAndSwapInt32): nothing that is added gets lost."""
    def hammer(a, b, wg):
        for _ in range(5):
            yield aadd(a, 1)
            while True:
                value = yield aload(b)
                if (yield cas(b, value, value + 1)):
                    break
        yield wg_done(wg)

    def main():
        a, b, wg = (yield atomic_word()), (yield atomic_word()), (yield waitgroup())
        yield wg_add(wg, 4)
        for _ in range(4):
            yield go(hammer, a, b, wg)
        yield wg_wait(wg)
        yield log(((yield aload(a)), (yield aload(b))))

    assert logged(runs(main, procs=procs).rt.trace) == [(20, 20)]
