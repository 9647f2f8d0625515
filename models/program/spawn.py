"""The chapter's program: main starts n goroutines, waits for all of them, and ends."""

from models.runtime.goroutine import go, log, work
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

MAX_GOROUTINES = 100_000


def worker(wg: int, i: int, ns: int):
    """Note that it is my turn, compute for ns nanoseconds, and be done."""
    yield log(i)
    yield work(ns)
    yield wg_done(wg)


def spawn(n: int, ns: int = 0):
    """Start workers 0 to n-1, in this order, and wait for them. Logs who runs when, then "main".

    n is 0 to 100,000; ns, the time one worker computes, is 0 or more.
    """
    wg = yield waitgroup()
    yield wg_add(wg, n)
    for i in range(n):
        yield go(worker, wg, i, ns)
    yield wg_wait(wg)
    yield log("main")


def check_n(n: int) -> None:
    """ValueError unless n is a number of goroutines that spawn takes."""
    if not isinstance(n, int) or not 0 <= n <= MAX_GOROUTINES:
        raise ValueError(f"{n!r} goroutines cannot be started; take a whole number from 0 to {MAX_GOROUTINES}")
