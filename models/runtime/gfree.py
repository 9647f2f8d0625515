"""Dead Gs wait to be used again: in a list of each P's, and what is too much there in two for all."""

from .status import G_DEAD, Throw


def gfput(rt, pp, gp) -> None:
    """Put a dead G on top of pp's list; a list that has grown to 64 gives all but 31 to the others.

    A stack of another size than new goroutines get is freed first.

    Go: proc.go gfput
    """
    if gp.status != G_DEAD:
        raise Throw("gfput: bad status (not Gdead)")
    if gp.stack != rt.const.stack_min:
        gp.stack = gp.stackguard0 = 0
    pp.gfree.append(gp.id)
    if len(pp.gfree) >= rt.const.gfree_max:
        rt.gfflush(pp, rt.const.gfree_keep)


def gfpurge(rt, pp) -> None:
    """pp's dead Gs go to the lists for all.

    Go: proc.go gfpurge
    """
    rt.gfflush(pp, 1)


def gfflush(rt, pp, keep: int) -> None:
    """Move Gs from the top of pp's list to the lists for all, until fewer than `keep` are left.

    Go: proc.go gfput, proc.go gfpurge
    """
    stacked, bare = [], []
    while len(pp.gfree) >= keep:
        gp = rt.allgs[pp.gfree.pop()]
        (stacked if gp.stack else bare).append(gp.id)
    rt.sched.gfree_nostack += bare
    rt.sched.gfree_stack += stacked


def gffill(rt, pp) -> None:
    """Fill pp's list up to 32 from the lists for all, those with a stack first.

    Go: proc.go gfget
    """
    while len(pp.gfree) < rt.const.gfree_keep:
        source = rt.sched.gfree_stack or rt.sched.gfree_nostack
        if not source:
            return
        pp.gfree.append(source.pop())


def gfget(rt, pp):
    """The dead G on top of pp's list, with a stack of the size that new goroutines get; or None.

    Go: proc.go gfget
    Leaves out: the start size that the garbage collector adapts; see the chapter on stacks.
    """
    if not pp.gfree:
        rt.gffill(pp)
    if not pp.gfree:
        return None
    gp = rt.allgs[pp.gfree.pop()]
    if gp.stack != rt.const.stack_min:
        gp.stack, gp.stackguard0 = rt.const.stack_min, rt.const.stack_guard
    return gp
