"""The model's rules, as a replay carries them out: one that calls another which takes steps of its own notes
the call, and it is carried out when the log has come to it.

So `ready`, which puts a G into a queue and wakes an M, can be done while other Ms act in between, as they do
in Go. The few rules that a replay cannot have as they are stand below; models/study/replay/__init__.py says
why.
"""

from collections.abc import Callable
from types import GeneratorType
from typing import NamedTuple

from models.runtime.status import G_DEAD, G_RUNNABLE

# Rules that take steps of their own: each is a function of that name in this package, which waits for them.
STEPS = ("runqput", "runqputbatch", "globrunqput", "globrunqputbatch", "wakep", "startm", "start_idle",
         "handoffp", "releasep", "wake_with_p", "schedule")
# What those give that give something: it is known before they are done.
GIVES = {"runqputbatch": lambda rt, pp, batch: pp.runqtail, "releasep": lambda rt, mp: rt.allp[mp.p]}


class Later(NamedTuple):
    """A call that waits for its turn."""

    name: str
    args: tuple


def later(name: str) -> Callable:
    """A rule that notes the call of another."""
    gives = GIVES.get(name, lambda *args: ())

    def noted(rt, *args, **named):
        rt.note(Later(name, (*args, *named.values())))
        return gives(rt, *args)
    return noted


def newproc1(rt, pp, g: int, args=(), callergp=None):
    """The G that the log names."""
    gp = rt.allgs[g]
    rt.casgstatus(gp, G_DEAD, G_RUNNABLE)
    return gp


def checkdead(rt) -> None:
    """Nobody asks."""


def mPark(rt, mp):
    """An M always sleeps first: what comes before that is done then."""
    yield "notesleep"
    while not mp.park:
        yield "notesleep"


def in_steps(rules: dict[str, Callable]) -> dict[str, Callable]:
    """These rules for a replay."""
    return rules | {name: later(name) for name in STEPS} | {
        "newproc1": newproc1, "checkdead": checkdead, "mPark": mPark}


def carried_out(rt, rule: Callable, args: tuple) -> tuple[list, object]:
    """Carry out a rule, or the part of it before its M sleeps or its G leaves: what it has reported and what
    it has noted, in order, and its result, or what is left of it (a generator).
    """
    rt.trace.clear()
    left = rule(rt, *args)
    if left.__class__ is GeneratorType:
        left = ended(left)
    agenda = rt.trace[:]
    rt.trace.clear()
    rt.woken.clear()
    return agenda, left


def ended(left):
    """What a rule gives in the end; the rule itself if it sleeps before that, longer than a thief does."""
    try:
        while next(left) == "usleep":
            pass
    except StopIteration as end:
        return end.value
    return left
