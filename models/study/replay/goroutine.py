"""What a G does on its M: it makes others and makes them ready, leaves, ends, or lets a coroutine run in its
place.
"""

from models.runtime.status import G_DEAD, G_PREEMPTED, G_RUNNABLE, G_RUNNING, G_SCAN, G_WAITING, name
from models.study.replay.queues import runqput
from models.study.replay.waking import wake_net_poller, wakep
from models.study.replay.why import Why, why


def execute(m, g: int, inherit: bool):
    """g runs."""
    yield from m.does("execute", "execute", m.mp, m.rt.allgs[g], inherit)
    begun(m, g)


def begun(m, g: int) -> None:
    """g has begun to run: it comes to the end of its system call, if it had no P there, and nobody has asked
    it to stop.
    """
    for _ in m.world.back.pop(g, ()):
        pass
    m.world.asked_ps.discard(m.mp.p)


# Making Gs and making them ready.

def newproc(m):
    """A go statement; on an M's own stack, a timer's."""
    yield from m.does("newproc", "newproc_on_g0", m.mp, m.next.g, when=(
        lambda e: m.rt.allgs[e.g].status == G_DEAD or stands(m, e.g),))


def stands(m, g: int) -> Why:
    """How a G stands: not as it should."""
    gp = m.rt.allgs[g]
    return why("stands" if gp.m is None else "stands-on", g=g, status=name(gp.status), m=gp.m)


def waits(m, g: int) -> bool | Why:
    """A guard: g waits, or is preempted."""
    return m.rt.allgs[g].status in (G_WAITING, G_PREEMPTED) or stands(m, g)


def ready(m):
    """A G is made ready, by the one that runs or by a timer: it takes runnext, but for one case of the
    collector's.
    """
    gp = m.gp
    e = yield from m.takes("goready", lambda e: waits(m, e.g))
    m.rt.casGFromPreempted(gp)
    agenda, _ = m.world.carry_out("ready", m.mp, gp)
    m.agrees(e, agenda)
    if m.kind == "runqput":
        yield from runqput(m, m.pp, gp, next=False)
        yield from wakep(m)
    else:
        yield from m.finishes(agenda[1:])


# Leaving.

def park_m(m):
    """The G waits; or, when it need not wait after all, goes on at once."""
    gp = m.gp
    gp.waitreason = m.next.reason
    yield from m.does("gopark", "park_m", m.mp, gp, when=(m.running,))
    while m.kind == "wakenetpoller":  # it has set a timer
        yield from wake_net_poller(m)
    if m.kind == "execute":
        yield from m.takes("execute", lambda e: (e.g, e.inherit, e.schedtick) == (gp.id, 1, m.pp.schedtick) or
                           why("goes-on", g=gp.id))
        m.rt.casgstatus(gp, G_WAITING, G_RUNNABLE)
        m.rt.put_on(m.mp, gp)


def gosched(m):
    """The G goes to the tail of the global queue."""
    yield from m.does("gosched", "gosched_m", m.mp, m.gp, when=(m.running,))


def goyield(m):
    """The G goes to the tail of its own P's ring."""
    yield from m.does("goyield", "goyield_m", m.mp, m.gp, when=(m.running,))


def gopreempt(m):
    """The G leaves because it was asked to. Where it goes depends on whether the world is being stopped,
    which m reads after that.
    """
    world, gp, into = m.world, m.gp, m.ahead(1)
    reads = [stops for stops in (False, True) if world.rulings.gopreempt(stops) == into]
    e = yield from m.takes("gopreempt", m.running, lambda e: e.g in world.asked or e.p in world.asked_ps or
                           why("not-asked", g=e.g))
    world.asked.discard(gp.id)
    agenda, _ = world.carry_out("gopreempt_m", m.mp, gp, gcwaiting=True in reads)
    m.agrees(e, agenda)
    yield from m.saw(lambda s: s.gcwaiting in reads, why("goes-elsewhere", g=gp.id))
    yield from m.finishes(agenda[1:])


def preemptpark(m):
    """The G parks because the garbage collector has asked it to."""
    gp = m.gp
    yield from m.takes("preemptpark", m.running, lambda e: e.g in m.world.asked or why("not-asked", g=e.g))
    m.world.asked.discard(gp.id)
    m.rt.casGToPreemptScan(gp)
    m.rt.dropg(m.mp)
    m.rt.casfrom_Gscanstatus(gp, G_SCAN | G_PREEMPTED, G_PREEMPTED)


def goexit(m):
    """The G is over. A coroutine gives its M to another at once, and with it the lock on it, if there is one.
    """
    gp, mp = m.gp, m.mp
    kept = mp.lockedg, mp.lockedExt, gp.lockedm, mp.errand
    yield from m.does("goexit", "goexit0", mp, gp, when=(m.running,))
    if m.kind == "coroswitch":
        mp.lockedg, mp.lockedExt, gp.lockedm, mp.errand = kept
        yield from coroswitch(m)


def coroswitch(m):
    """The G lets another run in its place: no queue, no new slice.

    Nothing takes back here what the other was asked, as execute does (coroswitch_m). So a new coroutine that
    has the g of a G that was asked to stop, and ended first, stops at its first chance.
    """
    rt, mp, asked = m.rt, m.mp, m.world.asked
    e = yield from m.takes("coroswitch", lambda e: e.exits == 1 or m.running(e), lambda e: (
        rt.allgs[e.next].status in (G_WAITING, G_DEAD) or stands(m, e.next)))
    gp, to = rt.allgs[e.g], rt.allgs[e.next]
    if not e.exits:
        rt.casgstatus(gp, G_RUNNING, G_WAITING)
        rt.dropg(mp)
    if to.status == G_DEAD:  # it was made for this, and no go statement was logged
        to.status = G_WAITING
        if any(rt.allgs[g].status == G_DEAD for g in asked):  # the log does not tell whose g it has
            asked.add(to.id)
    rt.casgstatus(to, G_WAITING, G_RUNNABLE)
    rt.put_on(mp, to)
    if gp.lockedm is not None:
        gp.lockedm, to.lockedm, mp.lockedg = None, mp.id, to.id
