"""What a trace amounts to: the numbers that figures draw and tests compare.

Every function takes a list of events, of the model or of a recording of real Go, in the order of
their times. Times are nanoseconds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from models.runtime.events import read

LEAVES = ("gosched", "gopark", "goexit")
WAITS_FROM = ("newproc", "goready", "gosched")


class Turn(NamedTuple):
    """G g runs on P p from `start` to `end`."""

    p: int
    g: int
    start: int
    end: int


class Steal(NamedTuple):
    """P p takes n Gs from P victim; from its runnext if `runnext`, else from its ring."""

    t: int
    p: int
    victim: int
    n: int
    runnext: bool


def span(trace: list[tuple]) -> tuple[int, int]:
    """The times of the first and the last event; ValueError if there is none."""
    if not trace:
        raise ValueError("an empty trace has no times; give one with at least one event")
    return trace[0][1], trace[-1][1]


def makespan(trace: list[tuple]) -> int:
    """How long it all took, from the first event to the last."""
    start, end = span(trace)
    return end - start


def turns(trace: list[tuple]) -> list[Turn]:
    """Every G's every turn, in the order in which they end.

    Whoever runs when the trace begins has run from its first event on, whoever still runs when it
    ends, to its last.
    """
    start, end = span(trace)
    since: dict[int, tuple[int, int]] = {}
    done = []
    for event in map(read, trace):
        if event.kind == "execute":
            since[event.g] = (event.p, event.t)
        elif event.kind in LEAVES:
            p, began = since.pop(event.g, (event.p, start))
            done.append(Turn(p, event.g, began, event.t))
    return done + [Turn(p, g, began, end) for g, (p, began) in since.items()]


def executions(trace: list[tuple]) -> int:
    """How often a G began to run."""
    return sum(event[0] == "execute" for event in trace)


def busy(trace: list[tuple], gap: int = 0) -> dict[int, list[tuple[int, int]]]:
    """For each P that ran something, when it ran Gs, as (start, end) in order.

    Turns that follow each other within `gap` ns count as one stretch.
    """
    stretches: dict[int, list[tuple[int, int]]] = {}
    for turn in sorted(turns(trace), key=lambda turn: turn.start):
        of_p = stretches.setdefault(turn.p, [])
        if of_p and turn.start - of_p[-1][1] <= gap:
            of_p[-1] = (of_p[-1][0], max(of_p[-1][1], turn.end))
        else:
            of_p.append((turn.start, turn.end))
    return dict(sorted(stretches.items()))


def load(trace: list[tuple]) -> list[tuple[int, int]]:
    """How many Ps run a G, as (from when on, how many), at each time where the number changes."""
    changes: Counter[int] = Counter()
    for of_p in busy(trace).values():
        for start, end in of_p:
            changes[start] += 1
            changes[end] -= 1
    running, steps = 0, []
    for t in sorted(t for t, change in changes.items() if change):
        running += changes[t]
        steps.append((t, running))
    return steps


def busy_time(trace: list[tuple]) -> int:
    """The time that Gs ran, all Ps together."""
    return sum(turn.end - turn.start for turn in turns(trace))


def mean_load(trace: list[tuple]) -> float:
    """How many Ps ran a G on average over the whole time; ValueError where no time passes."""
    length = makespan(trace)
    if not length:
        raise ValueError("no time passes in this trace; run the model with a table of durations")
    return busy_time(trace) / length


def steals(trace: list[tuple]) -> list[Steal]:
    """Every successful steal, in order."""
    return list(_steals(map(read, trace)))


def _steals(events: Iterable) -> Iterator[Steal]:
    for event in events:
        if event.kind == "runqgrab":
            yield Steal(event.t, event.p, event.victim, len(event.gs), False)
        elif event.kind == "grabnext":
            yield Steal(event.t, event.p, event.victim, 1, True)


def steal_sizes(trace: list[tuple]) -> Counter[int]:
    """How many steals took how many Gs: {Gs: steals}."""
    return Counter(steal.n for steal in steals(trace))


def stolen(trace: list[tuple]) -> set[int]:
    """The Gs that a thief took at least once."""
    taken: set[int] = set()
    for event in map(read, trace):
        if event.kind == "runqgrab":
            taken.update(event.gs)
        elif event.kind == "grabnext":
            taken.add(event.g)
    return taken


def stolen_share(trace: list[tuple]) -> float:
    """The part of the Gs that ran that a thief took at least once; ValueError if none ran."""
    ran = {event[4] for event in trace if event[0] == "execute"}
    if not ran:
        raise ValueError("no G runs in this trace, so no part of them can be stolen")
    return len(stolen(trace) & ran) / len(ran)


def ms_woken(trace: list[tuple]) -> int:
    """How often startm had an M run a P, be it a sleeping one or a new thread."""
    return sum(event[0] == "startm" for event in trace)


def ms_made(trace: list[tuple]) -> int:
    """How many new threads startm made."""
    return sum(read(event).new for event in trace if event[0] == "startm")


def waits(trace: list[tuple]) -> list[tuple[int, int]]:
    """How long each G was runnable before it ran, as (g, ns), in the order in which they ran."""
    since: dict[int, int] = {}
    waited = []
    for event in map(read, trace):
        if event.kind in WAITS_FROM:
            since[event.g] = event.t
        elif event.kind == "execute" and event.g in since:
            waited.append((event.g, event.t - since.pop(event.g)))
    return waited
