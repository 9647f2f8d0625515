"""The world is stopped and started: GOMAXPROCS changes, and the garbage collector begins and ends."""

from models.runtime.status import G_RUNNING, G_WAITING, P_GCSTOP
from models.study.replay.preempt import asks, preempt
from models.study.replay.waking import pidleget, reserve, wakep
from models.study.replay.why import why


def stop_the_world(m):
    """The G on m stops all Ps: its own, those in system calls, the idle ones; the others when their Ms say
    so.
    """
    rt, sched, mp = m.rt, m.rt.sched, m.mp
    gp = rt.allgs[mp.curg]
    yield from m.takes("stoptheworld", lambda e: not sched.gcwaiting or why("world-stops"))
    rt.casGToWaiting(gp, G_RUNNING, "stopping the world")
    sched.stopwait, sched.gcwaiting, sched.stopper = len(rt.allp), True, m.id
    yield from preemptall(m)
    yield from m.does("gcstop", "stop_p", mp, m.pp)
    while m.kind == "retake":
        yield from take_to_stop(m)
    while pp := (yield from pidleget(m)):
        yield from m.does("gcstop", "stop_p", mp, pp)
    while m.kind == "preempt":
        yield from preempt(m)
    yield from m.takes("worldstopped", lambda e: not sched.stopwait or why("ps-run", n=sched.stopwait))
    rt.casgstatus(gp, G_WAITING, G_RUNNING)
    sched.stopper = None


def preemptall(m):
    """Ask all to stop who run, but m's own G. Who is not asked did not run when m looked."""
    began, asked = m.since(), {m.mp.p}
    while m.kind == "preempt":
        asked.add(m.next.victim)
        yield from preempt(m)
    for pp in m.rt.allp:
        if pp.id not in asked:
            yield from m.saw_p(pp.id, lambda q: not asks(m, q), why("has-to-ask", p=pp.id), began)


def take_to_stop(m):
    """A P whose G is in a system call stands still."""
    pp = m.rt.allp[m.next.victim]
    yield from m.does("retake", "takeP", m.mp, pp, P_GCSTOP, when=(
        lambda e: m.rt.in_syscall(pp) or why("not-in-syscall", p=pp.id),))


def start_the_world(m):
    """All Ps may run again, as many as are asked for."""
    sched = m.rt.sched
    e = yield from m.takes("procresize", lambda e: sched.gcwaiting or why("world-runs"),
                           lambda e: not sched.stopwait or why("ps-run", n=sched.stopwait))
    agenda, with_work = m.world.carry_out("procresize", m.mp, e.new)
    m.agrees(e, agenda)
    with_work = yield from ms_for(m, with_work, agenda[1:])
    yield from m.takes("starttheworld")
    sched.gcwaiting = False
    for pp, nmp in with_work:
        yield from runs_again(m, pp, nmp)
    yield from wakep(m)


def runs_again(m, pp, nmp):
    """pp, which has work, gets an M: nmp, or a new one."""
    new = nmp is None
    if new:
        yield from reserve(m)
        nmp = m.rt.allm[-1]
    args = nmp.id, pp.id, 0, int(new)
    yield from m.takes("startm", event=("startm", 0, m.id, m.mp.p, *args))
    nmp.nextp = pp.id
    m.rt.notewakeup(nmp)


def ms_for(m, with_work: list[tuple], made: list):
    """Take what procresize logs: what the model has made, and the Ms that it has taken for Ps with work.
    Gives all Ps that run again, each with its M.
    """
    ms = [nmp and nmp.id for _, nmp in with_work]
    while made or ms or m.kind == "gcworker":
        if m.kind == "gcworker":
            with_work = [(yield from gcworker(m, made)), *with_work]
        elif m.kind == "mget" or not made:
            e = yield from m.takes("mget", lambda e: e.target in ms or why("m-for", ms=tuple(ms)))
            ms.remove(e.target)
        else:
            yield from m.takes(made[0][0], event=made[0])
            del made[0]
    return with_work


def gcworker(m, made: list):
    """A P without work gets a worker of the collector, and an M. It does not become idle, as the model has
    made it.
    """
    rt = m.rt
    e = yield from m.takes("gcworker", lambda e: e.tp in rt.sched.pidle or why("has-own", p=e.tp))
    rt.sched.pidle.remove(e.tp)
    made[:] = [event for event in made if event[0] != "pidleput" or event[4] != e.tp]
    nmp = rt.mget()
    yield from m.takes("mget", lambda e: e.target == (nmp and nmp.id) or why("m-for", ms=(nmp and nmp.id,)))
    return rt.allp[e.tp], nmp
