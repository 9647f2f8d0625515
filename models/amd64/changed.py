"""Changed routines, and how the program ends with them."""

from .execute import step
from .program import LONGEST, machine
from .routines import ROUTINES

END = "END"


def without(routine: str, line: str) -> str:
    """Our text of the routines, but for one line of one of them; ValueError if there is no such line."""
    lines = ROUTINES.splitlines()
    begin = lines.index(f"{routine}:") if f"{routine}:" in lines else len(lines)
    for at in range(begin + 1, len(lines)):
        code = lines[at].partition(";")[0].strip()
        if code.endswith(":") and not code.startswith("."):
            break
        if code == line:
            return "\n".join(lines[:at] + lines[at + 1:])
    raise ValueError(f"{routine!r} has no line {line!r}; models/amd64/routines.py has them all")


def ending(release: str, routines: str) -> str:
    """How the program ends with these routines: "END", or the function in which the machine cannot go on.

    ValueError if it does neither.
    """
    thread = machine(release, routines=routines)
    for _ in range(LONGEST):
        if thread.halted:
            return END
        function, _ = thread.place()
        try:
            step(thread)
        except ValueError:
            return function
    raise ValueError(f"the program is not over after {LONGEST} steps; the routines go in a circle")
