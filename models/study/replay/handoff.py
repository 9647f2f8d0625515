"""A P has lost its M: another is found for it, or it is laid aside."""

from models.study.replay.waking import pidleput, startm, wake_net_poller
from models.study.replay.why import why


def handoffp(m, mp, pp):
    """Find an M for pp, or lay it aside: as the model's rule does in a state that m may have read."""
    yield from m.takes("handoffp", lambda e: e.tp == pp.id or why("p-lost", p=pp.id))
    if m.kind == "handed":
        yield from m.takes("handed", lambda e: handed(m, pp, e))
        yield from startm(m, mp, pp, spinning=False)
    elif m.kind == "wakep":
        yield from to_spin(m, mp, pp)
    elif m.kind == "gcstop":
        ruling = m.world.rulings.handoffp
        yield from m.saw(lambda s: "gcstop" in ruling(gcwaiting=s.gcwaiting), why("world-runs"))
        yield from m.does("gcstop", "stop_p", mp, pp)
    else:
        yield from lay_aside(m, pp)


def handed(m, pp, e):
    """A guard: whether the reason for which a P is handed on was one. Those of the collector and the tracer
    are none of the model's.
    """
    handoffp = m.world.rulings.handoffp
    if e.why == "work":
        return (any("startm" in handoffp(empty=q.empty) for q in m.queues(pp.id))
                or m.ever(lambda s: "startm" in handoffp(waiting=s.waiting > 0)) or why("no-work", p=pp.id))
    if e.why == "last":
        return m.ever(lambda s: last(m, s)) or why("not-last")
    return True


def last(m, s) -> bool:
    """Whether the rule starts an M because nobody else is awake who would look at the network."""
    return "startm" in m.world.rulings.handoffp(npidle=s.npidle, procs=s.procs, polling=s.polling)


def has_to_spin(m, s) -> bool:
    """Whether the rule has an M spin on the P because nobody else looks for work."""
    return "spinning" in m.world.rulings.handoffp(nmspinning=s.nmspinning, npidle=s.npidle)


def to_spin(m, mp, pp):
    """Nobody spins and no P is idle: an M is to spin on pp."""
    sched = m.rt.sched
    yield from m.saw(lambda s: has_to_spin(m, s), why("others-look"))
    yield from m.takes("wakep", lambda e: (e.won == 1 and not sched.nmspinning) or
                       why("nmspinning-is", n=sched.nmspinning))
    sched.nmspinning += 1
    m.world.seen.note_needed(m.window, False)
    yield from startm(m, mp, pp, spinning=True)


def lay_aside(m, pp):
    """pp becomes idle, for nothing speaks against it."""
    sched, ruling = m.rt.sched, m.world.rulings.handoffp
    yield from m.saw(lambda s: not has_to_spin(m, s), why("nobody-looks"))
    yield from m.saw(lambda s: not last(m, s), why("is-last", p=pp.id))
    yield from m.saw(lambda s: "pidleput" in ruling(gcwaiting=sched.gcwaiting, waiting=bool(sched.runq)),
                     why("world-stops") if sched.gcwaiting else why("global-holds", n=len(sched.runq)))
    yield from pidleput(m, pp)
    if m.kind == "wakenetpoller":  # it has timers
        yield from wake_net_poller(m)
