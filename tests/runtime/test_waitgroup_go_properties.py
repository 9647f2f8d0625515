"""What Go's own tests ask of sync.WaitGroup, asked of the model.

From Go 1.27.3, sync/waitgroup_test.go: TestWaitGroup, TestWaitGroupMisuse, TestWaitGroupRace,
TestWaitGroupGo, TestIssue76126. Each test here names the one that it answers.

Left out:
- TestWaitGroupAlign: a word in the model has no alignment;
- the benchmarks: they state no property;
- ExampleWaitGroup, ExampleWaitGroup_addAndDone, of sync/example_test.go: they print nothing to be checked.
"""

import pytest

from models.runtime.atomic import aadd, aload, atomic_word
from models.runtime.chan import make_chan, send, tryrecv
from models.runtime.defer import defer
from models.runtime.goroutine import call, go, log
from models.runtime.machine import logged
from models.runtime.panic import panic
from models.runtime.recovery import recover
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

from .syncing import PROCS, all_done, ran, rescued, runs


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
    def main():
        wg = yield waitgroup()
        yield call(rescued, wg_add(wg, 1), wg_done(wg), wg_done(wg), log("Should panic"))

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
