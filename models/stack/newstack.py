"""morestack and newstack: what happens when a function's check fails."""

from models.runtime.status import Throw
from models.runtime.transitions import G_COPYSTACK, G_RUNNING

from .function import AFTER_MORESTACK
from .goroutine import Gobuf
from .growth import StackOverflow, exceeds, newsize, overflow
from .sizes import STACK_FORCE_MOVE, STACK_FORK, STACK_PREEMPT, WORD


def morestack(rt, gp) -> None:
    """gp's place, at the first instruction of the function that found no room, goes into sched; newstack
    decides. Afterwards, unless gp had to stop, it is where morestack returns to: the function begins anew.

    Go: asm_amd64.s morestack
    Leaves out: the switch to g0 and back; m.morebuf; g0 and gsignal, whose stacks cannot grow.
    """
    function, _ = rt.findfunc(gp.regs.pc)
    pc = rt.entry(function.name) + AFTER_MORESTACK
    gp.sched = Gobuf(gp.regs.sp, pc, gp.regs.ctxt, gp.regs.bp)
    rt.emit("morestack", gp.id, function.name, gp.sched.sp)
    rt.newstack(gp)
    if gp.status == G_RUNNING:
        rt.gogo(gp)


def newstack(rt, gp) -> None:
    """Why has the check failed? Somebody wants gp to stop; or it needs a larger stack, and moves to one.

    Go: stack.go newstack
    Leaves out: the check that it is the goroutine which the thread runs.
    """
    if gp.stackguard0 == STACK_FORK:
        raise Throw("stack growth after fork")
    if gp.throwsplit:
        raise Throw("runtime: stack split at bad time")
    guard = gp.stackguard0
    if guard == STACK_PREEMPT and not rt.canPreemptM(gp.m, gp):
        rt.keep_running(gp)
        return
    if gp.sched.sp - WORD < gp.stack.lo:
        raise Throw("runtime: split stack overflow")
    if guard == STACK_PREEMPT:
        rt.preempted(gp)
        return
    size = rt.next_size(gp, guard)
    if exceeds(rt.sizes, size):
        sp = gp.sched.sp - WORD
        raise StackOverflow(overflow(rt.sizes, size, sp, gp.stack.lo, gp.stack.hi))
    gp.status = G_COPYSTACK
    rt.copystack(gp, size)
    gp.status = G_RUNNING


def next_size(rt, gp, guard: int) -> int:
    """The size of the stack that gp gets: what the function needs, or the same as before if gp shall only
    move.

    Go: stack.go newstack
    """
    function, _ = rt.findfunc(gp.sched.pc)
    used = gp.stack.hi - gp.sched.sp
    size = newsize(rt.sizes, gp.stack.size, used, function.frame)
    if guard == STACK_FORCE_MOVE:
        size = gp.stack.size
    rt.emit("newstack", gp.id, gp.stack.size, size, used, function.frame + rt.sizes.stack_guard)
    return size
