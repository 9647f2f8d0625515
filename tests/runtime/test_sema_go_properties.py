"""What Go's own tests ask of the runtime's semaphores, asked of the model.

From Go 1.27.3, runtime/sema_test.go: TestSemaHandoff, TestSemaHandoff1, TestSemaHandoff2, and of
BenchmarkSemTable the two properties that its comments state. Each test here names the one that it answers.
(TestSemaphore, of sync/mutex_test.go, is with the mutex's.)

Left out:
- in BenchmarkSemTable, how long it takes;
- sync/runtime_sema_test.go: it has only benchmarks.
"""

from models.runtime.chan import close_chan, make_chan, tryrecv
from models.runtime.goroutine import go, gosched
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.runtime.sema import Sema
from models.runtime.semaroot import SEM_TAB_SIZE, SemaRoot
from models.runtime.sudog import Sudog
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

from .build import runtime
from .syncing import DURATIONS, semacquire, semrelease


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
