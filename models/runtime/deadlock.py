"""The end of a program in which nobody can go on, and what Go prints about it."""

from .fatal import Deadlock
from .maxprocs import updater
from .status import (
    G_DEAD, G_DEADEXTRA, G_LEAKED, G_PREEMPTED, G_RUNNABLE, G_RUNNING, G_SCAN, G_SYSCALL, G_WAITING, Throw,
    name)

LOST = "checkdead: runnable g"
ASLEEP = "all goroutines are asleep - deadlock!"


def mcount(rt) -> int:
    """How many Ms there are. sysmon's is not among them: it does not count for a deadlock either.

    Go: proc.go mcount
    """
    return len(rt.allm) - rt.sched.nmfreed


def checkdead(rt) -> None:
    """An M falls asleep, or ends: was it the last that could have done anything?

    A G that waits can only be woken by one that runs, by a timer or by the network. While somebody waits for
    that, an M sleeps in the poller, which counts as awake here.

    Go: proc.go checkdead
    Leaves out: cgo.
    """
    awake = rt.mcount() - len(rt.sched.midle) - rt.sched.nmidlelocked
    if awake > 0:
        return
    if awake < 0:
        raise Throw("checkdead: inconsistent counts")
    says = rt.deadlocked()
    if says == LOST:
        raise Throw(says)
    if says != ASLEEP or not any(pp.timers for pp in rt.allp):
        raise Deadlock(says)


def user_gs(rt) -> list:
    """All Gs but the one that the runtime has for itself: that it waits says nothing.

    Go: traceback.go isSystemGoroutine
    """
    return [gp for gp in rt.allgs[1:] if gp.fn is not updater]


def deadlocked(rt) -> str:
    """What "fatal error: " is followed by when no M can go on: if no G waits, main has called Goexit, and
    all others have ended.

    Go: proc.go checkdead
    """
    statuses = {gp.status & ~G_SCAN for gp in rt.user_gs()}
    if statuses & {G_RUNNABLE, G_RUNNING, G_SYSCALL}:
        return LOST
    if not statuses & {G_WAITING, G_PREEMPTED}:
        return "no goroutines (main called runtime.Goexit) - deadlock!"
    return ASLEEP


def deadlock_report(rt) -> list[str]:
    """What Go prints at a deadlock: the message, and a line for each goroutine in the order of the gs.

    The order is that in which the gs were made. One that is used again keeps its place, so numbers may go
    up and down.

    Go: traceback.go tracebackothers
    Leaves out: the functions of each goroutine, which stand below its line.
    """
    alive = [gp for gp in rt.user_gs() if gp.status not in (G_DEAD, G_DEADEXTRA)]
    return [f"fatal error: {rt.deadlocked()}", *map(rt.goroutineheader, alive)]


def goroutineheader(rt, gp) -> str:
    """A goroutine's line in a traceback. One that waits tells why, not that it waits.

    Go: traceback.go goroutineheader
    Leaves out: for how many minutes it has waited, which the garbage collector notes; locked threads,
    labels, synctest.
    """
    status = gp.status & ~G_SCAN
    words = name(status)
    if status in (G_WAITING, G_LEAKED) and gp.waitreason:
        words = gp.waitreason
    words += " (leaked)" * (status == G_LEAKED) + " (scan)" * bool(gp.status & G_SCAN)
    return f"goroutine {gp.goid} [{words}]:"
