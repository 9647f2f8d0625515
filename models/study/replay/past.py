"""What was so at some moment of a replay: for what an M reads without a lock, and acts on a little later."""

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple


class Sched(NamedTuple):
    """What all Ms read of the scheduler without its lock.

    waiting: how many Gs the global queue holds. needed, unneeded: whether needspinning may be read as set, as
    not set.
    """

    nmspinning: int
    npidle: int
    waiting: int
    gcwaiting: bool
    procs: int
    polling: bool
    needed: bool
    unneeded: bool


class Queue(NamedTuple):
    """What all Ms read of a P without a lock: its queue, its status, who runs on it, whether that is in a
    system call.
    """

    head: int
    tail: int
    runnext: int
    idle: bool
    status: int
    g: int
    schedtick: int
    calls: bool

    @property
    def empty(self) -> bool:
        return self.head == self.tail and not self.runnext


def seen_empty(queues: list[Queue]) -> bool:
    """Whether a ring may have been seen empty that was as in one of these. Its head and its tail are read one
    after the other, and one of them may have been replayed much later than the other.
    """
    return not {q.head for q in queues}.isdisjoint(q.tail for q in queues)


class Past:
    """The values that something has had, each from a step of the replay on."""

    def __init__(self, value):
        self.steps, self.values = [0], [value]

    def set(self, step: int, value) -> None:
        """From this step on it has that value."""
        if value != self.values[-1]:
            self.steps.append(step)
            self.values.append(value)

    def since(self, step: int) -> list:
        """The value at this step and all later ones."""
        return self.values[bisect_right(self.steps, step) - 1:]

    def ever(self, step: int, holds: Callable) -> bool:
        """Whether it had such a value at this step or later."""
        return any(map(holds, self.since(step)))


class Progress:
    """How far the log had been replayed at each step.

    An event may have to wait for others that were logged later. What its M read after it was read when the
    log had got that far, so this and not the step at which the event was replayed begins the time in which to
    look.
    """

    def __init__(self):
        self.seqs, self.steps = [-1], [0]

    def took(self, step: int, seq: int) -> int:
        """An event is replayed at that step; how far behind the log's front it stands."""
        behind = self.seqs[-1] - seq
        if behind < 0:
            self.seqs.append(seq)
            self.steps.append(step)
        return max(behind, 0)

    def reached(self, seq: int, now: int) -> int:
        """The step at which the log had been replayed up to seq; now at the latest."""
        after = bisect_right(self.seqs, seq)
        return min(now, self.steps[after] - 1) if after < len(self.steps) else now
