"""How the number of Ps changes, rule by rule: what stands where after each of them.

    changes()            # [Stage("GOMAXPROCS", False, {"m": 1, "p": 3, "g": 2, "n": 2}, ...), ...]
"""

from collections.abc import Callable
from typing import NamedTuple

from models.program.resized import FEWER, PROCS, resized
from models.runtime.constants import BY_RELEASE, GO_1_27
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.status import G_SYSCALL

from ..runs import START_TICK

COSTS = {"wakeup": (5_000,), "newm": (5_000,)}  # ns until a thread runs; all else takes no time here
CALL = "GOMAXPROCS"
# The rules that are watched, and what their arguments after the M (or the asking G) are called.
WATCHED = {CALL: "n", "preemptall": "", "stop_p": "pp", "takeP": "pp status", "gopreempt_m": "gp",
           "procresize": "n", "keep_a_p": "n", "destroy": "pp", "resize": "n", "pidleput": "pp",
           "start_p": "pp nmp", "startm": "pp", "acquirep": "pp", "execute": "gp"}

NAMES = {"pp": "tp", "nmp": "target", "gp": "g"}  # what an argument is called where only its id is kept


class Place(NamedTuple):
    """A P: its status, its M (one that is on its way to it as well), and the Gs that run there or wait."""

    status: int
    m: int | None
    g: int
    runnext: int
    ring: tuple[int, ...]


class Picture(NamedTuple):
    """How everything stands. ps: the Ps that there are, in order; gone: the ids of those that there were.

    runq: the global queue; pidle: the idle Ps, the one on top last; asleep: the Ms that have no P to run;
    kernel: (M, G) in system calls; stopwait: how many Ps have still to stop.
    """

    ps: tuple[Place, ...]
    gone: tuple[int, ...]
    runq: tuple[int, ...]
    pidle: tuple[int, ...]
    asleep: tuple[int, ...]
    kernel: tuple[tuple[int, int], ...]
    stopwait: int


class Stage(NamedTuple):
    """A rule that is entered, or left again; about: the ids that it was called with, by what they are."""

    name: str
    left: bool
    about: dict[str, int | None]
    picture: Picture


def picture(rt) -> Picture:
    """How a machine stands."""
    on_way = {mp.nextp: mp for mp in rt.allm if mp.nextp is not None}
    there = {mp.p: mp for mp in rt.allm if mp.p is not None}
    ps = tuple(place(pp, there.get(pp.id) or on_way.get(pp.id)) for pp in rt.allp)
    loose = [mp for mp in rt.allm if mp.p is None and mp.nextp is None]
    kernel = tuple((mp.id, mp.curg) for mp in rt.allm if mp.curg and rt.allgs[mp.curg].status == G_SYSCALL)
    return Picture(ps, tuple(pp.id for pp in rt.state.deadp), tuple(rt.sched.runq), tuple(rt.sched.pidle),
                   tuple(mp.id for mp in loose if not mp.curg), kernel, rt.sched.stopwait)


def place(pp, mp) -> Place:
    """How one P stands, which has this M or none."""
    ring = tuple(pp.runq[i % len(pp.runq)] for i in range(pp.runqhead, pp.runqtail))
    return Place(pp.status, mp and mp.id, mp.curg if mp else 0, pp.runnext, ring)


class Watch:
    """Rules that note how everything stands when they are entered or left, from the first call on."""

    def __init__(self):
        self.stages: list[Stage] = []
        self.rules = replaced(**{name: self.watched(name, RULES[name]) for name in WATCHED} |
                              {CALL: self.watched_call(RULES[CALL])})

    def watched(self, name: str, rule: Callable) -> Callable:
        """The rule, watched."""
        def entered(rt, *args, **named):
            told = about(name, args)
            self.note(rt, name, False, told)
            answer = rule(rt, *args, **named)
            self.note(rt, name, True, told)
            return answer
        return entered

    def watched_call(self, rule: Callable) -> Callable:
        """The same for the call itself, which may wait."""
        def entered(rt, gp, n: int):
            self.stages.append(Stage(CALL, False, told(rt, gp, n), picture(rt)))
            was = yield from rule(rt, gp, n)
            self.stages.append(Stage(CALL, True, told(rt, gp, n) | {"was": was}, picture(rt)))
            return was
        return entered

    def note(self, rt, name: str, left: bool, told: dict) -> None:
        """Keep a stage, once there has been a call."""
        if self.stages:
            self.stages.append(Stage(name, left, told, picture(rt)))


def told(rt, gp, n: int) -> dict[str, int]:
    """Who calls, where it runs, and what it asks for."""
    return {"g": gp.id, "m": gp.m, "p": rt.allm[gp.m].p, "n": n}


def about(name: str, args: tuple) -> dict[str, int | None]:
    """The ids that a rule is called with: m, the M that does it, its P, and what WATCHED names."""
    mp, *rest = args
    found = {"m": mp.id, "p": mp.p}
    for key, value in zip(WATCHED[name].split(), rest):
        found[NAMES.get(key, key)] = getattr(value, "id", value)
    return found


def changes(release: str = GO_1_27.release) -> list[Stage]:
    """All stages from the program's first call of GOMAXPROCS until a P that was gone runs a G."""
    watch = Watch()
    rt = Runtime(PROCS, schedtick=START_TICK, rules=watch.rules, durations=COSTS, const=BY_RELEASE[release])
    Machine(rt, resized).run()
    returned = [i for i, stage in enumerate(watch.stages) if stage.name == CALL and stage.left][-1]
    last = next(i for i, stage in enumerate(watch.stages) if i > returned and stage.name == "execute"
                and stage.left and stage.about["p"] >= FEWER)
    return watch.stages[:last + 1]
