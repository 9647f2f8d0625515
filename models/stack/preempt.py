"""A check that fails because somebody has asked the goroutine to stop."""

from models.runtime.transitions import G_PREEMPTED, G_RUNNABLE, G_SCAN, G_SYSCALL

from .sizes import STACK_PREEMPT


def preemptone(rt, gp) -> None:
    """Ask gp to stop at its next check: its guard goes above every stack pointer.

    Go: proc.go preemptone
    Leaves out: the signal that is sent as well.
    """
    gp.preempt = True
    gp.stackguard0 = STACK_PREEMPT


def canPreemptM(rt, mp, gp) -> bool:
    """Whether the thread may lose its goroutine now. From 1.26 on not in a system call either.

    Go: preempt.go canPreemptM
    """
    free = mp.locks == 0 and mp.mallocing == 0 and not mp.preemptoff and mp.p_running
    if rt.sizes.release < "1.26":
        return free
    return free and gp.status & ~G_SCAN != G_SYSCALL


def keep_running(rt, gp) -> None:
    """gp goes on for now. Its guard stands where it belongs until releasem, the end of what must not be
    interrupted, sees gp.preempt.

    Go: stack.go newstack
    """
    gp.stackguard0 = gp.stack.lo + rt.sizes.stack_guard
    rt.emit("keeps", gp.id)


def releasem(rt, gp) -> None:
    """gp's thread holds a lock less. With the last one, a request to stop counts again.

    Go: runtime1.go releasem
    """
    gp.m.locks -= 1
    if gp.m.locks == 0 and gp.preempt:
        gp.stackguard0 = STACK_PREEMPT


def preempted(rt, gp) -> None:
    """gp stops: after its stack has been shrunk, if that was put off until now; to be run again, or for
    whoever wants it to stay where it is. Its stack does not grow now: it begins its check anew when it runs.

    Go: stack.go newstack
    """
    if gp.preempt_shrink:
        gp.preempt_shrink = False
        rt.shrinkstack(gp)
    if rt.sizes.release >= "1.25":
        gp.sync_safe_point = True
    if gp.preempt_stop:
        rt.preemptPark(gp)
    else:
        rt.gopreempt_m(gp)


def preemptPark(rt, gp) -> None:
    """gp stays stopped, until whoever asked for that takes it over and lets it go.

    Go: proc.go preemptPark
    Leaves out: the scan bit, which its status has until gp has left its thread.
    """
    gp.status = G_PREEMPTED
    rt.emit("preempted", gp.id, "preemptPark")


def gopreempt_m(rt, gp) -> None:
    """gp lets others run.

    Go: proc.go gopreempt_m
    """
    gp.status = G_RUNNABLE
    rt.emit("preempted", gp.id, "gopreempt_m")
