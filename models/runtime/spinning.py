"""Spinning: being awake without work, looking for some. Few Ms do it, seldom more than needed."""

from .status import Throw


def may_spin(rt, mp) -> bool:
    """Whether mp may look at other Ps: it spins already, or spinners are under half the busy Ps.

    Go: proc.go findRunnable
    """
    busy = len(rt.allp) - rt.sched.npidle
    return mp.spinning or 2 * rt.sched.nmspinning < busy


def become_spinning(rt, mp) -> None:
    """mp begins to spin.

    Go: proc.go m.becomeSpinning
    """
    mp.spinning = True
    rt.sched.nmspinning += 1
    rt.sched.needspinning = False
    rt.emit("spinning", mp.id, mp.p, 1)


def stop_spinning(rt, mp) -> None:
    """mp no longer spins."""
    mp.spinning = False
    rt.sched.nmspinning -= 1
    if rt.sched.nmspinning < 0:
        raise Throw("findrunnable: negative nmspinning")
    rt.emit("spinning", mp.id, mp.p, 0)


def resetspinning(rt, mp) -> None:
    """A spinning M has found work: it stops spinning. If it was the last, and a P is idle, it wakes another in
    its place.

    Go: proc.go resetspinning
    """
    rt.stop_spinning(mp)
    rt.wakep(mp)


def wakep(rt, mp) -> None:
    """Somebody has made work: start one M spinning, unless one spins already or no P is idle.

    Go: proc.go wakep
    """
    sched = rt.sched
    if sched.nmspinning:
        return
    sched.nmspinning = 1
    pp = rt.pidleget_spinning(mp)
    if pp is None:
        sched.nmspinning -= 1
        return
    rt.startm(mp, pp, spinning=True)
