"""The exercises of the chapter on the states of a G, from reading a dump to changing a rule.

Every right answer comes from the rules of models/runtime themselves, or from their table of steps.
"""

from collections import Counter, deque
from collections.abc import Callable
from random import Random

from models.runtime import park
from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.status import G_DEAD, G_IDLE, G_NAMES, G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING
from models.runtime.syscall import syscall
from models.runtime.timer import sleep
from models.runtime.transitions import G_SCAN, NEW, TRANSITIONS
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.study.moments.statuses import steps_of
from models.study.printed.schedtrace import G
from models.study.runs import START_TICK

from .exercise import Exercise, Function, Prediction, under
from .states_beliefs import COUNT, FIRST_ILLEGAL, GOSCHED_WAITS, READ_DUMP, SAME_G, no_dead_g

WORKER = 2  # the id of the first G that main makes
LONG, SHORT = 10_000_000, 1_000_000  # nanoseconds: main's naps are longer than all of a worker's
CALLS = ("Gosched", "receive", "sleep", "system call")


# A life, from the calls that a goroutine makes.

def caller(calls: list[str], c: int):
    """Make these calls, one after another."""
    for name in calls:
        if name == "Gosched":
            yield gosched()
        elif name == "receive":
            yield recv(c)
        elif name == "sleep":
            yield sleep(SHORT)
        else:
            yield syscall(300)


def life_of(calls: list[str]):
    """Start a goroutine that makes these calls, and send whenever it has waited long."""
    c = yield make_chan()
    yield go(caller, calls, c)
    for _ in range(calls.count("receive")):
        yield sleep(LONG)
        yield send(c, 0)
    yield sleep(LONG)


def statuses(calls: list[str]) -> list[str]:
    """The statuses of that goroutine, from the one in which `go` leaves it on to its last."""
    steps = [step for step in steps_of(life_of, calls) if step.g == WORKER]
    return [G_NAMES[step.new] for step in steps if step.old != G_IDLE]


def calls_problem(luck: Random) -> dict:
    return {"calls": luck.choices(CALLS, k=luck.randint(5, 8))}


def count(problem: dict, rules: dict) -> tuple:
    """How often it becomes runnable, running and waiting."""
    times = Counter(statuses(problem["calls"]))
    return times["runnable"], times["running"], times["waiting"]


def calls_cases(luck: Random) -> list[tuple]:
    own = [(luck.choices(CALLS, k=luck.randint(2, 6)),) for _ in range(4)]
    return [*own, *(([name],) for name in CALLS), ([],)]


# The table of steps.

def names_of(steps: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """Steps by the statuses' names; the scan bit is left out."""
    named = [(G_NAMES[old & ~G_SCAN], G_NAMES[new & ~G_SCAN]) for old, new in steps]
    return [step for step in dict.fromkeys(named) if step[0] != step[1]]


EDGES = names_of([*TRANSITIONS[NEW]])
# The steps of goroutines that are no coroutines and belong to no C thread: a walk goes along these.
USUAL = names_of([(G_DEAD, G_RUNNABLE), (G_RUNNABLE, G_RUNNING), (G_RUNNING, G_WAITING), (G_WAITING, G_RUNNABLE),
                  (G_RUNNING, G_RUNNABLE), (G_RUNNING, G_SYSCALL), (G_SYSCALL, G_RUNNING), (G_RUNNING, G_DEAD)])
ILLEGAL = names_of([(G_WAITING, G_DEAD), (G_RUNNABLE, G_WAITING), (G_DEAD, G_RUNNING), (G_SYSCALL, G_WAITING),
                    (G_RUNNABLE, G_DEAD), (G_SYSCALL, G_RUNNABLE)])


def path_problem(luck: Random) -> dict:
    """A walk along the usual steps, with one step in it that there is not, and a few more after that."""
    wrong = luck.choice(ILLEGAL)
    walk = ["dead"]
    for _ in range(5):
        walk.append(luck.choice(usual_after(walk[-1])))
    while walk[-1] != wrong[0]:  # by the shortest way, so that the walk can be read at a glance
        walk.append(min(usual_after(walk[-1]), key=lambda new: steps_between(USUAL, new, wrong[0])))
    walk.append(wrong[1])
    for _ in range(3):
        walk.append(luck.choice(usual_after(walk[-1])))
    return {"statuses": walk}


def usual_after(status: str) -> list[str]:
    """The statuses to which the usual steps lead from there."""
    return [new for old, new in USUAL if old == status]


def first_illegal(problem: dict, rules: dict) -> tuple:
    """The first two statuses in a row between which there is no step."""
    walk = problem["statuses"]
    return next(step for step in zip(walk, walk[1:]) if step not in EDGES)


def steps_between(edges: list, old: str, new: str) -> int | None:
    """The fewest steps from one status to another; None: there is no way."""
    far, todo = {old: 0}, deque([old])
    while todo:
        here = todo.popleft()
        for start, end in edges:
            if start == here and end not in far:
                far[end] = far[here] + 1
                todo.append(end)
    return far.get(new)


def between_cases(luck: Random) -> list[tuple]:
    drawn = ["runnable", "running", "waiting", "dead", "syscall", "preempted"]
    own = [(EDGES, *luck.sample(drawn, 2)) for _ in range(4)]
    return [*own, (EDGES, "waiting", "dead"), (EDGES, "dead", "idle"), (EDGES, "running", "running"),
            ([], "runnable", "running")]


# Read what Go prints.

def dump_problem(luck: Random) -> dict:
    """Lines of scheddetail: some Gs that wait, some that could run, one that runs, some dead; the reason of one
    that does not wait is what it waited for last.
    """
    kinds = [G_WAITING] * luck.randint(3, 6) + [G_RUNNABLE] * luck.randint(2, 5) + [G_DEAD] * luck.randint(1, 3)
    kinds += [G_RUNNING, G_SYSCALL]
    luck.shuffle(kinds)
    reasons = ("chan receive", "sleep", "select", "sync.Mutex.Lock")
    lines, m = [], 3
    for i, status in enumerate(kinds):
        on = status in (G_RUNNING, G_SYSCALL)
        reason = luck.choice(reasons) if status != G_DEAD else ""
        lines.append(str(G(17 + i, status, reason, m if on else None, None)).strip())
        m += on
    return {"lines": lines}


def read_dump(problem: dict, rules: dict) -> tuple:
    """How many wait, how many could run and have no M, and the id of the one that runs."""
    found = [line.split() for line in problem["lines"]]
    status = {int(words[0][1:-1]): int(words[1].split("=")[1].split("(")[0]) for words in found}
    times = Counter(status.values())
    return times[G_WAITING], times[G_RUNNABLE], next(g for g in status if status[g] == G_RUNNING)


# Dead gs are used again.

def done(wg: int):
    """End at once."""
    yield wg_done(wg)


def in_waves(waves: list[int]):
    """Start so many goroutines, wait for all of them to end, and do it again with the next number."""
    for n in waves:
        wg = yield waitgroup()
        yield wg_add(wg, n)
        for _ in range(n):
            yield go(done, wg)
        yield wg_wait(wg)
        yield gosched()  # the last of them wakes main before it ends


def wave_problem(luck: Random) -> dict:
    return {"waves": luck.sample(range(3, 31), 4)}


def gs_made(problem: dict, rules: dict) -> tuple:
    """How many gs there are at the end, main's included, and the goid of the goroutine that was made last."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    Machine(rt, in_waves, problem["waves"]).run()
    return len(rt.allgs) - 1, max(gp.goid for gp in rt.allgs[1:])


# Change a rule.

def child(wg: int, i: int):
    """Say so, and be done."""
    yield log(i)
    yield wg_done(wg)


def yielder(wg: int, i: int, times: int):
    """Say so, start two children and let others go first, so often; then be done."""
    for k in range(times):
        yield log(i)
        for j in (1, 2):
            yield go(child, wg, 10 * i + 2 * k + j)
        yield gosched()
    yield wg_done(wg)


def yielders(n: int, times: int):
    """Start yielders 1 to n, and wait for them and their children."""
    wg = yield waitgroup()
    yield wg_add(wg, n + 2 * n * times)
    for i in range(1, n + 1):
        yield go(yielder, wg, i, times)
    yield wg_wait(wg)


def order_with(rule: Callable, n: int, times: int) -> list[int] | None:
    """The order in which they speak when `rule` is what Gosched does; None for one that does nothing yet."""
    nothing = []

    def tried(rt, mp, gp) -> None:
        rule(rt, mp, gp)
        if mp.curg == gp.id:  # it still has its M
            nothing.append(gp.id)
    rt = Runtime(1, schedtick=START_TICK, rules=replaced(gosched_m=tried))
    Machine(rt, yielders, n, times).run(10_000)
    return None if nothing else logged(rt.trace)


def own_queue(n: int, times: int) -> list[int]:
    """When Gosched puts the G at the tail of its own P's ring."""
    return order_with(park.goyield_m, n, times)


def yield_cases(luck: Random) -> list[tuple]:
    return [(luck.randint(3, 5), luck.randint(2, 4)), (2, 3), (1, 2), (4, 1)]


def gosched_waits(rt, mp, gp) -> None:
    """gosched_m, but the G is waiting from there on, and in no queue."""
    rt.casgstatus(gp, G_RUNNING, G_WAITING)
    rt.dropg(mp)
    rt.emit("gopark", mp.id, mp.p, gp.id, "yielding")


def waits_problem(luck: Random) -> dict:
    return {"n": luck.randint(3, 9), "times": luck.randint(2, 5)}


def lost(problem: dict, rules: dict) -> tuple:
    """How the program ends where Gosched waits, and how often its goroutines have spoken by then."""
    return spoken(problem, rules | {"gosched_m": gosched_waits})


def spoken(problem: dict, rules: dict) -> tuple:
    """The same by these rules."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    ending = Machine(rt, yielders, problem["n"], problem["times"]).run()
    return ending, len(logged(rt.trace))


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "count": Prediction(calls_problem, count, parts("count", "runnable", "running", "waiting"), COUNT),
    "statuses": Function(statuses, calls_cases),
    "read-dump": Prediction(dump_problem, read_dump, parts("read-dump", "waiting", "runnable", "running"),
                            READ_DUMP),
    "first-illegal": Prediction(path_problem, first_illegal, parts("first-illegal", "old", "new"),
                                FIRST_ILLEGAL),
    "steps-between": Function(steps_between, between_cases),
    "same-g": Prediction(wave_problem, gs_made, parts("same-g", "gs", "goid"),
                         {"dead-never-used-again": under(gs_made, replaced(gfget=no_dead_g)), **SAME_G}),
    "own-queue": Function(own_queue, yield_cases, order_with),
    "gosched-waits": Prediction(waits_problem, lost, parts("gosched-waits", "ending", "spoken"),
                                {"park-schedule-wakes": under(spoken, RULES), **GOSCHED_WAITS}),
}
