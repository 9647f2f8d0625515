"""The statuses of a G and of a P, and every step from one to another with the functions that take it.

Statuses are plain numbers, Go's own. A G's may carry the scan bit on top: then the garbage collector
owns its stack for a moment, and whoever wants to change the status waits or fails.
"""

# Go: runtime2.go _Gidle
G_IDLE, G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING = 0, 1, 2, 3, 4
G_DEAD = 6
G_COPYSTACK, G_PREEMPTED, G_LEAKED, G_DEADEXTRA = 8, 9, 10, 11
G_SCAN = 0x1000

G_NAMES = {
    G_IDLE: "idle", G_RUNNABLE: "runnable", G_RUNNING: "running", G_SYSCALL: "syscall", G_WAITING: "waiting",
    G_DEAD: "dead", G_COPYSTACK: "copystack", G_PREEMPTED: "preempted", G_LEAKED: "leaked",
    G_DEADEXTRA: "deadextra"}

# Go: runtime2.go _Pidle
P_IDLE, P_RUNNING = 0, 1

# Every step of a G from one status to another, and Go's functions that take it. What stands only
# in one release is told apart by `SINCE`.
TRANSITIONS = {
    (G_IDLE, G_DEAD): ("newproc1",),
    (G_IDLE, G_DEADEXTRA): ("oneNewExtraM",),
    (G_DEAD, G_RUNNABLE): ("newproc1",),
    (G_DEAD, G_WAITING): ("newproc1",),
    (G_RUNNABLE, G_RUNNING): ("execute",),
    (G_RUNNING, G_WAITING): ("park_m", "coroswitch_m", "casGToWaiting", "debugCallWrap"),
    (G_WAITING, G_RUNNABLE): ("ready", "park_m", "injectglist", "findRunnable", "findRunnableGCWorker",
                          "debugCallWrap1"),
    (G_WAITING, G_RUNNING): ("coroswitch_m", "forEachP"),
    (G_RUNNING, G_RUNNABLE): ("goschedImpl", "goyield_m", "exitsyscallNoP", "debugCallWrap1"),
    (G_RUNNING, G_DEAD): ("gdestroy",),
    (G_RUNNING, G_SYSCALL): ("reentersyscall", "entersyscallblock"),
    (G_SYSCALL, G_RUNNING): ("exitsyscall",),
    (G_SYSCALL, G_RUNNABLE): ("exitsyscall0",),
    (G_DEADEXTRA, G_SYSCALL): ("needm",),
    (G_SYSCALL, G_DEADEXTRA): ("dropm",),
    (G_RUNNING, G_COPYSTACK): ("newstack",),
    (G_COPYSTACK, G_RUNNING): ("newstack",),
    (G_PREEMPTED, G_WAITING): ("suspendG",),
    (G_WAITING, G_LEAKED): ("findGoroutineLeaks",),
    (G_LEAKED, G_WAITING): ("findGoroutineLeaks", "allGsSnapshotSortedForGC"),
}
AFTER = {old: frozenset(new for before, new in TRANSITIONS if before == old) for old in G_NAMES}
SCANNABLE = frozenset({G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING, G_LEAKED, G_DEADEXTRA})


class Throw(Exception):
    """The model is where the real runtime would stop the whole program with a throw."""


def name(status: int) -> str:
    """A G's status in Go's own word; `(scan)` is said too, as in a traceback."""
    return G_NAMES.get(status & ~G_SCAN, f"?{status & ~G_SCAN}") + " (scan)" * bool(status & G_SCAN)


def casgstatus(rt, gp, old: int, new: int) -> None:
    """Move gp from status `old` to `new`; anything but a legal step from where it is throws.

    Go: proc.go casgstatus
    Leaves out: the wait for a garbage collector that holds the scan bit; the model throws.
    """
    if gp.status != old or new not in AFTER[old]:
        raise Throw(f"casgstatus: g{gp.id} is {name(gp.status)}, "
                    f"asked to go {name(old)} -> {name(new)}")
    gp.status = new


def castogscanstatus(rt, gp, old: int, new: int) -> bool:
    """Take gp's stack for a scan: set the scan bit if gp still is in `old`; whether that went well.

    Go: proc.go castogscanstatus
    """
    if old not in SCANNABLE or new != old | G_SCAN:
        raise Throw("bad oldval passed to castogscanstatus")
    if gp.status != old:
        return False
    gp.status = new
    return True


def casfrom_Gscanstatus(rt, gp, old: int, new: int) -> None:
    """Give gp's stack back after a scan: clear the scan bit, which must be set.

    Go: proc.go casfrom_Gscanstatus
    """
    if gp.status != old or old != new | G_SCAN or new not in SCANNABLE | {G_PREEMPTED}:
        raise Throw("casfrom_Gscanstatus: gp->status is not in scan state")
    gp.status = new


def casGToPreemptScan(rt, gp) -> None:
    """A running G that was asked to stop becomes preempted, its stack already taken for the one who asked.

    Go: proc.go casGToPreemptScan
    """
    if gp.status != G_RUNNING:
        raise Throw("bad g transition")
    gp.status = G_SCAN | G_PREEMPTED


def casGFromPreempted(rt, gp) -> bool:
    """Whoever suspended gp takes it over: preempted becomes waiting; False if it was not preempted.

    Go: proc.go casGFromPreempted
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
