"""sync.Mutex: a word that says who may come in, and a semaphore for those who may not.

In normal mode an Unlock wakes the first who waits, and that one then has to compete with whoever comes along:
quick, but nobody's turn. One who has waited for more than a millisecond makes the mutex starving: from then
on each Unlock hands it over to the first in line, and newcomers queue, until one gets it that is the last in
line or has not waited so long.

Up to Go 1.23 this stood in sync/mutex.go.
"""

from dataclasses import dataclass

from .atomic import compare_and_swap
from .goroutine import work
from .sema import Sema
from .status import Throw

# The word: three bits, and above them how many wait. Go: internal/sync/mutex.go mutexLocked
LOCKED, WOKEN, STARVING, SHIFT = 1, 2, 4, 3
WAITER = 1 << SHIFT
ACTIVE_SPIN = 4  # Go: lock_spinbit.go active_spin


@dataclass(slots=True)
class Mutex:
    """The word and the semaphore.

    WOKEN: one who waited is awake and tries, so an Unlock need not wake another.

    Go: internal/sync/mutex.go Mutex
    """

    sema: Sema
    state: int = 0


def mutex() -> tuple:
    """A new sync.Mutex: answers its name."""
    return ("mutex_new",)


def lock(m: int) -> tuple:
    """m.Lock()."""
    return ("mutex_Lock", m)


def unlock(m: int) -> tuple:
    """m.Unlock()."""
    return ("mutex_Unlock", m)


def trylock(m: int) -> tuple:
    """m.TryLock(): answers whether it is locked now."""
    return ("mutex_TryLock", m)


def mutex_new(rt, gp) -> int:
    """Make a Mutex."""
    return rt.new(Mutex(Sema(rt.address(4))))


def mutex_Lock(rt, gp, m: int):
    """Lock a mutex: one swap, if nobody has it and nobody waits.

    Go: internal/sync/mutex.go Mutex.Lock
    """
    mu = rt.heap[m]
    if not compare_and_swap(mu, "state", 0, LOCKED):
        yield from rt.lockSlow(gp, mu)


def mutex_TryLock(rt, gp, m: int):
    """Lock a mutex if that can be done at once; whether it was.

    Go: internal/sync/mutex.go Mutex.TryLock
    """
    mu = rt.heap[m]
    old = mu.state
    if old & (LOCKED | STARVING):
        return False
    yield from rt.between
    return compare_and_swap(mu, "state", old, old | LOCKED)


def lockSlow(rt, gp, mu: Mutex):
    """Lock a mutex that another has or waits for: sleep as often as it takes, until it is gp's.

    Who has slept before sleeps at the head of the line.

    Go: internal/sync/mutex.go Mutex.lockSlow
    """
    since, starving, awoke = None, False, False
    while True:
        old = yield from rt.take_or_queue(gp, mu, starving, awoke)
        if not old & (LOCKED | STARVING):
            return
        lifo = since is not None
        since = since if lifo else rt.now
        yield from rt.semacquire1(gp, mu.sema, "sync.Mutex.Lock", lifo)
        starving = starving or rt.now - since > rt.const.starving_ns
        awoke = True
        yield from rt.between
        if mu.state & STARVING:
            yield from rt.take_over(mu, mu.state, starving)
            return


def take_or_queue(rt, gp, mu: Mutex, starving: bool, awoke: bool):
    """Spin while that may help; then, by one swap, lock the mutex or be counted among those who wait.

    Returns what the word was before: it says which of the two.

    Go: internal/sync/mutex.go Mutex.lockSlow
    """
    spins, old = 0, mu.state
    while True:
        if old & (LOCKED | STARVING) == LOCKED and rt.canSpin(gp, spins):
            awoke = yield from rt.spin(mu, old, awoke)
            spins += 1
        else:
            yield from rt.between
            if compare_and_swap(mu, "state", old, locked_or_waited_for(old, starving, awoke)):
                return old
        old = mu.state


def locked_or_waited_for(old: int, starving: bool, awoke: bool) -> int:
    """What the word becomes by one more who wants the mutex: locked, or with one more waiter.

    Nobody takes a starving mutex: the next to have it is at the head of the line. Who starves makes it so.
    """
    new = old
    if not old & STARVING:
        new |= LOCKED
    if old & (LOCKED | STARVING):
        new += WAITER
    if starving and old & LOCKED:
        new |= STARVING
    if awoke:
        if not new & WOKEN:
            raise Throw("sync: inconsistent mutex state")
        new &= ~WOKEN
    return new


def take_over(rt, mu: Mutex, old: int, starving: bool):
    """The starving mutex was handed to this G: it is locked, and waited for by one less.

    If it was the last in line, or has not waited long itself, the mutex is back to normal.

    Go: internal/sync/mutex.go Mutex.lockSlow
    """
    if old & (LOCKED | WOKEN) or not old >> SHIFT:
        raise Throw("sync: inconsistent mutex state")
    delta = LOCKED - WAITER
    if not starving or old >> SHIFT == 1:
        delta -= STARVING
    yield from rt.between
    mu.state += delta


def canSpin(rt, gp, spins: int) -> bool:
    """Whether waiting without sleeping makes sense: four times at most, while another P is at work
    that may unlock, and there is nothing of its own that this P could do instead.

    Go: proc.go internal_sync_runtime_canSpin
    Leaves out: a machine with one CPU, on which it never does.
    """
    working = len(rt.allp) - rt.sched.npidle - rt.sched.nmspinning
    return spins < ACTIVE_SPIN and working > 1 and rt.runqempty(rt.allp[rt.allm[gp.m].p])


def spin(rt, mu: Mutex, old: int, awoke: bool):
    """Spin once, and if others wait, say first that one is awake, so that an Unlock wakes none of them.

    Returns whether gp counts as the one that is awake.

    Go: internal/sync/mutex.go Mutex.lockSlow
    """
    if not awoke and not old & WOKEN and old >> SHIFT:
        yield from rt.between
        awoke = compare_and_swap(mu, "state", old, old | WOKEN)
    rt.spend("procyield")
    yield work(0)
    return awoke


def mutex_Unlock(rt, gp, m: int):
    """Unlock a mutex: one subtraction, if nobody waits.

    Go: internal/sync/mutex.go Mutex.Unlock
    """
    mu = rt.heap[m]
    mu.state -= LOCKED
    if mu.state:
        yield from rt.unlockSlow(gp, mu, mu.state)


def unlockSlow(rt, gp, mu: Mutex, new: int):
    """Wake the first who waits, unless one is awake already or somebody has the mutex again.

    A starving mutex is handed over instead.

    Go: internal/sync/mutex.go Mutex.unlockSlow
    """
    if not (new + LOCKED) & LOCKED:
        rt.fatal(gp, "sync: unlock of unlocked mutex")
    if new & STARVING:
        yield from rt.semrelease1(gp, mu.sema, handoff=True)
        return
    old = new
    while old >> SHIFT and not old & (LOCKED | WOKEN | STARVING):
        yield from rt.between
        if compare_and_swap(mu, "state", old, old - WAITER | WOKEN):
            yield from rt.semrelease1(gp, mu.sema)
            return
        old = mu.state
