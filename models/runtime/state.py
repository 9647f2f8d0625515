"""The machine's state: plain data that can be copied, compared and printed.

Gs are named by their id everywhere, as Go's guintptr names them by address; 0 is nil.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .constants import Constants
from .status import GStatus, PStatus

MAX_PROCS = 1024  # more Ps than this are refused: the pages and the tests stop far below it


@dataclass(slots=True)
class G:
    """A goroutine. Its place in its body is (fn, args, results so far): replaying finds it again.

    Go: runtime2.go g
    """

    id: int
    fn: Callable
    args: tuple = ()
    status: GStatus = GStatus.DEAD
    m: int | None = None
    waitreason: str = ""
    results: list = field(default_factory=list)


@dataclass(slots=True)
class P:
    """A processor: the right to run Go code, and the queue of what to run.

    runqhead and runqtail only grow; a slot is an index modulo the ring's size. In Go they are
    uint32 and wrap, which changes nothing: the size divides 2 to the 32nd.

    Go: runtime2.go p
    """

    id: int
    runq: list[int]
    runqhead: int = 0
    runqtail: int = 0
    runnext: int = 0
    schedtick: int = 0
    status: PStatus = PStatus.IDLE
    m: int | None = None


@dataclass(slots=True)
class M:
    """An operating-system thread. `park` is the note it sleeps on; `nextp` the P to wake up with.

    Go: runtime2.go m
    """

    id: int
    p: int | None = None
    nextp: int | None = None
    curg: int = 0
    spinning: bool = False
    park: bool = False


@dataclass(slots=True)
class Sched:
    """What all Ps share. The lists are last in, first out.

    Go: runtime2.go schedt
    """

    runq: deque[int] = field(default_factory=deque)
    pidle: list[int] = field(default_factory=list)
    midle: list[int] = field(default_factory=list)
    nmspinning: int = 0
    needspinning: bool = False

    @property
    def npidle(self) -> int:
        return len(self.pidle)


@dataclass(slots=True)
class WaitGroup:
    """A counter and those who wait for it to reach zero, first come first."""

    n: int = 0
    waiters: deque[int] = field(default_factory=deque)


@dataclass(slots=True)
class State:
    """Everything there is at one moment. allgs[0] is None, so that an id is an index."""

    sched: Sched
    allp: list[P]
    allm: list[M]
    allgs: list[G | None]
    waitgroups: list[WaitGroup]
    main_started: bool = False


def new_state(procs: int, const: Constants, schedtick: int = 0) -> State:
    """A machine before main: M0 owns P0, the other Ps are idle.

    schedtick is P0's count when main begins (real programs reach main at about 14).
    """
    if not 1 <= procs <= MAX_PROCS:
        raise ValueError(f"procs is {procs}; the model takes 1 to {MAX_PROCS} Ps")
    if schedtick < 0:
        raise ValueError(f"schedtick is {schedtick}; it counts up from 0")
    allp = [P(id=i, runq=[0] * const.runq_size) for i in range(procs)]
    allp[0].status, allp[0].m, allp[0].schedtick = PStatus.RUNNING, 0, schedtick
    idle = list(range(1, procs))
    pidle = idle if const.idle_top == "highest" else idle[::-1]
    return State(Sched(pidle=pidle), allp, [M(id=0, p=0)], [None], [])
