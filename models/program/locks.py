"""A program about one mutex: main keeps it, others wait for it, and main wants it again.

It says what the listing of its name in book/go says: barge.go.
"""

from models.runtime.goroutine import go, gosched, log, work
from models.runtime.mutex import lock, mutex, unlock
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

WAITERS = 2     # goroutines that wait for the mutex
MICROS = 50     # for which main keeps it, each time
TIMES = 2       # that main locks it again, right after unlocking it


def waiter(i: int, m: int, wg: int):
    """Lock once, and say so."""
    yield lock(m)
    yield log(f"{i} has it")
    yield unlock(m)
    yield wg_done(wg)


def barge(waiters: int = WAITERS, micros: int = MICROS, times: int = TIMES):
    """Let so many wait; then compute, unlock and lock again, so many times."""
    m = yield mutex()
    wg = yield waitgroup()
    yield wg_add(wg, waiters)
    yield lock(m)
    for i in range(2, waiters + 2):  # main's is the first G
        yield go(waiter, i, m, wg)
        yield gosched()
    for _ in range(times):
        yield work(1000 * micros)
        yield unlock(m)
        yield lock(m)
        yield log("main has it again")
        yield gosched()
    yield unlock(m)
    yield log("main is done")
    yield wg_wait(wg)
