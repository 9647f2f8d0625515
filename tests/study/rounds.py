"""A program in which Gs are used again: what has ended in one round runs the next one's goroutines."""

from models.program.spawn import worker
from models.runtime.goroutine import go
from models.runtime.waitgroup import waitgroup, wg_add, wg_wait


def rounds(n: int, times: int):
    """Start n goroutines, wait for them, and do it again."""
    wg = yield waitgroup()
    for _ in range(times):
        yield wg_add(wg, n)
        for i in range(n):
            yield go(worker, wg, i, 0)
        yield wg_wait(wg)
