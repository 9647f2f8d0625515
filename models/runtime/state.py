"""The machine's state: plain data that can be copied, compared and printed.

Gs are named by their id everywhere, as Go's guintptr names them by address; 0 is nil. What
goroutines share (channels, locks, …) lies in one heap, named by its place there; 0 is nil too.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .constants import Constants
from .sema import Sema
from .status import G_IDLE, P_IDLE, P_RUNNING

MAX_PROCS = 1024  # more Ps than this are refused: the pages and the tests stop far below it


@dataclass(slots=True)
class Gobuf:
    """Where a goroutine that does not run goes on.

    sp is counted in bytes below the stack's high end. pushed is the word that stands there: where
    the function at pc returns to. ctxt is the closure that pc gets.

    Go: runtime2.go gobuf
    """

    sp: int = 0
    pc: object = None
    ctxt: object = None
    pushed: str = ""


@dataclass(slots=True)
class G:
    """A goroutine. id is the g itself, as its address would be; goid is a number that is never used again.

    fn is Go's startpc, args what its closure holds. stack is its size in bytes, 0 for none; stktopsp is
    counted like sched.sp. defer and panic head the lists of deferred calls and of panics under way;
    locals has what lies in functions' frames (function.py), by their depth on the stack. preempt: somebody
    has asked it to stop. lockedm: the only M that may run it.

    Go: runtime2.go g
    """

    id: int
    status: int = G_IDLE
    m: int | None = None
    fn: Callable | None = None
    args: tuple = ()
    goid: int = 0
    parent_goid: int = 0
    waitreason: str = ""
    stack: int = 0
    stackguard0: int = 0
    stktopsp: int = 0
    sched: Gobuf | None = None
    param: object = None
    waiting: object = None
    select_done: bool = False
    parking_on_chan: bool = False
    active_stack_chans: bool = False
    timer: object = None
    defer: list | None = None
    panic: list | None = None
    locals: dict | None = None
    preempt: bool = False
    lockedm: int | None = None


@dataclass(slots=True)
class Sysmontick:
    """What sysmon saw of a P when it last saw something new, and when that was.

    Go: proc.go sysmontick
    """

    schedtick: int = 0
    schedwhen: int = 0
    syscalltick: int = 0
    syscallwhen: int = 0


@dataclass(slots=True)
class P:
    """A processor: the right to run Go code, and the queue of what to run.

    runqhead and runqtail only grow, until the P is destroyed; a slot is an index modulo the ring's size. In
    Go they are uint32 and wrap, which changes nothing: the size divides 2 to the 32nd. gfree holds dead Gs,
    the last one on top; goidcache is the next goroutine id of this P's batch, goidcacheend its end.

    Go: runtime2.go p
    """

    id: int
    runq: list[int]
    runqhead: int = 0
    runqtail: int = 0
    runnext: int = 0
    schedtick: int = 0
    status: int = P_IDLE
    m: int | None = None
    gfree: list[int] = field(default_factory=list)
    goidcache: int = 0
    goidcacheend: int = 0
    timers: list = field(default_factory=list)
    syscalltick: int = 0
    sysmontick: Sysmontick = field(default_factory=Sysmontick)
    oldm: int | None = None


@dataclass(slots=True)
class M:
    """An operating-system thread. `park` is the note it sleeps on; `nextp` the P to wake up with.

    waitunlockf and waitlock carry gopark's arguments from the G's stack to the M's. oldp is the P that it
    had before a system call, syscalltick that P's count then. lockedg is the only G it may run, lockedExt how
    often that was asked for. computes: until when its G computes. mstartfn: the rule with which it begins.
    errand: the one with which it goes on instead of looking for a G, which in Go is called at that moment and
    never returns.

    Go: runtime2.go m
    """

    id: int
    p: int | None = None
    nextp: int | None = None
    curg: int = 0
    spinning: bool = False
    park: bool = False
    waitunlockf: Callable | None = None
    waitlock: object = None
    oldp: int | None = None
    syscalltick: int = 0
    lockedg: int = 0
    lockedExt: int = 0
    computes: int = 0
    mstartfn: str = ""
    errand: str = ""


@dataclass(slots=True)
class UpdateMaxProcsG:
    """What sysmon and the goroutine that sets the number of Ps tell each other (maxprocs.py).

    g is that goroutine. idle: it waits to be asked; else it is about to set procs Ps. lastgomaxprocs is when
    sysmon last looked whether it should.

    Go: proc.go updateMaxProcsGState
    """

    g: int = 0
    idle: bool = False
    procs: int = 0
    lastgomaxprocs: int = 0


@dataclass(slots=True)
class Sched:
    """What all Ps share. The lists are last in, first out.

    poller is the M that sleeps in the network poller, until poll_until; while there is one, Go's lastpoll
    is 0, and else the time of the last poll. netpoll_waiters Gs wait for the network; arrivals are what it
    will bring: (when, for which G), the earliest first. clock is its last reading. nmidlelocked counts the Ms that
    sleep because their G does not run, nmfreed those that have ended. sysmonwait: sysmon sleeps until it is
    woken. gcwaiting: somebody stops the world; stopwait is how many Ps still run, stopper the M that waits for
    them. gcsema: who holds it may stop the world. newprocs is how many Ps there shall be when it starts again
    (0: as many as now). customGOMAXPROCS: the program, or $GOMAXPROCS, has said how many.

    Go: runtime2.go schedt
    """

    runq: deque[int] = field(default_factory=deque)
    pidle: list[int] = field(default_factory=list)
    midle: list[int] = field(default_factory=list)
    nmspinning: int = 0
    needspinning: bool = False
    goidgen: int = 0
    gfree_stack: list[int] = field(default_factory=list)
    gfree_nostack: list[int] = field(default_factory=list)
    running_panic_defers: int = 0
    netpoll_inited: bool = False
    poller: int | None = None
    poll_until: int = 0
    netpoll_wake_sig: bool = False
    clock: int = -1
    lastpoll: int = 0
    netpoll_waiters: int = 0
    arrivals: list[tuple[int, int]] = field(default_factory=list)
    nmidlelocked: int = 0
    nmfreed: int = 0
    sysmonwait: bool = False
    gcwaiting: bool = False
    stopwait: int = 0
    stopper: int | None = None
    gcsema: Sema = field(default_factory=lambda: Sema(addr=0, value=1))
    newprocs: int = 0
    customGOMAXPROCS: bool = False
    updateMaxProcsG: UpdateMaxProcsG | None = None

    @property
    def npidle(self) -> int:
        return len(self.pidle)


@dataclass(slots=True)
class State:
    """Everything there is at one moment. allgs[0] and heap[0] are None, so that an id is an index.

    deadp are the Ps that there were when there were more, which in Go stand behind the end of allp.
    """

    sched: Sched
    allp: list[P]
    allm: list[M]
    allgs: list[G | None]
    heap: list[object]
    semtable: dict = field(default_factory=dict)
    main_started: bool = False
    deadp: list[P] = field(default_factory=list)


def new_state(procs: int, const: Constants, schedtick: int = 0) -> State:
    """A machine before main: M0 owns P0, the other Ps are idle.

    schedtick is P0's count when main begins (real programs reach main at about 14).
    """
    if not 1 <= procs <= MAX_PROCS:
        raise ValueError(f"procs is {procs}; the model takes 1 to {MAX_PROCS} Ps")
    if schedtick < 0:
        raise ValueError(f"schedtick is {schedtick}; it counts up from 0")
    allp = [P(id=i, runq=[0] * const.runq_size) for i in range(procs)]
    allp[0].status, allp[0].m, allp[0].schedtick = P_RUNNING, 0, schedtick
    idle = list(range(1, procs))
    pidle = idle if const.idle_top == "highest" else idle[::-1]
    return State(Sched(pidle=pidle), allp, [M(id=0, p=0)], [None], [None])
