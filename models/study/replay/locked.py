"""A G and an M that belong together (LockOSThread), and the end of an M whose G has ended."""

from models.study.replay.waking import releasep, stopm, woken
from models.study.replay.why import why


def lock_os_thread(m):
    """The G runs on m only, and m runs only it."""
    yield from m.does("lockosthread", "LockOSThread", m.gp, when=(m.running,))


def unlock_os_thread(m):
    """One lock fewer."""
    yield from m.does("unlockosthread", "UnlockOSThread", m.gp, when=(m.running,))


def stoplockedm(m):
    """m's own G does not run: m hands its P on, if it has one, and sleeps until it is brought one. A
    recording may begin in that sleep.
    """
    if m.kind == "acquirep":
        yield from woken(m)
        return
    agenda, left = m.world.carry_out("stoplockedm", m.mp)
    yield from m.finishes(agenda)
    yield from woken(m, left)


def startlockedm(m, gp):
    """m has got a G that only another M may run: it gives that its P, and sleeps."""
    rt, target = m.rt, m.rt.allm[gp.lockedm]
    pp = yield from releasep(m)
    yield from m.takes("startlockedm", lambda e: (e.g, e.target, e.tp) == (gp.id, target.id, pp.id) or
                       why("runs-on", g=gp.id, m=target.id))
    target.nextp = pp.id
    rt.notewakeup(target)
    yield from stopm(m)


def mexit(m):
    """The thread ends."""
    yield from m.does("mexit", "mexit", m.mp)
    yield from m.rests()
