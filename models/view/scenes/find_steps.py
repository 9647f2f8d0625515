"""What each part of a search shows, and what it says: one function for what the part begins with.

Each takes the board before the part and all its events by kind, and returns the step.
"""

from models.study.moments.finding import LOADED

from ..player.scene import Step
from . import runq_steps
from .find_cells import NO, YES, blank, cell

ME, RING = "P1", "P1.ring"
TRIES = 4


def taken(board, parts: dict) -> tuple:
    """What changes by name when M1 has found a G: it does not spin any more, and the G runs."""
    return runq_steps.sitting(board, parts["execute"], parts) + ((("m1", ""),) if "spinning" in parts else ())


def found(board, parts: dict, check: str, kind: str) -> Step:
    """A G comes out of a queue; the picture of the run queues knows how that looks."""
    e = parts[kind]
    step = getattr(runq_steps, kind)(board, e, parts)
    gs = getattr(e, "gs", ()) or (e.g,)
    sets = cell(check, ", ".join(f"G{g}" for g in gs)) + ((("m1", ""),) if "spinning" in parts else ())
    return step._replace(sets=step.sets + sets, marks=(f"find.{check}", *step.marks))


# With its P.

def begin(board, parts: dict) -> Step:
    """M1 begins at the top; the G that has just ended, if any, is gone."""
    gone = parts.get("goexit")
    tick, first = board.state.values.get(f"{ME}.home", 0), parts["look"].where == "tick"
    key = "find.begin.tick" if first else "find.begin" if tick % 61 else "find.begin.empty"
    sets = tuple(blank().items()) + cell("stop", NO) + cell("due", NO) + cell("tick", tick)
    board.tries = 0
    return Step(key, {"tick": tick}, moves=((f"g{gone.g}", "done"),) if gone else (), sets=sets,
                marks=("find.stop", "find.due", "find.tick"))


def globrunqget(board, parts: dict) -> Step:
    return found(board, parts, "tick", "globrunqget")


def runqget(board, parts: dict) -> Step:
    return found(board, parts, "own", "runqget")


def getnext(board, parts: dict) -> Step:
    return found(board, parts, "own", "getnext")


def globrunqgetbatch(board, parts: dict) -> Step:
    return found(board, parts, "glob", "globrunqgetbatch")


def look_global(board, parts: dict) -> Step:
    return Step("find.own", {}, sets=cell("own", NO), marks=("find.own", f"{ME}.next", RING))


def look_network(board, parts: dict) -> Step:
    return Step("find.global", {}, sets=cell("glob", NO), marks=("find.glob", "global"))


def netready(board, parts: dict) -> Step:
    """The network brings Gs: M1 runs one, the others go into its ring."""
    e, more = parts["netready"], parts.get("injectglist")
    gs = more.gs if more else ()
    sets = cell("network", ", ".join(f"G{g}" for g in (e.g, *gs))) + taken(board, parts)
    return Step("find.network.more" if gs else "find.network", {"g": e.g, "n": len(gs)},
                moves=((f"g{e.g}", f"{ME}.run"), *runq_steps.moved(gs, RING)), sets=sets,
                marks=("find.network", "waiting"))


injectglist = netready


# Spinning.

def look_spin(board, parts: dict) -> Step:
    sets = cell("network", NO) + cell("spin", YES) + (("m1", "spin"),)
    return Step("find.spin.on" if parts["look"].arg else "find.spin", {}, sets=sets,
                marks=("find.network", "find.spin"))


def look_try(board, parts: dict) -> Step:
    """A round of the other Ps, as far as nothing comes of it; or the steal."""
    order = " ".join(f"P{p}" for p in parts["look"].arg)
    board.tries += 1
    last, more = board.tries == TRIES, board.gs(f"P{LOADED}.next")
    sets = cell("try", f"{board.tries} / {TRIES}") + cell("order", order)
    if "runqgrab" in parts:
        step = found(board, parts, "try", "runqgrab")
        return step._replace(sets=step.sets + cell("order", order))
    key = "find.try.last" if last and parts["more"] else "find.try.none" if last else \
        "find.try.left" if more else "find.try"
    if last:
        sets += () if parts["more"] else cell("timers", NO) + cell("next", NO)
    return Step(key, {"i": board.tries, "order": order.replace(" ", ", ")}, sets=sets,
                marks=("find.try", "find.order"))


def look_timers(board, parts: dict) -> Step:
    """A timer of another P's is due: M1 runs it, and then the G that it was for."""
    e = parts["getnext"]
    sets = cell("timers", f"G{e.g}") + taken(board, parts)
    return Step("find.timers", {"p": parts["look"].arg, "g": e.g}, moves=((f"g{e.g}", f"{ME}.run"),),
                sets=sets, marks=("find.timers",))


def look_pause(board, parts: dict) -> Step:
    """The last try has come to a runnext."""
    p = parts["look"].arg
    g = board.gs(f"P{p}.next")[0]
    return Step("find.pause", {"p": p, "g": g.upper()}, marks=("find.next", f"P{p}.next"))


def grabnext(board, parts: dict) -> Step:
    return found(board, parts, "next", "grabnext")


# About to sleep.

def look_again(board, parts: dict) -> Step:
    return Step("find.again", {}, sets=cell("again", NO), marks=("find.again", "global"))


def newproc(board, parts: dict) -> Step:
    """Somebody else makes a G meanwhile."""
    e = parts["newproc"]
    next = f"P{e.p}.next"
    return Step("find.late", {"g": e.g, "by": e.by}, moves=((f"g{e.g}", next),), marks=(next,))


def releasep(board, parts: dict) -> Step:
    e = parts["releasep"]
    return Step("find.drop", {}, moves=((f"p{e.p}", "idlep"), (f"m{e.m}", "mfree")),
                sets=cell("drop", YES) + (("m1", ""),), marks=("find.drop",))


def look_recheck(board, parts: dict) -> Step:
    e = parts.get("acquirep")
    if e is None:
        return Step("find.recheck", {}, sets=cell("recheck", NO), marks=("find.recheck",))
    return Step("find.back", {"p": LOADED}, moves=((f"p{e.p}", f"{ME}.home"), (f"m{e.m}", f"{ME}.m")),
                sets=cell("recheck", f"P{LOADED}") + (("m1", "spin"),),
                marks=("find.recheck", f"P{LOADED}.next"))


def look_sleep(board, parts: dict) -> Step:
    """One G always waits for the network here, so it is the poller in which M1 sleeps."""
    return Step("find.sleep", {}, sets=cell("sleep", "netpoll") + (("m1", "sleep"),), marks=("find.sleep",))
