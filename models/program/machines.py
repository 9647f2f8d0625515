"""A program whose threads begin, sleep, wake up, wait in the system, and end: book/go/machines.go."""

from models.runtime.goroutine import go
from models.runtime.goroutine import work as compute
from models.runtime.lockthread import lock_os_thread
from models.runtime.syscall import syscall
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

SHORT = 100_000  # nanoseconds; a call is three times as long
LAST = SHORT // 2


def work(all: int, ns: int = SHORT):
    """Compute."""
    yield compute(ns)
    yield wg_done(all)


def call(all: int):
    """Wait in the operating system."""
    yield syscall(3 * SHORT)
    yield wg_done(all)


def last(all: int):
    """Compute on a thread that nobody else may have, and end without giving it back."""
    yield lock_os_thread()
    yield from work(all, LAST)


WAVES = ((work, work), (call, call, work, work), (last,))


def machines(waves: tuple = WAVES):
    """Start wave after wave, and wait each time until all have ended."""
    all = yield waitgroup()
    for wave in waves:
        yield wg_add(all, len(wave))
        for one in wave:
            yield go(one, all)
        yield wg_wait(all)
