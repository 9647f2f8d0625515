"""A spinning M asks the other Ps for work, in rounds."""

from collections.abc import Callable

from models.study.replay.network import TIMERS, timers
from models.study.replay.queues import published, runqget
from models.study.replay.why import why


def steal_work(m):
    """Ask all other Ps in the rounds that the model's rule goes; also for their timers, whose Gs are in m's
    own queue then. Who gives up must have asked each, but for those that were idle at some moment.
    """
    began, asked = m.since(), []
    while m.kind in ("look", *TIMERS):
        if m.kind != "look":
            yield from timers(m)
            if m.kind in ("getnext", "runqget"):
                return (*(yield from runqget(m)), False)
            continue
        e = yield from m.takes("look", lambda e: looks(m, e.arg, asked, began))
        asked.append(e.arg)
        if m.kind in ("runqgrab", "grabnext"):
            return (yield from runqsteal(m, *e.arg)), False, False
        yield from m.saw_empty(e.arg[1], runnext=may_take_next(m, *e.arg))
    yield from m.saw(lambda s: s.gcwaiting or asked_all(m, asked, began), why("not-asked-all", m=m.id))
    return None


def looks(m, arg, asked: list, began: int):
    """A guard: the model's rule asks that P in that round, and after those that m has asked, unless it is
    idle.
    """
    i, victim = arg
    if arg not in m.world.rulings.looks(len(m.rt.allp), m.mp.p) or arg in asked or asked and i < asked[-1][0]:
        return why("asks", m=m.id, round=i + 1, p=victim)
    return any(not skipped(m, q, arg) for q in m.queues(victim, began)) or why("idle-always", p=victim)


def skipped(m, q, arg) -> bool:
    """Whether the model's rule passes over a P that stands like this."""
    return q.idle and arg not in m.world.rulings.looks(len(m.rt.allp), m.mp.p, arg[1])


def asked_all(m, asked: list, began: int) -> bool:
    """Whether m has asked whom the rule asks, but for those that it may have passed over."""
    return all(arg in asked or any(skipped(m, q, arg) for q in m.queues(arg[1], began))
               for arg in m.world.rulings.looks(len(m.rt.allp), m.mp.p))


def may_take_next(m, i: int, victim: int) -> bool:
    """Whether the rule takes a runnext in that round."""
    return i in m.world.rulings.nexts(len(m.rt.allp), m.mp.p, victim)


def runqsteal(m, i: int, victim: int):
    """Part of the victim's ring, as the thief saw it, or its runnext. Gives the G that runs at once; the
    others wait.
    """
    pp, p2, takes_next = m.pp, m.rt.allp[victim], m.kind == "grabnext"
    rule = "runqsteal", pp, p2, may_take_next(m, i, victim)
    if takes_next:
        yield from m.saw_empty(victim, runnext=False)
    e = yield from m.takes(m.kind, lambda e: e.victim == victim or why("looks-at", m=m.id, p=victim),
                           lambda e: m.rt.runqempty(pp) or why("has-own", p=pp.id),
                           lambda e: tail_was(m, p2, e), lambda e: as_seen(p2, e, m.as_tried(*rule)))
    first = pp.runqtail
    agenda, gp = as_seen(p2, e, lambda e: m.world.carry_out(*rule))
    m.agrees(e, agenda)
    yield from published(m, pp, first, pp.runqtail)
    return gp.id


def tail_was(m, p2, e):
    """A guard: the victim's tail was where the thief saw it."""
    if e.kind == "grabnext":
        return True
    was = e.tail <= p2.runqtail and any(q.tail == e.tail for q in m.queues(p2.id))
    return was or why("tail-was", p=p2.id, tail=e.tail)


def as_seen(p2, e, do: Callable):
    """Do something while the victim's tail is where the thief saw it; who takes a runnext has seen the ring
    empty.
    """
    now, p2.runqtail = p2.runqtail, e.tail if e.kind == "runqgrab" else p2.runqhead
    try:
        return do(e)
    finally:
        p2.runqtail = now
