"""sync.Once in atomic steps. Its words: whether it is done, then its Mutex (two)."""

from collections.abc import Callable

from ..explore.memory import load, store
from . import mutex

NEW = (0, *mutex.NEW)
MUTEX = 1


def do(g: int, o: int, f: Callable, *args):
    """Run f(*args) unless it was run before, to whatever end; answers what it answers, or None.

    Go: sync/once.go Once.Do, sync/once.go Once.doSlow
    """
    if (yield load(o)):
        return None
    yield from mutex.lock(g, o + MUTEX)
    how = None
    if not (yield load(o)):
        how = yield from f(*args)
        yield store(o, 1)
    yield from mutex.unlock(g, o + MUTEX)
    return how
