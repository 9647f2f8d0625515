"""Calls and returns: what each writes on the stack, and the check that each call begins with.

A goroutine that runs has its place in `regs`. Where Go runs instructions, these rules do what they come to.
"""

from models.runtime.transitions import G_RUNNABLE, G_RUNNING

from .function import AFTER_CALL, AT_TRAP
from .goroutine import G, Gobuf, M
from .prologue import enters_morestack, form
from .sizes import WORD


def newproc1(rt, name: str, m: M | None = None, ctxt: int = 0) -> G:
    """A new goroutine that is to run function `name` with closure ctxt, and begins to, on thread m.

    Above its function's frame are the return address, into goexit, and four words that nobody uses.

    Go: proc.go newproc1, sys_x86.go gostartcall
    Leaves out: that its G may be one that is used again (start.py), and that it waits in a run queue first.
    """
    m = m or M()
    stack = rt.stackalloc(m.cache, rt.sizes.fixed_stack)
    rt.goid += 1
    gp = G(rt.goid, stack, stack.lo + rt.sizes.stack_guard, m)
    gp.stktopsp = stack.hi - 4 * WORD
    sp = gp.stktopsp - WORD
    rt.store(sp, rt.entry("runtime.goexit") + 1)
    gp.regs = Gobuf(sp, rt.entry(name), ctxt)
    rt.emit("call", gp.id, name, sp)
    rt.prologue(gp)
    return gp


def call(rt, gp, name: str, *args: int, ctxt: int = 0) -> bool:
    """gp's innermost function calls another, with one word for each argument. Whether that has begun: no,
    if its check has had gp preempted; then `resume` goes on.

    ValueError if the arguments are not as many as the function's, or the caller's frame has no room for them.
    """
    to, caller = rt.entry(name), rt.innermost(gp)
    function, _ = rt.findfunc(to)
    words = sum(each.words for each in function.arg_slots)
    if len(args) != words:
        raise ValueError(f"{name} takes {words} words of arguments, not {len(args)}")
    lowest = min([at for _, at in caller.fn.offsets.values() if at < 0], default=0)
    if gp.regs.sp + words * WORD > caller.varp + lowest:
        raise ValueError(f"{caller.fn.name} has no room for {words} words of arguments: "
                         "give it a larger frame")
    for i, arg in enumerate(args):
        rt.store(gp.regs.sp + i * WORD, arg)
    gp.regs.sp -= WORD
    rt.store(gp.regs.sp, rt.entry(caller.fn.name) + AFTER_CALL)
    gp.regs.pc, gp.regs.ctxt = to, ctxt
    rt.emit("call", gp.id, name, gp.regs.sp)
    return rt.prologue(gp)


def prologue(rt, gp) -> bool:
    """A function's first instructions: the check, again and again while it fails; then the frame.

    False if the goroutine had to stop there.

    Go: cmd/internal/obj/x86/obj6.go preprocess
    """
    function, _ = rt.findfunc(gp.regs.pc)
    check = form(rt.sizes, function.frame, nosplit=function.nosplit)
    while enters_morestack(rt.sizes, function.frame, gp.regs.sp, gp.stackguard0, form=check):
        rt.morestack(gp)
        if gp.status != G_RUNNING:
            return False
    if function.frame:
        rt.store(gp.regs.sp - WORD, gp.regs.bp)
        gp.regs.bp = gp.regs.sp - WORD
    gp.regs.sp -= function.frame
    gp.regs.pc = rt.entry(function.name) + AFTER_CALL
    return True


def ret(rt, gp) -> None:
    """gp's innermost function returns. What it wrote stays where it is; only the registers move.

    ValueError if it is the goroutine's own function.
    """
    frame = rt.innermost(gp)
    back = rt.load(frame.fp - WORD)
    if back == rt.entry("runtime.goexit") + 1:
        raise ValueError(f"{frame.fn.name} is the goroutine's own function: it would return to goexit")
    if frame.has_bp:
        gp.regs.bp = rt.load(frame.varp)
    gp.regs.sp, gp.regs.pc = frame.fp, back
    rt.emit("ret", gp.id, frame.fn.name, frame.fp - WORD)


def trap(rt, gp, name: str) -> bool:
    """An instruction of gp's innermost function traps, say because a pointer is nil: it seems to have called
    function `name`, which stands for sigpanic.

    Go: signal_amd64.go sigctxt.preparePanic
    """
    caller = rt.innermost(gp)
    gp.regs.sp -= WORD
    rt.store(gp.regs.sp, rt.entry(caller.fn.name) + AT_TRAP)
    gp.regs.pc = rt.entry(name)
    rt.emit("call", gp.id, name, gp.regs.sp)
    return rt.prologue(gp)


def mcall(rt, gp, status: int) -> None:
    """gp stops in its innermost function, and its place is kept in sched.

    Go: asm_amd64.s mcall
    """
    gp.sched = Gobuf(gp.regs.sp, gp.regs.pc, 0, gp.regs.bp)
    gp.status = status


def gogo(rt, gp) -> None:
    """gp's registers are as sched says, which is emptied but for the code address.

    Go: asm_amd64.s gogo
    """
    gp.regs, gp.sched = gp.sched, Gobuf(pc=gp.sched.pc)


def execute(rt, gp) -> None:
    """gp runs again. It was asked to stop once, and has; its guard stands where it belongs.

    Go: proc.go execute
    """
    gp.status = G_RUNNING
    gp.preempt = gp.sync_safe_point = False
    gp.stackguard0 = gp.stack.lo + rt.sizes.stack_guard
    rt.gogo(gp)


def resume(rt, gp) -> bool:
    """A goroutine that was preempted in a check runs again, and begins the check anew.

    ValueError for one that is not runnable.
    """
    if gp.status != G_RUNNABLE:
        raise ValueError(f"goroutine {gp.id} has status {gp.status}: only a runnable one goes on")
    rt.execute(gp)
    return rt.prologue(gp)
