"""How the replay of a recording went, in words: that all of it is explained, or the first step that is not,
why, and how everything stood before it. And what was wrong with a program or a recording.
"""

from collections.abc import Iterator

from models.runtime.events import TYPES
from models.study.replay.kinds import typed
from models.study.replay.outcome import Explained, Unexplained
from models.study.replay.why import Why
from models.words import word

MANY = 12     # Gs of a queue that are told
WAITING = 8   # Ms that have to wait, of which that is told
NOBODY = "-"


def report(found: Explained | Unexplained, file: str) -> str:
    """What came out of the replay of that file, as text."""
    if isinstance(found, Unexplained):
        return "\n".join(unexplained(found, file)) + "\n"
    key = "replay.explained.moved" if found.moved else "replay.explained"
    return word(key, file=file, steps=f"{found.events:,}", moved=f"{found.moved:,}",
                farthest=f"{found.farthest:,}") + "\n"


def unexplained(found: Unexplained, file: str) -> Iterator[str]:
    """The first step that the model does not allow. Line 1 of the file tells of the start."""
    yield word("replay.unexplained", file=file, line=found.place + 1, event=spelt(found.event))
    yield word("replay.refused", why=reason(found.refused))
    if found.where:
        functions = word("replay.where.in").join(word("replay.where.join", name=name) for name in found.where)
        yield word("replay.where", m=found.event[2], functions=functions)
    yield word("replay.before", count=f"{found.after:,}")
    yield from (f"  {line}" for line in state(found.before))
    if found.waiting:
        yield word("replay.waiting")
    for _, event, why in found.waiting[:WAITING]:
        yield "  " + word("replay.wait", event=spelt(event), why=reason(why))


def reason(why: Why) -> str:
    """Why a step cannot be, in a sentence."""
    args = {name: told(name, value) for name, value in why.args.items()}
    return word(f"replay.why.{why.name}", **args)


def told(name: str, value) -> str:
    """An argument of a reason: an event of the model's, a list, a number or a name."""
    if name != "event":
        return one(value)
    e = TYPES[value[0]]._make(value)
    return fields(e, first=2)


def one(value) -> str:
    """A value of an event; nobody is a hyphen."""
    return NOBODY if value is None else listed(value) if isinstance(value, tuple) else str(value)


def spelt(event: tuple) -> str:
    """A recorded event with its fields' names."""
    return fields(typed(event), first=1)


def fields(e, first: int) -> str:
    """An event's kind and its fields, from one of them on."""
    named = zip(e._fields[first:], e[first:], strict=True)
    return " ".join([e.kind, *(f"{name}={one(value)}" for name, value in named)])


def listed(gs: tuple) -> str:
    """A list, of which the beginning is told."""
    some = f"({' '.join(map(str, gs[:MANY]))})"
    return word("replay.state.more", some=some, count=len(gs) - MANY) if len(gs) > MANY else some


# How everything stood.

def state(rt) -> Iterator[str]:
    """The whole machine, a line each."""
    sched = rt.sched
    yield from (p_line(rt, pp) for pp in rt.allp)
    waiting = listed(tuple(sched.runq)) if sched.runq else word("replay.state.empty")
    yield word("replay.state.global", gs=waiting)
    yield word("replay.state.pidle", ps=names("P", reversed(sched.pidle)))
    yield word("replay.state.midle", ms=names("M", reversed(sched.midle)))
    yield word("replay.state.spinning", ms=names("M", (mp.id for mp in rt.allm if mp.spinning)),
               nmspinning=sched.nmspinning, needspinning=int(sched.needspinning))
    if sched.gcwaiting:
        yield word("replay.state.stopping", count=sched.stopwait)
    if sched.poller is not None:
        yield word("replay.state.poller", m=sched.poller)


def names(letter: str, ids) -> str:
    """Ps or Ms."""
    return " ".join(f"{letter}{i}" for i in ids) or word("replay.state.none")


def p_line(rt, pp) -> str:
    """A P: who has it, what runs, and what waits."""
    ring = tuple(pp.runq[i % len(pp.runq)] for i in range(pp.runqhead, pp.runqtail))
    runnext = f"G{pp.runnext}" if pp.runnext else word("replay.state.empty")
    key = "replay.state.ring" if ring else "replay.state.ring.empty"
    waits = word(key, gs=listed(ring), index=pp.runqhead)
    return word("replay.state.p", p=pp.id, status=word(f"replay.status.{pp.status}"), who=holder(rt, pp),
                runnext=runnext, ring=waits, schedtick=pp.schedtick)


def holder(rt, pp) -> str:
    """Who has a P, and which G runs there."""
    if pp.m is None:
        return word("replay.state.p.nobody")
    g = rt.allm[pp.m].curg
    return word("replay.state.p.runs" if g else "replay.state.p.has", m=pp.m, g=g)


# What was recorded, and what is not right.

def recorded(out, about: dict, events: list[tuple], printed: str) -> str:
    """What the program has printed, and where the recording is. Steps after main's end are not counted."""
    steps = [event[0] for event in events].index("end")
    if printed and not printed.endswith("\n"):
        printed += "\n"
    return printed + word("replay.recorded", out=out, steps=f"{steps:,}", program=about["program"],
                          release=about["go"], procs=about["gomaxprocs"]) + "\n"


def complaint(name: str, args: dict[str, object]) -> str:
    """A sentence about a program or a recording."""
    if args.get("says") == "":
        args = args | {"says": word("replay.bad.silent")}
    return word(f"replay.bad.{name}", **args)
