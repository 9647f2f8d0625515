"""The end of a program in which nobody can go on, and what Go prints about it."""

from .status import (
    G_DEAD, G_DEADEXTRA, G_LEAKED, G_PREEMPTED, G_RUNNABLE, G_RUNNING, G_SCAN, G_SYSCALL, G_WAITING, name)


def checkdead(rt) -> str:
    """All Ms are asleep: what "fatal error: " is followed by.

    A G that waits can only be woken by one that runs, so nothing will ever happen. If none waits, main has
    called Goexit, and all others have ended.

    Go: proc.go checkdead
    Leaves out: counting the Ms, for it is the machine that sees that none is awake; timers, for as long as
    one is set an M waits for it; cgo.
    """
    statuses = {gp.status & ~G_SCAN for gp in rt.allgs[1:]}
    if statuses & {G_RUNNABLE, G_RUNNING, G_SYSCALL}:
        return "checkdead: runnable g"
    if not statuses & {G_WAITING, G_PREEMPTED}:
        return "no goroutines (main called runtime.Goexit) - deadlock!"
    return "all goroutines are asleep - deadlock!"


def deadlock_report(rt) -> list[str]:
    """What Go prints at a deadlock: the message, and a line for each goroutine in the order of the gs.

    The order is that in which the gs were made. One that is used again keeps its place, so numbers may go
    up and down.

    Go: traceback.go tracebackothers
    Leaves out: the functions of each goroutine, which stand below its line.
    """
    alive = [gp for gp in rt.allgs[1:] if gp.status not in (G_DEAD, G_DEADEXTRA)]
    return [f"fatal error: {rt.checkdead()}", *map(rt.goroutineheader, alive)]


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
