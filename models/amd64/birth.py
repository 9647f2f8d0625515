"""How a g is born: with a stack, and with a gobuf as if it had been switched away from."""

from models.runtime.constants import Constants
from models.runtime.status import G_RUNNABLE

from .layout import WORD
from .machine import Machine

CONST = Constants()
TOP = 4 * WORD           # at the top of a new stack, left free
GS = 0x600000            # where gs lie
APART = 0x1000           # between two gs; stacks lie a multiple of it apart


def stackalloc(machine: Machine, size: int) -> int:
    """The low end of a stack of that many bytes that nobody has used yet.

    Go: stack.go stackalloc
    Leaves out: everything, but that stacks do not overlap; see the chapter on stacks.
    """
    lo = machine.free
    machine.free += -(-size // APART) * 2 * APART
    return lo


def malg(machine: Machine, name: str, size: int) -> int:
    """A g with a stack of `size` bytes, all else zero; its address.

    Go: proc.go malg
    """
    g = GS + APART * (1 + len(machine.gs))
    for field in machine.offsets:
        if field.startswith("g."):
            machine.put(g, field, 0)
    lo = stackalloc(machine, size)
    set_stack(machine, g, lo, lo + size)
    machine.gs[name] = g
    return g


def set_stack(machine: Machine, g: int, lo: int, hi: int) -> None:
    """Give a g a stack, and put the guard where the prologues look for it.

    Go: proc.go malg, stack.go copystack
    """
    machine.put(g, "g.stack.lo", lo)
    machine.put(g, "g.stack.hi", hi)
    machine.put(g, "g.stackguard0", lo + CONST.stack_guard)


def newproc1(machine: Machine) -> None:
    """Make a g that is ready to run the func value in AX; the g comes out in AX.

    Go: proc.go newproc1
    Leaves out: dead gs used again, ids, and what newproc1 does besides; see the chapter on `go f()`.
    """
    fn = machine.reg("AX")
    name = machine.names().term(fn).removesuffix("·f").rpartition(".")[2]
    g = malg(machine, name, CONST.stack_min)
    sp = machine.get(g, "g.stack.hi") - TOP
    machine.put(g, "g.sched.sp", sp)
    machine.put(g, "g.stktopsp", sp)
    machine.put(g, "g.sched.pc", machine.entries["goexit"] + 1)
    machine.put(g, "g.sched.g", g)
    gostartcall(machine, g, machine.read(fn), fn)
    machine.put(g, "g.startpc", machine.read(fn))
    machine.put(g, "g.atomicstatus", G_RUNNABLE)
    machine.registers["AX"] = g


def gostartcall(machine: Machine, g: int, code: int, ctxt: int) -> None:
    """Make the gobuf look as if what its pc names had called `code` and not got any further.

    Go: sys_x86.go gostartcall, stack.go gostartcallfn
    """
    sp = machine.get(g, "g.sched.sp") - WORD
    machine.write(sp, machine.get(g, "g.sched.pc"))
    machine.put(g, "g.sched.sp", sp)
    machine.put(g, "g.sched.pc", code)
    machine.put(g, "g.sched.ctxt", ctxt)
