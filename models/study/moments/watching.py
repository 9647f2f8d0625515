"""What sysmon sees and does while a program runs: the run's events, and each round of sysmon's among them.

    watched_run(procs=1, seed=1, costs=costs)

A round stands before what it does. Rounds in a row in which sysmon finds nothing new are one.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from models.program.watched import watched
from models.runtime.constants import BY_RELEASE, GO_1_27
from models.runtime.goroutine import MAIN
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime
from models.runtime.sysmon import MS, SYSMON

from ..choosers import seeded
from ..runs import START_TICK

READER, LOOP, CALLER = 2, 3, 4  # the Gs that main starts
CALL, COMPUTES, ARRIVES = 5 * MS, 40 * MS, 30_000  # nanoseconds; the byte is written right before the call


class Seen(NamedTuple):
    """A P's own counters, and what sysmon has noted of it: their values at some look, and when that was, in
    ns.
    """

    schedtick: int
    syscalltick: int
    noted_slice: int
    slice_when: int
    noted_call: int
    call_when: int


class Round(NamedTuple):
    """A look of sysmon's at every P, at time t; or several in a row that found nothing new.

    first, pause: how long it had slept before the first of them and before the last, in ns. idle: rounds in a
    row in which it took no P, this one included. ps: each P as it is after it. found: (P, "slice" or "call")
    for what is new and was noted. acts: whether it did anything else; that follows.
    """

    kind: str
    t: int
    m: int
    p: None
    first: int
    pause: int
    idle: int
    ps: tuple[Seen, ...]
    found: tuple[tuple[int, str], ...]
    acts: bool
    times: int = 1

    @property
    def quiet(self) -> bool:
        """Whether nothing was to be done."""
        return not self.found and not self.acts


def seen(rt) -> tuple[Seen, ...]:
    """Every P as it is now."""
    return tuple(Seen(pp.schedtick, pp.syscalltick, pd.schedtick, pd.schedwhen, pd.syscalltick,
                      pd.syscallwhen)
                 for pp in rt.allp for pd in (pp.sysmontick,))


def news(before: tuple[Seen, ...], after: tuple[Seen, ...]) -> tuple[tuple[int, str], ...]:
    """What a look has noted of each P."""
    return tuple((p, what) for p, (old, new) in enumerate(zip(before, after)) for what, field in
                 (("slice", "noted_slice"), ("call", "noted_call"))
                 if getattr(old, field) != getattr(new, field))


def watching(rules: dict[str, Callable] = RULES) -> dict[str, Callable]:
    """These rules, with a Round in the trace for each look of sysmon's."""
    slept = {}

    def sysmon_pause(rt, idle: int, delay: int) -> int:
        slept.update(pause=rules["sysmon_pause"](rt, idle, delay), idle=idle)
        return slept["pause"]

    def retake(rt, mp) -> int:
        before, at = seen(rt), len(rt.trace)
        taken = rules["retake"](rt, mp)
        after, pause = seen(rt), slept["pause"]
        idle = 0 if taken else slept["idle"] + 1
        rt.trace.insert(at, Round("round", rt.now, SYSMON, None, pause, pause, idle, after,
                                  news(before, after),
                                  len(rt.trace) > at))
        return taken
    return rules | {"sysmon_pause": sysmon_pause, "retake": retake}


def joined(events: Iterable[tuple]) -> list[tuple]:
    """The events, with quiet rounds in a row as one."""
    found: list[tuple] = []
    for event in events:
        last = found[-1] if found else ()
        if quiet(event) and quiet(last):
            found[-1] = event._replace(first=last.first, times=last.times + 1)
        else:
            found.append(event)
    return found


def quiet(event: tuple) -> bool:
    """Whether this is a round in which nothing was to be done."""
    return isinstance(event, Round) and event.quiet


def watched_run(*, procs: int = 1, seed: int = 1, costs: dict, call: int = CALL, computes: int = COMPUTES,
                release: str = GO_1_27.release, rules: dict[str, Callable] = RULES) -> list[tuple]:
    """The program of book/go/watched.go on so many Ps, from main's first step to its end."""
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed), durations=costs, rules=watching(rules),
                 const=BY_RELEASE[release])
    Machine(rt, watched, call, computes, ARRIVES).run()
    end = next(i for i, event in enumerate(rt.trace) if event[0] == "goexit" and event[4] == MAIN)
    begin = next(i for i, event in enumerate(rt.trace) if event[0] == "execute")
    return joined(rt.trace[begin + 1:end + 1])
