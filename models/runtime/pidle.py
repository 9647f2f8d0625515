"""Taking and leaving a P, and the list of Ps that nobody has."""

from .status import P_IDLE, P_RUNNING, Throw


def wirep(rt, mp, pp) -> None:
    """mp and pp belong together from here on; pp must be idle, and both without the other.

    Go: proc.go wirep
    """
    if mp.p is not None or pp.m is not None or pp.status != P_IDLE:
        raise Throw(f"wirep: m{mp.id} or p{pp.id} is already taken")
    mp.p, pp.m, pp.status = pp.id, mp.id, P_RUNNING


def unwire(rt, mp, pp, status: int) -> None:
    """mp loses pp, which has that status from here on.

    Go: proc.go releasepNoTrace
    """
    mp.p, pp.m, pp.status = None, None, status


def acquirep(rt, mp, pp) -> None:
    """mp takes pp, which must be idle and without an M, and will know it again.

    Go: proc.go acquirepNoTrace
    """
    rt.wirep(mp, pp)
    pp.oldm = mp.id
    rt.emit("acquirep", mp.id, pp.id)


def releasep(rt, mp):
    """mp leaves its P and returns it.

    Go: proc.go releasep
    """
    pp = rt.allp[mp.p]
    rt.unwire(mp, pp, P_IDLE)
    rt.emit("releasep", mp.id, pp.id)
    return pp


def pidleput(rt, mp, pp) -> None:
    """Put pp, which must have no work, on top of the idle Ps; mp does it, which may have any P or none.

    Go: proc.go pidleput
    """
    if not rt.runqempty(pp):
        raise Throw("pidleput: P has non-empty run queue")
    rt.sched.pidle.append(pp.id)
    rt.emit("pidleput", mp.id, mp.p, pp.id)


def pidleget(rt, mp):
    """Take the P on top of the idle ones, or None.

    Go: proc.go pidleget
    """
    if not rt.sched.pidle:
        return None
    pp = rt.allp[rt.sched.pidle.pop()]
    rt.emit("pidleget", mp.id, mp.p, pp.id)
    return pp


def pidleget_spinning(rt, mp):
    """As pidleget; finding none is remembered, for an M that is about to drop its P to see.

    Go: proc.go pidlegetSpinning
    """
    if not rt.sched.pidle:
        rt.sched.needspinning = True
        return None
    return rt.pidleget(mp)
