"""What each event moves in the picture of goroutines that block, and what it says: one function an event.

Each takes the first event of the step, and all events of it by kind, and returns the step.
"""

from models.runtime.goroutine import MAIN
from models.runtime.sysmon import SYSMON

from ..player.scene import Step


def newproc(e, parts):
    return Step("blocked.new", {"g": e.g, "by": e.by}, moves=((f"g{e.g}", "ready"),))


def gosched(e, parts):
    return Step("blocked.gosched", {"g": e.g}, moves=((f"g{e.g}", "ready"),))


def globrunqput(e, parts):
    return Step("blocked.global", {"g": e.g}, moves=((f"g{e.g}", "ready"),))


def execute(e, parts):
    return Step("blocked.execute", {"m": e.m, "g": e.g}, moves=((f"g{e.g}", f"P{e.p}.run"),))


def gopark(e, parts):
    return Step("blocked.park", {"g": e.g, "m": e.m, "reason": e.reason}, moves=((f"g{e.g}", "waiting"),))


def goready(e, parts):
    return Step("blocked.ready", {"g": e.g, "by": e.by}, moves=((f"g{e.g}", "ready"),))


def entersyscall(e, parts):
    return Step("blocked.enter", {"g": e.g, "m": e.m, "p": e.p},
                moves=((f"m{e.m}", "kernel"), (f"g{e.g}", "kernel")), marks=(f"P{e.p}.home",))


def retake(e, parts):
    """sysmon takes a P away, and sees to it that another M gets it, if there is use for it.

    Where an M does so that comes back from the kernel, `exitsyscall` tells it.
    """
    if e.m != SYSMON:
        return None
    start = parts.get("startm")
    if start is None:
        return Step("blocked.retake.idle", {"p": e.victim}, moves=((f"p{e.victim}", "idlep"),))
    return Step("blocked.retake.new" if start.new else "blocked.retake", {"p": e.victim, "m": start.target},
                moves=((f"m{start.target}", f"P{e.victim}.m"),), sets=((f"m{start.target}", "wake"),))


def startm(e, parts):
    return Step("blocked.startm.new" if e.new else "blocked.startm",
                {"m": e.m, "target": e.target, "p": e.tp},
                moves=((f"p{e.tp}", f"P{e.tp}.home"), (f"m{e.target}", f"P{e.tp}.m")),
                sets=((f"m{e.target}", "wake"),))


def acquirep(e, parts):
    """An M has a P: one that was woken for it, or one that comes back from the kernel with its G."""
    if "exitsyscall" in parts:
        return exitsyscall(parts["exitsyscall"], parts)
    return Step("blocked.acquirep", {"m": e.m, "p": e.p}, sets=((f"m{e.m}", ""),),
                moves=((f"p{e.p}", f"P{e.p}.home"), (f"m{e.m}", f"P{e.p}.m")))


def exitsyscall(e, parts):
    args = {"g": e.g, "m": e.m, "p": e.p}
    if e.how == "none":
        return Step("blocked.back.none", args, moves=((f"g{e.g}", "ready"), (f"m{e.m}", "mfree")),
                    sets=((f"m{e.m}", "sleep"),))
    return Step(f"blocked.back.{e.how}", args,
                moves=((f"p{e.p}", f"P{e.p}.home"), (f"m{e.m}", f"P{e.p}.m"), (f"g{e.g}", f"P{e.p}.run")))


def releasep(e, parts):
    return Step("blocked.releasep", {"m": e.m, "p": e.p}, sets=((f"m{e.m}", "sleep"),),
                moves=((f"p{e.p}", "idlep"), (f"m{e.m}", "mfree")))


def stopm(e, parts):
    """Told with the step before it, in which the M has left its P."""
    return None


def handoffp(e, parts):
    """Told by whoever gets the P."""
    return None


def goexit(e, parts):
    return Step("blocked.exit.main" if e.g == MAIN else "blocked.exit", {"g": e.g},
                moves=((f"g{e.g}", "done"),))
