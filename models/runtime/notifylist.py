"""notifyList: those who wait for a Cond, each with a ticket, and the number of the ticket that is next.

A ticket is taken before the lock is given up, the place in the list only after that. So who is notified in
between, by number, is not lost: it sees that its number is called already and does not sleep at all.
"""

from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class NotifyList:
    """wait: the next ticket to be given out. notify: the next to be notified. addr tells lists apart.

    Go: sema.go notifyList
    """

    addr: int
    wait: int = 0
    notify: int = 0
    lock: bool = False
    sudogs: deque = field(default_factory=deque)


def notifyListAdd(rt, l: NotifyList) -> int:
    """Take a ticket.

    Go: sema.go notifyListAdd
    Leaves out: that tickets begin again at 0 after 2 to the 32nd.
    """
    l.wait += 1
    return l.wait - 1


def notifyListWait(rt, gp, l: NotifyList, t: int):
    """Sleep until ticket t is notified; not at all if it has been already.

    Go: sema.go notifyListWait
    """
    yield from rt.between
    rt.lockWithRank(l)
    if t < l.notify:
        rt.unlock(l)
        return
    s = rt.acquireSudog()
    s.g, s.elem, s.ticket = gp.id, l.addr, t
    gp.waiting = [s]
    l.sudogs.append(s)
    yield from rt.goparkunlock(gp, l, "sync.Cond.Wait")
    gp.waiting = s.elem = None
    rt.releaseSudog(gp, s)


def notifyListNotifyAll(rt, gp, l: NotifyList):
    """Notify all tickets that are out: ready those who sleep, first come first.

    Go: sema.go notifyListNotifyAll
    """
    if (yield from rt.nobody_waits(l)):
        return
    yield from rt.between
    rt.lockWithRank(l)
    sudogs, l.sudogs = l.sudogs, deque()
    l.notify = l.wait
    rt.unlock(l)
    for s in sudogs:
        rt.goready(gp, rt.allgs[s.g])


def notifyListNotifyOne(rt, gp, l: NotifyList):
    """Notify the next ticket: ready the one who has it, unless it does not sleep yet.

    Go: sema.go notifyListNotifyOne
    """
    if (yield from rt.nobody_waits(l)):
        return
    yield from rt.between
    rt.lockWithRank(l)
    s = rt.notify_next(l)
    rt.unlock(l)
    if s:
        rt.goready(gp, rt.allgs[s.g])


def notify_next(rt, l: NotifyList):
    """Call the next ticket's number, and take the one who has it out of the list; None if it is not there.

    Go: sema.go notifyListNotifyOne
    """
    t = l.notify
    if t == l.wait:
        return None
    l.notify = t + 1
    for s in l.sudogs:
        if s.ticket == t:
            l.sudogs.remove(s)
            return s
    return None


def nobody_waits(rt, l: NotifyList):
    """Whether every ticket that is out is notified, by a look at each number, without the lock.

    Go: sema.go notifyListNotifyOne
    """
    wait = l.wait
    yield from rt.between
    return wait == l.notify
