"""Taking and leaving a P, and the list of Ps that nobody has."""

from .status import P_IDLE, P_RUNNING, Throw


def acquirep(rt, mp, pp) -> None:
    """mp takes pp, which must be idle and without an M.

    Go: proc.go acquirep
    """
    if mp.p is not None or pp.m is not None or pp.status != P_IDLE:
        raise Throw(f"wirep: m{mp.id} or p{pp.id} is already taken")
    mp.p, pp.m, pp.status = pp.id, mp.id, P_RUNNING
    rt.emit("acquirep", mp.id, pp.id)


def releasep(rt, mp):
    """mp leaves its P and returns it.

    Go: proc.go releasep
    """
    pp = rt.allp[mp.p]
    mp.p, pp.m, pp.status = None, None, P_IDLE
    rt.emit("releasep", mp.id, pp.id)
    return pp


def pidleput(rt, pp) -> None:
    """Put pp, which must have no work, on top of the idle Ps.

    Go: proc.go pidleput
    """
    if not rt.runqempty(pp):
        raise Throw("pidleput: P has non-empty run queue")
    rt.sched.pidle.append(pp.id)


def pidleget(rt):
    """Take the P on top of the idle ones, or None.

    Go: proc.go pidleget
    """
    return rt.allp[rt.sched.pidle.pop()] if rt.sched.pidle else None


def pidleget_spinning(rt):
    """As pidleget; finding none is remembered, for an M that is about to drop its P to see.

    Go: proc.go pidlegetSpinning
    """
    if not rt.sched.pidle:
        rt.sched.needspinning = True
        return None
    return rt.pidleget()
