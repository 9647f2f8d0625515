"""What to ask a reader while sysmon watches a program, and what somebody else would expect.

Here a belief is not another rule set: it is a wrong answer, with the thought that leads to it. Its words are
`belief.<name>` in the catalogue.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from models.runtime.sysmon import SYSMON

from .watching import CALLER, Round


class Ask(NamedTuple):
    """A question. about(trace, i): the event that it is about, if event i is the one before which it is
    asked, or None. choices: a belief each ("": the right one).
    """

    about: Callable[[list[tuple], int], tuple | None]
    choices: dict[str, str]


def when(test: Callable[[tuple], bool]) -> Callable:
    """Before the event that this is true of, which it is about."""
    return lambda trace, i: trace[i] if test(trace[i]) else None


def idle(trace: list[tuple], i: int) -> tuple | None:
    """Before an M takes an idle P to come back from a system call."""
    after = trace[i + 1] if trace[i][0] == "acquirep" and i + 1 < len(trace) else ("",)
    return after if after[0] == "exitsyscall" and after[5] == "idle" else None


ONE_P = {
    "first": Ask(when(lambda e: isinstance(e, Round) and "call" in (what for _, what in e.found)),
                 {"takes": "sysmon-takes-at-once", "notes": "", "interrupts": "sysmon-ends-calls"}),
    "back": Ask(when(lambda e: e[0] == "exitsyscall" and e[5] == "none"),
                {"takes-back": "syscall-owner-first", "own": "syscall-own-queue", "global": ""}),
    "network": Ask(when(lambda e: e[0] == "injectglist" and e[2] == SYSMON),
                   {"thread": "network-needs-thread", "writer": "network-writer-readies", "sysmon": ""}),
    "loop": Ask(when(lambda e: e[0] == "preempt"),
                {"nothing": "loop-cannot-stop", "signal": "", "kernel": "kernel-switches-goroutines"}),
    "stopped": Ask(when(lambda e: e[0] == "gopreempt"),
                   {"ring": "preempted-own-ring", "global": "", "next": "preempted-runs-next"}),
}
TWO_PS = {
    "idle": Ask(idle, {"waits": "syscall-always-queues", "any": "", "old": "syscall-old-p-only"}),
}


def asked(trace: list[tuple], asks: dict[str, Ask]) -> list[tuple]:
    """The trace with each question before the first event that it can be asked before, where there is one."""
    return [each for event, question in questioned(trace, asks)
            for each in ((question, event) if question else (event,))]


def questioned(trace: list[tuple], asks: dict[str, Ask]) -> Iterator[tuple[tuple, tuple]]:
    """Each event with the question before it, or ()."""
    left = dict(asks)
    for i, event in enumerate(trace):
        found = next(((name, about) for name, ask in left.items() if (about := ask.about(trace, i))), None)
        yield event, question(*found, left.pop(found[0])) if found else ()


def question(name: str, event: tuple, ask: Ask) -> tuple:
    """The question about an event."""
    _, t, m, p, *_ = event
    args = {"m": m, "p": place(event), "g": goroutine(event)}
    choices = tuple((f"predict.sysmon-{name}.{choice}", args, belief)
                    for choice, belief in ask.choices.items())
    return ("question", t, m, p, f"sysmon-{name}", args, choices)


def place(event: tuple) -> int:
    """The P that an event is about."""
    if isinstance(event, Round):
        return event.found[0][0]
    return event[4] if event[0] == "preempt" else event[3] or 0


def goroutine(event: tuple) -> int:
    """The G that an event is about; of a look of sysmon's, the one that is in a system call."""
    if isinstance(event, Round):
        return CALLER
    return {"injectglist": lambda: event[4][0], "preempt": lambda: event[5]}.get(event[0], lambda: event[4])()
