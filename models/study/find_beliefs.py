"""What to ask a reader while an M looks for work, and what somebody else would expect.

Here a belief is not another rule set: it is a wrong answer, with the thought that leads to it. Its words are
`belief.<name>` in the catalogue.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Ask(NamedTuple):
    """A question. fits(trace, i): whether it can be asked before event i. choices: a belief each ("": the right
    one).
    """

    fits: Callable[[Sequence[tuple], int], bool]
    choices: dict[str, str]


def looks(event: tuple, where: str) -> bool:
    """Whether the event is a look there."""
    return event[0] == "look" and event[4] == where


def brought(trace: Sequence[tuple], i: int) -> bool:
    """Before the network brings a G, where there is one to steal as well."""
    return trace[i][0] == "netready" and any(event[0] == "runqgrab" for event in trace[i:])


def left_alone(trace: Sequence[tuple], i: int) -> bool:
    """Before the first try after a G has come to another P's runnext."""
    return looks(trace[i], "try") and any(event[0] == "newproc" for event in trace[:i])


ASKS = {
    "door": Ask(brought, {"steal": "find-steal-before-network", "network": "", "sleep": "find-sleeps"}),
    "timer": Ask(lambda trace, i: looks(trace[i], "timers"),
                 {"owner": "find-timer-owner", "thief": "", "thread": "find-timer-thread"}),
    "late": Ask(lambda trace, i: trace[i][0] == "newproc",
                {"wakes": "find-go-wakes", "nobody": "", "stays": "find-go-stays"}),
    "next": Ask(left_alone, {"first": "runnext-stolen-first", "last": "", "never": "find-next-never"}),
}


def asked(trace: Sequence[tuple]) -> list[tuple]:
    """The trace with each question before the first event that it can be asked before, where there is one."""
    left, found = dict(ASKS), []
    for i, event in enumerate(trace):
        name = next((name for name, ask in left.items() if ask.fits(trace, i)), None)
        if name:
            found.append(question(name, event, left.pop(name)))
        found.append(event)
    return found


def question(name: str, event: tuple, ask: Ask) -> tuple:
    """The question before an event."""
    _, t, m, p, *_ = event
    args = {"g": event[4]}
    choices = tuple((f"predict.find-{name}.{choice}", args, belief) for choice, belief in ask.choices.items())
    return ("question", t, m, p, f"find-{name}", args, choices)
