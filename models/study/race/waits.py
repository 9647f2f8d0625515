"""WaitGroup and Cond as a build with -race has them.

The first Add reads a word that the first Wait writes: an unordered pair of them, a misuse, is reported. What
wakes a goroutine that waits for a Cond orders nothing; that is left to the Cond's Mutex.
"""

from models.runtime import cond, panic, waitgroup

from .tell import number, order, touch


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
    """A panic in Wait: in Go 1.22 the goroutine goes on being ignored, if it recovers.

    Go: sync/waitgroup.go WaitGroup.Wait
    """
    if value == waitgroup.REUSED:
        if rt.const.release.startswith("1.22."):
            rt.race.ignoring[number(rt, gp)] += 1
        else:
            order(rt, gp, "acquire", "waitgroup", rt.race.waits[number(rt, gp)])
    yield from panic.gopanic(rt, gp, value)


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
