"""An M without a G looks for one and runs it."""

from models.study.replay.giveup import give_up_p
from models.study.replay.goroutine import execute
from models.study.replay.locked import mexit, startlockedm, stoplockedm
from models.study.replay.network import from_network, got, timers
from models.study.replay.queues import globrunqgetbatch, runqget
from models.study.replay.steal import steal_work
from models.study.replay.waking import become_spinning, releasep, stop_spinning, stopm, wakep
from models.study.replay.why import why

ERRANDS = {"stopm": stopm, "stoplockedm": stoplockedm, "mexit": mexit}


def schedule(m):
    """Find a G and run it, or do first what the model has the M do instead (its errand)."""
    mp = m.mp
    if errand := mp.errand:
        mp.errand = errand if mp.lockedg else ""
        yield from ERRANDS[errand](m)
        if mp.lockedg:
            yield from execute(m, mp.lockedg, False)
            return
    found = None
    while found is None:
        found = yield from find_runnable(m)
    yield from runs(m, *found)


def runs(m, g: int, inherit: bool, wakes: bool):
    """g was found. wakes: it comes from where others may find more."""
    gp = m.rt.allgs[g]
    if m.mp.spinning:
        yield from m.does("spinning", "resetspinning", m.mp)
    if wakes:
        yield from wakep(m)
    if gp.lockedm is not None and gp.lockedm != m.id:
        yield from startlockedm(m, gp)
    else:
        yield from execute(m, g, inherit)


def find_runnable(m):
    """One round in search of a G: it, whether it inherits the time slice, and whether another M is to be
    woken. None: m has slept, or has to start over.

    In turn m asks each place. If it takes nothing there, it must have seen a state in which the model's rule
    does not take anything there either.
    """
    ruling = m.world.rulings.turns_to
    if gcstopm_follows(m):
        yield from gcstopm(m)
        return None
    yield from m.saw(lambda s: ruling(gcwaiting=s.gcwaiting, own=True) != "releasep", why("world-stops"))
    yield from timers(m)
    if m.kind == "got" and m.next.what in ("trace", "gc"):
        return (yield from got(m)), False, True
    if m.kind == "globrunqget":
        return (yield from globrunqget(m)), False, False
    tick = m.pp.schedtick
    yield from m.saw(lambda s: not s.waiting or ruling(tick, waiting=True, own=True) != "globrunqget",
                     why("tick", schedtick=tick))
    yield from timers(m)
    if m.kind in ("getnext", "runqget"):
        return (*(yield from runqget(m)), False)
    return (yield from find_elsewhere(m))


def find_elsewhere(m):
    """m has no G of its own."""
    pp, ruling = m.pp, m.world.rulings.turns_to
    yield from m.saw(lambda s: m.rt.runqempty(pp), why("has-own", p=pp.id))
    if m.kind == "globrunqgetbatch":
        return (yield from globrunqgetbatch(m, pp)), False, False
    yield from m.saw(lambda s: ruling(waiting=s.waiting > 0) != "globrunqgetbatch", why("global-waits"))
    if m.kind == "got" and m.next.what == "net":
        return (yield from from_network(m)), False, False
    if m.mp.spinning or m.kind == "spinning":
        found = yield from spins(m)
        if found is not None:
            return found
    else:
        yield from m.saw(lambda s: False in may_spin(m), why("few-spin", m=m.id))
    if m.mp.spinning and m.kind == "again" and m.next.why == "timers":
        yield from m.takes("again")
        return None
    if m.kind == "got":
        return (yield from got(m, "idlegc")), False, False
    return (yield from give_up_p(m))


def spins(m):
    """m spins, if it does not already, and looks at what others have."""
    if not m.mp.spinning:
        yield from become_spinning(m, lambda e: True in may_spin(m) or why("enough-spin"))
    return (yield from steal_work(m))


def may_spin(m) -> set[bool]:
    """Whether the model lets one M more spin: all that it may have said. It reads how many spin, then how
    many Ps are idle, and one of these may have been replayed much later than the other.
    """
    past = m.world.seen.sched.since(m.since())
    spin, idle = {s.nmspinning for s in past}, {(s.npidle, s.procs) for s in past}
    return {m.world.rulings.may_spin(nmspinning, *one) for nmspinning in spin for one in idle}


def globrunqget(m):
    """Every 61st time the global queue comes first, with one G."""
    pp, ruling = m.pp, m.world.rulings.turns_to
    tick = pp.schedtick
    gp = yield from m.does("globrunqget", "globrunqget", pp, when=(
        lambda e: ruling(tick, waiting=True, own=True) == "globrunqget" or why("no-tick", schedtick=tick),))
    return gp.id


def gcstopm_follows(m) -> bool:
    """Whether m has seen that the world is being stopped."""
    if m.kind == "spinning":
        return not m.next.on
    return m.kind == "releasep" and m.ahead(1) == "gcstop"


def gcstopm(m):
    """m stops its P and sleeps until the world has started again."""
    ruling = m.world.rulings.turns_to
    yield from m.saw(lambda s: ruling(gcwaiting=s.gcwaiting, own=True) == "releasep", why("world-runs"))
    if m.mp.spinning:
        yield from stop_spinning(m)
    pp = yield from releasep(m)
    yield from m.does("gcstop", "stop_p", m.mp, pp, when=(
        lambda e: m.rt.sched.gcwaiting or why("world-runs"),))
    yield from stopm(m)
