"""Goroutines in the middle of a lock's rule, step by step; and whole programs, run to their end."""

from random import Random

from models.runtime.chan import recv
from models.runtime.defer import defer
from models.runtime.goroutine import log, work
from models.runtime.machine import Machine, logged
from models.runtime.park import mcall
from models.runtime.recovery import recover
from models.runtime.runtime import Runtime
from models.runtime.status import G_RUNNABLE, G_RUNNING

from .build import PATIENCE, running, runtime, take

PAUSE = work(0)  # what rt.between holds where a test wants to come between two atomic steps
START_TICK = 15  # main's schedtick on real Go, nearly always

# For what Go's own tests of package sync ask, in test_*_go_properties.py. Their GOMAXPROCS=4 is procs=4 of
# `runs` there, and what they repeat a thousand times is repeated as often as a second allows. map_test.go,
# pool_test.go and internal/sync/hashtriemap_test.go are answered nowhere: what they test is not modelled.
PROCS = (1, 4, 10)  # as in HammerRWMutex
DURATIONS = {"step": (20, 30, 40), "execute": (90, 100, 110), "gosched": (80,), "wakeup": (4000, 9000),
             "clone": (20_000,), "newm": (9000,), "futex": (2000,), "steal": (50,), "usleep": (3000,)}


class Doing:
    """G g, on M m, in the middle of a rule."""

    def __init__(self, rt: Runtime, g: int, rule, *args, m: int = 0):
        self.rt, self.gp, self.m, self.value, self.at = rt, running(rt, g, m), m, None, "begun"
        self.rule = rule(self.gp, *args)

    def step(self) -> str:
        """Go on to where others may act: "pause", the rule by which it left its M, or "returned"."""
        self.at = self.stepped()
        return self.at

    def stepped(self) -> str:
        try:
            request = next(self.rule)
        except StopIteration as end:
            self.value = end.value
            return "returned"
        if isinstance(request, mcall):
            getattr(self.rt, request.rule)(self.rt.allm[self.gp.m], self.gp)
            return request.rule
        assert request == PAUSE
        return "pause"

    def run(self) -> str:
        """Go on, whatever pauses there are, until it leaves its M or returns."""
        for _ in range(PATIENCE):
            if (at := self.step()) != "pause":
                return at
        raise AssertionError("the rule goes on for ever")

    def able(self) -> bool:
        """Whether it can do a step: it has not returned, and does not wait."""
        return self.at != "returned" and self.gp.status in (G_RUNNABLE, G_RUNNING)

    def wake(self, m: int = 0) -> str:
        """The G was readied: run it again, on M m, until it leaves that or returns."""
        assert self.gp.status == G_RUNNABLE
        running(self.rt, self.gp.id, m)
        return self.run()


def interleavings(start):
    """Have goroutines, each on an M of its own, do their steps in every order there is.

    start() makes them anew; each time all have returned, or wait for ever, they are given out.
    """
    path: list[list[int]] = []
    while True:
        doings = start()
        depth = 0
        while able := [doing for doing in doings if doing.able()]:
            if depth == len(path):
                path.append([0, len(able)])
            chosen = able[path[depth][0]]
            running(chosen.rt, chosen.gp.id, chosen.m)
            chosen.step()
            depth += 1
        yield doings
        while path and path[-1][0] + 1 == path[-1][1]:
            path.pop()
        if not path:
            return
        path[-1][0] += 1


def together(procs: int, **settings) -> Runtime:
    """A machine with as many Ms and Ps at work, where others may act between two atomic steps."""
    rt = runtime(procs, **settings)
    for p in range(1, procs):
        take(rt, p)
    rt.between = (PAUSE,)
    return rt


def does(rt: Runtime, g: int, rule, *args, m: int = 0):
    """G g does something that it need not wait for: what it is answered."""
    doing = Doing(rt, g, rule, *args, m=m)
    assert doing.run() == "returned"
    assert doing.gp.status == G_RUNNING
    return doing.value


def parked(rt: Runtime, g: int, rule, *args, m: int = 0) -> Doing:
    """G g does something that it has to wait for."""
    doing = Doing(rt, g, rule, *args, m=m)
    assert doing.run() == "park_m"
    return doing


def all_parked(rt: Runtime, gs, rule, *args) -> list[Doing]:
    """These Gs do something that they have to wait for, in this order; then G 9 runs."""
    doings = [parked(rt, g, rule, *args) for g in gs]
    running(rt, 9)
    rt.trace.clear()
    return doings


def ran(main, *args, **settings) -> tuple[str, Machine]:
    """Run a program on one P: its output and how it ended, on a line; and the machine."""
    rt = Runtime(1, schedtick=START_TICK, **settings)
    machine = Machine(rt, main, *args)
    ending = machine.run(max_steps=100_000)
    return " ".join(map(str, [*logged(rt.trace), ending])), machine


def output(main, *args, **settings) -> str:
    """The program's output and how it ended."""
    return ran(main, *args, **settings)[0]


def torn(main, *args, procs: int, seed: int) -> tuple[str, Machine]:
    """Run a program on several Ps, where any M may act between any two atomic steps: chance decides."""
    random = Random(seed)
    rt = Runtime(procs, choose=lambda kind, options: random.choice(options))
    rt.between = (PAUSE,)
    machine = Machine(rt, main, *args)
    ending = machine.run(max_steps=200_000)
    return " ".join(map(str, [*logged(rt.trace), ending])), machine


def runs(main, *args, procs: int = 1, seed: int = 0) -> Machine:
    """Run a program that must end well, as `ran` or `torn` does; the machine."""
    line, machine = ran(main, *args) if procs == 1 else torn(main, *args, procs=procs, seed=seed)
    assert line.split()[-1] == "END", line
    return machine


def semacquire(sema):
    """The request to take one from a semaphore."""
    return ("semacquire1", sema, "semacquire")


def semrelease(sema, handoff=False):
    """The request to give one back."""
    return ("semrelease1", sema, handoff)


def all_done(cdone, n):
    """Receive n times."""
    for _ in range(n):
        yield recv(cdone)


def rescues():
    """Recover, and log what."""
    yield log((yield recover()))


def rescued(*requests):
    """Make these requests, one after the other; if one panics, log that and go on behind this call."""
    yield defer(rescues)
    for request in requests:
        yield request
