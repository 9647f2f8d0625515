"""What each event moves in the picture of the Ms, and what it says: one function an event.

Each takes the board before the event and the event, changes what the board knows (who has which P, the
counts), and returns the step, or None where there is nothing to see.
"""

from models.runtime.goroutine import MAIN

from ..player.scene import Step
from .machine_graph import edge_of

# Events that are about Gs and queues alone, or that others tell of.
SILENT = frozenset({
    "runnext", "runqput", "runqputslow", "getnext", "runqget", "globrunqput", "globrunqget", "globrunqgetbatch",
    "look", "log", "question", "makechan", "chansend", "chanrecv", "chanwait", "closechan", "goyield", "gokeep",
    "handoffp", "preempt", "procresize", "starttheworld", "stoptheworld", "worldstopped"})


def moved(now, m: int, node: str, message: str, args: dict, look: str = "") -> Step:
    """M m goes to a node."""
    token = f"m{m}"
    looks = ((token, look),) if now.state.values.get(token, "") != look else ()
    return Step(f"machines.{message}", args, moves=((token, node),), sets=looks, edge=edge_of(now.of(m), node))


def here(now, m: int, message: str, args: dict) -> Step:
    """M m does something where it is."""
    return Step(f"machines.{message}", args, marks=(now.of(m),))


def gives(now, m: int, g: int) -> None:
    """The P of M m has that G; 0: none."""
    p = now.held(m)
    if p is not None:
        now.ps[p] = (m, g)


# Gs become runnable.

def newproc(now, e):
    return here(now, e.m, f"new{why_nobody(now)}", {"g": e.g, "by": e.by})


def goready(now, e):
    return here(now, e.m, f"ready{why_nobody(now)}", {"g": e.g, "by": e.by})


def why_nobody(now) -> str:
    """Why the one who makes work wakes nobody; "" where it does."""
    if now.counts["spinningthreads"]:
        return ".spins"
    return "" if now.counts["idleprocs"] else ".busy"


# Ms are made and woken, and sleep.

def startm(now, e):
    now.counts["spinningthreads"] += e.spinning
    now.counts["threads" if e.new else "idlethreads"] += 1 if e.new else -1
    now.waking[e.target] = bool(e.spinning)
    which = ".new" if e.new else ".only" if now.state.at["asleep"] == [f"m{e.target}"] else ""
    by = ".sysmon" if e.m == now.opening.sysmon else ""
    args = {"m": e.m, "target": e.target, "p": e.tp}
    return moved(now, e.target, "starting", f"startm{which}{by}", args, "wake")


def mreserve(now, e):
    """In a recording alone: m makes a thread that looks for no G, the one that makes threads for locked Ms."""
    now.counts["threads"] += 1
    return here(now, e.m, "template", {"m": e.m, "id": e.id})


def mstart(now, e):
    return here(now, e.m, "mstart", {"m": e.m})


def acquirep(now, e):
    if e.m == now.opening.sysmon:
        return None  # it lends itself a P, to allocate an M
    now.ps[e.p] = (e.m, 0)
    args = {"m": e.m, "p": e.p}
    if e.m not in now.waking:
        return here(now, e.m, "again", args) if now.of(e.m) == "scheduling" else None
    if now.waking.pop(e.m):
        return moved(now, e.m, "spinning", "spins", args, "spin")
    return moved(now, e.m, "scheduling", "takes", args)


def spinning(now, e):
    now.counts["spinningthreads"] += 1 if e.on else -1
    args = {"m": e.m, "p": e.p}
    if e.on:
        return moved(now, e.m, "spinning", "spin", args, "spin")
    if e.p is None:
        return moved(now, e.m, "scheduling", "recheck", args)
    if e.m in now.stolen:
        g, victim = now.stolen.pop(e.m)
        return moved(now, e.m, "scheduling", "stolen", args | {"g": g, "victim": victim})
    return moved(now, e.m, "scheduling", "found", args)


def runqgrab(now, e):
    """Told by the end of spinning."""
    now.stolen[e.m] = (e.gs[-1], e.victim)


def grabnext(now, e):
    now.stolen[e.m] = (e.g, e.victim)


def pidleput(now, e):
    now.counts["idleprocs"] += 1


def pidleget(now, e):
    now.counts["idleprocs"] -= 1


def releasep(now, e):
    if e.m == now.opening.sysmon:
        return None
    del now.ps[e.p]
    if e.m in now.locked:
        return None  # it ends
    return here(now, e.m, "releasep", {"m": e.m, "p": e.p})


def stopm(now, e):
    now.counts["idlethreads"] += 1
    return moved(now, e.m, "asleep", "stopm", {"m": e.m}, "sleep")


# Gs run.

def execute(now, e):
    gives(now, e.m, e.g)
    if now.of(e.m) == "running":
        return None  # back from a call, and told by that
    return moved(now, e.m, "running", "execute", {"m": e.m, "g": e.g})


def gopark(now, e):
    gives(now, e.m, 0)
    return moved(now, e.m, "scheduling", "park", {"m": e.m, "g": e.g, "reason": e.reason})


def gosched(now, e):
    gives(now, e.m, 0)
    return moved(now, e.m, "scheduling", "yield", {"m": e.m, "g": e.g})


gopreempt = gosched


def goexit(now, e):
    gives(now, e.m, 0)
    args = {"m": e.m, "g": e.g}
    if e.g == MAIN:
        return here(now, e.m, "exit.main", args)
    if e.m in now.locked:
        return here(now, e.m, "exit.locked", args)
    return moved(now, e.m, "scheduling", "exit", args)


# Gs take their Ms along.

def entersyscall(now, e):
    return moved(now, e.m, "call", "call", {"m": e.m, "p": e.p, "g": e.g})


def retake(now, e):
    """sysmon takes a P away. Where an M does so that comes back from a call, exitsyscall tells it."""
    m, _ = now.ps.pop(e.victim)
    if e.m != now.opening.sysmon:
        return None
    return here(now, m, "retake", {"p": e.victim, "m": m})


def exitsyscall(now, e):
    args = {"m": e.m, "p": e.p, "g": e.g}
    if e.how == "none":
        return here(now, e.m, "back.none", args)
    now.ps[e.p] = (e.m, e.g)
    return moved(now, e.m, "running", f"back.{e.how}", args)


def lockosthread(now, e):
    now.locked.add(e.m)
    return here(now, e.m, "lock", {"m": e.m, "g": e.g})


def unlockosthread(now, e):
    now.locked.discard(e.m)


def mexit(now, e):
    now.counts["threads"] -= 1
    return moved(now, e.m, "gone", "mexit.first" if e.m == 0 else "mexit", {"m": e.m})
