"""Where a goroutine stands: in which functions of its own, the innermost first."""

from types import GeneratorType

from models.program import bodies
from models.runtime.runtime import RULES

from .history import Place

HIDDEN = {rule.__code__ for rule in RULES.values()} | {bodies.main.__code__}


def stack(rt, gp) -> tuple[Place, ...]:
    """The places of the functions on gp's stack. What rules it waits in is not told, as in Go's reports."""
    frames = reversed(rt.frames[gp.id] or ())
    return tuple(place(frame) for frame in frames if shown(frame))


def shown(frame: GeneratorType) -> bool:
    """Whether a frame is the program's own."""
    module = frame.gi_frame.f_globals["__name__"]
    return frame.gi_code not in HIDDEN and not module.startswith("models.study.race")


def place(frame: GeneratorType) -> Place:
    """The place of a frame: of a body of the format its operation, of any other function its line."""
    if frame.gi_code is bodies.body.__code__:
        here = frame.gi_frame.f_locals
        return Place(f"body{here['k']}", here["pc"])
    return Place(frame.gi_code.co_name, frame.gi_frame.f_lineno)
