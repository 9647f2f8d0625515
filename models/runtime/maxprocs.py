"""GOMAXPROCS by itself: where a program does not say how many Ps it wants, it follows what the host allows.

sysmon looks at most once a second. It cannot stop the world, which is for a G to do; so a goroutine of the runtime's
own waits to be asked. All this is since Go 1.25, and only where the Runtime has been given a host (host.py).
"""

from .host import default_procs, godebug
from .state import UpdateMaxProcsG
from .status import Throw

SECOND = 1_000_000_000


def set_default_gomaxprocs() -> tuple:
    """runtime.SetDefaultGOMAXPROCS(): as many Ps as if nobody had said a number, now and from here on."""
    return ("SetDefaultGOMAXPROCS",)


def updater():
    """The function of the goroutine that changes the number of Ps."""
    yield ("updateMaxProcsGoroutine",)


def defaultGOMAXPROCS(rt) -> int:
    """How many Ps the host gives reason for now, to a program that does not say.

    Go: cgroup_linux.go defaultGOMAXPROCS
    """
    if rt.host is None:
        raise ValueError("there is no default number of Ps without a host: Runtime(host=Host(...))")
    return default_procs(rt.host, rt.const.release, rt.now)


def defaultGOMAXPROCSUpdateEnable(rt, main) -> None:
    """main is about to begin, and before it does, the goroutine for updates is made, unless
    GODEBUG=updatemaxprocs=0 forbids them.

    Go: proc.go defaultGOMAXPROCSUpdateEnable
    """
    if rt.host and rt.const.release >= "1.25" and godebug(rt.host, "updatemaxprocs"):
        rt.sched.updateMaxProcsG = UpdateMaxProcsG(lastgomaxprocs=-SECOND)
        rt.newproc(main, (updater, ()))


def updateMaxProcsGoroutine(rt, gp):
    """The running G waits until sysmon has a new number for it, stops the world and sets it; and again.

    It does not set it if the program has called GOMAXPROCS meanwhile. Then it ends, and none takes its place:
    not even SetDefaultGOMAXPROCS brings updates back.

    Go: proc.go updateMaxProcsGoroutine
    """
    sched = rt.sched
    update = sched.updateMaxProcsG
    update.g = gp.id
    while True:
        if update.idle:
            raise Throw("updateMaxProcsGoroutine: phase error")
        update.idle = True
        yield from rt.gopark(gp, None, None, "GOMAXPROCS updater (idle)")
        yield from rt.stopTheWorldGC(gp)
        if sched.customGOMAXPROCS:
            yield from rt.startTheWorldGC(gp)
            return
        sched.newprocs = update.procs
        yield from rt.startTheWorldGC(gp)


def update_if_due(rt, mp) -> None:
    """sysmon looks at the host when the last look was a second ago. The first time is at once: Go's clock
    counts from when the computer was started.

    Go: proc.go sysmon
    """
    update = rt.sched.updateMaxProcsG
    if update is not None and update.lastgomaxprocs + SECOND <= rt.now:
        rt.sysmonUpdateGOMAXPROCS(mp)
        update.lastgomaxprocs = rt.now


def sysmonUpdateGOMAXPROCS(rt, mp) -> None:
    """If the program leaves the number of Ps to the runtime, and it should be another than it is, wake the
    goroutine that sets it. If that has not come to the last one yet, leave it for the next look.

    Go: proc.go sysmonUpdateGOMAXPROCS
    Leaves out: the lock with which GOMAXPROCS waits until this is over.
    """
    sched = rt.sched
    update = sched.updateMaxProcsG
    if sched.customGOMAXPROCS:
        return
    procs = rt.defaultGOMAXPROCS()
    if procs != len(rt.allp) and update.idle:
        update.procs, update.idle = procs, False
        rt.injectglist(mp, [update.g])


def SetDefaultGOMAXPROCS(rt, gp):
    """The runtime decides again how many Ps there are, whatever $GOMAXPROCS says. It goes on doing so if updates
    are on and their goroutine has not ended.

    The world stops even if the number stays, if it was the program's or $GOMAXPROCS's own word until now.

    Go: debug.go SetDefaultGOMAXPROCS
    """
    sched = rt.sched
    if rt.const.release < "1.25":
        raise ValueError(f"Go {rt.const.release} has no runtime.SetDefaultGOMAXPROCS")
    procs = rt.defaultGOMAXPROCS()
    if not sched.customGOMAXPROCS and procs == len(rt.allp):
        return
    yield from rt.stopTheWorldGC(gp)
    sched.newprocs, sched.customGOMAXPROCS = procs, False
    yield from rt.startTheWorldGC(gp)
