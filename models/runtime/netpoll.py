"""Sleeping with an alarm: an M that has nothing to run waits for the first timer in the network poller.

One M at a time does. It has no P meanwhile, and is not among the idle Ms: it wakes by itself, or because
somebody has set a timer that goes off earlier, and then takes any idle P.
"""

MS = 1_000_000  # nanoseconds in a millisecond
LONGEST = 10**9  # milliseconds that the poller sleeps at most: eleven days


def wakeNetPoller(rt, mp, when: int) -> None:
    """A timer is set that goes off at `when`: see to it that somebody sleeps no longer than that.

    If no M sleeps in the poller, have one spin, if a P is idle: it looks at all timers before it goes to sleep.
    If no P is, they see the timer themselves.

    Go: proc.go wakeNetPoller
    """
    if rt.sched.poller is None:
        rt.wakep(mp)
    elif not rt.sched.poll_until or rt.sched.poll_until > when:
        rt.netpollBreak()


def netpollBreak(rt) -> None:
    """Wake the M that sleeps in the poller; once is enough.

    Go: netpoll_epoll.go netpollBreak
    """
    if not rt.sched.netpoll_wake_sig:
        rt.sched.netpoll_wake_sig = True
        rt.wake(rt.sched.poller)


def checkTimersNoP(rt) -> int:
    """The time at which the first timer of all Ps goes off; 0 if there is none.

    Go: proc.go checkTimersNoP
    """
    return min((pp.timers[0].when for pp in rt.allp if pp.timers), default=0)


def poll_or_stop(rt, mp, pp, spun: bool):
    """The end of a search: mp, which has just left pp, sleeps. If timers are set or somebody waits for the
    network, it does so in the network poller, or sees to it that the M there sleeps no longer than it may.

    An M that spun knows the timers of all Ps, another those of pp alone. When this returns mp has a P; it
    returns a G if the network has brought one.

    Go: proc.go findRunnable
    """
    sched = rt.sched
    until = rt.checkTimersNoP() if spun else pp.timers[0].when if pp.timers else 0
    if sched.poller is None and (until or sched.netpoll_waiters):
        yield from rt.netpoll(mp, until)
        gs = rt.arrived()
        if idle := rt.pidleget(mp):
            rt.acquirep(mp, idle)
            return rt.back_from_poller(mp, gs, spun)
        rt.injectglist(mp, gs)
    elif until and (not sched.poll_until or sched.poll_until > until) and sched.poller is not None:
        rt.netpollBreak()
    yield from rt.stopm(mp)
    return None


def back_from_poller(rt, mp, gs: list[int], spun: bool):
    """mp has a P again and brings Gs from the network: it runs the first. If there is none, it goes on looking.

    Go: proc.go findRunnable
    """
    if gs:
        return rt.first_of(mp, gs)
    if spun:
        rt.become_spinning(mp)
    return None


def netpoll(rt, mp, until: int):
    """Sleep until then, or until somebody calls netpollBreak.

    Linux counts the time in whole milliseconds, and Go rounds it down, but not to 0. So an M wakes too early
    and sleeps for one more, and timers that go off within that one go off together.

    What the network brings wakes it at once. until is 0 if only that can wake it.

    Go: netpoll_epoll.go netpoll
    """
    sched = rt.sched
    sched.poller, sched.poll_until = mp.id, until
    rt.emit("netpoll", mp.id, None, until)
    now = rt.nanotime()
    if until > now:
        now += MS * max(1, min((until - now) // MS, LONGEST))
    if sched.arrivals and (not until or sched.arrivals[0][0] < now):
        now = sched.arrivals[0][0]
    rt.spent += max(0, now - rt.now)
    yield "netpoll"
    sched.poller, sched.poll_until, sched.lastpoll = None, 0, rt.now
    sched.netpoll_wake_sig = False
