"""System calls: a G goes into the operating system and comes back, to its P, to another, or to none."""

from models.runtime.status import P_GCSTOP
from models.study.replay.goroutine import begun
from models.study.replay.waking import pidleget
from models.study.replay.why import Why, why


def entersyscall(m):
    """The G goes into the operating system. Its P waits for it; but if the world is being stopped, it stops:
    m reads that after it has logged the call.
    """
    mp, pp = m.mp, m.pp
    yield from m.does("entersyscall", "entersyscall", m.gp, when=(m.running,), gcwaiting=False)
    if m.kind == "retake" and m.ahead(1) == "gcstop":
        yield from m.saw(lambda s: s.gcwaiting, why("world-runs"))
        yield from m.does("retake", "take", mp, pp, P_GCSTOP,
                          when=(lambda e: m.rt.sched.stopwait > 0 or why("world-runs"),))
    yield from exitsyscall(m)


def entersyscallblock(m):
    """The G goes into the operating system for long, and its P is handed on."""
    yield from m.does("entersyscallblock", "entersyscallblock", m.gp, when=(m.running,))
    yield from exitsyscall(m)


def exitsyscall(m):
    """The G is back: with its P, or another, or none. What m logs first shows which way it has gone."""
    mp, gp = m.mp, m.rt.allgs[m.mp.curg]
    if m.kind == "exitsyscall" and m.next.how == "kept":
        yield from m.does("exitsyscall", "exitsyscall", gp, when=(
            lambda e: mp.p is not None or why("p-taken", m=m.id),))
    elif m.kind == "retake":
        yield from m.does("retake", "exitsyscall", gp, when=(lambda e: its_own(m, e.victim),))
    elif m.kind == "acquirep":  # up to 1.25 that is agreed on by the status of the P
        yield from m.takes("acquirep", lambda e: its_own(m, e.p))
        agenda, _ = m.world.carry_out("exitsyscall", gp)
        yield from m.finishes(agenda)
    else:
        yield from another_p(m, gp)


def its_own(m, p: int) -> bool | Why:
    """A guard: m takes the P back that it had, which waits for a G in a system call."""
    return (p == m.mp.oldp and m.rt.in_syscall(m.rt.allp[p])) or why("not-in-syscall", p=p)


def another_p(m, gp):
    """m, whose P was taken and cannot be taken back, gets an idle one if it sees one."""
    mp = m.mp
    yield from m.saw(lambda s: mp.p is None, why("still-has", m=m.id, p=mp.p))
    if mp.oldp is not None:
        yield from m.saw_p(mp.oldp, lambda q: not q.calls, why("could-take", m=m.id, p=mp.oldp))
    mp.oldp = None
    if m.kind == "pidleget":
        yield from m.does("pidleget", "exitsyscall", gp)
        return
    if m.kind == "noidle":
        yield from pidleget(m)
    else:
        yield from m.saw(lambda s: not s.npidle, why("p-idle"))
    left = yield from m.does("exitsyscall", "exitsyscall", gp, pidle=[])
    m.world.back[gp.id] = left
    yield from exitsyscall_no_p(m, gp)


def exitsyscall_no_p(m, gp):
    """There was no P for the G. Under the lock m looks once more, and else the G waits for one like all
    others.
    """
    if m.kind == "noidle":
        yield from pidleget(m)
        agenda, _ = m.world.carry_out("exitsyscallNoP", m.mp, gp)
        yield from m.finishes(agenda)
    else:
        yield from m.does("pidleget", "exitsyscallNoP", m.mp, gp)
        begun(m, gp.id)
