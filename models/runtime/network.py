"""Waiting for the network: a G waits, not its thread. Which M brings it back, and where it goes then.

    def main():
        yield read(3_000_000)  # what is to be read arrives in 3 ms

An M that looks for work asks the network before it robs others; one without work sleeps in the poller; and
sysmon asks when no M sleeps there, and neither it nor such a sleep has asked for 10 ms.
"""

from bisect import insort

from .goroutine import at_least_0
from .status import G_RUNNABLE, G_WAITING
from .sysmon import MS


def read(ns: int) -> tuple:
    """Read from a connection on which something arrives in ns."""
    return ("netpollblock", at_least_0("read", ns))


def netpollblock(rt, gp, ns: int):
    """The running G waits for what arrives in ns. From the first time on there is a network poller.

    Go: netpoll.go netpollblock
    Leaves out: the descriptors and their two semaphores, deadlines, and data that has arrived before.
    """
    rt.sched.netpoll_inited = True
    yield from rt.gopark(gp, type(rt).netpollblockcommit, rt.now + rt.spent + ns, "IO wait")


def netpollblockcommit(rt, gp, when: int) -> bool:
    """gp counts as waiting now, so what arrives at `when` may find it; `when` comes in the place of a lock.

    In Go this is where it turns out that the data came meanwhile: then it says False, and gp goes on.

    Go: netpoll.go netpollblockcommit
    """
    rt.sched.netpoll_waiters += 1
    insort(rt.sched.arrivals, (when, gp.id))
    rt.will_arrive(when)
    return True


def will_arrive(rt, when: int) -> None:
    """Something arrives at `when`. An M that sleeps in the poller already wakes then.

    Go: netpoll_epoll.go netpoll
    """
    if rt.sched.poller is not None:
        rt.noted[rt.sched.poller] = when
        rt.woken.append(rt.sched.poller)


def arrived(rt) -> list[int]:
    """The Gs for whom something has arrived. Each is put in front of the others, so the one for whom it came
    last is the first. They do not wait for the network any more.

    Go: netpoll_epoll.go netpoll, netpoll.go netpollready, netpoll.go netpollAdjustWaiters
    Leaves out: that one look brings 128 of them at most.
    """
    sched, gs = rt.sched, []
    while sched.arrivals and sched.arrivals[0][0] <= rt.now:
        gs.insert(0, sched.arrivals.pop(0)[1])
    sched.netpoll_waiters -= len(gs)
    return gs


def poll_network(rt, mp):
    """Ask the network in passing, unless an M sleeps in the poller: a G to run, or None.

    Go: proc.go findRunnable
    Leaves out: since Go 1.25 one M at a time does so.
    """
    if rt.sched.poller is not None:
        return None
    gs = rt.arrived()
    return rt.first_of(mp, gs) if gs else None


def poll_if_late(rt, mp) -> None:
    """sysmon asks the network if no M sleeps there, and the last such sleep and its own last look are over 10 ms ago.

    Go: proc.go sysmon
    """
    sched = rt.sched
    if sched.netpoll_inited and sched.poller is None and sched.lastpoll + 10 * MS < rt.now:
        sched.lastpoll = rt.now
        rt.injectglist(mp, rt.arrived())


def first_of(rt, mp, gs: list[int]):
    """The first of these Gs is for mp to run, the others are put into queues.

    Go: proc.go findRunnable
    """
    gp = rt.allgs[gs[0]]
    rt.injectglist(mp, gs[1:])
    rt.casgstatus(gp, G_WAITING, G_RUNNABLE)
    rt.emit("netready", mp.id, mp.p, gp.id)
    return gp


def injectglist(rt, mp, gs: list[int]) -> None:
    """Make these Gs ready: as many as there are idle Ps go global, and as many Ps get an M; the others go into
    the ring of mp's P, as far as there is room. Without a P all go global.

    Up to Go 1.22 nobody is woken for those in the ring.

    Go: proc.go injectglist
    """
    if not gs:
        return
    for g in gs:
        rt.casgstatus(rt.allgs[g], G_WAITING, G_RUNNABLE)
    if mp.p is None:
        rt.emit("injectglist", mp.id, None, tuple(gs), (), 0)
        rt.globrunqputbatch(gs)
        rt.start_idle(mp, len(gs))
        return
    pp = rt.allp[mp.p]
    shared = min(rt.sched.npidle, len(gs))
    full = shared + len(pp.runq) - (pp.runqtail - pp.runqhead)
    rt.emit("injectglist", mp.id, pp.id, tuple(gs[:shared] + gs[full:]), tuple(gs[shared:full]), pp.runqtail)
    rt.globrunqputbatch(gs[:shared])
    rt.start_idle(mp, shared)
    rt.runqputbatch(pp, gs[shared:full])
    rt.globrunqputbatch(gs[full:])
    if rt.const.release >= "1.23":
        rt.wakep(mp)


def start_idle(rt, mp, n: int) -> None:
    """Have up to n idle Ps run.

    Go: proc.go injectglist
    """
    for _ in range(n):
        pp = rt.pidleget_spinning(mp)
        if pp is None:
            break
        rt.startm(mp, pp, spinning=False)
