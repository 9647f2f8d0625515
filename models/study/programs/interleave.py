"""Every log that any scheduler could show for a program of the format.

Queues, Ps and time are left out of account: any goroutine that is not blocked may take the next
step. A step is one of sync's atomic operations (steps_*.py), what is done under a channel's lock, or
the note of an operation in the log.
"""

from models.program.format import Program

from ..explore.explore import MAX_STATES, Graph, TooMany, explore, uncollected
from ..explore.logset import Words, words
from ..explore.memory import PRIVATE
from ..steps.body import LOST, RULES, Text, goroutine

MAX_LOGS = 500_000


def every_log(program: Program, max_steps: int = 1_000_000, limit: int = MAX_STATES) -> set[str]:
    """Every log that any scheduler could show, each ended by how the run ended.

    TooMany where the program has more than `limit` states or MAX_LOGS logs.
    """
    logs = possible(program, max_steps, limit)
    if len(logs) > MAX_LOGS:
        raise TooMany(f"too many: {len(logs):,} logs, more than {MAX_LOGS:,}; make the program smaller")
    with uncollected():
        return {" ".join(log) for log in logs}


def possible(program: Program, max_steps: int = 1_000_000, limit: int = MAX_STATES) -> Words:
    """The same set, not written out: `log.split() in possible(program)`."""
    return logs(explored(program, max_steps, limit))


def logs(graph: Graph) -> Words:
    """The logs of a program that was explored."""
    with uncollected():
        return words(graph, lambda state: ["DEADLOCK"] * stuck(graph, state))


def stuck(graph: Graph, state: int) -> bool:
    """Whether goroutines are left in a state and none can go on, other than for want of room in the log."""
    return not graph.edges[state] and LOST not in graph.requests(state)


def explored(program: Program, max_steps: int = 1_000_000, limit: int = MAX_STATES) -> Graph:
    """The graph of all its interleavings; the labels are what the log says."""
    text = Text(program, max_steps)
    return explore(text.memory, [(goroutine, text, 0, 0)], RULES, PRIVATE, limit)
