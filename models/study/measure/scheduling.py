"""What a teacher of operating systems asks of a scheduler, as data: one call, `report(trace)`.

It works on a trace of the model, on a recording of real Go (its `events`), and on a trace of the 1:1
machine, whose CPUs stand for Ps and whose threads for goroutines. Times are nanoseconds.

    wait        how long a goroutine could have run and did not, all such times together
    response    from its go statement to its first running
    turnaround  from its go statement to its end
    starvation  the longest time without a break that a goroutine could have run and did not

Goroutines that were there when the trace begins, such as main, have no response and no turnaround, and are
left out of fairness. Whoever runs, or waits to run, when the trace ends does so to its last event. A
goroutine in a system call neither runs nor waits to run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .lives import Life, Use, lived, used
from .measures import span

SECOND = 1_000_000_000


class Spread(NamedTuple):
    """How times are spread: how many there are, percentiles and the longest; None where there are none.

    The pth percentile is the nearest rank: the smallest of the times such that p % of them are not longer.
    """

    count: int
    p50: int | None = None
    p90: int | None = None
    p99: int | None = None
    longest: int | None = None


@dataclass(frozen=True)
class Report:
    """The measures of one run.

    ended: goroutines that ended; throughput: how many a second, None where no time passes. fairness: Jain's
    index of the goroutines' times on a P. starvation: the longest wait; starved: the G that it was (None:
    nobody waited). steals, and the Gs stolen by them; wakeups of Ms (of threads, on the 1:1 machine), and
    threads made. ps: what each P's time went into. idle: of all Ps together. lives: what it is made of.
    """

    makespan: int
    ended: int
    throughput: float | None
    response: Spread
    wait: Spread
    turnaround: Spread
    fairness: float
    starvation: int
    starved: int | None
    steals: int
    stolen: int
    wakeups: int
    threads: int
    ps: tuple[Use, ...]
    idle: int
    lives: tuple[Life, ...] = field(repr=False)


def report(trace: list[tuple], procs: int = 0) -> Report:
    """All measures of a trace, in the order of its times; ValueError if it is empty.

    procs: how many Ps there are, if more than the trace names.
    """
    start, end = span(trace)
    lives = lived(trace)
    ps = used(trace, procs)
    ended = sum(life.ended is not None for life in lives)
    most = max(lives, key=lambda life: life.longest, default=None)
    stolen = [len(e[6]) if e[0] == "runqgrab" else 1 for e in trace if e[0] in ("runqgrab", "grabnext")]
    return Report(
        end - start, ended, ended * SECOND / (end - start) if end > start else None,
        spread(life.began - life.made for life in lives if None not in (life.made, life.began)),
        spread(life.waited for life in lives),
        spread(life.ended - life.made for life in lives if None not in (life.made, life.ended)),
        fairness([life.ran for life in lives if life.made is not None]),
        most.longest if most else 0, most.g if most and most.longest else None,
        len(stolen), sum(stolen),
        sum(e[0] in ("startm", "wake") for e in trace),
        sum(e[0] == "clone" or e[0] == "startm" and e[7] for e in trace),
        ps, sum(use.idle for use in ps), lives)


def spread(times: Iterable[int]) -> Spread:
    """The percentiles of some times."""
    ranked = sorted(times)
    if not ranked:
        return Spread(0)
    return Spread(len(ranked), *(percentile(ranked, p) for p in (50, 90, 99)), ranked[-1])


def percentile(ranked: Sequence[int], p: int) -> int:
    """The pth percentile of sorted times, p from 1 to 100: the one whose rank is p % of their number, rounded
    up.
    """
    return ranked[-(-len(ranked) * p // 100) - 1]


def fairness(shares: Sequence[float]) -> float:
    """Jain's index: the square of the sum of the shares, divided by how many and by the sum of the squares.

    From 1/n, where one of n has all, to 1, where all have the same. 1 where there are none, or all have 0.
    """
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 1.0
