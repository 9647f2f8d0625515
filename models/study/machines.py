"""Threads that begin, sleep, wake up and end: the run, how they can be counted, and what to ask about them.

Here a belief is not another rule set: it is a wrong answer, with the thought that leads to it. Its words are
`belief.<name>` in the catalogue.
"""

from collections.abc import Callable, Iterator, Sequence

from models.program.machines import WAVES, machines
from models.runtime.goroutine import MAIN
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime

from .choosers import seeded
from .runs import START_TICK

Choices = dict[str, str]  # the end of a label's key -> the belief behind it ("": right)


def run(*, procs: int, seed: int, costs: dict, waves: tuple = WAVES,
        rules: dict[str, Callable] = RULES) -> list[tuple]:
    """The trace of the program on as many Ps, each with a CPU of its own, up to the end of main."""
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed), durations=costs, rules=rules)
    Machine(rt, machines, waves).run()
    end = next(i for i, event in enumerate(rt.trace) if event[0] == "goexit" and event[4] == MAIN)
    return rt.trace[:end + 1]


def sleepers(trace: Sequence[tuple], asleep: Sequence[int] = ()) -> Iterator[list[int]]:
    """Before each event: the Ms that sleep for want of work, the last one on top; asleep: those at the start."""
    now = list(asleep)
    for event in trace:
        yield [*now]
        if event[0] == "stopm":
            now.append(event[2])
        elif event[0] == "startm" and event[4] in now:
            now.remove(event[4])


def made(trace: Sequence[tuple]) -> int:
    """How many threads were made."""
    return sum(event[0] == "startm" and event[7] for event in trace)


def asked(trace: list[tuple]) -> list[tuple]:
    """The trace with each question before the first event that it is about, where there is one."""
    found: dict[str, tuple[int, tuple]] = {}
    for i, (event, asleep) in enumerate(zip(trace, sleepers(trace))):
        for name, args, choices in questions(trace, i, asleep):
            found.setdefault(name, (i, question(event, name, args, choices)))
    at = dict(found.values())
    return [each for i, event in enumerate(trace) for each in ((at[i], event) if i in at else (event,))]


def questions(trace: list[tuple], i: int, asleep: list[int]) -> Iterator[tuple[str, dict, Choices]]:
    """What can be asked before event i: the question's name, what its texts name, its choices."""
    kind, _, m, _, *args = trace[i]
    if kind == "mexit":
        yield "ends", {"m": m}, {"ends": "", "next": "machines-end-unlocks", "sleeps": "machines-locked-sleeps"}
    if kind != "startm":
        return
    target, p, _, new = args
    named = {"m": m, "p": p, "target": target}
    if new and m >= 0:
        yield "new", named, {"later": "machines-no-new", "new": "", "there": "machines-made-at-start"}
    if not new and len(asleep) > 1:
        yield "wake", named | {"first": asleep[0]}, {"first": "machines-longest-sleeper", "last": "",
                                                     "new": "machines-always-new"}
    if found_work(trace, i):
        yield "found", named, {"runs": "machines-found-runs", "spins": "machines-spins-on", "wakes": ""}


def found_work(trace: list[tuple], i: int) -> bool:
    """Whether the M that wakes another in event i was spinning until now."""
    before = [event for event in trace[max(0, i - 2):i] if event[2] == trace[i][2]]
    return any(event[0] == "spinning" and not event[4] for event in before)


def question(event: tuple, name: str, args: dict, choices: Choices) -> tuple:
    """The question event before an event."""
    _, t, m, p, *_ = event
    offered = tuple((f"predict.machines-{name}.{choice}", args, belief) for choice, belief in choices.items())
    return ("question", t, m, p, f"machines-{name}", args, offered)
