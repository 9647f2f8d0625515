"""Machines in the state that a test needs, and short ways to say what became of them."""

import re
from collections.abc import Callable, Generator, Iterable

import pytest

from models.runtime.constants import Constants
from models.runtime.runtime import Runtime
from models.runtime.state import G, P
from models.runtime.status import G_RUNNING, P_RUNNING, Throw

SMALL = Constants(runq_size=4)  # a ring that a test can write down
PATIENCE = 1000  # no rule lets others act more often than this in these tests


def body():
    """A goroutine that is never asked to do anything."""
    yield


def runtime(procs: int = 1, gs: int = 9, const: Constants = SMALL, **settings) -> Runtime:
    """A machine with runnable Gs 1 to `gs` on no queue; M0 owns P0, the other Ps are idle."""
    rt = Runtime(procs, const=const, **settings)
    for _ in range(gs):
        rt.newproc1(rt.allp[0], body, ())
    return rt


def queue(rt: Runtime, p: int, gs: Iterable[int] = (), head: int = 0, runnext: int = 0) -> P:
    """Put Gs into p's ring from index `head` on, and one into runnext."""
    pp = rt.allp[p]
    pp.runqhead = pp.runqtail = head
    for g in gs:
        pp.runq[pp.runqtail % len(pp.runq)] = g
        pp.runqtail += 1
    pp.runnext = runnext
    return pp


def ring(pp: P) -> list[int]:
    """What p's ring holds, oldest first."""
    return [pp.runq[i % len(pp.runq)] for i in range(pp.runqhead, pp.runqtail)]


def take(rt: Runtime, p: int, m: int | None = None) -> P:
    """Make an idle P one that runs: on an M of that id, or on a new one."""
    rt.sched.pidle.remove(p)
    mp = rt.newm() if m is None else rt.allm[m]
    pp = rt.allp[p]
    mp.p, pp.m, pp.status = p, mp.id, P_RUNNING
    return pp


def company(rt: Runtime) -> Runtime:
    """One M more, which is awake: whoever falls asleep is not the last, and that is no deadlock."""
    rt.newm()
    return rt


def running(rt: Runtime, g: int, m: int = 0) -> G:
    """Have M m run G g."""
    gp = rt.allgs[g]
    gp.status, gp.m, rt.allm[m].curg = G_RUNNING, m, g
    return gp


def drain(rule: Generator) -> tuple[list, object]:
    """Run a rule to its end: where it let others act, and what it returned."""
    pauses = []
    while len(pauses) < PATIENCE:
        try:
            pauses.append(next(rule))
        except StopIteration as end:
            return pauses, end.value
    raise AssertionError(f"the rule goes on for ever: ... {pauses[-5:]}")


def until(rule: Generator, pause: str) -> list:
    """Run a rule until it has paused there; the pauses up to then."""
    pauses = []
    while not pauses or pauses[-1] != pause:
        assert len(pauses) < PATIENCE, f"the rule never comes to {pause}: ... {pauses[-5:]}"
        pauses.append(next(rule))
    return pauses


def kinds(rt: Runtime) -> list[str]:
    """What happened, without the details."""
    return [event[0] for event in rt.trace]


def noted(choices: dict) -> tuple[Callable, list]:
    """A chooser that takes choices[kind], and the list of what it was asked."""
    asked = []

    def choose(kind, options):
        asked.append((kind, list(options)))
        return choices[kind]
    return choose, asked


def error(kind: type[Exception], text: str):
    """The error must be of this kind and say exactly this."""
    return pytest.raises(kind, match=f"^{re.escape(text)}$")


def throws(text: str):
    """The model must throw, saying exactly this."""
    return error(Throw, text)
