"""What comes after main.main: the end of the program, unless a panic elsewhere may still bring another."""

from .goroutine import GOSCHED
from .park import mcall

PATIENCE = 1000  # times that a main that has returned lets others go first

MAIN_EXIT = mcall("main_exit", "exit")


def main_returns(rt, mp, gp) -> None:
    """main.main has returned: the program ends, at once or when no panic runs deferred calls elsewhere.

    Go: proc.go main
    Leaves out: that main parks while a panic elsewhere is printed, which takes no time here; exit hooks.
    """
    if rt.sched.running_panic_defers:
        rt.frames[gp.id].append(rt.wait_for_panics())
    else:
        rt.main_exit(mp, gp)


def wait_for_panics(rt):
    """Let others go first as long as deferred calls of a panic run: that panic may yet end the program.

    A panic whose place a Goexit took is never over; then main yields a thousand times in vain.

    Go: proc.go main
    """
    for _ in range(PATIENCE):
        if not rt.sched.running_panic_defers:
            break
        yield GOSCHED
    yield MAIN_EXIT


def main_exit(rt, mp, gp) -> None:
    """The program ends, and with it everything that goes on.

    Go: proc.go main
    """
    rt.exited = True
    rt.goexit0(mp, gp)
