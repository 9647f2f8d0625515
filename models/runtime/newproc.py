"""A go statement, from the moment the new G is made to its place in a queue."""

from .fatal import Fatal
from .panic import GoError, panic
from .state import G, Gobuf
from .status import G_DEAD, G_IDLE, G_RUNNABLE, G_WAITING, Throw

TOP = 32  # bytes at the top of a new stack that stay free: four words on amd64


def go_stmt(rt, gp, fn, args: tuple):
    """What the compiler makes of `go fn(args)`: a closure that holds the arguments, and a call of newproc.

    newproc gets one argument, whatever the statement has: a function without any. Here that is the pair
    of fn and args. If fn is nil, and has arguments, it is the closure that finds it.

    Go: cmd/compile/internal/typecheck/stmt.go normalizeGoDeferCall
    Leaves out: that it is the same with a nil function that has results.
    """
    return rt.newproc(gp, (calls_nil if fn is None and args else fn, args)).id


def calls_nil(*args):
    """The closure of a nil function's call: the new goroutine panics."""
    yield panic(GoError("runtime error: invalid memory address or nil pointer dereference"))


def newproc(rt, gp, closure: tuple):
    """A go statement of the running G. All of it happens on the M's own stack, and then gp goes on.

    Go: proc.go newproc
    """
    return rt.systemstack(gp, "newproc_on_g0", *closure)


def newproc_on_g0(rt, mp, fn, args: tuple = ()):
    """The new G takes runnext, and a P without work may be woken to help.

    Go: proc.go newproc
    """
    pp = rt.allp[mp.p]
    gp = rt.newproc1(pp, fn, args, rt.allgs[mp.curg])
    rt.spend("newproc")
    rt.emit("newproc", mp.id, pp.id, gp.id, mp.curg)
    rt.runqput(pp, gp, next=True)
    if rt.state.main_started:
        rt.wakep(mp)
    return gp


def newproc1(rt, pp, fn, args: tuple = (), callergp=None, parked: bool = False, reason: str = ""):
    """Make a G that is ready to run fn(*args), or, if `parked`, that waits for `reason`.

    A dead G is used again if pp can get one; else a new one is made, with a stack.

    Go: proc.go newproc1
    Leaves out: labels, ancestors, the tracer, the garbage collector's account of stacks.
    """
    if fn is None:
        raise Fatal("go of nil func value")
    newg = rt.gfget(pp)
    if newg is None:
        newg = rt.malg(rt.const.stack_min)
        rt.casgstatus(newg, G_IDLE, G_DEAD)
    if not newg.stack:
        raise Throw("newproc1: newg missing stack")
    newg.sched = Gobuf(TOP, "goexit+1")
    newg.stktopsp = TOP
    rt.gostartcallfn(newg.sched, fn)
    newg.fn, newg.args = fn, args
    newg.parent_goid = callergp.goid if callergp else 0
    newg.waitreason = reason if parked else newg.waitreason
    newg.goid = rt.next_goid(pp)
    rt.casgstatus(newg, G_DEAD, G_WAITING if parked else G_RUNNABLE)
    return newg


def malg(rt, stacksize: int):
    """A new G with a stack; all else that a G has here is zero. Gs are never freed.

    Go: proc.go malg
    """
    newg = G(len(rt.allgs))
    newg.stack, newg.stackguard0 = stacksize, rt.const.stack_guard
    rt.allgs.append(newg)
    rt.frames.append(None)
    return newg


def gostartcallfn(rt, gobuf, fn) -> None:
    """Make gobuf look as if goexit had called fn and not got any further: fn will return into goexit.

    Go: stack.go gostartcallfn, sys_x86.go gostartcall
    """
    gobuf.sp += 8
    gobuf.pushed, gobuf.pc, gobuf.ctxt = gobuf.pc, fn, fn


def next_goid(rt, pp) -> int:
    """The next id of pp's batch. Ids are taken sixteen at a time, so Ps seldom meet over them.

    Go: proc.go newproc1
    """
    if pp.goidcache == pp.goidcacheend:
        pp.goidcache = rt.sched.goidgen + 1
        rt.sched.goidgen += rt.const.goid_batch
        pp.goidcacheend = rt.sched.goidgen + 1
    goid = pp.goidcache
    pp.goidcache += 1
    return goid
