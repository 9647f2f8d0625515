"""Sleeping with an alarm: an M that has nothing to run waits for the first timer in the network poller.

One M at a time does. It has no P meanwhile, and is not among the idle Ms: it wakes by itself, or because
somebody has set a timer that goes off earlier, and then takes any idle P.
"""

MS = 1_000_000  # nanoseconds in a millisecond
LONGEST = 10**9  # milliseconds that the poller sleeps at most: eleven days


def wakeNetPoller(rt, mp, when: int) -> None:
    """A timer is set that goes off at `when`: see to it that somebody sleeps no longer than that.

    If no M sleeps in the poller, a spinning one will soon: it looks at all timers before it goes to sleep.

    Go: proc.go wakeNetPoller
    """
    if rt.sched.poller is None:
        rt.wakep(mp)
    elif rt.sched.poll_until > when:
        rt.netpollBreak()


def netpollBreak(rt) -> None:
    """Wake the M that sleeps in the poller; once is enough.

    Go: netpoll_epoll.go netpollBreak
    """
    if not rt.sched.netpoll_wake_sig:
        rt.sched.netpoll_wake_sig = True
        rt.woken.append(rt.sched.poller)


def checkTimersNoP(rt) -> int:
    """The time at which the first timer of all Ps goes off; 0 if there is none.

    Go: proc.go checkTimersNoP
    """
    return min((pp.timers[0].when for pp in rt.allp if pp.timers), default=0)


def poll_or_stop(rt, mp, pp, spun: bool):
    """The end of a search in a program that has set timers: mp, which has just left pp, sleeps until a
    timer goes off if none sleeps until then already.

    An M that spun knows the timers of all Ps, another those of pp alone. When this returns mp has a P.

    Go: proc.go findRunnable
    Leaves out: what the network brings.
    """
    until = rt.checkTimersNoP() if spun else pp.timers[0].when if pp.timers else 0
    if until and rt.sched.poller is None:
        yield from rt.netpoll(mp, until)
        if idle := rt.pidleget():
            rt.acquirep(mp, idle)
            if spun:
                rt.become_spinning(mp)
            return
    elif until and rt.sched.poll_until > until:
        rt.netpollBreak()
    yield from rt.stopm(mp)


def netpoll(rt, mp, until: int):
    """Sleep until then, or until somebody calls netpollBreak.

    Linux counts the time in whole milliseconds, and Go rounds it down, but not to 0. So an M wakes too early
    and sleeps for one more, and timers that go off within that one go off together.

    Go: netpoll_epoll.go netpoll
    Leaves out: the network.
    """
    rt.sched.poller, rt.sched.poll_until = mp.id, until
    rt.emit("netpoll", mp.id, None, until)
    now = rt.nanotime()
    if now < until:
        now += MS * max(1, min((until - now) // MS, LONGEST))
    rt.spent += now - rt.now
    yield "netpoll"
    rt.sched.poller, rt.sched.poll_until = None, 0
    rt.sched.netpoll_wake_sig = False
