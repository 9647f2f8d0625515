"""What outside a stack's frames points into the stack: what a goroutine keeps of its registers, and its
deferred calls and panics.
"""

from .sizes import WORD

# A deferred call's record: words from its address on.
# Go: runtime2.go _defer
DEFER = ("flags", "sp", "pc", "fn", "link", "head")


def defer_field(d: int, name: str) -> int:
    """The address of a field of the record at address d."""
    return d + DEFER.index(name) * WORD


def push_defer(rt, gp, d: int, fn: int) -> None:
    """Make the record at address d the head of gp's list: call the closure fn when the innermost function
    returns.

    Go: panic.go deferprocStack
    """
    rt.store(defer_field(d, "sp"), gp.regs.sp)
    rt.store(defer_field(d, "pc"), gp.regs.pc)
    rt.store(defer_field(d, "fn"), fn)
    rt.store(defer_field(d, "link"), gp.defer)
    gp.defer = d


def deferprocStack(rt, gp, record: str, fn: int) -> None:
    """Defer a call with a record that is a local of the innermost function, of six words.

    Go: panic.go deferprocStack
    """
    rt.push_defer(gp, rt.variable(gp, record), fn)


def deferproc(rt, gp, fn: int) -> None:
    """Defer a call with a record on the heap.

    Go: panic.go deferproc
    """
    d = rt.newobject(len(DEFER))
    rt.store(defer_field(d, "flags"), 1)
    rt.push_defer(gp, d, fn)


def adjustctxt(rt, gp, adjinfo) -> None:
    """Re-aim the closure and the base pointer in sched.

    Go: stack.go adjustctxt
    """
    gp.sched.ctxt = rt.adjusted(gp, adjinfo, gp.sched.ctxt, "sched.ctxt")
    gp.sched.bp = rt.adjusted(gp, adjinfo, gp.sched.bp, "sched.bp")


def adjustdefers(rt, gp, adjinfo) -> None:
    """Re-aim the head of the list of deferred calls, and of each its closure, its frame and the next one.

    In a record on the stack these are not known as pointers to the frame that it lies in.

    Go: stack.go adjustdefers
    """
    d = gp.defer = rt.adjusted(gp, adjinfo, gp.defer, "defer")
    while d:
        for name in ("fn", "sp", "link"):
            rt.adjustpointer(gp, adjinfo, defer_field(d, name), f"defer.{name}")
        d = rt.load(defer_field(d, "link"))


def adjustpanics(rt, gp, adjinfo) -> None:
    """Re-aim the head of the list of panics. They lie in frames, which take care of what they point to.

    Go: stack.go adjustpanics
    """
    gp.panic = rt.adjusted(gp, adjinfo, gp.panic, "panic")
