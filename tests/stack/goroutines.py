"""Stacks in the state that a test needs."""

from models.runtime.transitions import G_WAITING
from models.stack.function import Function
from models.stack.runtime import Stacks

FUNCTIONS = (
    Function("main.main", 48, ("x", "*p")),
    Function("main.f", 64, ("*p", "n"), ("*q", "m")),
    Function("main.big", 9000),
    Function("main.defers", 96, ("record[6]", "*p")),
    Function("main.waits", 64, ("value", "*elem")),
    Function("main.nosplit", 64, nosplit=True),
    Function("runtime.sigpanic", 32, ("info",)),
)


def stacks(**kwargs) -> Stacks:
    """Stacks with those functions."""
    return Stacks(functions=FUNCTIONS, **kwargs)


def running(rt, *names, args=(0, 0)):
    """A goroutine in main.main, which has called those functions, one from another."""
    gp = rt.newproc1("main.main")
    for name in names:
        rt.call(gp, name, *(args if name == "main.f" else ()))
    return gp


def parked(rt, *names):
    """Such a goroutine that waits."""
    gp = running(rt, *names)
    rt.mcall(gp, G_WAITING)
    return gp


def below(gp, address: int) -> int:
    """How far an address is below the high end of a goroutine's stack."""
    return gp.stack.hi - address


def kinds(rt) -> list[str]:
    """The kinds of the events so far."""
    return [event[0] for event in rt.trace]


def of_kind(rt, kind: str) -> list[tuple]:
    """The events of one kind, without the kind."""
    return [event[1:] for event in rt.trace if event[0] == kind]
