"""The statuses of a G and of a P, and how a G goes from one to another; transitions.py says which may.

Statuses are plain numbers, Go's own. A G's may carry the scan bit on top: then somebody owns its stack for a
moment, the garbage collector or, since Go 1.26, who takes its P during a system call. Whoever wants to change
the status meanwhile waits or fails.
"""

from .transitions import (
    G_COPYSTACK, G_DEAD, G_DEADEXTRA, G_IDLE, G_LEAKED, G_PREEMPTED, G_RUNNABLE, G_RUNNING, G_SCAN,
    G_SYSCALL, G_WAITING, SCANNABLE, by_release)

G_NAMES = {
    G_IDLE: "idle", G_RUNNABLE: "runnable", G_RUNNING: "running", G_SYSCALL: "syscall",
    G_WAITING: "waiting", G_DEAD: "dead", G_COPYSTACK: "copystack", G_PREEMPTED: "preempted",
    G_LEAKED: "leaked", G_DEADEXTRA: "deadextra"}

# Go's numbers. 2 was that of a P whose G is in a system call, up to 1.25; since then such a P is running.
# Go: runtime2.go _Pidle
P_IDLE, P_RUNNING, P_SYSCALL, P_GCSTOP, P_DEAD = 0, 1, 2, 3, 4
P_NAMES = {P_IDLE: "idle", P_RUNNING: "running", P_SYSCALL: "syscall", P_GCSTOP: "gcstop", P_DEAD: "dead"}


class Throw(Exception):
    """The model is where the real runtime would stop the whole program with a throw."""


def name(status: int) -> str:
    """A G's status in Go's own word, with `(scan)` as in a traceback. There deadextra is "waiting for cgo
    callback"; a number that is no status is told by itself.
    """
    return G_NAMES.get(status & ~G_SCAN, f"?{status & ~G_SCAN}") + " (scan)" * bool(status & G_SCAN)


def casgstatus(rt, gp, old: int, new: int) -> None:
    """Move gp from status `old` to `new`; anything but a legal step from where it is throws.

    Go: proc.go casgstatus
    Leaves out: that Go tries again until gp is in `old`, for somebody may hold the scan bit. In the model
    nobody does from one step to the next, so another status is a mistake, and it throws. Go has no table of
    legal steps: it checks only that there is no scan bit and that old and new differ.
    """
    if gp.status != old or new not in rt.after[old]:
        raise Throw(f"casgstatus: g{gp.id} is {name(gp.status)}, "
                    f"asked to go {name(old)} -> {name(new)}")
    gp.status = new


def castogscanstatus(rt, gp, old: int, new: int) -> bool:
    """Take gp's stack for a scan: set the scan bit if gp still is in `old`; whether that went well.

    Go: proc.go castogscanstatus
    """
    if old not in by_release(SCANNABLE, rt.const.release) or new != old | G_SCAN:
        raise Throw("bad oldval passed to castogscanstatus")
    if gp.status != old:
        return False
    gp.status = new
    return True


def casfrom_Gscanstatus(rt, gp, old: int, new: int) -> None:
    """Give gp's stack back after a scan: clear the scan bit, which must be set.

    Go: proc.go casfrom_Gscanstatus
    """
    held = by_release(SCANNABLE, rt.const.release) | {G_PREEMPTED}
    if gp.status != old or old != new | G_SCAN or new not in held:
        raise Throw("casfrom_Gscanstatus: gp->status is not in scan state")
    gp.status = new


def casGToPreemptScan(rt, gp) -> None:
    """A running G that was asked to stop becomes preempted, its stack already taken for the one who asked.

    Go: proc.go casGToPreemptScan
    Leaves out: that Go tries again until gp runs and nobody holds the scan bit.
    """
    if gp.status != G_RUNNING:
        raise Throw("bad g transition")
    gp.status = G_SCAN | G_PREEMPTED


def casGFromPreempted(rt, gp) -> bool:
    """Whoever suspended gp takes it over: preempted becomes waiting; False if it was not preempted.

    Go: proc.go casGFromPreempted
    Leaves out: that the reason is noted first, even if gp was not preempted any more.
    """
    if gp.status != G_PREEMPTED:
        return False
    gp.waitreason = "preempted"
    gp.status = G_WAITING
    return True


def casGToWaiting(rt, gp, old: int, reason: str) -> None:
    """gp waits, and says why first.

    Go: proc.go casGToWaiting
    """
    gp.waitreason = reason
    rt.casgstatus(gp, old, G_WAITING)
