"""Which deferred call comes next: of the frame where a panic stands, or of the next one below that has any.

The three that make deferred calls, gopanic, Goexit and deferreturn (panic.py), ask here for each.
"""

from .panic import Panic
from .park import mcall
from .status import Throw

RECOVERY = mcall("recovery")


def run_deferred(rt, gp, p: Panic):
    """Begin p, and make the deferred requests that are left for it, one after the other.

    Go: panic.go gopanic, panic.go Goexit, panic.go deferreturn
    """
    rt.panic_start(gp, p)
    while (request := (yield from rt.nextDefer(gp, p))) is not None:
        yield request


def panic_start(rt, gp, p: Panic) -> None:
    """p begins, on top of the panics under way, at the first frame with something deferred.

    Go: panic.go _panic.start
    """
    p.sp = p.start_sp = len(rt.frames[gp.id])
    if p.deferreturn:
        return
    if gp.panic is None:
        gp.panic = []
    gp.panic.append(p)
    rt.nextFrame(gp, p)


def nextDefer(rt, gp, p: Panic):
    """The next deferred request for p to make, None if there is none; if the last one recovered p, p ends.

    Go: panic.go _panic.nextDefer
    """
    if not p.deferreturn and gp.panic[-1] is not p:
        raise Throw("bad panic stack")
    if p.recovered:
        yield RECOVERY
    while (request := rt.unlink(gp, p.sp)) is None:
        if p.deferreturn or not rt.nextFrame(gp, p):
            return None
    return request


def unlink(rt, gp, sp: int) -> tuple | None:
    """Take what the frame at this depth deferred last, if anything is left of it.

    Go: panic.go _panic.nextDefer
    """
    frame = rt.frame_at(gp, sp)
    if frame is not None and frame.bits:
        top = frame.bits.bit_length() - 1
        frame.bits -= 1 << top
        return frame.slots[top]
    while gp.defer is not None and gp.defer[-1].sp == sp:
        d = gp.defer[-1]
        if not d.head:
            rt.popDefer(gp)
            return d.request
        rt.deferconvert(gp, d)
    return None


def nextFrame(rt, gp, p: Panic) -> bool:
    """Go down the stack from where p stands to the next frame with something deferred; whether there is one.

    Where it comes by an older panic's frame, it goes on where that one has got to: the frames between
    have nothing left. Before Go 1.27 it looks at each of them, and a panic that is passed on from frame
    to frame takes time as the square of their number.

    Go: panic.go _panic.nextFrame
    """
    older = gp.panic[-2] if len(gp.panic) > 1 and rt.const.release >= "1.27" else None
    while p.sp and not rt.has_deferred(gp, p.sp):
        if older is not None and p.sp == older.start_sp:
            p.sp = older.sp
        else:
            p.sp -= 1
    return p.sp > 0


def has_deferred(rt, gp, sp: int) -> bool:
    """Whether the frame at this depth has deferred requests left.

    Go: panic.go _panic.nextFrame, panic.go _panic.initOpenCodedDefers
    """
    if gp.defer is not None and gp.defer[-1].sp == sp:
        return True
    frame = rt.frame_at(gp, sp)
    return frame is not None and frame.bits > 0
