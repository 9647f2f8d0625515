"""Preemption: a G is asked to stop, and stops where that is safe.

It is asked in two ways at once. Its stack guard is set so that the check at the beginning of the next
function fails; and its thread gets a signal, whose handler makes the G call a function that it did not call
itself. Here that call is a frame on top of the G's stack.
"""

from .park import mcall
from .status import G_RUNNING, G_RUNNABLE, G_SYSCALL

PREEMPTED = mcall("gopreempt_m", "gosched")


def preemptone(rt, mp, pp) -> bool:
    """Ask the G that runs on pp to stop; whether there was one that could be asked. It need not obey soon.

    Go: proc.go preemptone
    Leaves out: that Go sends a signal at each call, for the one before may have had no effect.
    """
    if pp.m is None or pp.m == mp.id:
        return False
    gp = rt.allgs[rt.allm[pp.m].curg]
    if gp is None or gp.status == G_SYSCALL and rt.const.release >= "1.26":
        return False
    rt.emit("preempt", mp.id, mp.p, pp.id, gp.id)
    if not gp.preempt:
        gp.preempt = True
        rt.preemptM(rt.allm[pp.m], gp)
    return True


def preemptall(rt, mp) -> None:
    """Ask every G that runs, but for mp's own, to stop.

    Go: proc.go preemptall
    """
    for pp in rt.allp:
        rt.preemptone(mp, pp)


def preemptM(rt, mp, gp) -> None:
    """gp stops before it does anything else. If it computes, a signal interrupts it, and what is left of its
    work is done when it runs again; with asyncpreemptoff it first comes to the end of that.

    Go: signal_unix.go preemptM, preempt.go asyncPreempt2, stack.go newstack
    Leaves out: points at which a G cannot be interrupted, where the signal has no effect.
    """
    left = 0
    if mp.computes > rt.now and not rt.const.asyncpreemptoff:
        left, mp.computes = mp.computes - rt.now, rt.now
        rt.cut_short.append(mp.id)
        rt.woken.append(mp.id)
    frame = interrupted(left)
    next(frame)
    (rt.frames[gp.id] or rt.first_frame(gp)).append(frame)


def interrupted(left: int):
    """The call that a G did not make itself: it leaves its M, and afterwards goes on with what was interrupted,
    or with the answer it was waiting for.
    """
    answer = yield
    yield PREEMPTED
    if left:
        yield "ask_work", left
    return answer


def gopreempt_m(rt, mp, gp) -> None:
    """gp, asked to stop, does: it goes to the tail of the global queue. Since Go 1.26 one that stops while the
    world is being stopped, for whatever reason, keeps its place: it runs next.

    Go: proc.go gopreempt_m, proc.go goschedImpl
    """
    rt.casgstatus(gp, G_RUNNING, G_RUNNABLE)
    rt.dropg(mp)
    rt.emit("gopreempt", mp.id, mp.p, gp.id)
    if rt.sched.gcwaiting and rt.const.release >= "1.26":
        rt.runqput(rt.allp[mp.p], gp, next=True)
    else:
        rt.globrunqput(mp, gp)
    if rt.state.main_started:
        rt.wakep(mp)
