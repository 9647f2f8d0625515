"""What to ask a reader while an M looks for work, and what somebody else would expect.

Here a belief is not another rule set: it is a wrong answer, with the thought that leads to it. Its words are
`belief.<name>` in the catalogue.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Ask(NamedTuple):
    """A question. about(trace, i): the event that it is about, if event i is the one before which it is
    asked, or None. choices: a belief each ("": the right one).
    """

    about: Callable[[Sequence[tuple], int], tuple | None]
    choices: dict[str, str]


def looks(event: tuple, where: str) -> bool:
    """Whether the event is a look there."""
    return event[0] == "look" and event[4] == where


def when(test: Callable[[tuple], bool]) -> Callable:
    """Before the event that this is true of, which it is about."""
    return lambda trace, i: trace[i] if test(trace[i]) else None


def brought(trace: Sequence[tuple], i: int) -> tuple | None:
    """Before the network brings Gs, where there is one to steal as well."""
    at = i + (trace[i][0] == "injectglist")
    to_steal = any(event[0] == "runqgrab" for event in trace[i:])
    return trace[at] if trace[at][0] == "netready" and to_steal else None


def left_alone(trace: Sequence[tuple], i: int) -> tuple | None:
    """Before the first try after a G has come to another P's runnext."""
    return trace[i] if looks(trace[i], "try") and any(event[0] == "newproc" for event in trace[:i]) else None


ASKS = {
    "door": Ask(brought, {"steal": "find-steal-before-network", "network": "", "sleep": "find-sleeps"}),
    "timer": Ask(when(lambda event: looks(event, "timers")),
                 {"owner": "find-timer-owner", "thief": "", "thread": "find-timer-thread"}),
    "late": Ask(when(lambda event: event[0] == "newproc"),
                {"wakes": "find-go-wakes", "nobody": "", "stays": "find-go-stays"}),
    "next": Ask(left_alone, {"first": "runnext-stolen-first", "last": "", "never": "find-next-never"}),
}


def asked(trace: Sequence[tuple]) -> list[tuple]:
    """The trace with each question before the first event that it can be asked before, where there is one."""
    left, found = dict(ASKS), []
    for i, event in enumerate(trace):
        fits = next(((name, about) for name, ask in left.items() if (about := ask.about(trace, i))), None)
        if fits:
            name, about = fits
            found.append(question(name, about, left.pop(name)))
        found.append(event)
    return found


def question(name: str, event: tuple, ask: Ask) -> tuple:
    """The question about an event."""
    _, t, m, p, *_ = event
    args = {"g": event[4]}
    choices = tuple((f"predict.find-{name}.{choice}", args, belief) for choice, belief in ask.choices.items())
    return ("question", t, m, p, f"find-{name}", args, choices)
