"""What each event moves in the picture of what sysmon watches, and what it says: one function an event.

Each takes all events of the step by kind, and returns the step, or None where there is nothing to see.
"""

from models.study.moments.watching import Round

from ..player.scene import Cell, Step
from .sysmon_cells import cells_of, timed


# sysmon looks.

def cells(e: Round) -> tuple:
    """What sysmon keeps in mind after a round."""
    return (("sysmon.delay", Cell(timed(e.pause))), ("sysmon.idle", Cell(str(e.idle))), *cells_of(e.ps))


def looked(e: Round, notes: bool) -> Step | None:
    """A round of sysmon's in which it only looks and notes. notes: the picture shows these."""
    if e.acts:
        return None
    if e.found:
        p, what = e.found[0]
        seen, several = e.ps[p], len(e.found) > 1
        args = {"p": p, "slice": seen.noted_slice, "call": seen.noted_call,
                "ps": ", ".join(dict.fromkeys(f"P{p}" for p, _ in e.found))}
        return Step(f"sysmon.round.{'several' if several else what}", args, t=e.t, lane="sysmon",
                    marks=tuple(f"N{p}.noted_{what}" for p, what in e.found) if notes else ())
    args = {"n": e.times, "first": timed(e.first), "last": timed(e.pause)}
    return Step("sysmon.round.some" if e.times > 1 else "sysmon.round.none", args, t=e.t, lane="sysmon")


def retake(parts: dict) -> Step | None:
    """sysmon takes a P away, and sees to it that another M gets it, if there is use for it."""
    e, started = parts["retake"], parts.get("startm")
    if started is None:
        return Step("sysmon.retake.idle", {"p": e.victim}, moves=((f"p{e.victim}", "idlep"),))
    return Step("sysmon.retake.new" if started.new else "sysmon.retake", {"p": e.victim, "m": started.target},
                moves=((f"m{started.target}", f"P{e.victim}.m"),), sets=((f"m{started.target}", "wake"),))


def startm(parts: dict) -> Step:
    """sysmon has an M run an idle P."""
    e = parts["startm"]
    return Step("sysmon.startm", {"m": e.target, "p": e.tp}, sets=((f"m{e.target}", "wake"),),
                moves=((f"p{e.tp}", f"P{e.tp}.home"), (f"m{e.target}", f"P{e.tp}.m")))


def injectglist(parts: dict) -> Step:
    """sysmon brings from the network those for whom no M waits there; the Gs go global."""
    gs = parts["injectglist"].shared
    return Step("sysmon.network", {"gs": ", ".join(f"G{g}" for g in gs)},
                moves=tuple((f"g{g}", "global") for g in gs))


def netready(parts: dict) -> Step:
    """An M without a G asks the network, and runs whom it brings."""
    e = parts["netready"]
    return Step("sysmon.brought", {"m": e.m, "g": e.g}, moves=((f"g{e.g}", f"P{e.p}.run"),))


def preempt(parts: dict) -> Step:
    """sysmon asks a G to stop."""
    e = parts["preempt"]
    return Step("sysmon.ask", {"p": e.victim, "g": e.g}, marks=(f"P{e.victim}.run",))


def gopreempt(parts: dict) -> Step:
    """The G stops."""
    e = parts["gopreempt"]
    return Step("sysmon.stopped", {"g": e.g, "m": e.m}, moves=((f"g{e.g}", "global"),))


# A G goes into the kernel and comes back.

def entersyscall(parts: dict) -> Step:
    e = parts["entersyscall"]
    return Step("sysmon.enter", {"g": e.g, "m": e.m, "p": e.p},
                moves=((f"m{e.m}", "kernel"), (f"g{e.g}", "kernel")))


def exitsyscall(parts: dict) -> Step:
    """A G is back: it runs on, or queues up while its M sleeps."""
    e = parts["exitsyscall"]
    args = {"g": e.g, "m": e.m, "p": e.p}
    if e.how == "none":
        return Step("sysmon.back.none", args, moves=((f"g{e.g}", "global"), (f"m{e.m}", "mfree")),
                    sets=((f"m{e.m}", "sleep"),))
    return Step(f"sysmon.back.{e.how}", args, moves=(
        *(((f"p{e.p}", f"P{e.p}.home"),) if e.how == "idle" else ()), (f"m{e.m}", f"P{e.p}.m"),
        (f"g{e.g}", f"P{e.p}.run")))


STEPS = {"retake": retake, "startm": startm, "injectglist": injectglist, "netready": netready,
         "preempt": preempt,
         "gopreempt": gopreempt, "entersyscall": entersyscall, "exitsyscall": exitsyscall}
