"""What Go's own tests ask of sync.Once, asked of the model.

From Go 1.27.3, sync/once_test.go: TestOnce, TestOncePanic; sync/example_test.go: ExampleOnce. Each test here
names the one that it answers.

Left out:
- BenchmarkOnce: it states no property;
- ExampleOnceValue, ExampleOnceValues and oncefunc_test.go (OnceFunc, OnceValue, OnceValues): not modelled.
"""

import pytest

from models.runtime.chan import make_chan, send
from models.runtime.goroutine import call, go, gosched, log
from models.runtime.machine import logged
from models.runtime.once import once, once_do
from models.runtime.panic import panic

from .syncing import PROCS, all_done, rescued, runs


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

    def main():
        o = yield once()
        yield call(rescued, once_do(o, fails))
        yield once_do(o, fails)
        yield log("Once.Do called once")

    assert logged(runs(main).rt.trace) == ["failed", "Once.Do called once"]
