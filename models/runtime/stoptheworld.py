"""Stopping the world: one G alone runs, and every P but its own stands still.

The garbage collector needs that, and whoever changes the number of Ps. The Ps are stopped one by one: those
in system calls and the idle ones at once, the others when their Gs have stopped.
"""

from .park import mcall
from .status import G_RUNNING, G_WAITING, P_GCSTOP, Throw

LOOK_AGAIN = 100_000  # ns after which those that still run are asked again to stop
ON_NOTE = mcall("stay", "stopnote")


def stopTheWorldGC(rt, gp):
    """The running G stops the world, as soon as no other G does.

    Go: proc.go stopTheWorldGC
    Leaves out: the second semaphore, by which also those wait who may stop it during a garbage collection.
    """
    yield from rt.semacquire1(gp, rt.sched.gcsema, "semacquire")
    yield from rt.stopTheWorld(gp)


def stopTheWorld(rt, gp):
    """The running G stops all other Ps, and goes on when all have stopped.

    Go: proc.go stopTheWorldWithSema
    """
    mp, sched = rt.allm[gp.m], rt.sched
    rt.systemstack(gp, "begin_stop")
    while sched.stopwait:
        sched.stopper = mp.id
        rt.spent += LOOK_AGAIN
        yield ON_NOTE
        if sched.stopwait:
            rt.preemptall(mp)
    sched.stopper = None
    if any(pp.status != P_GCSTOP for pp in rt.allp):
        raise Throw("stopTheWorld: not stopped (status != _Pgcstop)")
    rt.emit("worldstopped", mp.id, mp.p)
    rt.casgstatus(gp, G_WAITING, G_RUNNING)


def begin_stop(rt, mp) -> None:
    """Ask all who run to stop, and stop at once the P of mp, those in system calls, and those that are idle.

    Meanwhile the G counts as waiting, so that its stack may be scanned.

    Go: proc.go stopTheWorldWithSema
    """
    sched = rt.sched
    rt.casGToWaiting(rt.allgs[mp.curg], G_RUNNING, "stopping the world")
    rt.emit("stoptheworld", mp.id, mp.p)
    sched.stopwait, sched.gcwaiting = len(rt.allp), True
    rt.preemptall(mp)
    rt.stop_p(mp, rt.allp[mp.p])
    for pp in rt.allp:
        if rt.in_syscall(pp):
            rt.takeP(mp, pp, P_GCSTOP)
    while pp := rt.pidleget(mp):
        rt.stop_p(mp, pp)


def stop_p(rt, mp, pp) -> None:
    """pp stands still; mp has seen to that. The last P to do so wakes the M that waits for all, if it sleeps.

    Go: proc.go gcstopm
    """
    pp.status = P_GCSTOP
    rt.emit("gcstop", mp.id, mp.p, pp.id)
    rt.sched.stopwait -= 1
    if rt.sched.stopwait == 0 and rt.sched.stopper is not None:
        rt.wake(rt.sched.stopper)


def gcstopm(rt, mp):
    """The world is being stopped: mp stops its P and sleeps among the idle Ms, until somebody brings a P.

    Go: proc.go gcstopm
    """
    if mp.spinning:
        rt.stop_spinning(mp)
    rt.stop_p(mp, rt.releasep(mp))
    yield from rt.stopm(mp)


def startTheWorldGC(rt, gp):
    """The running G starts the world again, and whoever waits for that may stop it.

    Go: proc.go startTheWorldGC
    """
    rt.startTheWorld(gp)
    yield from rt.semrelease1(gp, rt.sched.gcsema)


def startTheWorld(rt, gp) -> None:
    """All Ps may run again, and there are as many as the G has asked for. Those with work get an M at once, and
    one M more looks for work.

    Go: proc.go startTheWorldWithSema
    """
    rt.systemstack(gp, "start_all")


def start_all(rt, mp) -> None:
    """On the M's own stack: take what the network has brought meanwhile, change the number of Ps if that was
    asked for, and start those with work.

    Go: proc.go startTheWorldWithSema
    """
    sched = rt.sched
    if sched.netpoll_inited:
        rt.injectglist(mp, rt.arrived())
    procs, sched.newprocs = sched.newprocs or len(rt.allp), 0
    with_work = rt.procresize(mp, procs)
    sched.gcwaiting = False
    rt.emit("starttheworld", mp.id, mp.p)
    rt.wake_sysmon()
    for pp, nmp in with_work:
        rt.start_p(mp, pp, nmp)
    rt.wakep(mp)


def start_p(rt, mp, pp, nmp) -> None:
    """The M nmp, or a new one if that is None, is to run pp.

    Go: proc.go startTheWorldWithSema
    """
    if new := nmp is None:
        nmp = rt.newm()
    nmp.nextp = pp.id
    rt.emit("startm", mp.id, mp.p, nmp.id, pp.id, 0, int(new))
    rt.notewakeup(nmp)
    rt.spend("clone" if new else "futex")
