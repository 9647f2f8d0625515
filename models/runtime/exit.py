"""os.Exit: the program ends at once, whoever else is at work."""

from .park import mcall

EXIT = mcall("exit_process", "exit")


def exit_program() -> mcall:
    """os.Exit(0)."""
    return EXIT


def exit_process(rt, mp, gp) -> None:
    """The process ends: nothing that is deferred runs any more, and nobody is waited for.

    Go: os/proc.go Exit
    Leaves out: the status; what runs before, such as the race detector's report.
    """
    rt.exited = True
