"""An M that has found nothing leaves its P and sleeps; if it was spinning it looks at everything again on the
way.
"""

from models.study.replay.network import got, netpoll
from models.study.replay.past import seen_empty
from models.study.replay.queues import globrunqgetbatch
from models.study.replay.waking import (
    acquirep, become_spinning, pidleget_spinning, pidleput, releasep, stop_spinning, stopm)
from models.study.replay.why import why


def give_up_p(m):
    """Under the lock m looks once more, leaves its P, and sleeps."""
    if m.kind == "globrunqgetbatch":
        return (yield from globrunqgetbatch(m, m.pp)), False, False
    if m.kind == "again":
        yield from starts_over(m)
        return None
    spun = m.mp.spinning
    yield from leaves_p(m)
    if spun:
        yield from stop_spinning(m)
        found, again = yield from recheck(m)
        if found is not None or again:
            return found
    return (yield from poll_or_stop(m, spun))


def leaves_p(m):
    """m leaves its P, for there was nothing to do, and no M is needed that spins unless m does."""
    sched, spins, ruling = m.rt.sched, m.mp.spinning, m.world.rulings.gives_up
    pp = yield from releasep(m)
    if not spins and ruling(needed=True) == "spinning":
        yield from m.saw(lambda s: s.unneeded, why("needed", m=m.id))
    yield from m.saw(lambda s: ruling(waiting=bool(sched.runq), spinning=spins) == "releasep",
                     why("global-holds", n=len(sched.runq)))
    yield from m.saw(lambda s: not sched.gcwaiting, why("world-stops"))
    yield from pidleput(m, pp)


def starts_over(m):
    """m does not give up: something was asked of all Ps (of which the collector's wishes are none of the
    model's), or an M is needed that spins.
    """
    to_spin = not m.mp.spinning and m.world.rulings.gives_up(needed=True) == "spinning"
    e = yield from m.takes("again", lambda e: e.why == "stopped" or (to_spin and e.why == "needed") or
                           why("no-again"))
    if e.why == "needed":
        yield from m.saw(lambda s: s.needed, why("not-needed"))
        yield from become_spinning(m)


def poll_or_stop(m, spun: bool):
    """m sleeps in the network poller, or until it is woken."""
    if m.kind == "netpoll":
        found, again = yield from netpoll(m, spun)
        if found is not None or again:
            return found
    yield from stopm(m)
    return None


def recheck(m):
    """The last look of an M that has just stopped spinning: at the global queue, at each P's, at the collector's work.
    Gives what it has found, and whether it has a P again.
    """
    yield from m.takes("look", lambda e: e.where == "recheck" or why("looks-again", m=m.id))
    began, looked = m.since(), False
    if m.world.rulings.finds_idle(bool(m.rt.sched.runq), False):
        pp = yield from pidleget_spinning(m)
        if pp is not None:
            return (yield from goes_on(m, pp)), False
    while m.kind in ("pidleget", "noidle"):
        looked, found, again = True, *(yield from takes_idle(m, began))
        if found is not None or again:
            return found, again
    if not looked:
        yield from m.saw(lambda s: not any(missed(m, p2.id, began) for p2 in m.rt.allp), why("work-missed"))
    return None, False


def goes_on(m, pp):
    """m, which has taken an idle P, runs what is in the global queue."""
    g = yield from globrunqgetbatch(m, pp)
    yield from acquirep(m, pp)
    yield from become_spinning(m)
    return g, False, False


def takes_idle(m, began: int):
    """m has seen work, a P's or the collector's, and takes an idle P if there is one; it gives it back if the
    collector has no worker left. As recheck.
    """
    collects = m.kind == "noidle" or m.ahead(3) == "got" or m.ahead(1) == "pidleput"
    if not collects:
        yield from m.saw(lambda s: any(lies(m, p2.id, began) for p2 in m.rt.allp), why("no-p-works"))
    returned = m.ahead(1) == "pidleput"
    pp = yield from pidleget_spinning(m)
    if pp is None:
        return None, False
    if returned:
        yield from pidleput(m, pp)
        return None, False
    yield from acquirep(m, pp)
    yield from become_spinning(m)
    if m.kind == "got" and m.next.what == "idlegc":
        return ((yield from got(m, "idlegc")), False, False), False
    return None, True


def lies(m, p: int, began: int) -> bool:
    """Whether P p, not being idle, had Gs at some moment, as far as m can have seen, and the rule takes that
    for work.
    """
    queues = m.queues(p, began)
    return (any(not q.idle for q in queues) and any(not q.empty for q in queues)
            and m.world.rulings.finds_idle(False, True))


def missed(m, p: int, began: int) -> bool:
    """Whether P p has been at work and had Gs all the time, and the rule takes that for work."""
    queues = m.queues(p, began)
    seen = any(q.idle for q in queues) or seen_empty(queues) and any(not q.runnext for q in queues)
    return not seen and m.world.rulings.finds_idle(False, True)
