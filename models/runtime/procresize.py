"""GOMAXPROCS(n): the number of Ps changes, while the world stands still."""

from .state import MAX_PROCS, P
from .status import P_DEAD, P_GCSTOP, P_IDLE, P_RUNNING, Throw


def gomaxprocs(n: int = 0) -> tuple:
    """runtime.GOMAXPROCS(n): answers how many Ps there were; changes that if n is 1 or more."""
    return ("GOMAXPROCS", n)


def GOMAXPROCS(rt, gp, n: int):
    """How many Ps there are; from here on there are n, if that is 1 or more and another number.

    Go: debug.go GOMAXPROCS
    """
    was = len(rt.allp)
    if n > MAX_PROCS:
        raise ValueError(f"GOMAXPROCS({n}); the model takes up to {MAX_PROCS} Ps")
    if n > 0:
        rt.sched.customGOMAXPROCS = True
    if 0 < n != was:
        yield from rt.stopTheWorldGC(gp)
        rt.sched.newprocs = n
        yield from rt.startTheWorldGC(gp)
    return was


def procresize(rt, mp, nprocs: int) -> list[tuple]:
    """There are nprocs Ps from here on. The Ps that have work, each with an M to run it, or None where a new
    one has to be made.

    mp keeps its P, or gets P 0 if its own is gone. Ps without work become idle.

    Go: proc.go procresize
    """
    if nprocs <= 0:
        raise Throw("procresize: invalid arg")
    old = len(rt.allp)
    rt.emit("procresize", mp.id, mp.p, old, nprocs)
    rt.resize(mp, nprocs)
    others = [pp for pp in reversed(rt.allp) if pp.id != mp.p]
    with_work = [pp for pp in others if not rt.runqempty(pp)]
    idle = [pp for pp in others if rt.runqempty(pp)]
    found = rt.find_ms(with_work)
    for pp in idle if rt.const.idle_top == "lowest" else reversed(idle):
        rt.pidleput(mp, pp)
    return found


def resize(rt, mp, nprocs: int) -> None:
    """Change the list of Ps: all but mp's are idle then.

    Go: proc.go procresize
    """
    rt.allp.extend([rt.init_p(i) for i in range(len(rt.allp), nprocs)])
    rt.keep_a_p(mp, nprocs)
    for pp in rt.allp[nprocs:]:
        rt.destroy(mp, pp)
    rt.state.deadp[:0] = rt.allp[nprocs:]
    del rt.allp[nprocs:]
    for pp in rt.allp:
        if pp.id != mp.p:
            pp.status = P_IDLE


def init_p(rt, i: int) -> P:
    """P i, for the first time or once more: then its counts and its ring's indices are as they were.

    Go: proc.go p.init
    """
    pp = rt.state.deadp.pop(0) if rt.state.deadp else P(i, [0] * rt.const.runq_size)
    pp.status = P_GCSTOP
    return pp


def keep_a_p(rt, mp, nprocs: int) -> None:
    """mp goes on with its P if that stays, and with P 0 if not.

    Go: proc.go procresize
    """
    pp = rt.allp[mp.p]
    if pp.id < nprocs:
        pp.status = P_RUNNING
        return
    mp.p, pp.m = None, None
    rt.allp[0].m, rt.allp[0].status = None, P_IDLE
    rt.acquirep(mp, rt.allp[0])


def destroy(rt, mp, pp) -> None:
    """pp is gone. What was in its queue comes before all others in the global queue, in the same order; its
    timers are mp's now.

    Go: proc.go p.destroy
    """
    while pp.runqtail != pp.runqhead:
        pp.runqtail -= 1
        rt.sched.runq.appendleft(pp.runq[pp.runqtail % len(pp.runq)])
    if pp.runnext:
        rt.sched.runq.appendleft(pp.runnext)
        pp.runnext = 0
    for t in pp.timers:
        t.ts = None
        rt.addHeap(rt.allp[mp.p], t)
    pp.timers.clear()
    rt.gfpurge(pp)
    pp.status = P_DEAD


def find_ms(rt, with_work: list[P]) -> list[tuple]:
    """An M for each P with work: since Go 1.26 the one that ran it last, if that sleeps; else any that sleeps,
    or None. In the order in which they will be woken: the last one found comes first, those with any M before
    those with their own.

    Go: proc.go procresize
    """
    if rt.const.release < "1.26":
        return [(pp, rt.mget()) for pp in with_work][::-1]
    theirs = [(pp, rt.mgetSpecific(pp.oldm)) for pp in with_work]
    found = [(pp, nmp) for pp, nmp in theirs if nmp is not None][::-1]
    for pp in [pp for pp, nmp in theirs if nmp is None][::-1]:
        found.insert(0, (pp, rt.mget()))
    return found
