"""Parking and readying: a G that waits is put to sleep for good before anybody can wake it.

A G waits for a condition under a lock. It queues itself, and the lock is let go by the last step of
parking, the commit function: not before the M has left the G's stack and the G's status says that it
waits. Who makes the condition true takes the lock, finds the G in the queue, and readies it; then
any M may run it.

The words: the lock, the condition, the queue, the G's status, and which M stands on the G's stack.
"""

from collections.abc import Callable
from functools import partial

from models.study.explore import memory
from models.study.explore.memory import BLANK, cas, end, load, store
from models.study.explore.verdict import At
from models.study.steps import lock as steps_lock
from models.study.steps.lock import lock, unlock

from .studied import Study, thrown

LOCK, DONE, QUEUE, STATUS, STACK = range(len(BLANK), len(BLANK) + 5)
RUNNABLE, RUNNING, WAITING = "runnable", "running", "waiting"
STEPS = memory.STEPS | steps_lock.STEPS


def waits(park: Callable):
    """The G, on M0: wait until the condition is true."""
    yield lock(LOCK)
    if (yield load(DONE)):
        yield unlock(LOCK)
        return
    yield store(QUEUE, "g")
    yield from park()


def gopark():
    """Leave the stack, say that the G waits, and then commit: let the lock go.

    Go: proc.go gopark, proc.go park_m
    """
    yield store(STACK, None)  # mcall: the M goes on on its own stack
    yield from casgstatus(RUNNING, WAITING)
    yield unlock(LOCK)


def casgstatus(old: str, new: str):
    """Change the G's status, which must be the old one.

    Go: proc.go casgstatus
    Leaves out: that it waits where the garbage collector scans the stack.
    """
    if not (yield cas(STATUS, old, new)):
        yield end("casgstatus: bad status")


def wakes():
    """Another goroutine, on M1: make the condition true and ready the G that waits; M1 runs it then."""
    yield lock(LOCK)
    yield store(DONE, True)
    g = yield load(QUEUE)
    yield store(QUEUE, None)
    yield unlock(LOCK)
    if g:
        yield from goready()
        yield from execute()


def goready():
    """Make a G that waits runnable.

    Go: proc.go goready, proc.go ready
    """
    if (yield load(STATUS)) != WAITING:
        yield end("bad g->status in ready")
    yield from casgstatus(WAITING, RUNNABLE)


def execute():
    """M1 goes on with the G, on the G's stack.

    Go: proc.go execute
    """
    yield from casgstatus(RUNNABLE, RUNNING)
    yield store(STACK, "M1")


# What is asked.

def asleep(at: At) -> bool:
    """Nobody goes on, and the G waits for what is true already."""
    return at.quiet and at.shared[DONE] and at.shared[STATUS] == WAITING


def shares(at: At) -> bool:
    """M1 is about to run on a stack on which another M still stands."""
    return store(STACK, "M1") in at.requests and at.shared[STACK] is not None


# Wrong ones.

def unlocks_first():
    """gopark that lets the lock go before anything else."""
    yield unlock(LOCK)
    yield store(STACK, None)
    yield from casgstatus(RUNNING, WAITING)


def commits_on_the_stack():
    """gopark that commits before the M has left the stack."""
    yield from casgstatus(RUNNING, WAITING)
    yield unlock(LOCK)
    yield store(STACK, None)


def forgets_to_queue():
    """A G that sleeps although nobody can know of it."""
    yield store(QUEUE, None)
    yield from gopark()


def queues_last():
    """Park in the order status, lock, queue: the G queues itself when the lock is free already."""
    yield lock(LOCK)
    if (yield load(DONE)):
        yield unlock(LOCK)
        return
    yield from gopark()
    yield store(QUEUE, "g")


def study(park: Callable = gopark, waiter: Callable | None = None) -> Study:
    """One G that waits, and one that wakes it. waiter: what the G does, where that is not `waits` with this park."""
    words = (*BLANK, 0, False, None, RUNNING, "M0")
    first = (waiter,) if waiter else (waits, park)
    return Study(words, (first, (wakes,)), {"asleep": asleep, "shares": shares, "thrown": thrown},
                 ("M0", "M1"), ("woken", "lock", "condition", "queue", "status", "stack"), STEPS)


WRONG = {
    "the lock is let go before the G is parked": partial(study, unlocks_first),
    "the commit comes before the stack is left": partial(study, commits_on_the_stack),
    "the G is not in the queue": partial(study, forgets_to_queue),
    "the G is queued after the lock is let go": partial(study, waiter=queues_last),
}
