"""The exercises of the chapter on goroutines and threads, from reading a dump to changing a rule.

Every right answer comes from runs of the model's two machines.
"""

from collections.abc import Callable
from inspect import isgeneratorfunction
from random import Random

from models.program.early import left_alone
from models.program.spawn import spawn
from models.program.total import total
from models.runtime import park
from models.runtime.chan import make_chan, recv
from models.runtime.goroutine import MAIN, go, work
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime, replaced
from models.runtime.status import G_DEAD, G_RUNNING, G_SYSCALL
from models.runtime.syscall import syscall
from models.runtime.sysmon import MS
from models.runtime.timer import sleep
from models.study.measure.threads import alive
from models.study.moments.blocked import on_goroutines, on_threads
from models.study.runs import START_TICK
from models.words import word

from . import threads_beliefs as believed
from .exercise import Exercise, Function, Prediction, unanswered

LONG = 1_000_000_000  # nanoseconds: whoever blocks does so longer than all else takes


# How many threads there are.

def made(trace: list[tuple]) -> int:
    """The Ms of a run that began with one."""
    return 1 + sum(event[0] == "startm" and event[7] for event in trace)


def count_problem(luck: Random) -> dict:
    return {"receivers": luck.randint(20, 90), "callers": luck.randint(2, 12)}


def count(problem: dict, rules: dict) -> tuple:
    """Threads of the program on one P, and where each goroutine is a thread."""
    shape = problem | {"procs": 1, "seed": 0, "costs": {}}
    return made(on_goroutines(**shape, ns=LONG)), alive(on_threads(**shape))


# What may happen at once.

def does(kind: str, c: int):
    """Do one thing for very long."""
    if kind == "computes":
        yield work(10 * LONG)
    elif kind == "reads":
        yield syscall(10 * LONG)
    elif kind == "sleeps":
        yield sleep(10 * LONG)
    else:
        yield recv(c)


def doing(kinds: list[str]):
    """Start a goroutine for each, and wait with the last."""
    c = yield make_chan()
    for kind in kinds:
        yield go(does, kind, c)
    yield recv(c)


def at_once(procs: int, kinds: list[str]) -> tuple[int, int]:
    """How many goroutines run Go code at a time, and how many threads are inside the kernel."""
    rt = Runtime(procs, schedtick=START_TICK, durations={"step": (0,)})
    machine = Machine(rt, doing, kinds)
    while rt.now < 500 * MS + 1:
        machine.step()
    found = [gp.status for gp in rt.allgs[1:]]
    return found.count(G_RUNNING), found.count(G_SYSCALL)


def once_cases(luck: Random) -> list[tuple]:
    def some(n: int) -> list[str]:
        return luck.choices(("computes", "reads", "sleeps", "receives"), k=n)
    own = [(luck.randint(2, 4), some(luck.randint(6, 9))) for _ in range(3)]
    return [*own, (2, ["computes"] * 5), (3, ["computes"]), (1, ["reads"] * 4 + ["computes"]),
            (2, ["sleeps", "receives"])]


# Read what Go prints.

STATES = {"chan receive": "waits", "chan send": "waits", "select": "waits", "sleep": "waits",
          "IO wait": "waits", "sync.Mutex.Lock": "waits", "syscall": "thread", "running": "thread",
          "runnable": "could"}


def dump_problem(luck: Random) -> dict:
    """The heads of a dump's goroutines: one runs, some are in a system call, some could run, some wait."""
    waits = [state for state, kind in STATES.items() if kind == "waits"]
    states = (["running"] + ["syscall"] * luck.randint(2, 4) + ["runnable"] * luck.randint(1, 3)
              + luck.choices(waits, k=luck.randint(4, 7)))
    luck.shuffle(states)
    return {"lines": [f"goroutine {17 + i} [{state}]:" for i, state in enumerate(states)]}


def read_dump(problem: dict, rules: dict) -> tuple:
    """Goroutines that have a thread, that wait for something, that could run."""
    kinds = [STATES[line.split("[")[1].split("]")[0]] for line in problem["lines"]]
    return kinds.count("thread"), kinds.count("waits"), kinds.count("could")


def trace_problem(luck: Random) -> dict:
    """A line of schedtrace of a program with many threads in the kernel."""
    procs = luck.randint(4, 8)
    idle, asleep = luck.randint(1, procs - 2), luck.randint(2, 6)
    threads = procs - idle + asleep + luck.randint(10, 60)
    lengths = [0] * idle + [luck.randint(0, 30) for _ in range(procs - idle)]  # an idle P's queue is empty
    luck.shuffle(lengths)
    ticks = [luck.randint(100, 900) for _ in range(procs)]
    return {"line": f"SCHED {luck.randint(100, 900)}ms: gomaxprocs={procs} idleprocs={idle} "
                    f"threads={threads} spinningthreads=0 needspinning=0 idlethreads={asleep} "
                    f"runqueue=0 {bracketed(lengths)} schedticks={bracketed(ticks)}"}


def bracketed(numbers: list[int]) -> str:
    """A number for each P, as Go 1.27 prints them."""
    return f"[ {' '.join(map(str, numbers))} ]"


def read_trace(problem: dict, rules: dict) -> tuple:
    """Threads that have a P, threads that sleep, all others."""
    said = dict(part.split("=") for part in problem["line"].split() if "=" in part)
    names = ("gomaxprocs", "idleprocs", "threads", "idlethreads")
    procs, idle, threads, asleep = (int(said[name]) for name in names)
    return procs - idle, asleep, threads - asleep - (procs - idle)


# main does not wait.

def early_problem(luck: Random) -> dict:
    return {"waiting": luck.randint(2, 6), "quick": luck.randint(2, 6), "late": luck.randint(2, 6)}


def early(problem: dict, rules: dict) -> tuple:
    """Goroutines that have begun when main returns, and those that are there and not done, main left out."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    Machine(rt, left_alone, *problem.values()).run()
    left = [gp for gp in rt.allgs[1:] if gp.id != MAIN and gp.status != G_DEAD]
    return len(logged(rt.trace)), len(left)


def told(main: Callable, n: int) -> dict | None:
    """How main(n) ends on one P, and what it has written, sorted; None for a function not written yet.

    TypeError for one that is no generator.
    """
    if not isgeneratorfunction(main):
        if unanswered(main(n)):
            return None
        raise TypeError(word("check.generator"))
    rt = Runtime(1, schedtick=START_TICK)
    ending = Machine(rt, main, n).run(1_000_000)
    return {"ending": ending, "written": sorted(logged(rt.trace), key=str)}


def waits(n: int) -> dict:
    """What is written when main waits for n workers."""
    rt = Runtime(1, schedtick=START_TICK)
    ending = Machine(rt, spawn, n).run()
    return {"ending": ending, "written": sorted(logged(rt.trace)[:-1], key=str)}


def squares(n: int) -> dict:
    """What is written when n goroutines send their squares."""
    return told(total, n)


def wait_cases(luck: Random) -> list[tuple]:
    return [(luck.randint(3, 9),), (luck.randint(20, 60),), (1,), (0,), (300,)]


# Change a rule.

def unwatched(rt, mp) -> int:
    """retake, but no P is ever taken from a goroutine in a system call."""
    return 0


def call_problem(luck: Random) -> dict:
    return {"callers": luck.randint(4, 9), "ns": luck.randint(3, 8) * 10 * MS}


def lasts(problem: dict, rules: dict) -> tuple:
    """How long the program takes on one P by Go's rule, and when nobody takes a P away."""
    shape = problem | {"receivers": 0, "procs": 1, "seed": 0, "costs": {}}
    return tuple(on_goroutines(**shape, rules=of)[-1][1] for of in (rules, replaced(retake=unwatched)))


def counted(rule: Callable, receivers: int) -> dict | None:
    """How often a thread is woken or made, and how many there are, when `rule` is what parks a goroutine."""
    nothing = []

    def tried(rt, mp, gp) -> None:
        rule(rt, mp, gp)
        if mp.curg == gp.id:  # it still has its M
            nothing.append(gp.id)
            park.park_m(rt, mp, gp)
    trace = on_goroutines(receivers=receivers, callers=0, procs=1, seed=0, costs={},
                          rules=replaced(park_m=tried))
    started = sum(event[0] == "startm" for event in trace)
    return None if nothing else {"started": started, "threads": made(trace)}


def park_and_hand_off(rt, mp, gp) -> None:
    """park_m, but the M gives its P to another M and sleeps."""
    park.park_m(rt, mp, gp)
    rt.handoffp(mp, rt.releasep(mp))
    mp.errand = "stopm"


def hand_off(receivers: int) -> dict:
    return counted(park_and_hand_off, receivers)


def off_cases(luck: Random) -> list[tuple]:
    return [(luck.randint(3, 9),), (2,), (1,), (12,)]


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "count": Prediction(count_problem, count, parts("threads-count", "goroutines", "threads"),
                        believed.COUNT),
    "read-dump": Prediction(dump_problem, read_dump, parts("threads-dump", "thread", "waits", "could"),
                            believed.READ_DUMP),
    "at-once": Function(at_once, once_cases),
    "early": Prediction(early_problem, early, parts("threads-early", "begun", "left"), believed.EARLY),
    "wait": Function(waits, wait_cases, told),
    "total": Function(squares, wait_cases, told),
    "read-trace": Prediction(trace_problem, read_trace, parts("threads-trace", "p", "idle", "others"),
                             believed.READ_TRACE),
    "unwatched": Prediction(call_problem, lasts, parts("threads-unwatched", "go", "unwatched"),
                            believed.UNWATCHED, tolerance=0.1),
    "hand-off": Function(hand_off, off_cases, counted),
}
