"""A goroutine that waits for something it shares with others, as an entry in a queue.

One goroutine may stand in many queues at once (select), and one queue holds many goroutines: a
sudog stands between them, one for each goroutine in each queue.
"""

from collections import deque
from dataclasses import dataclass

from .status import Throw


@dataclass(slots=True)
class Sudog:
    """G `g` waits. Queues are deques of these; a G's own are in its list `waiting`.

    c is the channel's name, 0 for a semaphore or a Cond. case is the place of its case in a select; Go
    counts along the list instead. elem points, in Go, to where the value is, or to the semaphore or Cond;
    here it is the value that a sender brings or a receiver is given, or the name of the other two. success: a
    partner came; False: the channel was closed. ticket is for semaphores and Conds.

    Go: runtime2.go sudog
    Leaves out: the links (next, prev, parent, waitlink, waittail), what is counted or measured (waiters,
    acquiretime, releasetime).
    """

    g: int = 0
    c: int = 0
    case: int = 0
    elem: object = None
    is_select: bool = False
    success: bool = False
    ticket: int = 0


def acquireSudog(rt) -> Sudog:
    """A clean sudog.

    Go: proc.go acquireSudog
    Leaves out: the stores of used ones, one of each P and one for all.
    """
    return Sudog()


def releaseSudog(rt, gp, sg) -> None:
    """gp needs sg no longer, which must be clean.

    Go: proc.go releaseSudog
    """
    if sg.elem is not None:
        raise Throw("runtime: sudog with non-nil elem")
    if sg.is_select:
        raise Throw("runtime: sudog with non-false isSelect")
    if sg.c:
        raise Throw("runtime: sudog with non-nil c")
    if gp.param is not None:
        raise Throw("runtime: releaseSudog with non-nil gp.param")


def waitq_dequeue(rt, q: deque):
    """Take the first of a channel's queue that can be woken; None if there is none.

    A G in a select stands in several queues. Who first sets its select_done wakes it; until it has
    run and left the other queues itself, it is passed over there.

    Go: chan.go waitq.dequeue
    """
    while q:
        sg = q.popleft()
        gp = rt.allgs[sg.g]
        if not sg.is_select:
            return sg
        if not gp.select_done:
            gp.select_done = True
            return sg
    return None


def waitq_waits(rt, q: deque) -> bool:
    """Whether there is one in a channel's queue that can be woken; nothing is changed."""
    return any(not sg.is_select or not rt.allgs[sg.g].select_done for sg in q)


def waitq_dequeueSudoG(rt, q: deque, sg) -> None:
    """Take sg out of a channel's queue, wherever it stands; it may be gone already.

    Go: select.go waitq.dequeueSudoG
    """
    if sg in q:
        q.remove(sg)
