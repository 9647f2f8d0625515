"""sync.Mutex: one at a time, and nobody who waits is forgotten. The text is models/study/steps/mutex.py's.

The words: how many are inside, then the Mutex's state and semaphore.
"""

from collections.abc import Callable
from functools import partial

from models.study.explore import memory
from models.study.explore.memory import BLANK, add, end, load, store, update
from models.study.explore.verdict import At
from models.study.steps import mutex, sema
from models.study.steps.mutex import LOCKED, SEMA, SHIFT, STARVING, WOKEN, handed, tried, unlock

from .studied import Study, stuck, thrown

INSIDE = len(BLANK)
M = INSIDE + 1
STEPS = memory.STEPS | sema.STEPS


def goroutine(lock: Callable, unlock: Callable, g: int, times: int):
    """Lock, go in, come out, unlock."""
    for _ in range(times):
        yield from lock(g, M)
        yield add(INSIDE, 1)
        yield add(INSIDE, -1)
        yield from unlock(g, M)


def together(at: At) -> bool:
    """Two are inside."""
    return at.shared[INSIDE] > 1


# Wrong ones.

def locks_in_two_steps(g: int, m: int):
    """Lock that looks whether the mutex is free and then takes it, instead of doing both at once."""
    old = yield load(m)
    if old & LOCKED:
        yield from mutex.lock(g, m)
    else:
        yield store(m, old | LOCKED)


def stays_awake(g: int, m: int):
    """Lock that leaves the woken flag set: everybody believes from then on that somebody is awake."""
    starving = waited = False
    while (did := (yield update(m, tried, starving, False, waited))) != "locked":
        if did != "spun":
            starving = did == "starving"
            yield from sema.semacquire1(g, m + SEMA, lifo=waited)
            old = yield load(m)
            if old & STARVING:
                yield from handed(m, old, starving)
                return
            waited = True


def unlock_with(grabbed: Callable):
    """Unlock with another rule for whom to wake."""
    def unlock(g: int, m: int):
        new = yield add(m, -LOCKED)
        if not (new + LOCKED) & LOCKED:
            yield end("FATAL")
        if new & STARVING:
            yield from sema.semrelease1(m + SEMA, handoff=True)
        elif new and (yield update(m, grabbed)):
            yield from sema.semrelease1(m + SEMA)
    return unlock


def grabs_anyway(old: int) -> list[tuple[int, bool]]:
    """Wake somebody although somebody is awake."""
    if old >> SHIFT == 0 or old & (LOCKED | STARVING):
        return [(old, False)]
    return [((old - (1 << SHIFT)) | WOKEN, True)]


def grabs_never(old: int) -> list[tuple[int, bool]]:
    """Wake nobody: whoever waits will see by itself."""
    return [(old, False)]


def study(gs: int = 2, times: int = 1, lock: Callable = mutex.lock,
          unlock: Callable = unlock) -> Study:
    """So many goroutines that lock so many times."""
    words = (*BLANK, 0, *mutex.NEW)
    threads = tuple((goroutine, lock, unlock, g, times) for g in range(1, gs + 1))
    return Study(words, threads, {"together": together, "stuck": stuck, "thrown": thrown},
                 tuple(f"G{g}" for g in range(1, gs + 1)), ("woken", "inside", "state", "sema"), STEPS)


WRONG = {
    "looks and locks in two steps": partial(study, lock=locks_in_two_steps),
    "who was woken does not say so": partial(study, 3, lock=stays_awake),
    "wakes one more while one is awake": partial(study, 3, unlock=unlock_with(grabs_anyway)),
    "wakes nobody": partial(study, unlock=unlock_with(grabs_never)),
}
