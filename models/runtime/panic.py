"""panic and Goexit: deferred calls run frame by frame, from the one on top down (unwind.py).

    def fails():
        yield defer(rescues)
        yield panic("boom")
        yield log("never")

The frames of the functions that panicked stay where they are meanwhile, with the deferred calls on top
of them. Only when one of these has recovered, and returned, are they cut off (recovery.py).
"""

from dataclasses import dataclass

from .park import mcall


@dataclass(frozen=True, slots=True)
class GoError:
    """The value of a panic that the runtime raises by itself: an error with this text, in Go a plainError."""

    text: str


@dataclass(slots=True)
class Panic:
    """A panic, a Goexit or a deferreturn at work.

    arg: its value. start_sp: the depth of the frame that makes the deferred requests; sp: of the frame
    that deferred them, 0 when no frame is left.

    Go: runtime2.go _panic
    Leaves out: pc, fp, retpc; link, for gp.panic is a list with its head, the newest panic, at the end.
    """

    arg: object = None
    start_sp: int = 0
    sp: int = 0
    recovered: bool = False
    repanicked: bool = False
    goexit: bool = False
    deferreturn: bool = False


def panic(value) -> tuple:
    """panic(value)."""
    return ("gopanic", value)


def goexit() -> tuple:
    """runtime.Goexit()."""
    return ("Goexit",)


def gopanic(rt, gp, value):
    """Make the deferred requests, frame by frame, until one recovers; else the program ends.

    Go: panic.go gopanic
    """
    rt.sched.running_panic_defers += 1
    yield from rt.run_deferred(gp, Panic(rt.panic_nil() if value is None else value))
    rt.fatalpanic(gp)


def Goexit(rt, gp):
    """Make all the goroutine's deferred requests, then end it.

    Go: panic.go Goexit
    """
    yield from rt.run_deferred(gp, Panic(goexit=True))
    yield mcall("goexit0")


def deferreturn(rt, gp):
    """Make the deferred requests of the running function, which is about to return.

    Go: panic.go deferreturn
    Leaves out: that a function makes its open-coded ones itself, and calls this only after a recovery.
    """
    yield from rt.run_deferred(gp, Panic(deferreturn=True))
