"""System calls: a G goes into the operating system with its M, and its P waits for it, but not for long.

    def main():
        yield syscall(50_000)          # 50 µs in the operating system
        yield blocking_syscall(10**9)  # a second, known beforehand to be long

Whoever takes the P meanwhile (sysmon, an M that comes back from another call, one that stops the world) has
to agree on it with the G, which may come back at any moment. Up to Go 1.25 they agree on the P's status;
since 1.26 on the G's: whoever wants the P first takes the G's stack, as for a scan.
"""

from .goroutine import at_least_0
from .park import mcall
from .status import (
    G_RUNNABLE, G_RUNNING, G_SCAN, G_SYSCALL, P_GCSTOP, P_IDLE, P_RUNNING, P_SYSCALL)

IN_KERNEL = mcall("stay", "syscall")
BEFORE_SCHEDULER = mcall("stay", "exitsyscall")
NO_P = mcall("exitsyscallNoP", "step")


def syscall(ns: int) -> tuple:
    """A system call that takes ns."""
    return ("Syscall", at_least_0("syscall", ns))


def blocking_syscall(ns: int) -> tuple:
    """A system call that takes ns and that the runtime itself makes, knowing that it will be long."""
    return ("notetsleepg", at_least_0("blocking_syscall", ns))


def Syscall(rt, gp, ns: int):
    """The running G makes a system call of ns nanoseconds.

    Go: syscall/syscall_linux.go Syscall
    Leaves out: calls that do not tell the scheduler (RawSyscall); cgo, which does it in the same way.
    """
    rt.entersyscall(gp)
    rt.spent += ns
    yield IN_KERNEL
    yield from rt.exitsyscall(gp)


def notetsleepg(rt, gp, ns: int):
    """The running G makes a system call that will be long.

    Go: lock_futex.go notetsleepg
    """
    rt.entersyscallblock(gp)
    rt.spent += ns
    yield IN_KERNEL
    yield from rt.exitsyscall(gp)


def stay(rt, mp, gp) -> None:
    """gp stays on mp, and both are elsewhere for a while."""
    return None


def entersyscall(rt, gp) -> None:
    """gp goes into the operating system. Its P is not given to anybody, but stands still at once if the world is
    being stopped. sysmon, if it sleeps, wakes up to have an eye on it.

    Go: proc.go reentersyscall
    Leaves out: what is saved for tracebacks and the garbage collector.
    """
    mp = rt.allm[gp.m]
    pp = rt.allp[mp.p]
    mp.syscalltick, mp.oldp = pp.syscalltick, pp.id
    rt.emit("entersyscall", mp.id, pp.id, gp.id)
    if rt.const.release < "1.26":
        rt.casgstatus(gp, G_RUNNING, G_SYSCALL)
        rt.unwire(mp, pp, P_SYSCALL)
    if rt.sched.gcwaiting and rt.sched.stopwait:
        rt.take(mp, pp, P_GCSTOP)
    if rt.const.release >= "1.26":
        rt.casgstatus(gp, G_RUNNING, G_SYSCALL)
    rt.wake_sysmon()


def entersyscallblock(rt, gp) -> None:
    """gp goes into the operating system for long: its P is handed off at once.

    Go: proc.go entersyscallblock
    """
    mp = rt.allm[gp.m]
    pp = rt.allp[mp.p]
    mp.syscalltick = pp.syscalltick
    pp.syscalltick += 1
    rt.emit("entersyscallblock", mp.id, pp.id, gp.id)
    if rt.const.release < "1.26":
        rt.casgstatus(gp, G_RUNNING, G_SYSCALL)
    rt.handoffp(mp, rt.releasep(mp))
    if rt.const.release >= "1.26":
        rt.casgstatus(gp, G_RUNNING, G_SYSCALL)


def in_syscall(rt, pp) -> bool:
    """Whether pp waits for a G that is in a system call.

    Go: proc.go setBlockOnExitSyscall, proc.go retake
    """
    if pp.status != P_RUNNING or pp.m is None:
        return pp.status == P_SYSCALL
    gp = rt.allgs[rt.allm[pp.m].curg]
    return gp is not None and gp.status == G_SYSCALL


def takeP(rt, mp, pp, status: int) -> None:
    """mp takes pp, which waits for a G in a system call, away from it: it has that status from here on. The G
    will notice when it comes back.

    Go: proc.go setBlockOnExitSyscall, proc.go syscallingThread.releaseP
    """
    if rt.const.release < "1.26":
        rt.take(mp, pp, status)
        return
    gp = rt.allgs[rt.allm[pp.m].curg]
    rt.castogscanstatus(gp, G_SYSCALL, G_SYSCALL | G_SCAN)
    rt.take(mp, pp, status)
    rt.casfrom_Gscanstatus(gp, G_SYSCALL | G_SCAN, G_SYSCALL)


def take(rt, mp, pp, status: int) -> None:
    """mp takes pp from the M that has it in a system call, with the consent of the G there.

    Go: proc.go syscallingThread.releaseP, proc.go syscallingThread.gcstopP, proc.go entersyscallHandleGCWait
    """
    rt.emit("retake", mp.id, mp.p, pp.id)
    if pp.m is not None:
        rt.allm[pp.m].p = None
    pp.m, pp.status = None, status
    pp.syscalltick += 1
    if status == P_GCSTOP:
        rt.stop_p(mp, pp)


def exitsyscall(rt, gp):
    """gp comes back. It goes on at once if it still has its P, or gets one; else it has to wait in the global
    queue, like everybody who has none, and its M sleeps.

    Go: proc.go exitsyscall
    """
    mp = rt.allm[gp.m]
    if rt.const.release >= "1.26":
        rt.casgstatus(gp, G_SYSCALL, G_RUNNING)
    how = rt.exitsyscall_p(mp)
    rt.emit("exitsyscall", mp.id, mp.p, gp.id, how)
    if how == "none":
        yield BEFORE_SCHEDULER
        yield NO_P
    elif rt.const.release < "1.26":
        rt.casgstatus(gp, G_SYSCALL, G_RUNNING)
    rt.allp[rt.allm[gp.m].p].syscalltick += 1


def exitsyscall_p(rt, mp) -> str:
    """Have a P for an M that comes back from a system call, without asking the scheduler; how that went.

    kept: it was not taken. old: it was, but those who have it now are in a system call themselves. idle:
    another one. none: there is none.

    Go: proc.go exitsyscall, proc.go exitsyscallTryGetP, proc.go exitsyscallfast
    """
    oldp = rt.allp[mp.oldp] if mp.oldp is not None and mp.oldp < len(rt.allp) else None
    mp.oldp = None
    if mp.p is not None:
        return "kept"
    if oldp is not None and oldp.status == P_SYSCALL:
        kept = oldp.syscalltick == mp.syscalltick
        oldp.status = P_IDLE
        oldp.syscalltick += not kept
        rt.wirep(mp, oldp)
        return "kept" if kept else "old"
    if oldp is not None and rt.in_syscall(oldp):
        rt.takeP(mp, oldp, P_IDLE)
        rt.acquirep(mp, oldp)
        return "old"
    if idle := rt.pidleget(mp):
        rt.wake_sysmon()
        rt.acquirep(mp, idle)
        return "idle"
    return "none"


def exitsyscallNoP(rt, mp, gp) -> None:
    """gp is back without a P, and there was none. Looking once more, under the lock, it takes an idle one or
    goes to the global queue, and then mp sleeps.

    Go: proc.go exitsyscallNoP, proc.go exitsyscall0
    """
    rt.casgstatus(gp, G_RUNNING if rt.const.release >= "1.26" else G_SYSCALL, G_RUNNABLE)
    rt.dropg(mp)
    if pp := rt.pidleget(mp):
        rt.wake_sysmon()
        rt.acquirep(mp, pp)
        rt.execute(mp, gp, False)
        return
    rt.globrunqput(mp, gp)
    mp.errand = mp.errand or "stopm"
