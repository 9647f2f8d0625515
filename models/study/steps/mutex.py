"""sync.Mutex in atomic steps. Its words: the state, then its semaphore.

A loop of load and compare-and-swap is one step (memory.update). Time decides two things, and both are
left open: whether a goroutine spins, and whether one that was woken has waited for more than 1 ms.
"""

from ..explore.memory import add, cas, choose, end, load, update
from . import sema

NEW = (0, sema.NEW)
SEMA = 1  # the semaphore's place after the state
LOCKED, WOKEN, STARVING, SHIFT = 1, 2, 4, 3  # the state's bits; above them the number of waiters


def lock(g: int, m: int):
    """Lock it, or queue, sleep and try again until it is ours.

    Go: internal/sync/mutex.go Mutex.Lock, internal/sync/mutex.go Mutex.lockSlow
    Leaves out: the fast path, which does what the loop does or nothing; and rounds of spinning that
    only look again, which is no more than to be slow.
    """
    starving = awoke = waited = False
    while (did := (yield update(m, tried, starving, awoke, waited))) != "locked":
        if did == "spun":
            awoke = True
            continue
        if did == "inconsistent":
            yield end("FATAL")
        starving = did == "starving"
        yield from sema.semacquire1(g, m + SEMA, lifo=waited)
        old = yield load(m)
        if old & STARVING:
            yield from handed(m, old, starving)
            return
        awoke = waited = True


def tried(old: int, starving: bool, awoke: bool, waited: bool) -> list[tuple[int, str]]:
    """What somebody who wants the lock may make of the state, and what that does.

    Go: internal/sync/mutex.go Mutex.lockSlow
    """
    if awoke and not old & WOKEN:
        return [(old, "inconsistent")]
    new = old & ~WOKEN if awoke else old
    if not old & (LOCKED | STARVING):
        return [(new | LOCKED, "locked")]
    new += 1 << SHIFT
    ways = []
    if not starving:
        ways.append((new, "queued"))
    if (starving or waited) and old & LOCKED:  # it has waited for more than 1 ms
        ways.append((new | STARVING, "starving"))
    if can_spin(old, awoke):
        ways.append((old | WOKEN, "spun"))
    return ways


def can_spin(old: int, awoke: bool) -> bool:
    """Whether spinning has an effect: it keeps Unlock from waking another."""
    return old & (LOCKED | STARVING | WOKEN) == LOCKED and old >> SHIFT > 0 and not awoke


def handed(m: int, old: int, starving: bool):
    """A mutex in starvation mode was handed to us: lock it, and be a waiter no more. The mode ends
    with one who has not waited for more than 1 ms, and with the last who waits.

    Go: internal/sync/mutex.go Mutex.lockSlow
    """
    if old & (LOCKED | WOKEN) or not old >> SHIFT:
        yield end("FATAL")
    starving = starving or (yield choose(False, True))
    delta = LOCKED - (1 << SHIFT)
    if not starving or old >> SHIFT == 1:
        delta -= STARVING
    yield add(m, delta)


def trylock(g: int, m: int):
    """Lock it if it is free at once; 1 if so.

    Go: internal/sync/mutex.go Mutex.TryLock
    """
    old = yield load(m)
    if old & (LOCKED | STARVING):
        return 0
    return int((yield cas(m, old, old | LOCKED)))


def unlock(g: int, m: int):
    """Unlock it; wake one who waits if that is ours to do, or hand it over in starvation mode.

    Go: internal/sync/mutex.go Mutex.Unlock, internal/sync/mutex.go Mutex.unlockSlow
    """
    new = yield add(m, -LOCKED)
    if not (new + LOCKED) & LOCKED:
        yield end("FATAL")
    if new & STARVING:
        yield from sema.semrelease1(m + SEMA, handoff=True)
    elif new and (yield update(m, grabbed)):
        yield from sema.semrelease1(m + SEMA)


def grabbed(old: int) -> list[tuple[int, bool]]:
    """The right to wake somebody, if there is anybody to wake and nobody awake.

    Go: internal/sync/mutex.go Mutex.unlockSlow
    """
    if old >> SHIFT == 0 or old & (LOCKED | WOKEN | STARVING):
        return [(old, False)]
    return [((old - (1 << SHIFT)) | WOKEN, True)]
