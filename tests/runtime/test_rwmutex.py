"""sync.RWMutex: readers, a writer, and who lets whom in."""

import pytest

from models.runtime.fatal import Fatal
from models.runtime.goroutine import go, gosched, log
from models.runtime.mutex import LOCKED, WOKEN, Mutex
from models.runtime.rwmutex import (
    MAX_READERS,
    RWMutex,
    rlock,
    runlock,
    rwmutex,
    tryrlock,
    trywlock,
    wlock,
    wunlock,
)
from models.runtime.sema import Sema
from models.runtime.status import G_WAITING

from .build import error, runtime, running
from .syncing import PAUSE, Doing, does, output, ran


def a_rwmutex(rt, readers=0, waits=0, w=0):
    """An RWMutex in that state, and its name."""
    rw = rt.rw_new(None)
    rwm = rt.heap[rw]
    rwm.readerCount, rwm.readerWait, rt.heap[rwm.w].state = readers, waits, w
    return rw, rwm


def sleepers(rt, sema):
    root = rt.rootFor(sema.addr)
    s = root.treap
    while s and s.elem != sema.addr:
        s = s.prev if sema.addr < s.elem else s.next
    return [sudog.g for sudog in s.sudogs] if s else []


def test_requests_are_plain_tuples():
    assert rwmutex() == ("rw_new",)
    assert rlock(3) == ("rw_RLock", 3)
    assert runlock(3) == ("rw_RUnlock", 3)
    assert wlock(3) == ("rw_Lock", 3)
    assert wunlock(3) == ("rw_Unlock", 3)
    assert tryrlock(3) == ("rw_TryRLock", 3)
    assert trywlock(3) == ("rw_TryLock", 3)


def test_there_may_be_two_to_the_30th_readers():
    assert MAX_READERS == 1073741824


def test_a_new_one_has_a_mutex_and_two_semaphores_under_one_root():
    rt = runtime()
    rw, rwm = a_rwmutex(rt)
    assert (rw, rwm.w) == (2, 1)
    assert rt.heap[1:] == [Mutex(Sema(68)), RWMutex(1, Sema(136), Sema(140))]
    assert rt.rootFor(136) is rt.rootFor(140)


def test_it_is_the_g_that_asks_that_makes_the_mutex():
    rt = runtime()
    rt.mutex_new = lambda gp: rt.new(gp)
    assert rt.heap[rt.heap[rt.rw_new("g")].w] == "g"


def test_readers_come_and_go_freely():
    rt = runtime()
    rw, rwm = a_rwmutex(rt)
    does(rt, 1, rt.rw_RLock, rw)
    does(rt, 2, rt.rw_RLock, rw)
    assert rwm.readerCount == 2
    does(rt, 1, rt.rw_RUnlock, rw)
    does(rt, 2, rt.rw_RUnlock, rw)
    assert (rwm.readerCount, rwm.readerWait, rt.trace) == (0, 0, [])


def test_a_count_of_zero_is_no_writer():
    rt = runtime()
    rw, rwm = a_rwmutex(rt, readers=-1)
    does(rt, 1, rt.rw_RLock, rw)
    assert (rwm.readerCount, rt.trace) == (0, [])


def test_a_writer_alone_comes_and_goes():
    rt = runtime()
    rw, rwm = a_rwmutex(rt)
    does(rt, 1, rt.rw_Lock, rw)
    assert (rwm.readerCount, rt.heap[rwm.w].state) == (-MAX_READERS, LOCKED)
    does(rt, 1, rt.rw_Unlock, rw)
    assert (rwm.readerCount, rwm.readerWait, rt.heap[rwm.w].state, rt.trace) == (0, 0, 0, [])


def test_a_reader_sleeps_while_there_is_a_writer():
    rt = runtime()
    rw, rwm = a_rwmutex(rt, -MAX_READERS, w=LOCKED)
    reader = Doing(rt, 1, rt.rw_RLock, rw)
    assert reader.run() == "park_m"
    assert (reader.gp.status, reader.gp.waitreason) == (G_WAITING, "sync.RWMutex.RLock")
    assert (rwm.readerCount, sleepers(rt, rwm.readerSem)) == (1 - MAX_READERS, [1])


def test_a_writer_lets_in_the_readers_that_came_meanwhile_and_then_other_writers():
    rt = runtime()
    rw, rwm = a_rwmutex(rt)
    does(rt, 9, rt.rw_Lock, rw)
    writer = Doing(rt, 8, rt.rw_Lock, rw)
    assert writer.run() == "park_m"
    assert writer.gp.waitreason == "sync.Mutex.Lock"
    readers = [Doing(rt, 1, rt.rw_RLock, rw)]
    readers[0].run()
    readers.append(Doing(rt, 2, rt.rw_RLock, rw))
    readers[1].run()
    rt.trace.clear()
    does(rt, 9, rt.rw_Unlock, rw)
    assert [event[4] for event in rt.trace if event[0] == "goready"] == [1, 2, 8]
    assert (rwm.readerCount, rwm.readerSem.value) == (2, 2)
    assert [reader.wake() for reader in readers] == ["returned"] * 2
    assert writer.wake() == "park_m"
    assert writer.gp.waitreason == "sync.RWMutex.Lock"
    assert (rwm.readerCount, rwm.readerWait, rwm.readerSem.value) == (2 - MAX_READERS, 2, 0)


def test_a_writer_sleeps_until_the_last_reader_has_gone():
    rt = runtime()
    rw, rwm = a_rwmutex(rt, readers=2)
    writer = Doing(rt, 9, rt.rw_Lock, rw)
    assert writer.run() == "park_m"
    assert (writer.gp.waitreason, sleepers(rt, rwm.writerSem)) == ("sync.RWMutex.Lock", [9])
    assert (rwm.readerCount, rwm.readerWait) == (2 - MAX_READERS, 2)
    late = Doing(rt, 3, rt.rw_RLock, rw)
    assert late.run() == "park_m"
    rt.trace.clear()
    does(rt, 1, rt.rw_RUnlock, rw)
    assert (rwm.readerWait, rt.trace) == (1, [])
    does(rt, 2, rt.rw_RUnlock, rw)
    assert (rwm.readerWait, rwm.readerCount) == (0, 1 - MAX_READERS)
    assert rt.trace[0] == ("goready", 0, 0, 0, 9, 2)
    assert writer.wake() == "returned"
    assert (rwm.writerSem.value, sleepers(rt, rwm.readerSem)) == (0, [3])


def test_releases_hand_nothing_over():
    rt = runtime()
    rw, rwm = a_rwmutex(rt, readers=1)
    writer = Doing(rt, 9, rt.rw_Lock, rw)
    writer.run()
    assert Doing(rt, 1, rt.rw_RUnlock, rw).run() == "returned"
    assert rwm.writerSem.value == 1
    assert writer.wake() == "returned"
    reader = Doing(rt, 1, rt.rw_RLock, rw)
    reader.run()
    assert Doing(rt, 9, rt.rw_Unlock, rw).run() == "returned"
    assert rwm.readerSem.value == 1


@pytest.mark.parametrize("readers", [0, -MAX_READERS])
def test_no_reader_can_go_where_none_is(readers):
    rt = runtime()
    rw, _ = a_rwmutex(rt, readers)
    with error(Fatal, "sync: RUnlock of unlocked RWMutex"):
        does(rt, 1, rt.rw_RUnlock, rw)


@pytest.mark.parametrize("readers", [0, 1, 5])
def test_no_writer_can_go_where_none_is(readers):
    rt = runtime()
    rw, _ = a_rwmutex(rt, readers)
    with error(Fatal, "sync: Unlock of unlocked RWMutex"):
        does(rt, 1, rt.rw_Unlock, rw)


@pytest.mark.parametrize("readers, yes", [
    (0, True), (3, True), (-MAX_READERS, False), (2 - MAX_READERS, False)])
def test_a_reader_that_need_not_wait(readers, yes):
    rt = runtime()
    rw, rwm = a_rwmutex(rt, readers)
    assert does(rt, 1, rt.rw_TryRLock, rw) is yes
    assert rwm.readerCount == readers + yes


@pytest.mark.parametrize("readers, w, yes, after", [
    (0, 0, True, (-MAX_READERS, LOCKED)),
    (2, 0, False, (2, 0)),
    (0, LOCKED, False, (0, LOCKED)),
    (-MAX_READERS, LOCKED, False, (-MAX_READERS, LOCKED)),
])
def test_a_writer_that_need_not_wait(readers, w, yes, after):
    rt = runtime()
    rw, rwm = a_rwmutex(rt, readers, w=w)
    assert does(rt, 1, rt.rw_TryLock, rw) is yes
    assert (rwm.readerCount, rt.heap[rwm.w].state) == after


# Between two atomic steps others may come.


def torn(**state):
    rt = runtime()
    rt.between = (PAUSE,)
    return (rt, *a_rwmutex(rt, **state))


def test_a_reader_tries_again_when_another_was_quicker():
    rt, rw, rwm = torn()
    doing = Doing(rt, 1, rt.rw_TryRLock, rw)
    doing.step()
    rwm.readerCount = 1
    assert (doing.step(), rwm.readerCount) == ("pause", 1)
    assert (doing.step(), doing.value, rwm.readerCount) == ("returned", True, 2)


def test_a_reader_gives_up_when_a_writer_was_quicker():
    rt, rw, rwm = torn()
    doing = Doing(rt, 1, rt.rw_TryRLock, rw)
    doing.step()
    rwm.readerCount = -MAX_READERS
    assert (doing.step(), doing.value, rwm.readerCount) == ("returned", False, -MAX_READERS)


def test_a_writer_gives_its_mutex_back_when_a_reader_was_quicker():
    rt, rw, rwm = torn()
    doing = Doing(rt, 1, rt.rw_TryLock, rw)
    assert [doing.step(), doing.step()] == ["pause", "pause"]
    assert rt.heap[rwm.w].state == LOCKED
    rwm.readerCount = 1
    assert (doing.step(), rt.heap[rwm.w].state) == ("pause", LOCKED)
    assert (doing.step(), doing.value, rwm.readerCount, rt.heap[rwm.w].state) == ("returned", False, 1, 0)


def test_a_writer_that_gives_its_mutex_back_wakes_another_that_came_meanwhile():
    rt, rw, rwm = torn()
    asked = []
    rule = rt.mutex_TryLock
    rt.mutex_TryLock = lambda gp, m: asked.append((gp.id, m)) or rule(gp, m)
    doing = Doing(rt, 1, rt.rw_TryLock, rw)
    assert [doing.step(), doing.step()] == ["pause", "pause"]
    other = Doing(rt, 2, rt.rw_Lock, rw)
    assert other.run() == "park_m"
    rwm.readerCount = 1
    running(rt, 1)
    assert (doing.run(), doing.value, rt.heap[rwm.w].state, asked) == ("returned", False, WOKEN, [(1, rwm.w)])
    assert rt.trace[-2][:6] == ("goready", 0, 0, 0, 2, 1)


def test_readers_that_go_while_a_writer_comes_are_not_waited_for():
    rt, rw, rwm = torn(readers=2)
    writer = Doing(rt, 9, rt.rw_Lock, rw)
    assert [writer.step(), writer.step()] == ["pause", "pause"]
    assert (rwm.readerCount, rwm.readerWait) == (2 - MAX_READERS, 0)
    for g, waits in ((1, -1), (2, -2)):
        does(rt, g, rt.rw_RUnlock, rw)
        assert (rwm.readerWait, rwm.writerSem.value) == (waits, 0)
    assert (writer.step(), rwm.readerWait) == ("returned", 0)


def test_others_may_come_between_a_reader_s_two_subtractions():
    rt, rw, rwm = torn(readers=1 - MAX_READERS, waits=1, w=LOCKED)
    doing = Doing(rt, 1, rt.rw_RUnlock, rw)
    assert (doing.step(), rwm.readerCount, rwm.readerWait) == ("pause", -MAX_READERS, 1)
    assert (doing.step(), rwm.readerWait, rwm.writerSem.value) == ("pause", 0, 0)
    assert (doing.run(), rwm.writerSem.value) == ("returned", 1)


def test_the_mutex_is_unlocked_last():
    rt, rw, rwm = torn(readers=-MAX_READERS, w=LOCKED)
    doing = Doing(rt, 1, rt.rw_Unlock, rw)
    assert (doing.step(), rwm.readerCount, rt.heap[rwm.w].state) == ("pause", 0, LOCKED)
    assert (doing.step(), rt.heap[rwm.w].state) == ("returned", 0)


# Orders that real Go prints with one P, on 1.27.3 and 1.22.10, in 20 of 20 runs.


def reads(w, name):
    yield rlock(w)
    yield log(name)
    yield runlock(w)


def writes(w, name):
    yield wlock(w)
    yield log(name)
    yield wunlock(w)
    yield log(name.lower())


def test_readers_that_wait_come_before_writers_that_wait():
    def main():
        w = yield rwmutex()
        yield wlock(w)
        for i in range(3):
            yield go(reads, w, f"r{i}")
        yield go(writes, w, "W")
        yield gosched()
        yield log("unlock")
        yield wunlock(w)
        yield log("after")
        yield gosched()
        yield gosched()

    assert output(main) == "unlock after r0 r1 r2 W w END"


def test_a_writer_that_waits_keeps_new_readers_out():
    def main():
        w = yield rwmutex()
        yield rlock(w)
        yield go(writes, w, "W")
        yield gosched()
        yield log((yield tryrlock(w)))
        for i in range(2):
            yield go(reads, w, f"r{i}")
        yield gosched()
        yield log("runlock")
        yield runlock(w)
        yield log("after")
        yield gosched()
        yield gosched()

    assert output(main) == "False runlock after W w r0 r1 END"


@pytest.mark.parametrize("first, then, message", [
    (None, runlock, "RUnlock"), (wlock, runlock, "RUnlock"),
    (None, wunlock, "Unlock"), (rlock, wunlock, "Unlock")])
def test_unlocking_what_is_not_locked_ends_the_program(first, then, message):
    def main():
        w = yield rwmutex()
        if first:
            yield first(w)
        yield then(w)

    line, machine = ran(main)
    assert (line, machine.message) == ("FATAL", f"fatal error: sync: {message} of unlocked RWMutex")
