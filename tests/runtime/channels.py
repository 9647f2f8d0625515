"""Channels in the state that a test needs, and goroutines that wait on them."""

from collections import deque

from models.runtime.hchan import Hchan
from models.runtime.panic import GoError
from models.runtime.park import PARK
from models.runtime.runtime import Runtime, replaced
from models.runtime.status import G_RUNNABLE, G_RUNNING
from models.runtime.sudog import Sudog

from .build import running, runtime


class Panics(Exception):
    """The rule panicked."""


def gopanic(rt, gp, value):
    """For rules alone, without a stack on which something could be deferred."""
    assert value.__class__ is GoError and rt.allm[0].curg in (gp.id, 0)
    raise Panics(value.text)
    yield


def machine(**settings) -> Runtime:
    """A machine with nine Gs and no channel, on which a panic ends the test's rule with Panics."""
    return runtime(rules=replaced(gopanic=gopanic, **settings.pop("rules", {})), **settings)


def chan(rt: Runtime, *values, size: int = 0, first: int = 0, zero=None) -> int:
    """A new channel that holds these values, the oldest in slot `first`: its name."""
    ch = Hchan(size, zero, [None] * size, recvx=first)
    for i, value in enumerate(values):
        ch.buf[(first + i) % size] = value
    ch.qcount = len(values)
    ch.sendx = (first + len(values)) % size if size else 0
    return rt.new(ch)


class Doing:
    """G g, on M0, in the middle of a rule, up to where it parks or returns."""

    def __init__(self, rt: Runtime, g: int, rule, *args):
        self.rt, self.gp, self.value = rt, running(rt, g), None
        self.rule = rule(self.gp, *args)

    def run(self) -> str:
        """Go on; "parked" or "returned"."""
        try:
            request = next(self.rule)
        except StopIteration as end:
            self.value = end.value
            return "returned"
        assert request == PARK
        self.rt.park_m(self.rt.allm[0], self.gp)
        return "parked"

    def wake(self):
        """The G was readied, and returns from the rule: what it is answered."""
        assert self.gp.status == G_RUNNABLE
        running(self.rt, self.gp.id)
        assert self.run() == "returned"
        return self.value


def waits(rt: Runtime, g: int, rule, *args) -> Doing:
    """G g asks for something that it has to wait for; the events of that are forgotten."""
    doing = Doing(rt, g, rule, *args)
    assert doing.run() == "parked"
    rt.trace.clear()
    return doing


def does(rt: Runtime, g: int, rule, *args):
    """G g does something that it need not wait for: what it is answered."""
    doing = Doing(rt, g, rule, *args)
    assert doing.run() == "returned"
    assert doing.gp.status == G_RUNNING
    return doing.value


def gs(q: deque[Sudog]) -> list[int]:
    """Who waits in a queue."""
    return [sg.g for sg in q]


def readied(rt: Runtime) -> list[int]:
    """The Gs that were readied, in that order."""
    return [event[4] for event in rt.trace if event[0] == "goready"]
