"""sync.WaitGroup: a counter, how many wait for it to be zero, and a semaphore on which they sleep."""

from dataclasses import dataclass

from .atomic import compare_and_swap
from .sema import Sema

NEGATIVE = "sync: negative WaitGroup counter"
MISUSE = "sync: WaitGroup misuse: Add called concurrently with Wait"
REUSED = "sync: WaitGroup is reused before previous Wait has returned"


@dataclass(slots=True)
class WaitGroup:
    """state: the counter and how many wait. They are the halves of one word and change in one step.

    Go: sync/waitgroup.go WaitGroup
    Leaves out: the mark of a synctest bubble.
    """

    sema: Sema
    state: tuple[int, int] = (0, 0)


def waitgroup() -> tuple:
    """A new sync.WaitGroup: answers its name."""
    return ("wg_new",)


def wg_add(wg: int, delta: int) -> tuple:
    """wg.Add(delta)."""
    return ("wg_Add", wg, delta)


def wg_wait(wg: int) -> tuple:
    """wg.Wait()."""
    return ("wg_Wait", wg)


def wg_done(wg: int) -> tuple:
    """wg.Done()."""
    return wg_add(wg, -1)


def wg_new(rt, gp) -> int:
    """Make a WaitGroup."""
    return rt.new(WaitGroup(Sema(rt.address(8))))


def wg_Add(rt, gp, wg: int, delta: int):
    """Add delta. At zero all who wait are released, first come first, so the last of them has runnext.

    From there on nobody may touch the counter until all are released, or the program has gone wrong.

    Go: sync/waitgroup.go WaitGroup.Add
    Leaves out: that the counter has 32 bits.
    """
    group = rt.heap[wg]
    v, w = group.state[0] + delta, group.state[1]
    group.state = v, w
    if v < 0:
        yield from rt.gopanic(gp, NEGATIVE)
    if w and delta > 0 and v == delta:
        yield from rt.gopanic(gp, MISUSE)
    if v > 0 or w == 0:
        return
    yield from rt.between
    if group.state != (v, w):
        yield from rt.gopanic(gp, MISUSE)
    yield from rt.between
    group.state = 0, 0
    for _ in range(w):
        yield from rt.semrelease1(gp, group.sema)


def wg_Wait(rt, gp, wg: int):
    """Sleep until the counter is zero; go on at once where it is.

    Whoever finds it changed again when it wakes has waited for one round and run into the next.

    Go: sync/waitgroup.go WaitGroup.Wait
    """
    group = rt.heap[wg]
    while (state := group.state)[0]:
        yield from rt.between
        if compare_and_swap(group, "state", state, (state[0], state[1] + 1)):
            yield from rt.semacquire1(gp, group.sema, rt.wg_reason())
            yield from rt.between
            if group.state != (0, 0):
                yield from rt.gopanic(gp, REUSED)
            return


def wg_reason(rt) -> str:
    """What a G says that waits for a WaitGroup: it has a word of its own since Go 1.24.

    Go: runtime2.go waitReasonSyncWaitGroupWait
    """
    return "semacquire" if rt.const.release.startswith("1.22.") else "sync.WaitGroup.Wait"
