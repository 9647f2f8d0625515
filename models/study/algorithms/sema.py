"""The runtime's semaphore: a count that is taken without a lock, and a queue with a lock for who must wait.

A release adds to the count and looks whether anybody waits; who waits says so first and tries the
count once more then. So one of the two sees the other. models/study/steps/sema.py has the same in larger steps.

The words: the count, the number of those who wait, the lock, and the queue.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from models.study.explore import memory
from models.study.explore.explore import Step
from models.study.explore.memory import BLANK, add, cas, load_atomic, park, store, wake
from models.study.explore.verdict import At
from models.study.steps import lock as steps_lock
from models.study.steps.lock import lock, unlock

from .studied import Study

COUNT, NWAIT, LOCK, QUEUE = range(len(BLANK), len(BLANK) + 4)


class Rules(NamedTuple):
    """The parts that can be replaced by wrong ones."""

    queue_up: Callable
    release: Callable


def semacquire(rules: Rules, g: int):
    """Take one, or wait for one. Who was woken may find that another was faster.

    Go: sema.go semacquire1
    Leaves out: handing over, which starving mutexes use.
    """
    if (yield from cansemacquire()):
        return
    while (yield from rules.queue_up(g)):
        yield park(g)
        if (yield from cansemacquire()):
            return


def cansemacquire():
    """Take one if there is one.

    Go: sema.go cansemacquire
    """
    while (v := (yield load_atomic(COUNT))) > 0:
        if (yield cas(COUNT, v, v - 1)):
            return True
    return False


def queue_up(g: int):
    """Say that one waits, try once more, and queue; answers whether there is need to sleep.

    Go: sema.go semacquire1
    """
    yield lock(LOCK)
    yield add(NWAIT, 1)
    if (yield from cansemacquire()):
        yield add(NWAIT, -1)
        yield unlock(LOCK)
        return False
    yield from enqueued(g)
    return True


def enqueued(g: int):
    """Join the queue and let the lock go."""
    queue = yield load_atomic(QUEUE)
    yield store(QUEUE, (*queue, g))
    yield unlock(LOCK)


def semrelease():
    """Add one, and wake the first who waits, if anybody does.

    Go: sema.go semrelease1
    """
    yield add(COUNT, 1)
    if (yield load_atomic(NWAIT)):
        yield from wake_first()


def wake_first():
    """Take the first out of the queue, and wake it.

    Go: sema.go semrelease1
    """
    yield lock(LOCK)
    queue = yield load_atomic(QUEUE)
    if not queue:
        yield unlock(LOCK)
        return
    yield store(QUEUE, queue[1:])
    yield add(NWAIT, -1)
    yield unlock(LOCK)
    yield "readied", queue[0]


def acquires(rules: Rules, g: int, back: bool):
    """Take one; then, if `back`, give it back, as around a critical section."""
    yield from semacquire(rules, g)
    if back:
        yield from rules.release()


def releases(rules: Rules):
    """Add one."""
    yield from rules.release()


def asleep(at: At) -> bool:
    """Nobody goes on, somebody waits, and there is one to take."""
    return at.quiet and bool(at.shared[QUEUE]) and at.shared[COUNT] > 0


def negative(at: At) -> bool:
    """More were taken than there were."""
    return at.shared[COUNT] < 0


def _readied(words, g):
    return [Step(wake(words, g))]


STEPS = memory.STEPS | steps_lock.STEPS | {"readied": _readied}


# Wrong ones.

def queues_blindly(g: int):
    """queue_up that does not try once more."""
    yield lock(LOCK)
    yield add(NWAIT, 1)
    yield from enqueued(g)
    return True


def tries_first(g: int):
    """queue_up that tries once more before it says that it waits."""
    yield lock(LOCK)
    if (yield from cansemacquire()):
        yield unlock(LOCK)
        return False
    yield add(NWAIT, 1)
    yield from enqueued(g)
    return True


def looks_first():
    """semrelease that looks whether anybody waits before it has added one."""
    waits = yield load_atomic(NWAIT)
    yield add(COUNT, 1)
    if waits:
        yield from wake_first()


def study(takers: int = 2, back: bool = True, queue_up: Callable = queue_up,
          release: Callable = semrelease) -> Study:
    """So many who take one, and one who adds the one that there is. back: they give it back."""
    rules = Rules(queue_up, release)
    gs = range(1, takers + 1)
    threads = (*((acquires, rules, g, back) for g in gs), (releases, rules))
    return Study((*BLANK, 0, 0, 0, ()), threads, {"asleep": asleep, "negative": negative},
                 (*(f"G{g}" for g in gs), "releaser"), ("woken", "count", "nwait", "lock", "queue"), STEPS)


WRONG = {
    "does not try once more": partial(study, 1, queue_up=queues_blindly),
    "tries once more before it says that it waits": partial(study, 1, queue_up=tries_first),
    "looks who waits before it has added one": partial(study, 1, release=looks_first),
}
