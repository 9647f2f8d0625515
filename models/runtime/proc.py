"""The loop that every M runs: find a G, run it, and again."""

from .status import G_RUNNABLE, G_RUNNING


def schedule(rt, mp):
    """Find a runnable G and run it, for ever. A new thread takes the P it was made for first.

    In Go each turn is a new call that never returns; here the G's leaving returns to the loop.

    Go: proc.go schedule
    Leaves out: the garbage collector, and Gs that it keeps from running.
    """
    while True:
        if mp.errand:
            gp, inherit_time = yield from rt.run_errand(mp)
        else:
            gp, inherit_time = yield from rt.find_runnable(mp)
        if mp.spinning:
            rt.resetspinning(mp)
        if gp.lockedm is not None and gp.lockedm != mp.id:
            yield from rt.startlockedm(mp, gp)
            continue
        rt.execute(mp, gp, inherit_time)
        if "execute" in rt.pauses:
            yield "execute"
        answer = None
        while mp.curg == gp.id:
            answer, pause = rt.gogo(mp, gp, answer)
            if pause:
                yield pause


def find_runnable(rt, mp):
    """The next G for mp and whether it inherits the time slice; sleeps until there is one.

    Go: proc.go findRunnable
    Leaves out: the garbage collector's workers, finalizers and cleanups, the tracer.
    """
    sched = rt.sched
    while True:
        while sched.gcwaiting:
            yield from rt.gcstopm(mp)
        pp = rt.allp[mp.p]
        if pp.timers:
            rt.timers_check(mp, pp)
        if pp.schedtick % rt.const.global_tick == 0 and sched.runq:
            rt.emit("look", mp.id, mp.p, "tick", None)
            yield "globrunqget"
            if gp := rt.globrunqget(pp):
                return gp, False
        rt.emit("look", mp.id, mp.p, "local", None)
        gp, inherit_time = rt.runqget(pp)
        if gp:
            return gp, inherit_time
        rt.emit("look", mp.id, mp.p, "global", None)
        if sched.runq:
            yield "globrunqget"
            if gp := rt.globrunqgetbatch(pp):
                return gp, False
        if sched.netpoll_waiters and (gp := rt.poll_network(mp)):
            return gp, False
        if rt.may_spin(mp):
            if not mp.spinning:
                rt.become_spinning(mp)
            gp, inherit_time = yield from rt.steal_work(mp)
            if gp:
                return gp, inherit_time
        if gp := (yield from rt.give_up_p(mp)):
            return gp, False


def give_up_p(rt, mp):
    """Nothing was found: drop the P and sleep. An M that was spinning looks once more on the way,
    so that no work put there in the meantime is left lying.

    Returns a G found at the last moment, or None: then mp has a P again and starts over.

    Go: proc.go findRunnable
    Leaves out: idle workers of the garbage collector.
    """
    yield "globrunqget"
    pp = rt.allp[mp.p]
    if rt.sched.gcwaiting:
        return None
    if gp := rt.globrunqgetbatch(pp):
        return gp
    if not mp.spinning and rt.sched.needspinning:
        rt.become_spinning(mp)
        return None
    rt.pidleput(mp, rt.releasep(mp))
    if spun := mp.spinning:
        rt.stop_spinning(mp)
        yield "recheck"
        rt.emit("look", mp.id, mp.p, "recheck", None)
        if idle := rt.work_without_p(mp):
            rt.acquirep(mp, idle)
            rt.become_spinning(mp)
            return rt.globrunqgetbatch(idle)
    return (yield from rt.poll_or_stop(mp, pp, spun))


def work_without_p(rt, mp):
    """The last look of an M that has just stopped spinning: an idle P to take, if there is work.

    Go: proc.go checkRunqsNoP
    """
    if rt.sched.runq:
        return rt.pidleget_spinning(mp)
    for p2 in rt.allp:
        if p2.id not in rt.sched.pidle and not rt.runqempty(p2):
            return rt.pidleget_spinning(mp)
    return None


def execute(rt, mp, gp, inherit_time: bool):
    """Run gp on mp. A G that does not inherit its time slice begins a new one: schedtick grows.

    Go: proc.go execute
    """
    pp = rt.allp[mp.p]
    mp.curg, gp.m = gp.id, mp.id
    rt.casgstatus(gp, G_RUNNABLE, G_RUNNING)
    gp.preempt = False
    if not inherit_time:
        pp.schedtick += 1
    rt.emit("execute", mp.id, pp.id, gp.id, int(inherit_time), pp.schedtick)
