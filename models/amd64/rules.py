"""What functions written in Go do to plain data between two switches, each in one step of the machine.

A rule takes its argument in AX and leaves its answer there, as a Go function does.
"""

from collections.abc import Callable, Mapping

from models.runtime.status import G_COPYSTACK, G_DEAD, G_RUNNABLE, G_RUNNING, G_WAITING

from .birth import CONST, newproc1, set_stack, stackalloc
from .layout import WORD
from .machine import Machine

STACK_PREEMPT = (1 << 64) - 1314  # above every SP (Go: stack.go stackPreempt)


def here(machine: Machine) -> tuple[int, int]:
    """The m, and the goroutine that it is running or has been asked to leave (0: none)."""
    m = machine.get(machine.reg("tls.g"), "g.m")
    return m, machine.get(m, "m.curg")


def runqput(machine: Machine) -> None:
    """The g in BX is the next to run.

    Go: proc.go runqput
    Leaves out: the queue; here at most one g is ready at a time.
    """
    machine.queue.insert(0, machine.reg("BX"))


def mstart0(machine: Machine) -> None:
    """The guard of the thread's own stack, so that functions written in Go can be called on it.

    Go: proc.go mstart0
    """
    g0 = machine.reg("R14")
    machine.put(g0, "g.stackguard0", machine.get(g0, "g.stack.lo") + CONST.stack_guard)


def dropg(machine: Machine, status: int) -> None:
    """The g in AX, which the m was running, gets that status, and m and g part.

    Go: proc.go dropg
    """
    m, gp = here(machine)
    machine.put(gp, "g.atomicstatus", status)
    machine.put(gp, "g.m", 0)
    machine.put(m, "m.curg", 0)


def park_m(machine: Machine) -> None:
    """The g in AX waits from here on.

    Go: proc.go park_m
    """
    dropg(machine, G_WAITING)


def goexit0(machine: Machine) -> None:
    """The g in AX is dead.

    Go: proc.go goexit0, proc.go gdestroy
    """
    dropg(machine, G_DEAD)


def ready(machine: Machine) -> None:
    """The one g that waits is ready again.

    Go: proc.go ready
    """
    waiting = next((g for g in machine.gs.values() if machine.get(g, "g.atomicstatus") == G_WAITING), 0)
    if not waiting:
        raise ValueError("ready is called, and no goroutine waits")
    machine.put(waiting, "g.atomicstatus", G_RUNNABLE)
    machine.queue.insert(0, waiting)


def schedule(machine: Machine) -> None:
    """Take the g that runs next; it comes out in AX.

    Go: proc.go schedule
    Leaves out: where to look; see the chapter on queues.
    """
    if not machine.queue:
        raise ValueError("no goroutine is ready: the program cannot go on")
    machine.registers["AX"] = machine.queue.pop(0)


def execute(machine: Machine) -> None:
    """The g in AX is the m's now; out comes the address of its gobuf.

    Go: proc.go execute
    """
    m, _ = here(machine)
    gp = machine.reg("AX")
    machine.put(m, "m.curg", gp)
    machine.put(gp, "g.m", m)
    machine.put(gp, "g.atomicstatus", G_RUNNING)
    machine.put(gp, "g.stackguard0", machine.get(gp, "g.stack.lo") + CONST.stack_guard)
    machine.registers["AX"] = machine.field(gp, "g.sched.sp")


def newstack(machine: Machine) -> None:
    """Move the m's goroutine to a stack of twice the size; out comes the address of its gobuf.

    Go: stack.go newstack
    Leaves out: preemption, the limit, and sizes above twice; see the chapter on stacks.
    """
    m, gp = here(machine)
    for field in ("pc", "sp", "g"):
        machine.put(m, f"m.morebuf.{field}", 0)
    machine.put(gp, "g.atomicstatus", G_COPYSTACK)
    copystack(machine, gp, 2 * (machine.get(gp, "g.stack.hi") - machine.get(gp, "g.stack.lo")))
    machine.put(gp, "g.atomicstatus", G_RUNNING)
    machine.registers["AX"] = machine.field(gp, "g.sched.sp")


def copystack(machine: Machine, gp: int, size: int) -> None:
    """Copy what is in use to the top of a new stack, and move every saved BP, SP and BP by the same distance.

    Go: stack.go copystack
    Leaves out: pointers in locals and arguments, of which this program has none into its own stack.
    """
    old, sp = machine.get(gp, "g.stack.hi"), machine.get(gp, "g.sched.sp")
    lo = stackalloc(machine, size)
    delta = lo + size - old
    for word in range(sp, old, WORD):
        if word in machine.memory:
            machine.write(word + delta, machine.read(word))
    bp = machine.get(gp, "g.sched.bp")
    machine.put(gp, "g.sched.bp", bp + delta if bp else 0)
    while bp and machine.read(bp):
        machine.write(bp + delta, machine.read(bp) + delta)
        bp = machine.read(bp)
    for field in ("g.sched.sp", "g.stktopsp"):
        machine.put(gp, field, machine.get(gp, field) + delta)
    set_stack(machine, gp, lo, lo + size)


def reentersyscall(machine: Machine) -> None:
    """From here on any check of the stack fails: in a system call a stack must not grow.

    Go: proc.go reentersyscall
    Leaves out: the P, which others may take meanwhile; see the chapter on Ms and Ps.
    """
    machine.put(machine.reg("R14"), "g.stackguard0", STACK_PREEMPT)


def exitsyscall(machine: Machine) -> None:
    """The guard is where it was. The gobuf keeps what save has put there, and nobody reads it.

    Go: proc.go exitsyscall
    """
    gp = machine.reg("R14")
    machine.put(gp, "g.stackguard0", machine.get(gp, "g.stack.lo") + CONST.stack_guard)


def exit(machine: Machine) -> None:
    """The process ends with main.

    Go: proc.go main
    """
    machine.halted = True


RULES: Mapping[str, Callable[[Machine], None]] = {
    rule.__name__: rule for rule in (newproc1, runqput, mstart0, park_m, goexit0, ready, schedule, execute,
                                     newstack, reentersyscall, exitsyscall, exit)}
