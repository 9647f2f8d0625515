"""What Go's own tests of the scheduler ask for, asked of the model. Each test names the one that it answers.

From Go 1.27.3: runtime/proc_test.go. TestYieldProgress is answered in test_chan_go_properties.py, and
TestSchedLocalQueueEmpty, which is about single loads and stores, in tests/study/steps/test_runq.py.

Left out, since what they are about is not in the model yet: threads that belong to one goroutine
(TestYieldLocked, TestYieldLockedProgress, TestBlockLocked, TestLockOSThread…); preemption, of which
TestPingPongHog needs a little (TestPreemption, TestPreemptionGC, TestAsyncPreempt, TestPreemptSplitBig,
TestPreemptionAfterSyscall); the garbage collector and stopping the world (TestStopTheWorldDeadlock,
TestGCFairness, TestGCFairness2, TestTraceSTW, TestTraceGCSTW, TestMexitSTW); system calls, the network and
changing the number of Ps (TestTimerFairness2's read, TestNetpollBreak, TestBigGOMAXPROCS's limit on Ps,
TestGoroutineParallelism2's listener); registers (TestGetgThreadSwitch).
"""

from collections import Counter
from itertools import islice

import pytest

from models.runtime.atomic import aadd, aload, astore, atomic_word
from models.runtime.chan import close_chan, make_chan, recv, send
from models.runtime.constants import Constants
from models.runtime.deadlock import deadlock_report
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime
from models.runtime.select import select_
from models.runtime.status import G_DEAD
from models.runtime.steal import coprimes
from models.runtime.timer import sleep
from models.study.choosers import seeded

from .build import drain, queue, runtime

MS = 1_000_000
TABLE = {"step": (100,), "execute": (100,), "newm": (9000,), "clone": (9000,), "wakeup": (4000,),
         "steal": (50,), "usleep": (3000,)}


@pytest.mark.parametrize("size", [4, 256])
def test_what_goes_into_a_ring_comes_out_in_its_order(size):
    """TestSchedLocalQueue: for every number that fits; nothing is in it before or afterwards."""
    rt = runtime(const=Constants(runq_size=size), gs=size)
    pp = rt.allp[0]
    for n in range(size):
        assert rt.runqget(pp) == (None, False)
        for g in range(1, n + 1):
            rt.runqput(pp, rt.allgs[g], next=False)
        assert [rt.runqget(pp)[0].id for _ in range(n)] == list(range(1, n + 1))
        assert rt.runqget(pp) == (None, False)


@pytest.mark.parametrize("size", [4, 256])
def test_a_thief_takes_half_and_nobody_twice(size):
    """TestSchedLocalQueueSteal: for every number that fits, runnext allowed; all come out, once each."""
    rt = runtime(2, const=Constants(runq_size=size), gs=size)
    victim, thief = rt.allp
    for n in range(size):
        queue(rt, 0)
        queue(rt, 1)
        for g in range(1, n + 1):
            rt.runqput(victim, rt.allgs[g], next=False)
        _, stolen = drain(rt.runqsteal(thief, victim, True))
        taken = [stolen.id] if stolen else []
        taken += [gp.id for gp, _ in iter(lambda: rt.runqget(thief), (None, False))]
        left = [gp.id for gp, _ in iter(lambda: rt.runqget(victim), (None, False))]
        assert Counter(taken + left) == Counter(range(1, n + 1))
        assert len(taken) == n - n // 2


@pytest.mark.parametrize("n", range(1, 64))
def test_a_round_visits_each_p_once(n):
    """TestStealOrder: whatever the start and the step, for every number of Ps up to 64; and every step that
    does so is among the steps.
    """
    rt = Runtime(n)
    for r in range(n * len(coprimes(n))):
        rt.chooser = lambda kind, options, r=r: options[r]
        assert sorted(rt.steal_order()) == list(range(n))
    others = set(range(1, n + 1)) - set(coprimes(n))
    assert all(len({step * i % n for i in range(n)}) < n for step in others)


def in_turn(procs, rounds=3):
    """Each of as many goroutines as there are Ps waits, without ever leaving its P, for its turn."""
    def one(x, done, p):
        for i in range(rounds):
            while (yield aload(x)) != procs * i + p:
                pass
            yield astore(x, procs * i + p + 1)
        yield send(done, p)

    def main():
        done, x = (yield make_chan()), (yield atomic_word())
        for p in range(procs):
            yield go(one, x, done, p)
        for _ in range(procs):
            yield recv(done)
        yield log((yield aload(x)))
    return main


@pytest.mark.parametrize("seed", range(10))
def test_as_many_as_there_are_ps_run_at_the_same_time(seed):
    """TestGoroutineParallelism: none of them lets others go first, so they end only if all have a P."""
    rt = Runtime(4, durations=TABLE, choose=seeded(seed))
    assert Machine(rt, in_turn(4)).run(500_000) == "END"
    assert logged(rt.trace) == [12]


@pytest.mark.parametrize("seed", range(10))
def test_they_do_after_others_have_kept_all_ps_busy(seed):
    """TestGoroutineParallelism2, with load: the Ms are about to go to sleep when the goroutines come."""
    def busy(x, done):
        if (yield aadd(x, 1)) == 4:
            yield send(done, True)
            return
        while (yield aload(x)) != 4:
            pass

    def main():
        done, x = (yield make_chan()), (yield atomic_word())
        for _ in range(4):
            yield go(busy, x, done)
        yield recv(done)
        yield from in_turn(4)()

    rt = Runtime(4, durations=TABLE, choose=seeded(seed))
    assert Machine(rt, main).run(500_000) == "END"
    assert logged(rt.trace) == [12]


def test_with_fewer_ps_they_do_not():
    """The two tests above can fail: four who wait for each other need four Ps."""
    assert Machine(Runtime(3, durations=TABLE), in_turn(4)).run(100_000) == "LIMIT"


def test_a_timer_goes_off_while_others_keep_the_p_busy():
    """TestTimerFairness: two goroutines hand main values for ever; a third wakes after 20 ms and ends it."""
    def gives(c, done):
        while True:
            i, _, _ = yield select_([("send", c, True), ("recv", done)])
            if i == 1:
                return

    def rings(alarm):
        yield sleep(20 * MS)
        yield send(alarm, True)

    def main():
        done, c, alarm = (yield make_chan()), (yield make_chan()), (yield make_chan())
        for _ in range(2):
            yield go(gives, c, done)
        yield go(rings, alarm)
        got = 0
        while (yield select_([("recv", c), ("recv", alarm)]))[0] == 0:
            got += 1
        yield close_chan(done)
        yield gosched()
        yield log(got)

    rt = Runtime(1, durations={"step": (1000,)}, choose=seeded(1))
    assert Machine(rt, main).run(200_000) == "END"
    assert logged(rt.trace)[0] > 1000
    assert 20 * MS <= rt.now < 21 * MS


@pytest.mark.parametrize("seed", range(5))
def test_as_many_goroutines_are_counted_as_are_listed(seed):
    """TestNumGoroutine: whenever one looks, who is not dead has a line in the list, and no one else."""
    def worker(c):
        yield gosched()
        yield recv(c)

    def main():
        c = yield make_chan()
        for i in range(20):
            yield go(worker, c)
            yield gosched()
            if i % 3 == 0:
                yield select_([("send", c, i)], default=True)

    rt = Runtime(2, choose=seeded(seed))
    machine = Machine(rt, main)
    for _ in islice(iter(machine.step, False), 400):
        alive = {gp.goid for gp in rt.allgs[1:] if gp.status != G_DEAD}
        listed = [int(line.split()[1]) for line in deadlock_report(rt)[1:]]
        assert len(listed) == len(set(listed)) and set(listed) == alive
