"""Small machines for tests: a listing of the test's own, and a thread that is about to execute it."""

from models.amd64.birth import APART, GS, set_stack
from models.amd64.layout import offsets
from models.amd64.listing import functions
from models.amd64.machine import Machine

STACK = 0xC0000000


def thread(text: str, release: str = "1.27.3", **registers: int) -> Machine:
    """A machine at the first line of the listing's first function, on the stack of a g that is called `g`."""
    known = functions(text, release, offsets(release))
    made = Machine(release, known, {})
    made.gs["g"] = GS
    set_stack(made, GS, STACK, STACK + APART)
    made.registers |= {"PC": made.entries[next(iter(known))], "SP": STACK + APART} | registers
    return made
