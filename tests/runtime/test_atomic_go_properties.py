"""What Go's own tests ask of atomic steps, asked of the model.

From Go 1.27.3, sync/atomic/atomic_test.go: of TestHammer32, Add and CompareAndSwap. The test here names it.

Left out:
- the same for other types, TestHammer64, TestHammerStoreLoad, TestUnaligned64, TestAutoAligned64: a word of
  the model has no type, width or alignment;
- TestSwap…, TestAnd…, TestOr…, the hammering of Swap, and value_test.go: not modelled;
- TestAdd…, TestCompareAndSwap…, TestLoad…, TestStore…: that a step does what it says, and touches no word
  beside, is in test_atomic.py;
- TestStoreLoadSeqCst…, TestStoreLoadRelAcq…: in the model all see each step at once;
- TestNilDeref: not modelled.
"""

import pytest

from models.runtime.atomic import aadd, aload, atomic_word, cas
from models.runtime.goroutine import go, log
from models.runtime.machine import logged
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

from .syncing import PROCS, runs


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
