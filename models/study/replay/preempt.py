"""Gs are asked to stop, and sysmon, who watches the others, takes Ps back from system calls."""

from models.runtime.status import P_IDLE
from models.study.replay.handoff import handoffp
from models.study.replay.why import why


def preempt(m):
    """Ask the G that runs on a P to stop. One that goes into a system call logs that a little before it is
    there, and one that comes back a little later, so either may still be asked.
    """
    world = m.world
    asks_one = world.rulings.preemptone(True, False)
    e = yield from m.takes("preempt", lambda e: asks_one and any(q.g == e.g for q in m.queues(e.victim)) or
                           why("has-not-run", g=e.g, p=e.victim))
    world.asked.add(e.g)
    world.asked_ps.add(e.victim)


def asks(m, q) -> bool:
    """Whether the model's rule asks the G that runs on a P that stands like this."""
    return m.world.rulings.preemptone(q.g > 0, q.calls)


def suspend(m):
    """The garbage collector asks a G to park."""
    e = yield from m.takes("suspend")
    m.world.asked.add(e.g)


def slice_over(m):
    """sysmon has seen a P at the same schedtick for as long as the model lets a slice last: it asks the G
    there to stop, if one runs. Gives the P.
    """
    over = m.world.rulings.slice_over
    e = yield from m.takes(
        "slice", lambda e: over(e.us) or why("slice-short", p=e.tp, us=e.us),
        lambda e: any(q.schedtick == e.schedtick for q in m.queues(e.tp)) or
        why("tick-is", p=e.tp, schedtick=m.rt.allp[e.tp].schedtick))
    if m.kind == "preempt" and m.next.victim == e.tp:
        yield from preempt(m)
    else:
        yield from m.saw_p(e.tp, lambda q: not asks(m, q), why("has-to-ask", p=e.tp))
    return e.tp


def retake(m, sliced: int | None):
    """sysmon wants a P back from a G in a system call, as the model's rule does in a state that it may have
    read. The G may come back first. sliced: the P whose slice it has just seen to be over.
    """
    rt = m.rt
    e = yield from m.takes("called", lambda e: (e.seen in (0, 1) and wanted(m, e, sliced, m.since())) or
                           why("stays", p=e.tp, us=e.us))
    ruling = wanted(m, e, sliced, m.window)  # what it decided by, not what it could read from here on
    if m.kind == "retake":
        pp = rt.allp[e.tp]
        yield from m.does("retake", "takeP", m.mp, pp, P_IDLE, when=(
            lambda e: (e.victim == pp.id and rt.in_syscall(pp)) or why("not-in-syscall", p=pp.id),))
        if "handoffp" in ruling:
            yield from handoffp(m, m.mp, pp)


def wanted(m, e, sliced: int | None, since: int) -> tuple[str, ...]:
    """What the rule does to this P, if it takes it in any of the states that sysmon may have read since that
    step.
    """
    empties = {q.empty for q in m.queues(e.tp, since)}
    others = {s.nmspinning + s.npidle for s in m.world.seen.sched.since(since)}
    done = (m.world.rulings.retake(over=sliced == e.tp, seen=bool(e.seen), empty=empty, others=n, us=e.us)
            for empty in empties for n in others)
    return next((kinds for kinds in done if "retake" in kinds), ())


def take_for_all(m):
    """Somebody wants something done on each P (forEachP): those in system calls are taken, and handed on."""
    pp = m.rt.allp[m.next.victim]
    yield from m.does("retake", "takeP", m.mp, pp, P_IDLE, when=(
        lambda e: m.rt.in_syscall(pp) or why("not-in-syscall", p=pp.id),))
    yield from handoffp(m, m.mp, pp)
