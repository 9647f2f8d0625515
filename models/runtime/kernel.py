"""The state of the 1:1 machine (threads.py), and what binds it together with costs, a chooser and a trace."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappush

from .runtime import first

MAX_THREADS = 32_768  # Linux's pid_max, unless it has more than 32 CPUs or is told otherwise


@dataclass(slots=True)
class Thread:
    """A task. left: for how many ns it has to compute before it goes on. answer: what it will be told then.

    reason: why it waits, or "" if it does not. cpu: where it runs, or ran last.
    """

    id: int
    cpu: int | None = None
    left: int = 0
    answer: object = None
    reason: str = ""


@dataclass(slots=True)
class CPU:
    """thread: whose it is (0: nobody's), and whether it is still on the way there (switching).

    last: whose it was before. since: when it began what it does; until: the end of the time slice.
    """

    id: int
    thread: int = 0
    last: int = 0
    switching: bool = False
    since: int = 0
    until: int = 0


@dataclass(slots=True)
class ThreadState:
    """Everything there is. threads[0] and heap[0] are None; the threads in the queue are named by their ids.

    alarms is a heap of what will happen: (when, the how manieth alarm, "cpu" or "thread", its id).
    """

    cpus: list[CPU]
    threads: list[Thread | None] = field(default_factory=lambda: [None])
    runq: deque[int] = field(default_factory=deque)
    alarms: list[tuple[int, int, str, int]] = field(default_factory=list)
    heap: list[object] = field(default_factory=lambda: [None])
    alive: int = 0
    serial: int = 0


class Kernel:
    """State, costs, a chooser and a trace, bound together.

    costs: name of a step -> the nanoseconds it may take, each as likely as the others; a step that is not in
    the table takes no time. Of "os slice" the longest counts; without it there are no time slices.
    """

    def __init__(self, cpus: int = 1, costs: dict[str, Sequence[int]] | None = None, *,
                 choose: Callable = first, max_threads: int = MAX_THREADS):
        if cpus < 1:
            raise ValueError(f"cpus is {cpus}; it takes 1 or more")
        self.state = ThreadState([CPU(id) for id in range(cpus)])
        self.costs, self.chooser, self.max_threads = costs or {}, choose, max_threads
        self.slice = max(self.costs.get("os slice", (0,)))
        self.frames: list[list | None] = [None]
        self.trace: list[tuple] = []
        self.now = 0

    def emit(self, kind: str, thread: Thread | None, *args) -> None:
        """Report an event of a thread, or of the clock."""
        who = (thread.id, thread.cpu) if thread else (None, None)
        self.trace.append((kind, self.now, *who, *args))

    def cost(self, step: str) -> int:
        """How long a step takes this time."""
        options = self.costs.get(step, (0,))
        return options[0] if len(options) == 1 else self.chooser(f"duration of {step}", options)

    def alarm(self, when: int, kind: str, id: int) -> None:
        """See to it that the CPU or the thread of this id is looked at then."""
        self.state.serial += 1
        heappush(self.state.alarms, (when, self.state.serial, kind, id))
