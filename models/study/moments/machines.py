"""Threads that begin, sleep, wake up and end: the run, how they can be counted, and what to ask about them."""

from collections.abc import Callable, Iterator, Sequence

from models.program.machines import WAVES, machines
from models.runtime.goroutine import MAIN
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime

from ..asking import Ask
from ..choosers import seeded
from ..runs import START_TICK


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


def ends(trace: Sequence[tuple]) -> Iterator[tuple[int, dict]]:
    """A thread ends."""
    return ((i, {"m": event[2]}) for i, event in enumerate(trace) if event[0] == "mexit")


def started(trace: Sequence[tuple]) -> Iterator[tuple[int, dict, list[int]]]:
    """Each event in which an M starts another, what its texts name, and which Ms sleep before it."""
    for i, (event, asleep) in enumerate(zip(trace, sleepers(trace))):
        if event[0] == "startm":
            _, _, m, _, target, p, _, _ = event
            yield i, {"m": m, "p": p, "target": target}, asleep


def new(trace: Sequence[tuple]) -> Iterator[tuple[int, dict]]:
    """An M makes a new thread."""
    return ((i, named) for i, named, _ in started(trace) if trace[i][7] and named["m"] >= 0)


def wakes(trace: Sequence[tuple]) -> Iterator[tuple[int, dict]]:
    """One of several threads that sleep is woken."""
    return ((i, named | {"first": asleep[0]}) for i, named, asleep in started(trace)
            if not trace[i][7] and len(asleep) > 1)


def found_work(trace: Sequence[tuple]) -> Iterator[tuple[int, dict]]:
    """An M that was spinning until now wakes another."""
    for i, named, _ in started(trace):
        just = [event for event in trace[max(0, i - 2):i] if event[2] == named["m"]]
        if any(event[0] == "spinning" and not event[4] for event in just):
            yield i, named


ASKS = (
    Ask("machines-ends", ends, {"ends": "", "next": "machines-end-unlocks", "sleeps": "machines-locked-sleeps"}),
    Ask("machines-new", new, {"later": "machines-no-new", "new": "", "there": "machines-made-at-start"}),
    Ask("machines-wake", wakes,
        {"first": "machines-longest-sleeper", "last": "", "new": "machines-always-new"}),
    Ask("machines-found", found_work,
        {"runs": "machines-found-runs", "spins": "machines-spins-on", "wakes": ""}),
)
