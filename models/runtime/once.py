"""sync.Once: a mark that it is done, and a Mutex for those who come before it is."""

from dataclasses import dataclass

from .goroutine import call
from .mutex import unlock


@dataclass(slots=True)
class Once:
    """m is the Mutex, by name.

    Go: sync/once.go Once
    """

    m: int
    done: bool = False


def once() -> tuple:
    """A new sync.Once: answers its name."""
    return ("once_new",)


def once_do(o: int, fn, *args) -> tuple:
    """o.Do(func() { fn(args) })."""
    return ("once_Do", o, fn, args)


def once_new(rt, gp) -> int:
    """Make a Once."""
    return rt.new(Once(rt.mutex_new(gp)))


def once_Do(rt, gp, o: int, fn, args: tuple):
    """Call fn, unless that has been done; go on only when it has been.

    Go: sync/once.go Once.Do
    """
    if not rt.heap[o].done:
        yield from rt.doSlow(gp, o, fn, args)


def doSlow(rt, gp, o: int, fn, args: tuple):
    """Under the Mutex, look again, and call fn if nobody has meanwhile.

    Both that it is done and the unlocking are deferred: an fn that panics, or ends its goroutine, is not
    called again.

    Go: sync/once.go Once.doSlow
    """
    its = rt.heap[o]
    yield from rt.mutex_Lock(gp, its.m)
    rt.deferproc(gp, unlock(its.m))
    yield from rt.between
    if not its.done:
        rt.deferproc(gp, ("once_done", o))
        yield call(fn, *args)


def once_done(rt, gp, o: int) -> None:
    """From now on the Once is done.

    Go: sync/once.go Once.doSlow
    """
    rt.heap[o].done = True
