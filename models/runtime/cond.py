"""sync.Cond: waiting, with a Mutex given up meanwhile, until somebody says that something has changed."""

from dataclasses import dataclass

from .notifylist import NotifyList


@dataclass(slots=True)
class Cond:
    """L is its Mutex, by name.

    Go: sync/cond.go Cond
    Leaves out: the check that it is not copied; what lies in the heap is not.
    """

    L: int
    notify: NotifyList


def cond() -> tuple:
    """A new sync.Cond with a new Mutex: answers its name."""
    return ("cond_new",)


def cond_lock(c: int) -> tuple:
    """c.L.Lock()."""
    return ("cond_Lock", c)


def cond_unlock(c: int) -> tuple:
    """c.L.Unlock()."""
    return ("cond_Unlock", c)


def cond_wait(c: int) -> tuple:
    """c.Wait()."""
    return ("cond_Wait", c)


def cond_signal(c: int) -> tuple:
    """c.Signal()."""
    return ("cond_Signal", c)


def cond_broadcast(c: int) -> tuple:
    """c.Broadcast()."""
    return ("cond_Broadcast", c)


def cond_new(rt, gp) -> int:
    """Make a Cond, and a Mutex for it.

    Go: sync/cond.go NewCond
    """
    m = rt.mutex_new(gp)
    return rt.new(Cond(m, NotifyList(rt.address(16))))


def cond_Lock(rt, gp, c: int):
    """Lock the Cond's Mutex."""
    return rt.mutex_Lock(gp, rt.heap[c].L)


def cond_Unlock(rt, gp, c: int):
    """Unlock the Cond's Mutex."""
    return rt.mutex_Unlock(gp, rt.heap[c].L)


def cond_Wait(rt, gp, c: int):
    """Give up the Mutex, sleep until notified, and lock the Mutex again.

    The ticket is taken while the Mutex is held: who notifies afterwards cannot miss this G.

    Go: sync/cond.go Cond.Wait
    """
    its = rt.heap[c]
    t = rt.notifyListAdd(its.notify)
    yield from rt.between
    yield from rt.mutex_Unlock(gp, its.L)
    yield from rt.notifyListWait(gp, its.notify, t)
    yield from rt.between
    yield from rt.mutex_Lock(gp, its.L)


def cond_Signal(rt, gp, c: int):
    """Wake the one who has waited longest.

    Go: sync/cond.go Cond.Signal
    """
    return rt.notifyListNotifyOne(gp, rt.heap[c].notify)


def cond_Broadcast(rt, gp, c: int):
    """Wake all who wait.

    Go: sync/cond.go Cond.Broadcast
    """
    return rt.notifyListNotifyAll(gp, rt.heap[c].notify)
