"""A function calls itself, and each call begins with the check of the stack: what each compares, and what follows.

    checks(120)   # nine calls find room on 2048 bytes, the tenth does not
"""

from typing import NamedTuple

from models.stack.function import Function
from models.stack.prologue import compared, enters_morestack, form
from models.stack.runtime import Stacks
from models.stack.sizes import POINTER_MASK

FIRST = Function("main.run", 16)  # the goroutine's own function
LONGEST = 200  # calls after which every frame that is allowed has filled a new stack


class Check(NamedTuple):
    """One moment. kind: "call", "grow", "again" (the check, begun anew), "ask" (somebody wants the goroutine to
    stop), "stop" or "ret".

    call: which call of the function, from 1. sp and compared: distances from the stack's low end. guard: that of
    the guard, but the value itself if it is no address. size: the stack's bytes. fits: what the check says.
    """

    kind: str
    call: int
    sp: int
    compared: int
    guard: int
    size: int
    fits: bool


def checks(frame: int) -> list[Check]:
    """Calls with that frame until the stack has grown; then one more, of which somebody wants that it stops."""
    rt = Stacks(functions=[FIRST, Function("main.f", frame)])
    gp = rt.newproc1("main.run")
    found: list[Check] = []
    while not any(one.kind == "grow" for one in found):
        found += called(rt, gp, frame, len(found) + 1)
    rt.preemptone(gp)
    call = found[-1].call + 1
    found.append(moment(rt, gp, "ask", call - 1, gp.regs.sp, frame)._replace(fits=True))
    found += called(rt, gp, frame, call)
    rt.resume(gp)
    return [*found, moment(rt, gp, "again", call, gp.regs.sp + frame, frame)]


def called(rt, gp, frame: int, call: int) -> list[Check]:
    """What one call comes to: the check; if it fails what is done about that, and the check again."""
    found = [moment(rt, gp, "call", call, gp.regs.sp - 8, frame)]
    size = gp.stack.size
    if not rt.call(gp, "main.f"):
        return [*found, moment(rt, gp, "stop", call, gp.sched.sp, frame)]
    if gp.stack.size > size:
        again = moment(rt, gp, "again", call, gp.regs.sp + frame, frame)
        found += [again._replace(kind="grow"), again]
    return found


def moment(rt, gp, kind: str, call: int, sp: int, frame: int) -> Check:
    """How it stands, seen from the function's first instruction, where the stack pointer is sp."""
    lo, guard = gp.stack.lo, gp.stackguard0
    value, _ = compared(rt.sizes, frame, sp)
    fails = enters_morestack(rt.sizes, frame, sp, guard, form=form(rt.sizes, frame))
    return Check(kind, call, sp - lo, value - lo, guard - lo if guard < POINTER_MASK // 2 else guard,
                 gp.stack.size, not fails)
