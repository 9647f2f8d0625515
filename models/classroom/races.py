"""The exercises of the chapter on data races, from joining two clocks to writing a detector.

Every right answer comes from the model's clocks and cells, or from every schedule of a program. A trace is a
list of steps, (goroutine, what, thing): "go" with the number of the goroutine that is started, "lock" and
"unlock", "read" and "write".
"""

from collections.abc import Callable
from random import Random

from models.program.format import Program
from models.runtime.runtime import RULES
from models.study.algorithms.studied import Study, check
from models.study.explore.memory import load, store
from models.study.programs.kernelcheck import endings
from models.study.programs.meetings import meetings
from models.study.race.clocks import Clocks, join
from models.study.race.history import Access, History
from models.study.race.shadow import EMPTY, after

from . import races_beliefs as believed
from .exercise import Exercise, Function, Prediction

Trace = list[tuple[int, str, object]]


# Clocks.

def joined(clock: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    """What a goroutine knows that knew `clock` and learns `other`."""
    found = dict(clock)
    join(found, other)
    return found


def clock_cases(luck: Random) -> list[tuple]:
    def clock():
        return {g: luck.randint(1, 9) for g in sorted(luck.sample(range(5), 3))}
    return [*((clock(), clock()) for _ in range(5)), ({0: 2}, {}), ({}, {1: 3}), ({0: 2, 1: 5}, {1: 4, 2: 1})]


def happen_before(steps: list[tuple[int, int]], clock: dict[int, int]) -> list[tuple[int, int]]:
    """Those of the steps (goroutine, epoch) that happen before what the clock's goroutine does now."""
    clocks = Clocks()
    clocks.goroutines[-1] = clock
    return [(g, epoch) for g, epoch in steps if clocks.knows(-1, g, epoch)]


def before_cases(luck: Random) -> list[tuple]:
    def case():
        steps = [(g, luck.randint(1, 6)) for g in luck.choices(range(4), k=5)]
        return steps, {0: luck.randint(1, 6), 2: luck.randint(1, 6)}
    return [*(case() for _ in range(5)), ([(1, 1)], {0: 4}), ([(2, 3), (2, 4), (2, 5)], {2: 4})]


# Traces.

def followed(trace: Trace, tell: Callable[[int, int, list[int]], None] = lambda *found: None) -> Clocks:
    """The clocks at a trace's end.

    tell is given, of each access, its goroutine, its index, and the indices of those that it races with.
    """
    clocks, histories = Clocks(), {}
    clocks.start(0)
    for i, (g, what, thing) in enumerate(trace):
        if what == "go":
            clocks.start(thing, g)
        elif what == "lock":
            clocks.acquire(g, thing)
        elif what == "unlock":
            clocks.release(g, thing)
        else:
            access = Access(i, g, clocks.goroutines[g][g], what == "write")
            tell(g, i, [one.serial for one in histories.setdefault(thing, History()).touch(access, clocks)])
    return clocks


def racing(trace: Trace) -> list[tuple[int, int]]:
    """The pairs of steps that race, the earlier index first, in order."""
    found = []
    followed(trace, lambda g, i, befores: found.extend((before, i) for before in befores))
    return sorted(found)


def drawn(luck: Random) -> Trace:
    """A trace of three goroutines with one lock and one variable."""
    def turn(g):
        within = (g, luck.choice(("write", "write", "read")), "x")
        bare = (g, luck.choice(("write", "read")), "x")
        locked = [(g, "lock", "mu"), within, (g, "unlock", "mu")]
        return luck.choice((locked, [bare], [*locked, bare], [bare, *locked]))
    start = [(0, "go", 1), (0, "go", 2)]
    first = luck.choice(([], [(0, "write", "x")]))
    turns = [turn(g) for g in luck.sample([0, 1, 2, luck.choice((1, 2))], 4)]
    return [*first, *start, *(step for one in turns for step in one)]


def traced(luck: Random) -> Trace:
    """A trace in which something races, and something does not."""
    while True:
        trace = drawn(luck)
        accesses = [(g, what) for g, what, _ in trace if what in ("read", "write")]
        pairs = sum(one[0] != other[0] and "write" in (one[1], other[1])
                    for i, one in enumerate(accesses) for other in accesses[:i])
        if 1 <= len(racing(trace)) <= 4 and len(racing(trace)) < pairs:
            return trace


def trace_problem(luck: Random) -> dict:
    """A trace, and the same in lines to read."""
    trace = traced(luck)
    width = len(str(len(trace) - 1))
    return {"trace": trace, "lines": [f"{i:>{width}}  g{g}: {line(what, thing)}"
                                      for i, (g, what, thing) in enumerate(trace)]}


def line(what: str, thing: object) -> str:
    """A step as one reads it."""
    return f"go g{thing}" if what == "go" else f"{what} {thing}"


def last_clocks(problem: dict, rules: dict) -> list[dict[int, int]]:
    """The clocks of goroutines 0, 1 and 2 at the end."""
    clocks = followed(problem["trace"]).goroutines
    return [dict(sorted(clocks[g].items())) for g in range(3)]


def locks_tell_nothing(problem: dict) -> list[dict[int, int]]:
    """One who thinks that a lock only keeps others out."""
    return last_clocks({"trace": [step for step in problem["trace"] if step[1] != "lock"]}, RULES)


def each_step_counts(problem: dict) -> list[dict[int, int]]:
    """One who thinks that every step ends an epoch, as if it unlocked something that nobody ever locks."""
    counted = ([step] if step[1] in ("go", "unlock") else [step, (step[0], "unlock", i)]
               for i, step in enumerate(problem["trace"]))
    return last_clocks({"trace": [step for steps in counted for step in steps]}, RULES)


def pairs(problem: dict, rules: dict) -> list[tuple[int, int]]:
    """The pairs that race."""
    return racing(problem["trace"])


def trace_cases(luck: Random) -> list[tuple]:
    own = [(traced(luck),) for _ in range(6)]
    hidden = [(0, "go", 1), (0, "write", "x"), (0, "lock", "mu"), (0, "unlock", "mu"),
              (1, "lock", "mu"), (1, "unlock", "mu"), (1, "write", "x")]
    two = [(0, "go", 1), (0, "lock", "a"), (0, "write", "x"), (0, "unlock", "a"), (1, "lock", "b"),
           (1, "write", "x"),
           (1, "unlock", "b"), (1, "read", "y"), (0, "read", "y")]
    return [*own, (hidden,), (two,), ([(0, "write", "x"), (0, "write", "x")],)]


# Change a rule.

def lockset(trace: Trace) -> list[tuple[int, int]]:
    """The pairs that a checker of locks reports: one write at least, and no lock that both hold."""
    held: dict[int, set] = {}
    seen, found = [], []
    for i, (g, what, thing) in enumerate(trace):
        mine = held.setdefault(g, set())
        if what in ("lock", "unlock"):
            (mine.add if what == "lock" else mine.discard)(thing)
        elif what != "go":
            found += [(j, i) for j, other, write, name, locks in seen
                      if other != g and name == thing and (write or what == "write") and not locks & mine]
            seen.append((i, g, what == "write", thing, frozenset(mine)))
    return sorted(found)


def two_rules(problem: dict, rules: dict) -> tuple[int, int]:
    """How many pairs race, and how many a checker of locks reports."""
    return len(racing(problem["trace"])), len(lockset(problem["trace"]))


def conflicts(problem: dict) -> list[tuple[int, int]]:
    """One who thinks that nothing orders accesses of two goroutines."""
    return lockset([step if step[1] in ("read", "write") else (step[0], "", None) for step in problem["trace"]])


def all_race(problem: dict) -> tuple[int, int]:
    """One who thinks so, and counts them beside the checker of locks."""
    return len(conflicts(problem)), len(lockset(problem["trace"]))


def both_by_locks(problem: dict) -> tuple[int, int]:
    """One who thinks that the detector looks at locks."""
    return (len(lockset(problem["trace"])),) * 2


def both_by_clocks(problem: dict) -> tuple[int, int]:
    """One who thinks that a checker of locks knows of every order."""
    return (len(racing(problem["trace"])),) * 2


# Four cells.

def cells_problem(luck: Random) -> dict:
    """Six goroutines read a word, one after another; then one that knows of all but one of them writes."""
    readers = luck.sample(range(1, 10), 6)
    return {"readers": readers, "given up": [luck.randrange(4) for _ in readers[4:]],
            "unknown": luck.choice(readers)}


def four_cells(problem: dict, rules: dict) -> tuple:
    """Who is in the cells when the write comes, and whether a race is reported."""
    cells, lost = EMPTY, iter(problem["given up"])
    for i, g in enumerate(problem["readers"]):
        ways = after(cells, Access(i, g, 1, False), ())
        cells, _ = ways[next(lost)] if len(ways) > 1 else ways[0]
    there = [cell.g for cell in cells]
    return there, problem["unknown"] in there


def reads_are_safe(problem: dict) -> tuple:
    """One who thinks that a read races with nothing."""
    return four_cells(problem, RULES)[0], False


# Every schedule of data++.

def finals(times: int) -> list[int]:
    """What data can be in the end, over every schedule, when two goroutines each do `times` data++."""
    study = Study(memory=(0,), threads=((adds, times),) * 2, names=("g1", "g2"), words=("data",),
                  bad={str(n): lambda at, n=n: at.ended and at.shared == (n,) for n in range(2 * times + 1)})
    return [n for n in range(2 * times + 1) if check(study, str(n)).steps is not None]


def adds(times: int):
    """data++, so many times."""
    for _ in range(times):
        n = yield load(0)
        yield store(0, n + 1)


# Mend a program, over every schedule.

def mended() -> list[tuple]:
    """What main does after it has started the worker: it receives before it writes."""
    return [("recv", 0), ("write", 0)]


def tried(answer: Callable) -> dict[str, object] | None:
    """What can become of it, beside a worker that writes and then sends."""
    main = answer()
    if main is None:
        return None
    program = Program(((("go", 1), *map(tuple, main)), (("write", 0), ("send", 0))), chans=(0,), vars=1)
    return {"writes by main": sum(tuple(op) == ("write", 0) for op in main),
            "endings": sorted(endings(program)),
            "pairs that can meet": len(meetings(program))}


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.races-{exercise}.{one}" for one in names)


EXERCISES: dict[str, Exercise] = {
    "join": Function(joined, clock_cases),
    "before": Function(happen_before, before_cases),
    "clocks": Prediction(trace_problem, last_clocks, parts("clocks", "g0", "g1", "g2"),
                         {"race-lock-only-excludes": locks_tell_nothing,
                          "race-lock-shows-now": believed.lock_shows_now,
                          "race-step-is-epoch": each_step_counts}),
    "pairs": Prediction(trace_problem, pairs, beliefs={
        "race-conflict-is-race": conflicts, "race-lockset": lambda problem: lockset(problem["trace"])}),
    "detector": Function(racing, trace_cases),
    "lockset": Prediction(trace_problem, two_rules, parts("lockset", "races", "locks"),
                          {"race-conflict-is-race": all_race, "race-lockset": both_by_locks,
                           "race-checkers-agree": both_by_clocks}),
    "four-cells": Prediction(cells_problem, four_cells, parts("four-cells", "cells", "reported"),
                             {"race-keeps-first": believed.first_four,
                              "race-cells-close-up": believed.closing_up,
                              "race-two-writes": reads_are_safe}),
    "lost-updates": Function(finals, lambda luck: [(n,) for n in (1, 2, 3)]),
    "mend": Function(lambda: tried(mended), lambda luck: [()], tried),
}
