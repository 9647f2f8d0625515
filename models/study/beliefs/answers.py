"""The choices of each kind of question: the right one from the trace, a believer's from their rules.

A choice is (its text's key in the catalogue, the text's arguments). Functions of (trace, i) read the
truth; functions of (rt, event) let rt, a copy of the machine before the event, act under its rules.
"""

from collections.abc import Generator, Sequence

from models.runtime.events import read

from ..fold import known
from ..stretches import stretches

Label = tuple[str, dict[str, object]]
TAKES = {"getnext": "runnext", "runqget": "ring", "globrunqget": "global",
         "globrunqgetbatch": "global", "runqgrab": "steal", "grabnext": "steal"}
RANGES = 4  # longer lists of Gs are cut


# How choices are put.

def number(n: int) -> Label:
    return "predict.choice.count", {"n": n}


def goroutine(g: int) -> Label:
    return "predict.choice.g", {"g": g}


def goroutines(gs: Sequence[int]) -> Label:
    return "predict.choice.gs", {"n": len(gs), "gs": ranges(gs)}


def place(kind: str) -> Label:
    """Where the event of this kind takes a G from."""
    return f"predict.choice.{TAKES[kind]}", {}


def ranges(gs: Sequence[int]) -> str:
    """Gs in their order, neighbours drawn together: G2–G4, G9."""
    texts = [f"G{first}" if first == last else f"G{first}–G{last}" for first, last in stretches(gs)]
    return ", ".join(texts[:RANGES] + ["…"] * (len(texts) > RANGES))


# What is so, from the trace.

def gs_of(event: tuple) -> tuple[int, ...]:
    """The Gs that an event takes from a queue."""
    e = read(event)
    return e.gs if hasattr(e, "gs") else (e.g,)


def count(trace, i) -> Label:
    return number(len(gs_of(trace[i])))


def ran(trace, i) -> Label | None:
    """The G that the P of event i runs next; None where the trace ends before it does."""
    runs = (e[4] for e in trace[i:] if e[0] == "execute" and e[3] == trace[i][3])
    g = next(runs, None)
    return goroutine(g) if g else None


def source(trace, i) -> Label:
    return place(trace[i][0])


def overflows(trace, i) -> bool:
    """Whether a G is made runnable here and its P's ring is too full for it."""
    return trace[i][0] in ("newproc", "goready") and [e[0] for e in trace[i + 2:i + 3]] == ["runqputslow"]


def overflown(trace, i) -> Label:
    return goroutines(read(trace[i + 2]).gs)


def by_lot(trace, i) -> Label:
    return "predict.choice.lot", {}


# What a believer would do.

def finish(steps: Generator):
    """What a rule in steps returns; None where it would sleep before that."""
    try:
        while next(steps) != "notesleep":
            pass
    except StopIteration as end:
        return end.value
    return None


def taken(rt) -> tuple | None:
    """The last event of rt by which a G left a queue to be run, if there is one."""
    return next((event for event in reversed(rt.trace) if event[0] in TAKES), None)


def steal(rt, e):
    """The G that e's thief would run, having stolen from e's victim."""
    return finish(rt.runqsteal(rt.allp[e.p], rt.allp[e.victim], False))


def steal_count(rt, e) -> Label:
    return number(len(gs_of(taken(rt)))) if steal(rt, e) else number(0)


def steal_first(rt, e) -> Label | None:
    gp = steal(rt, e)
    return goroutine(gp.id) if gp else None


def find(rt, e):
    """The G that e's M would find."""
    return (finish(rt.find_runnable(rt.allm[e.m])) or (None,))[0]


def found(rt, e) -> Label | None:
    gp = find(rt, e)
    return goroutine(gp.id) if gp else None


def found_from(rt, e) -> Label | None:
    return place(taken(rt)[0]) if find(rt, e) else None


def batch_count(rt, e) -> Label:
    rt.globrunqgetbatch(rt.allp[e.p])
    return number(len(gs_of(taken(rt))))


def overflow(rt, e) -> Label:
    known(rt, e.g)
    rt.runqput(rt.allp[e.p], rt.allgs[e.g], True)
    return goroutines(read(rt.trace[-1]).gs)


def first_victim(rt, e) -> Label | None:
    """The P with the longest ring, if e's thief would begin there; None where there is no choice."""
    busy = [p for p in rt.steal_order() if p != e.p and p not in rt.sched.pidle]
    return ("predict.choice.longest", {"p": busy[0]}) if len(busy) > 1 else None


# What the texts name.

def p_args(rt, e) -> dict[str, object]:
    return {"p": e.p}


def waiting(pp) -> list[int]:
    """The Gs in pp's ring, the oldest first."""
    return [pp.runq[i % len(pp.runq)] for i in range(pp.runqhead, pp.runqtail)]


def steal_args(rt, e) -> dict[str, object]:
    gs = waiting(rt.allp[e.victim])
    return {"p": e.p, "victim": e.victim, "of": len(gs), "ring": ranges(gs), "n": len(e.gs),
            "last": e.gs[-1]}


def tick_args(rt, e) -> dict[str, object]:
    return {"p": e.p, "tick": rt.allp[e.p].schedtick}


def batch_args(rt, e) -> dict[str, object]:
    return {"p": e.p, "of": len(rt.sched.runq), "procs": len(rt.allp), "n": len(e.gs)}


def overflow_args(rt, e) -> dict[str, object]:
    return {"p": e.p, "by": e.by, "g": e.g, "kicked": rt.allp[e.p].runnext}
