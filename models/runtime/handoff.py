"""A P has lost its M: to a system call, to an M that must not go on, to an M that ends. Who takes it?"""


def handoffp(rt, mp, pp) -> None:
    """See to it that pp, which nobody has, is not left idle while there is work that somebody on it would
    find. mp does it, on which pp was, or sysmon.

    Where nothing waits, and others look for work or have no use for their Ps either, pp becomes idle. But the
    last P gets an M if nobody sleeps in the poller.

    Go: proc.go handoffp
    Leaves out: work of the garbage collector and the tracer.
    """
    sched = rt.sched
    rt.emit("handoffp", mp.id, mp.p, pp.id)
    if not rt.runqempty(pp) or sched.runq:
        rt.startm(mp, pp, spinning=False)
    elif sched.nmspinning + sched.npidle == 0:
        sched.nmspinning, sched.needspinning = 1, False
        rt.startm(mp, pp, spinning=True)
    elif sched.gcwaiting:
        rt.stop_p(mp, pp)
    elif sched.npidle == len(rt.allp) - 1 and sched.poller is None:
        rt.startm(mp, pp, spinning=False)
    else:
        rt.lay_aside(mp, pp)


def lay_aside(rt, mp, pp) -> None:
    """pp becomes idle. Its timers do not: somebody must sleep no longer than until the first goes off.

    Go: proc.go handoffp
    """
    rt.pidleput(mp, pp)
    if pp.timers:
        rt.wakeNetPoller(mp, pp.timers[0].when)
