"""sync.WaitGroup in atomic steps. Its words: the state, (counter, waiters), and its semaphore."""

from ..explore.explore import Step
from ..explore.memory import load, store, update, write
from . import sema

NEW = ((0, 0), sema.NEW)
SEMA = 1
PANIC = "PANIC"  # what an operation answers that panics


def add(g: int, wg: int, delta: int = 1):
    """Add to the counter; at zero release all who wait. Panics when the WaitGroup is misused.

    Go: sync/waitgroup.go WaitGroup.Add
    """
    v, w = yield "wg_add", wg, delta
    if v < 0 or (w and delta > 0 and v == delta):
        return PANIC
    if v > 0 or not w:
        return
    if (yield load(wg)) != (v, w):
        return PANIC
    yield store(wg, (0, 0))
    for _ in range(w):
        yield from sema.semrelease1(wg + SEMA)


def done(g: int, wg: int):
    """Take one from the counter.

    Go: sync/waitgroup.go WaitGroup.Done
    """
    return (yield from add(g, wg, -1))


def wait(g: int, wg: int):
    """Sleep until the counter is zero. Panics when it has been used anew by the time it wakes.

    Go: sync/waitgroup.go WaitGroup.Wait
    """
    if (yield update(wg, joined)):
        yield from sema.semacquire1(g, wg + SEMA)
        if (yield load(wg)) != (0, 0):
            return PANIC


def joined(state: tuple[int, int]) -> list[tuple[tuple[int, int], bool]]:
    """The state with one more who waits, if there is anything to wait for.

    Go: sync/waitgroup.go WaitGroup.Wait
    """
    v, w = state
    return [((v, w + 1), True) if v else (state, False)]


def _add(memory, wg, delta):
    v, w = memory[wg]
    return [Step(write(memory, wg, (v + delta, w)), (v + delta, w))]


STEPS = {"wg_add": _add}
