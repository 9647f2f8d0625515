"""Gs go into queues and are taken out of them: the ring and runnext of a P, and the global queue.

As everywhere in this package, a function is called what the rule is called whose steps it waits for, and its
first parameter is the M under replay.
"""

from models.runtime.state import P
from models.study.replay.thread import Refused
from models.study.replay.why import why


def runqput(m, pp, gp, next: bool):
    """gp goes into the queue of m's P. Who is kicked out of runnext goes into the ring in a step of its own.
    """
    if next:
        gp = yield from runnext(m, pp, gp)
    if gp:
        yield from m.does(m.kind if m.kind == "runqputslow" else "runqput", "runqput", pp, gp, False,
                          when=(m.as_tried("runqput", pp, gp, False),))


def runnext(m, pp, gp):
    """gp takes runnext. Gives the G that is kicked out, for which the model's rule has a ring with one place
    here.
    """
    def alone() -> P:
        return P(pp.id, [0, 0], runnext=pp.runnext, m=pp.m)
    e = yield from m.takes("runnext", lambda e: m.as_tried("runqput", alone(), gp, True)(e))
    changed = alone()
    agenda, _ = m.world.carry_out("runqput", changed, gp, True)
    m.agrees(e, agenda)
    pp.runnext = changed.runnext
    return m.rt.allgs[changed.runq[0]] if changed.runqtail else None


def runqget(m):
    """The next G of m's own P, and whether it inherits the time slice."""
    gp, inherit = yield from m.does(m.kind, "runqget", m.pp, when=(m.as_tried("runqget", m.pp),))
    return gp.id, inherit


def runqputbatch(m, pp, batch: list[int]):
    """A batch goes into the ring of m's P, if there is one."""
    if batch:
        first = pp.runqtail
        yield from m.takes("runqputbatch", lambda e: (e.gs, e.index) == (tuple(batch), first) or
                           why("batch", gs=tuple(batch), p=pp.id, index=first))
        yield from shown(m, pp, batch)


def shown(m, pp, batch: list[int]):
    """A batch lies in pp's ring, and others see it."""
    first = pp.runqtail
    m.world.carry_out("runqputbatch", pp, batch)
    yield from published(m, pp, first, pp.runqtail)


def published(m, pp, first: int, last: int):
    """What m has put into pp's ring from index `first` can be seen by others, up to `last`, at once or in
    steps.
    """
    pp.runqtail = first
    while pp.runqtail != last:
        e = yield from m.takes("runqtail", lambda e: pp.runqtail < e.tail <= last or
                               why("tail-goes", p=pp.id, tail=pp.runqtail, last=last))
        pp.runqtail = e.tail


def globrunqput(m, mp, gp):
    """gp goes to the tail of the global queue."""
    yield from m.does("globrunqput", "globrunqput", mp, gp)


def globrunqputbatch(m, batch: list[int]):
    """A batch goes to the tail of the global queue, if there is one."""
    if batch:
        yield from m.takes("globrunqputbatch", lambda e: e.gs == tuple(batch) or
                           why("batch-global", gs=tuple(batch)))
        m.world.carry_out("globrunqputbatch", batch)


def globrunqgetbatch(m, pp):
    """A fair share of the global queue, into pp's empty ring. Gives the first, which is to run."""
    e = yield from m.takes("globrunqgetbatch", lambda e: m.rt.runqempty(pp) or why("has-own", p=pp.id))
    agenda, gp = m.world.carry_out("globrunqgetbatch", pp)
    if len(agenda) != 2:
        raise Refused(why("rule-without", kind=e.kind))
    batch, event = agenda
    m.agrees(e, [event])
    yield from shown(m, *batch.args)
    return gp.id


def runqdrain(m):
    """All that waits on m's P goes to the global queue, so that the collector's worker can have the P to
    itself.
    """
    pp = m.pp
    e = yield from m.takes("runqdrain", lambda e: e.gs in held(pp) or why("holds", p=pp.id, gs=held(pp)[0]))
    pp.runnext, pp.runqhead = 0, pp.runqtail
    yield from globrunqputbatch(m, e.gs)


def held(pp) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What waits on a P: with its runnext, and without, which a thief may have taken."""
    ring = tuple(pp.runq[i % len(pp.runq)] for i in range(pp.runqhead, pp.runqtail))
    return (pp.runnext,) * bool(pp.runnext) + ring, ring
