"""The loop that every M runs: find a G, run it, and again."""

from .status import GStatus


def schedule(rt, mp):
    """Find a runnable G and run it, for ever.

    In Go each turn is a new call that never returns; here the G's leaving returns to the loop.

    Go: proc.go schedule
    Leaves out: locked threads, the garbage collector, stopping the world.
    """
    while True:
        gp, inherit_time = yield from rt.find_runnable(mp)
        if mp.spinning:
            rt.resetspinning(mp)
        yield from rt.execute(mp, gp, inherit_time)


def find_runnable(rt, mp):
    """The next G for mp and whether it inherits the time slice; sleeps until there is one.

    Go: proc.go findRunnable
    Leaves out: stopping the world, timers, the garbage collector's workers, finalizers and cleanups,
    the tracer, the network poller.
    """
    while True:
        pp = rt.allp[mp.p]
        if pp.schedtick % rt.const.global_tick == 0 and rt.sched.runq:
            rt.look(mp, "tick")
            yield "globrunqget"
            if gp := rt.globrunqget(pp):
                return gp, False
        rt.look(mp, "local")
        gp, inherit_time = rt.runqget(pp)
        if gp:
            return gp, inherit_time
        rt.look(mp, "global")
        if rt.sched.runq:
            yield "globrunqget"
            if gp := rt.globrunqgetbatch(pp):
                return gp, False
        if rt.may_spin(mp):
            if not mp.spinning:
                rt.become_spinning(mp)
            if gp := (yield from rt.steal_work(mp)):
                return gp, False
        if gp := (yield from rt.give_up_p(mp)):
            return gp, False


def give_up_p(rt, mp):
    """Nothing was found: drop the P and sleep. An M that was spinning looks once more on the way,
    so that no work put there in the meantime is left lying.

    Returns a G found at the last moment, or None: then mp has a P again and starts over.

    Go: proc.go findRunnable
    Leaves out: idle workers of the garbage collector, timers, and sleeping in the network poller.
    """
    yield "globrunqget"
    pp = rt.allp[mp.p]
    if gp := rt.globrunqgetbatch(pp):
        return gp
    if not mp.spinning and rt.sched.needspinning:
        rt.become_spinning(mp)
        return None
    rt.pidleput(rt.releasep(mp))
    if mp.spinning:
        rt.stop_spinning(mp)
        yield "recheck"
        rt.look(mp, "recheck")
        if pp := rt.work_without_p():
            rt.acquirep(mp, pp)
            rt.become_spinning(mp)
            return rt.globrunqgetbatch(pp)
    yield from rt.stopm(mp)
    return None


def work_without_p(rt):
    """The last look of an M that has just stopped spinning: an idle P to take, if there is work.

    Go: proc.go checkRunqsNoP
    """
    if rt.sched.runq:
        return rt.pidleget_spinning()
    for p2 in rt.allp:
        if p2.id not in rt.sched.pidle and not rt.runqempty(p2):
            return rt.pidleget_spinning()
    return None


def look(rt, mp, where: str) -> None:
    """Report that mp looks somewhere; a step for the reader, nothing for the machine."""
    rt.emit("look", mp.id, mp.p, where, None)


def execute(rt, mp, gp, inherit_time: bool):
    """Run gp on mp. A G that does not inherit its time slice begins a new one: schedtick grows.

    Go: proc.go execute
    """
    pp = rt.allp[mp.p]
    mp.curg, gp.m = gp.id, mp.id
    rt.casgstatus(gp, GStatus.RUNNABLE, GStatus.RUNNING)
    pp.schedtick += not inherit_time
    rt.state.main_started = True
    rt.emit("execute", mp.id, pp.id, gp.id, int(inherit_time), pp.schedtick)
    yield "execute"
    yield from rt.gogo(mp, gp)
