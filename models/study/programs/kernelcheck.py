"""What can become of a kernel over every schedule: how it ends, and whom it leaves waiting."""

from dataclasses import replace

from models.program.format import NIL, Program

from ..explore.explore import OVER
from .interleave import every_log, explored


def endings(program: Program) -> set[str]:
    """How it can end, whatever the scheduler does."""
    return {log.rpartition(" ")[2] for log in every_log(program)}


def together(program: Program, entries: tuple[str, ...]) -> bool:
    """Whether there is a schedule in which all these entries are in the log."""
    return any({*entries} <= {*log.split(" ")} for log in every_log(program))


def left(program: Program) -> int:
    """How many goroutines it can leave waiting for ever, at most, in a process that goes on after main.

    Body 0 runs as a goroutine, and a main of its own waits on a nil channel: so every schedule comes to
    where nobody can go on, and all are left but main that have not ended.
    """
    graph = explored(served(program))
    ends = (state for state, edges in enumerate(graph.edges) if not edges and state != OVER)
    return max((len(graph.requests(state)) - 1 for state in ends), default=0)


def served(program: Program) -> Program:
    """The program with body 0 as a goroutine that main starts, and a main that waits for ever."""
    main = (("go", len(program.bodies)), ("recv", len(program.chans)))
    bodies = (main, *program.bodies[1:], program.bodies[0])
    return replace(program, bodies=bodies, chans=(*program.chans, NIL))
