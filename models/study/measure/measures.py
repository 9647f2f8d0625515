"""What a trace amounts to: the numbers that figures draw and tests compare.

Every function takes a list of events, of the model or of a recording of real Go, in the order of
their times. Times are nanoseconds.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from models.runtime.events import read

COMES = ("execute", "gokeep")
LEAVES = ("gosched", "goyield", "gopreempt", "gopark", "entersyscall", "entersyscallblock", "goexit")


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
        if event.kind in COMES or event.kind == "exitsyscall" and event.how != "none":
            since[event.g] = (event.p, event.t)
        elif event.kind in LEAVES:
            p, began = since.pop(event.g, (event.p, start))
            done.append(Turn(p, event.g, began, event.t))
    return done + [Turn(p, g, began, end) for g, (p, began) in since.items()]


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


def goroutines(trace: list[tuple], of: Callable) -> set[tuple[int, int]]:
    """The goroutines that ran in the Gs which of(event) gives for each event.

    A G may run one after another: each is (the G, how often a go statement has named it so far).
    """
    starts: Counter[int] = Counter()
    found: set[tuple[int, int]] = set()
    for event in map(read, trace):
        if event.kind == "newproc":
            starts[event.g] += 1
        found.update((g, starts[g]) for g in of(event))
    return found


def robbed(event) -> tuple[int, ...]:
    """The Gs that a thief takes by this event."""
    return event.gs if event.kind == "runqgrab" else (event.g,) if event.kind == "grabnext" else ()


def stolen(trace: list[tuple]) -> set[tuple[int, int]]:
    """The goroutines that a thief took at least once."""
    return goroutines(trace, robbed)


def stolen_share(trace: list[tuple]) -> float:
    """The part of the goroutines that ran that a thief took at least once; ValueError if none ran."""
    ran = goroutines(trace, lambda event: (event.g,) if event.kind == "execute" else ())
    if not ran:
        raise ValueError("no G runs in this trace, so no part of them can be stolen")
    return len(stolen(trace) & ran) / len(ran)


def ms_woken(trace: list[tuple]) -> int:
    """How often startm had an M run a P, be it a sleeping one or a new thread."""
    return sum(event[0] == "startm" for event in trace)


def ms_made(trace: list[tuple]) -> int:
    """How many new threads startm made."""
    return sum(read(event).new for event in trace if event[0] == "startm")
