"""select: the first of several sends and receives that can be done, or a wait for all of them at once.

    i, value, ok = yield select_([("send", c, 1), ("recv", d)])
    i, value, ok = yield select_([("recv", c), ("recv", d)], default=True)    # i is -1: the default

Of several cases that are ready, chance takes one. Where none is ready, only this is left to chance: of two
cases with the same channel and the same direction, which one waits in front.
"""

from functools import partial

from .panic import GoError
from .status import Throw


def select_(cases, default: bool = False) -> tuple:
    """A select statement: answers the index of the case that was taken (-1: default), value, ok."""
    cases = tuple(cases)
    for case in cases:
        if (case[0], len(case)) not in (("send", 3), ("recv", 2)):
            raise ValueError(f"{case!r} is no case of a select; one is ('send', c, v) or ('recv', c)")
    return ("ask_select", cases, default)


def ask_select(rt, gp, cases: tuple, default: bool):
    """What the compiler makes of a select: block where it is empty, a plain operation of one case.

    Go: cmd/compile/internal/walk/select.go walkSelectCases
    Leaves out: the order in which selectgo gets the cases, sends first and receives last to first.
    """
    if not cases and not default:
        yield from rt.block(gp)
    if len(cases) != 1:
        return (yield from rt.selectgo(gp, cases, not default))
    way, c, *v = cases[0]
    if way == "send":
        sent = yield from rt.chansend(gp, c, *v, not default)
        return 0 if sent else -1, None, False
    got = yield from rt.chanrecv(gp, c, not default)
    return (0, *got) if got else (-1, None, False)


def block(rt, gp):
    """select {}: wait for ever.

    Go: select.go block
    """
    yield from rt.gopark(gp, None, None, "select (no cases)")


def selectgo(rt, gp, cases: tuple, block: bool):
    """Take one case: a ready one, or else the default (not block), or else the first that comes.

    Go: select.go selectgo
    """
    pollorder = rt.pollorder(cases, block)
    lockorder = rt.lockorder(cases, pollorder)
    rt.sellock(cases, lockorder)
    unlockf = partial(rt.selunlock, cases, lockorder)
    for i in pollorder:
        done = yield from rt.poll(gp, cases[i], unlockf)
        if done is not None:
            return i, *done
    if not block:
        unlockf()
        return -1, None, False
    rt.wait_for_all(gp, cases, lockorder)
    yield from rt.gopark(gp, type(rt).selparkcommit, None, "select")
    gp.active_stack_chans = False
    rt.sellock(cases, lockorder)
    i, value, ok = rt.leave_all(gp, cases)
    unlockf()
    if not ok and cases[i][0] == "send":
        yield from rt.gopanic(gp, GoError("send on closed channel"))
    return i, value, ok and cases[i][0] == "recv"


def pollorder(rt, cases: tuple, block: bool) -> list[int]:
    """The cases by index in the order in which they are looked at; nil channels are left out.

    Go shuffles them, every order equally likely. What can be seen of that is which ready case comes
    first; or, if gp has to wait, which comes first of those in one queue, since a queue is emptied
    from the front and only one case of a select can win. So only that is asked for.

    Go: select.go selectgo
    """
    order = [i for i, case in enumerate(cases) if case[1]]
    ready = [i for i in order if rt.ready_case(cases[i])]
    rivals: dict[tuple, list[int]] = {}
    for i in order:
        rivals.setdefault(cases[i][:2], []).append(i)
    groups = [ready] if ready else rivals.values() if block else []
    first = [rt.choose("select", group) for group in groups]
    return first + [i for i in order if i not in first]


def ready_case(rt, case: tuple) -> bool:
    """Whether the case can be done at once, be it by a panic."""
    way, ch = case[0], rt.heap[case[1]]
    if way == "send":
        return ch.closed or ch.qcount < ch.dataqsiz or rt.waitq_waits(ch.recvq)
    return ch.closed or ch.qcount > 0 or rt.waitq_waits(ch.sendq)


def lockorder(rt, cases: tuple, pollorder: list[int]) -> list[int]:
    """The cases sorted by their channels' addresses, so that two selects never lock each other out.

    Cases on one channel stay as they are in the poll order. Go's heap sort may turn them round, but it
    looks at nothing but channels: before it and after it, every order of them is equally likely.

    Go: select.go selectgo
    """
    return sorted(pollorder, key=lambda i: cases[i][1])


def sellock(rt, cases: tuple, lockorder: list[int]) -> None:
    """Lock the channels, each once.

    Go: select.go sellock
    """
    for c in dict.fromkeys(cases[i][1] for i in lockorder):
        rt.lockWithRank(rt.heap[c])


def selunlock(rt, cases: tuple, lockorder: list[int]) -> None:
    """Unlock the channels, the last first.

    Go: select.go selunlock
    """
    for c in dict.fromkeys(cases[i][1] for i in reversed(lockorder)):
        rt.unlock(rt.heap[c])


def poll(rt, gp, case: tuple, unlockf):
    """Pass 1: do the case if it is ready, and unlock; (value, ok), or None if it is not.

    Go: select.go selectgo
    """
    way, c, *v = case
    if way == "recv":
        return rt.recv_now(gp, c, unlockf)
    if rt.heap[c].closed:
        unlockf()
        yield from rt.gopanic(gp, GoError("send on closed channel"))
    return (None, False) if rt.send_now(gp, c, *v, unlockf) else None


def wait_for_all(rt, gp, cases: tuple, lockorder: list[int]) -> None:
    """Pass 2: gp waits in the queue of every case.

    Go: select.go selectgo
    """
    if gp.waiting is not None:
        raise Throw("gp.waiting != nil")
    gp.waiting = []
    for i in lockorder:
        way, c, *v = cases[i]
        sg = rt.acquireSudog()
        sg.g, sg.c, sg.case, sg.is_select = gp.id, c, i, True
        sg.elem = v[0] if v else None
        gp.waiting.append(sg)
        rt.queue_of(way, c).append(sg)
        rt.emit("chanwait", gp.m, rt.allm[gp.m].p, gp.id, c, way, sg.elem)
    gp.param = None
    gp.parking_on_chan = True


def selparkcommit(rt, gp, _) -> bool:
    """As chanparkcommit: gp waits now, and the channels are unlocked, each once, in lock order.

    Go: select.go selparkcommit
    """
    gp.active_stack_chans = True
    gp.parking_on_chan = False
    for c in dict.fromkeys(sg.c for sg in gp.waiting):
        rt.unlock(rt.heap[c])
    return True


def leave_all(rt, gp, cases: tuple) -> tuple:
    """Pass 3: gp was woken by one case and leaves the queues of all others: (index, value, ok).

    Go: select.go selectgo
    """
    gp.select_done = False
    won, gp.param = gp.param, None
    waiting, gp.waiting = gp.waiting, None
    if won is None:
        raise Throw("selectgo: bad wakeup")
    value = won.elem
    for sg in waiting:
        if sg is not won:
            rt.waitq_dequeueSudoG(rt.queue_of(cases[sg.case][0], sg.c), sg)
        sg.is_select, sg.elem, sg.c = False, None, 0
        rt.releaseSudog(gp, sg)
    return won.case, value, won.success
