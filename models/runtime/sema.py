"""Semaphores: where goroutines sleep that wait for a lock, a WaitGroup or a Once.

A semaphore is a number. To acquire takes one from it, and sleeps while it is 0; to release adds one, and
wakes the first who sleeps. What a release adds is there for all: the one woken has to be quicker than
whoever else comes, or it sleeps again. Only a release with handoff gives it to the one it wakes.
"""

from dataclasses import dataclass

from .park import mcall

GOYIELD = mcall("goyield_m")
SPREAD = 64  # bytes from one thing in the heap to the next: no lock is larger


@dataclass(slots=True)
class Sema:
    """A uint32 on which goroutines sleep, and its address: by it they are found again."""

    addr: int
    value: int = 0


def address(rt, offset: int) -> int:
    """The address `offset` bytes into the thing that is put into the heap next."""
    return SPREAD * len(rt.heap) + offset


def cansemacquire(rt, sema: Sema) -> bool:
    """Take one, if there is one; whether there was.

    Go's loop tries again while others change the number under its hands: from outside, one step.

    Go: sema.go cansemacquire
    """
    if sema.value == 0:
        return False
    sema.value -= 1
    return True


def semacquire1(rt, gp, sema: Sema, reason: str, lifo: bool = False):
    """Take one from sema; sleep as long as there is none, behind the others or, if `lifo`, before them.

    Whoever wakes gp has taken it out of the queue. It may have been given what was released (its ticket
    is 1); else it takes it itself, or finds that somebody was quicker, and sleeps again.

    Go: sema.go semacquire1
    Leaves out: profiles.
    """
    if rt.cansemacquire(sema):
        return
    s = rt.acquireSudog()
    while True:
        yield from rt.between
        root = rt.rootFor(sema.addr)
        rt.lockWithRank(root)
        root.nwait += 1
        if rt.cansemacquire(sema):
            root.nwait -= 1
            rt.unlock(root)
            break
        rt.semaRoot_queue(gp, root, sema.addr, s, lifo)
        yield from rt.goparkunlock(gp, root, reason)
        if s.ticket or rt.cansemacquire(sema):
            break
    rt.releaseSudog(gp, s)


def semrelease1(rt, gp, sema: Sema, handoff: bool = False):
    """Add one to sema and ready the first who sleeps on it, if any does.

    With `handoff` that one is given what was added, and gp lets it run at once, in its own time slice:
    gp goes to the tail of its P's ring.

    Go: sema.go semrelease1
    Leaves out: profiles; a caller that holds one of the runtime's own locks, and so does not yield.
    """
    yield from rt.between
    sema.value += 1
    yield from rt.between
    s = rt.sleeper(sema)
    if s is None:
        return
    if handoff:
        yield from rt.between
        s.ticket = int(rt.cansemacquire(sema))
    rt.goready(gp, rt.allgs[s.g])
    if s.ticket:
        yield GOYIELD


def sleeper(rt, sema: Sema):
    """Take the first who sleeps on sema out of its root's treap; None if nobody does.

    Go: sema.go semrelease1
    """
    root = rt.rootFor(sema.addr)
    if root.nwait == 0:
        return None
    rt.lockWithRank(root)
    s = rt.semaRoot_dequeue(root, sema.addr)
    if s:
        root.nwait -= 1
    rt.unlock(root)
    return s
