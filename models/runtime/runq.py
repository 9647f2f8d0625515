"""A P's own run queue: a ring that its owner fills and anyone may empty, and one slot beside it.

The ring's indices only grow: head is the oldest G, tail the next free index, tail - head the
length. Only the owner moves the tail; owner and thieves move the head. (Who destroys a P takes its tail back
to the head: procresize.py.) Each function here is one indivisible step of the model, but for the pause before
runnext is stolen; models/study takes them apart load by load.
"""

from .status import P_RUNNING, Throw


def runqempty(rt, pp) -> bool:
    """Whether pp has nothing at all: the ring is empty and so is runnext.

    Go: proc.go runqempty
    """
    return pp.runqhead == pp.runqtail and pp.runnext == 0


def runqput(rt, pp, gp, next: bool) -> None:
    """Make gp wait on pp: in runnext if `next`, which kicks out who was there, else in the ring.

    Go: proc.go runqput
    Leaves out: the compare-and-swap of runnext, and the coin that a program built with -race tosses.
    """
    if next:
        kicked, pp.runnext = pp.runnext, gp.id
        rt.emit("runnext", pp.m, pp.id, gp.id, kicked)
        if not kicked:
            return
        gp = rt.allgs[kicked]
    h, t = pp.runqhead, pp.runqtail
    if t - h == len(pp.runq):
        rt.runqputslow(pp, gp, h, t)
        return
    pp.runq[t % len(pp.runq)] = gp.id
    pp.runqtail = t + 1
    rt.emit("runqput", pp.m, pp.id, gp.id, t)


def runqputslow(rt, pp, gp, h: int, t: int) -> None:
    """The ring is full: its older half and gp, 129 Gs in this order, go to the global queue.

    Go: proc.go runqputslow
    Leaves out: starting over when a thief has moved the head meanwhile; that -race shuffles the 129.
    """
    n = (t - h) // 2
    if n != len(pp.runq) // 2:
        raise Throw("runqputslow: queue is not full")
    batch = [pp.runq[(h + i) % len(pp.runq)] for i in range(n)]
    pp.runqhead = h + n
    batch.append(gp.id)
    rt.emit("runqputslow", pp.m, pp.id, h, tuple(batch))
    rt.globrunqputbatch(batch)


def runqget(rt, pp) -> tuple:
    """The next G of pp's own, and whether it inherits the time slice: runnext first, then the head.

    Returns (None, False) when pp has nothing.

    Go: proc.go runqget
    Leaves out: the compare-and-swaps, and trying again when a thief was faster.
    """
    if pp.runnext:
        gp, pp.runnext = rt.allgs[pp.runnext], 0
        rt.emit("getnext", pp.m, pp.id, gp.id)
        return gp, True
    h = pp.runqhead
    if h == pp.runqtail:
        return None, False
    gp = rt.allgs[pp.runq[h % len(pp.runq)]]
    pp.runqhead = h + 1
    rt.emit("runqget", pp.m, pp.id, gp.id, h)
    return gp, False


def runqgrab(rt, victim, pp, steal_runnext: bool):
    """Move half of victim's ring, rounded up, from its head into pp's slots; return how many.

    An empty ring gives nothing, except in the last round: then runnext may go, after a pause in
    which its owner can still start it, unless that is in a system call. The tail of pp stays where
    it is: runqsteal moves it.

    Go: proc.go runqgrab
    Leaves out: the compare-and-swap of the head, and trying again when it fails.
    """
    while True:
        h, length = victim.runqhead, victim.runqtail - victim.runqhead
        n = length - length // 2
        if n:
            break
        if not steal_runnext or not victim.runnext:
            return 0
        next = victim.runnext
        if victim.status == P_RUNNING and not rt.in_syscall(victim):
            yield "usleep"
        if victim.runnext != next:
            continue
        victim.runnext = 0
        pp.runq[pp.runqtail % len(pp.runq)] = next
        rt.emit("grabnext", pp.m, pp.id, victim.id, next)
        return 1
    gs = tuple(victim.runq[(h + i) % len(victim.runq)] for i in range(n))
    for i, g in enumerate(gs):
        pp.runq[(pp.runqtail + i) % len(pp.runq)] = g
    victim.runqhead = h + n
    rt.emit("runqgrab", pp.m, pp.id, victim.id, h, gs, pp.runqtail)
    return n


def runqsteal(rt, pp, victim, steal_runnext: bool):
    """Steal from victim for pp: return the last G taken, to run at once; the others wait in the
    ring of pp.

    Returns None when there was nothing to take.

    Go: proc.go runqsteal
    """
    n = yield from rt.runqgrab(victim, pp, steal_runnext)
    if n == 0:
        return None
    t = pp.runqtail + n - 1
    gp = rt.allgs[pp.runq[t % len(pp.runq)]]
    if t - pp.runqhead >= len(pp.runq):
        raise Throw("runqsteal: runq overflow")
    pp.runqtail = t
    return gp


def runqputbatch(rt, pp, batch: list[int]) -> int:
    """Append a batch to pp's ring, which must have room; return the index of its first.

    Go: proc.go runqputbatch
    Leaves out: a batch for which there is no room, which in Go its caller keeps (in 1.22, the global queue
    gets the rest); that -race shuffles it.
    """
    first, size = pp.runqtail, len(pp.runq)
    if first - pp.runqhead + len(batch) > size:
        raise Throw("couldn't put Gs into empty local runq")
    for t, g in enumerate(batch, first):
        pp.runq[t % size] = g
    pp.runqtail = first + len(batch)
    return first
