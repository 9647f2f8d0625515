"""sysmon: the thread that watches the others. It needs no P, and so it runs whatever they do.

It takes Ps back from Gs that stay long in system calls, asks Gs to stop whose time slice is over, and looks
at the network when no M has slept there for long. In Go it is M 1; here it is none of the others' list, for
it never runs a G.
"""

from .state import M
from .status import P_IDLE, P_RUNNING, P_SYSCALL

SYSMON = -1  # what stands for it in events
US, MS = 1_000, 1_000_000
LONGEST = 60_000_000_000  # how long it sleeps when all Ps are idle: half the time after which a GC is forced


def sysmon(rt):
    """Look at the network and at the Ps, again and again, with a pause before each look. When all Ps are
    idle, or the world is being stopped, sleep until a timer goes off, somebody goes into a system call or
    comes back, or the world starts: a minute at most.

    Go: proc.go sysmon
    Leaves out: garbage collections that are due, the scavenger, traces of the scheduler.
    """
    mp, idle, delay = M(SYSMON), 0, 0
    while True:
        delay = rt.sysmon_pause(idle, delay)
        rt.spent += delay
        yield "sysmon"
        if rt.sched.gcwaiting or rt.sched.npidle == len(rt.allp):
            woken = yield from rt.sysmon_sleeps()
            idle = 0 if woken else idle
            delay = 20 * US if woken else delay
        rt.poll_if_late(mp)
        rt.update_if_due(mp)
        idle = 0 if rt.retake(mp) else idle + 1


def sysmon_pause(rt, idle: int, delay: int) -> int:
    """How long sysmon sleeps before it looks again, in ns: 20 µs. After more than 50 looks in a row at which
    it took no P, each pause is twice as long as the one before, up to 10 ms.

    Go: proc.go sysmon
    """
    if idle == 0:
        delay = 20 * US
    elif idle > 50:
        delay *= 2
    return min(delay, 10 * MS)


def sysmon_sleeps(rt):
    """Sleep as long as nothing is going on; whether somebody ended that.

    Go: proc.go sysmon
    """
    first = rt.checkTimersNoP()
    if first and first <= rt.now:
        return False
    rt.sched.sysmonwait = True
    rt.spent += min(LONGEST, first - rt.now) if first else LONGEST
    yield "sysmon"
    woken, rt.sched.sysmonwait = not rt.sched.sysmonwait, False
    return woken


def wake_sysmon(rt) -> None:
    """If sysmon sleeps because nothing went on, wake it: something does.

    Go: proc.go entersyscallWakeSysmon
    """
    if rt.sched.sysmonwait:
        rt.sched.sysmonwait = False
        rt.wake(SYSMON)


def retake(rt, mp) -> int:
    """Look at every P: ask its G to stop if the time slice is over, take it from a system call that is long.
    How many were taken.

    Go: proc.go retake
    """
    return sum(rt.retake_p(mp, pp) for pp in rt.allp if pp.status in (P_RUNNING, P_SYSCALL))


def retake_p(rt, mp, pp) -> bool:
    """Look at one P; whether it was taken.

    A P is in the same system call as at the last look if its syscalltick is the same. If nobody would have
    use for the P, it is left until a call was noted 10 ms ago. Once the time slice is over no call is noted
    any more, so that may be an older one.

    Go: proc.go retake
    """
    over = rt.slice_over(pp)
    if over:
        rt.preemptone(mp, pp)
    if not rt.in_syscall(pp):
        return False
    pd, sched = pp.sysmontick, rt.sched
    if not over and pd.syscalltick != pp.syscalltick:
        pd.syscalltick, pd.syscallwhen = pp.syscalltick, rt.now
        return False
    if rt.runqempty(pp) and sched.nmspinning + sched.npidle > 0 and pd.syscallwhen + 10 * MS > rt.now:
        return False
    rt.takeP(mp, pp, P_IDLE)
    rt.handoffp(mp, pp)
    return True


def slice_over(rt, pp) -> bool:
    """Whether pp has been in the same time slice for 10 ms, as far as sysmon has seen.

    Go: proc.go retake
    """
    pd = pp.sysmontick
    if pd.schedtick != pp.schedtick:
        pd.schedtick, pd.schedwhen = pp.schedtick, rt.now
        return False
    return pd.schedwhen + rt.const.force_preempt_ns <= rt.now
