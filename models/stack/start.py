"""The size that a goroutine's stack starts with, which the garbage collector adapts."""

from .alloc import Stack
from .sizes import round2


def gcComputeStartingStackSize(rt) -> None:
    """Goroutines that use a dead one's G again start with the average of what stacks were found to use, and
    room for the guard, rounded up to a power of two.

    Go: stack.go gcComputeStartingStackSize
    Leaves out: that each P counts for itself.
    """
    if not rt.sizes.adaptivestackstart:
        return
    size, stacks = rt.scanned_stack_size, rt.scanned_stacks
    rt.scanned_stack_size = rt.scanned_stacks = 0
    average = size // stacks + rt.sizes.stack_guard if stacks else 0
    average = max(min(average, rt.sizes.maxstacksize), rt.sizes.fixed_stack)
    rt.starting_stack_size = round2(average)
    rt.emit("startsize", rt.starting_stack_size)


def gfput(rt, p: int | None, stack: Stack | None) -> Stack | None:
    """The stack that a G keeps when its goroutine has ended: its own if that has the size to start with.

    Go: proc.go gfput
    """
    if stack and stack.size != rt.starting_stack_size:
        rt.stackfree(p, stack)
        return None
    return stack


def gfget(rt, p: int | None, stack: Stack | None) -> Stack:
    """The stack of a G that is used again. stack: what it has kept, or None.

    Go: proc.go gfget
    """
    return rt.gfput(p, stack) or rt.stackalloc(p, rt.starting_stack_size)


def gc(rt, gs) -> None:
    """One garbage collection, as far as it concerns the stacks of the goroutines gs, which have stopped.

    Go: mgc.go gcMarkDone, mgc.go gcMarkTermination
    Leaves out: everything else, and that the goroutines run meanwhile.
    """
    rt.gc_on = True
    for gp in gs:
        rt.scanstack(gp)
    rt.gcComputeStartingStackSize()
    rt.gc_on = False
    for p in range(len(rt.caches)):
        rt.stackcache_clear(p)
    rt.freeStackSpans()
