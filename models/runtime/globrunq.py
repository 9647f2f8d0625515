"""The global run queue: one list for all Ps, and in Go one lock, sched.lock, around each change.

Whether it is empty is asked without the lock.
"""


def globrunqput(rt, mp, gp) -> None:
    """Append gp; mp does it, which may have no P.

    Go: proc.go globrunqput
    """
    rt.sched.runq.append(gp.id)
    rt.emit("globrunqput", mp.id, mp.p, gp.id)


def globrunqputbatch(rt, batch: list[int]) -> None:
    """Append a batch, in its order.

    Go: proc.go globrunqputbatch
    """
    rt.sched.runq.extend(batch)


def globrunqget(rt, pp):
    """Take one G from the head, or None.

    Go: proc.go globrunqget
    """
    if not rt.sched.runq:
        return None
    gp = rt.allgs[rt.sched.runq.popleft()]
    rt.emit("globrunqget", pp.m, pp.id, gp.id)
    return gp


def globrunqgetbatch(rt, pp):
    """Take a fair share: the first is returned to run, the others wait in pp's (empty) ring.

    A share is size / GOMAXPROCS + 1, and never more than half a ring.

    Go: proc.go globrunqgetbatch, proc.go findRunnable
    """
    runq = rt.sched.runq
    if not runq:
        return None
    n = min(len(pp.runq) // 2, len(runq), len(runq) // len(rt.allp) + 1)
    gs = tuple([runq.popleft() for _ in range(n)])
    first = rt.runqputbatch(pp, gs[1:])
    rt.emit("globrunqgetbatch", pp.m, pp.id, gs, first)
    return rt.allgs[gs[0]]
