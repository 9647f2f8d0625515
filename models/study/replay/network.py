"""Gs that come from nowhere in the queues: from timers, the network, the collector; and the M that waits for
them.
"""

from models.runtime.status import G_RUNNABLE, G_WAITING
from models.study.replay.goroutine import execute, newproc, ready, waits
from models.study.replay.preempt import preempt, suspend
from models.study.replay.waking import acquirep, become_spinning, enlist, pidleget, stopm, wake_net_poller
from models.study.replay.why import why


def timers(m):
    """Timers go off, and what the collector has left to be done is given to those who do it."""
    while m.kind in TIMERS:
        yield from TIMERS[m.kind](m)


def injectglist(m):
    """What somebody has found ready goes into queues. How many Ps are idle then, m reads after that."""
    gs, mp = m.next.gs, m.mp
    shared = len(m.events[m.done + 1][1].gs) if m.ahead(1) == "globrunqputbatch" else 0
    e = yield from m.takes("injectglist", lambda e: next(
        (no for g in e.gs if (no := waits(m, g)) is not True), True))
    for g in gs:
        m.rt.casGFromPreempted(m.rt.allgs[g])
    agenda, _ = m.world.carry_out("injectglist", mp, list(gs), pidle=[0] * shared)
    m.agrees(e, agenda)
    if mp.p is not None:
        yield from m.saw(lambda s: min(s.npidle, len(gs)) == shared, why("never-idle", n=shared))
    yield from m.finishes(agenda[1:])


def got(m, what: str = ""):
    """m has a G that was in no queue: a worker of the collector, the tracer's reader, one that the network
    brings.
    """
    e = yield from m.takes("got", lambda e: e.what == (what or e.what) or why("what-comes", what=what),
                           lambda e: waits(m, e.g))
    m.rt.casgstatus(m.rt.allgs[e.g], G_WAITING, G_RUNNABLE)
    return e.g


def from_network(m):
    """The first G that the network brings; the others go into queues."""
    g = yield from got(m, "net")
    if m.kind == "injectglist":
        yield from injectglist(m)
    return g


def netpoll(m, spun: bool):
    """Sleep in the network poller, until a timer goes off or the network brings something."""
    sched = m.rt.sched
    yield from m.takes("netpoll", lambda e: sched.poller is None or why("polls", m=sched.poller))
    sched.poller = m.id
    return (yield from polls(m, spun))


def polls(m, spun: bool = False):
    """The end of that: m takes any idle P; else what the network brings goes to the global queue."""
    yield from m.takes("netpolled")
    m.rt.sched.poller = None
    pp = yield from pidleget(m)
    if pp is None:
        if m.kind == "injectglist":
            yield from injectglist(m)
        return None, False
    yield from acquirep(m, pp)
    if m.kind == "got" and m.next.what == "net":
        return ((yield from from_network(m)), False, False), True
    if spun:
        yield from become_spinning(m)
    return None, True


def polled(m):
    """An M that slept in the network poller when the recording began; whether it had spun before, its events
    tell.
    """
    found, again = yield from polls(m, m.ahead(3) == "spinning")
    if found is not None:
        g, inherit, _ = found
        yield from execute(m, g, inherit)
    elif not again:
        yield from stopm(m)


TIMERS = {"goready": ready, "newproc": newproc, "wakenetpoller": wake_net_poller, "enlist": enlist,
          "injectglist": injectglist, "preempt": preempt, "suspend": suspend}
