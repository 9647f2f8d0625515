"""How a go statement fills a g, field by field: what stands in it at each station of the way.

    filling("made")      # [Stage("newproc", False, "g", ...), ...]
"""

from collections.abc import Callable
from typing import NamedTuple

from models.program.newborn import newborn
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime, replaced

from ..runs import START_TICK
from .birth import PROCS, RULES_WATCHED, more

STATEMENT = {"made": 1, "waking": 1, "reused": 2}  # which of the program's go statements is looked at


class Stage(NamedTuple):
    """A station that is entered, or left again, and what is so then.

    name, stack and more are as in birth.Station. g: the id of the g that is filled, 0 before there is one.
    fields: those of it that are set. p: what its P keeps that a go statement uses. idle: the Ps that nobody
    holds.
    """

    name: str
    left: bool
    stack: str
    more: tuple[str, ...]
    g: int
    fields: dict[str, object]
    p: dict[str, object]
    idle: tuple[int, ...]


def own(gp) -> dict[str, object]:
    """A g's fields but sched, by Go's names. A place in the stack is told by how far it is from an end."""
    found = {"stack": gp.stack, "stackguard0": gp.stackguard0 and f"lo+{gp.stackguard0}",
             "stktopsp": gp.stktopsp and f"hi-{gp.stktopsp}", "startpc": code(gp.fn),
             "parentGoid": gp.parent_goid, "goid": gp.goid}
    return {name: value for name, value in found.items() if value} | {"atomicstatus": gp.status}


def sched(gobuf) -> dict[str, object]:
    """The fields of a gobuf that are set, and the word at its sp."""
    found = {"sched.sp": f"hi-{gobuf.sp}", "sched.pc": code(gobuf.pc), "sched.ctxt": code(gobuf.ctxt),
             "at sched.sp": gobuf.pushed}
    return {name: value for name, value in found.items() if value}


def code(value) -> str:
    """The name of a function, of a place in one, or nothing."""
    return getattr(value, "__name__", value) or ""


def of_p(pp) -> dict[str, object]:
    """What a P keeps that a go statement uses."""
    ring = tuple(pp.runq[i % len(pp.runq)] for i in range(pp.runqhead, pp.runqtail))
    return {"runnext": pp.runnext, "runq": ring, "gFree": tuple(pp.gfree), "goidcache": pp.goidcache}


class Watch:
    """Rules that note what is so when they are entered or left, during the go statement of that number."""

    def __init__(self, statement: int):
        self.due, self.stack, self.g, self.prepared = statement, "", 0, False
        self.stages: list[Stage] = []
        self.rules = replaced(**{name: self.watched(name, RULES[name]) for name in RULES_WATCHED})

    def watched(self, name: str, rule: Callable) -> Callable:
        """The rule, watched; what systemstack calls is on the M's own stack."""
        def entered(rt, *args, **named):
            if name == "newproc":
                self.due -= 1
                self.stack = "g" if self.due == 0 else ""
                self.g = next(reversed(rt.allp[0].gfree), 0)
            self.prepared |= bool(self.stack) and name == "gostartcallfn"
            self.note(rt, name, False, more(name, args, named))
            before, self.stack = self.stack, "g0" if name == "systemstack" and self.stack else self.stack
            answer = rule(rt, *args, **named)
            self.stack = before
            self.g = answer.id if self.stack and name == "malg" else self.g
            self.note(rt, name, True, more(name, args, named))
            self.stack = "" if name == "newproc" else self.stack
            return answer
        return entered

    def note(self, rt, name: str, left: bool, told: tuple[str, ...]) -> None:
        """Keep a stage. A g's sched is told from when it is set: what it held before counts for nothing."""
        if not self.stack:
            return
        gp = rt.allgs[self.g] if self.g else None
        filled = (own(gp) | (sched(gp.sched) if self.prepared else {})) if gp else {}
        self.stages.append(Stage(RULES_WATCHED[name], left, self.stack, told, self.g, filled,
                                 of_p(rt.allp[0]), tuple(rt.sched.pidle)))


def filling(situation: str) -> list[Stage]:
    """Every stage of one of the program's go statements.

    Situations: "made", a new g; "reused", a dead one; "waking", as made, but a second P has nothing to do.
    ValueError for another one.
    """
    if situation not in STATEMENT:
        raise ValueError(f"there is no situation {situation!r}; there are {', '.join(STATEMENT)}")
    watch = Watch(STATEMENT[situation])
    Machine(Runtime(PROCS[situation], schedtick=START_TICK, rules=watch.rules), newborn).run()
    return watch.stages
