"""Shrinking: the garbage collector halves a stack of which less than a quarter is in use."""

from models.runtime.status import Throw
from models.runtime.transitions import G_RUNNING, G_SCAN, G_WAITING

# What a goroutine may give as its reason to wait though it works, on g0, and only lets its stack be scanned.
# Go: runtime2.go isWaitingForSuspendG
WAITING_FOR_SUSPEND_G = frozenset((
    "stopping the world", "GC mark termination", "garbage collection", "garbage collection scan",
    "trace goroutine status", "trace proc status", "page trace flush", "GC assist marking",
    "GC worker (active)", "flushing proc caches"))


def isShrinkStackSafe(rt, gp) -> bool:
    """Whether it is known of every frame which of its words are pointers, and nobody looks at the stack.

    Go: stack.go isShrinkStackSafe
    Leaves out: that 1.23 to 1.25 ask about the last one only while a trace is recorded.
    """
    if gp.syscallsp or gp.async_safe_point or gp.parking_on_chan:
        return False
    works = gp.status & ~G_SCAN == G_WAITING and gp.waitreason in WAITING_FOR_SUSPEND_G
    return not (works and rt.sizes.release >= "1.26")


def shrinkstack(rt, gp) -> None:
    """Move gp, which has stopped, to a stack of half the size, if that is not too small and less than a
    quarter is in use, with what functions without a check may need.

    Go: stack.go shrinkstack
    """
    if not gp.status & G_SCAN and gp.status != G_RUNNING:
        raise Throw("bad status in shrinkstack")
    if not rt.isShrinkStackSafe(gp):
        raise Throw("shrinkstack at bad time")
    if gp.m.libcallsp and gp.status == G_RUNNING:
        raise Throw("shrinking stack in libcall")
    if rt.sizes.gcshrinkstackoff or gp.is_mark_worker and rt.sizes.release < "1.26":
        return
    old, used = gp.stack.size, gp.stack.hi - gp.sched.sp
    if old // 2 < rt.sizes.fixed_stack or used + rt.sizes.stack_nosplit >= old // 4:
        return
    rt.emit("shrinkstack", gp.id, old, old // 2, used)
    rt.copystack(gp, old // 2)


def scanstack(rt, gp) -> None:
    """The garbage collector has stopped gp to look at its stack: it adds how much is in use to what it has
    seen of others, and has the stack shrunk, now or at gp's next check.

    Go: mgcmark.go scanstack
    Leaves out: the scan.
    """
    gp.status |= G_SCAN
    rt.scanned_stack_size += gp.stack.hi - (gp.syscallsp or gp.sched.sp)
    rt.scanned_stacks += 1
    if rt.isShrinkStackSafe(gp):
        rt.shrinkstack(gp)
    else:
        gp.preempt_shrink = True
        rt.emit("shrinklater", gp.id)
    gp.status &= ~G_SCAN
