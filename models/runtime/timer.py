"""time.Sleep: a timer in its P's heap, and the G that it readies when its time has come.

    def main():
        yield sleep(2_000_000)
        yield log("2 ms later, or a little more")

Nobody waits for a single timer. Each M looks at the heap of its P before it looks for a G to run, a thief
that has found nothing looks at the others', and an M with nothing to do sleeps until the first goes off
(netpoll.py). The scheduler's clock is looked at only then: a timer is never early, and often late.
"""

from dataclasses import dataclass

from .status import Throw

MAX_WHEN = 2**63 - 1  # the end of time
BRANCHES = 4          # children of a timer in the heap


@dataclass(slots=True)
class Timer:
    """when: the time at which it goes off, 0 if it is not set. arg: the G to ready then. ts: the P in whose
    heap it lies, or None.

    Go: time.go timer
    Leaves out: what else can be done then (f), periods, timers with a channel, stopping one, and the states
    in which another P finds a timer that is being changed.
    """

    when: int = 0
    arg: int = 0
    ts: int | None = None


def sleep(ns: int) -> tuple:
    """time.Sleep(ns)."""
    return ("timeSleep", ns)


def nanotime(rt) -> int:
    """What the clock says. It goes on between two readings, if only by a nanosecond.

    Go: time_nofake.go nanotime
    """
    rt.sched.clock = max(rt.now, rt.sched.clock + 1)
    return rt.sched.clock


def timeSleep(rt, gp, ns: int):
    """The running G waits for ns nanoseconds at least; not at all if that is 0 or less.

    Go: time.go timeSleep
    """
    if ns <= 0:
        return
    if gp.timer is None:
        gp.timer = Timer(arg=gp.id)
    gp.timer.when = min(rt.nanotime() + ns, MAX_WHEN)
    yield from rt.gopark(gp, type(rt).resetForSleep, gp.m, "sleep")


def resetForSleep(rt, gp, m: int) -> bool:
    """gp counts as waiting now, so its timer may be set: had it been set before, it could have gone off
    while gp still ran.

    In Go the M is getg().m; here it comes in the place of a lock.

    Go: time.go resetForSleep
    """
    rt.maybeAdd(rt.allm[m], gp.timer)
    return True


def maybeAdd(rt, mp, t: Timer) -> None:
    """Put t into the heap of mp's P. If it is the first there to go off, somebody has to sleep until then,
    and no longer. Before Go 1.23 each timer has that done.

    Go: time.go timer.maybeAdd, time.go modtimer
    """
    pp = rt.allp[mp.p]
    wake = not pp.timers or t.when < pp.timers[0].when or rt.const.release < "1.23"
    rt.addHeap(pp, t)
    if wake:
        rt.wakeNetPoller(mp, t.when)


def addHeap(rt, pp, t: Timer) -> None:
    """Put t into the heap of pp. With the first timer of a program its network poller begins to work.

    Go: time.go timers.addHeap, time.go doaddtimer
    """
    if t.ts is not None:
        raise Throw("ts set in timer")
    rt.sched.netpoll_inited = True
    t.ts = pp.id
    pp.timers.append(t)
    rt.siftUp(pp.timers, len(pp.timers) - 1)


def deleteMin(rt, pp) -> Timer:
    """Take the timer that goes off first out of the heap of pp; the one at the heap's end takes its place.

    Go: time.go timers.deleteMin, time.go dodeltimer0
    """
    t, last = pp.timers[0], pp.timers.pop()
    t.ts = None
    if pp.timers:
        pp.timers[0] = last
        rt.siftDown(pp.timers, 0)
    return t


def siftUp(rt, heap: list[Timer], i: int) -> None:
    """The timer at i goes up, past all that go off later. Past its equals it does not go.

    Go: time.go timers.siftUp, time.go siftupTimer
    """
    t = heap[i]
    while i > 0 and t.when < heap[parent := (i - 1) // BRANCHES].when:
        heap[i] = heap[parent]
        i = parent
    heap[i] = t


def siftDown(rt, heap: list[Timer], i: int) -> None:
    """The timer at i goes down, each time in the place of the child that goes off first, if it does so
    before the timer. Of children that are equal the leftmost counts, in both releases.

    Go: time.go timers.siftDown, time.go siftdownTimer
    """
    t = heap[i]
    while children := range(i * BRANCHES + 1, min(i * BRANCHES + 1 + BRANCHES, len(heap))):
        first = min(children, key=lambda child: heap[child].when)
        if heap[first].when >= t.when:
            break
        heap[i] = heap[first]
        i = first
    heap[i] = t


def timers_check(rt, mp, pp) -> bool:
    """Run the timers of pp whose time has come, the earliest first; whether there were any.

    mp may be the M of another P. The Gs go where mp puts what it readies, so the last one of them runs first.

    Go: time.go timers.check, proc.go checkTimers
    """
    ran = False
    while pp.timers and pp.timers[0].when <= rt.now:
        rt.timers_run(mp, pp)
        ran = True
    return ran


def timers_run(rt, mp, pp) -> None:
    """Take the first timer out of the heap of pp and do what it is for.

    Go: time.go timers.run, time.go timer.unlockAndRun, time.go runtimer
    """
    t = rt.deleteMin(pp)
    t.when = 0
    rt.goroutineReady(mp, t.arg)


def goroutineReady(rt, mp, g: int) -> None:
    """What a sleeper's timer is for: ready the G.

    Go: time.go goroutineReady
    """
    rt.ready(mp, rt.allgs[g])
