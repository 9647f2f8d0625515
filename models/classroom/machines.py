"""The exercises of the page on the life of a thread, from reading what scheddetail prints to changing a rule.

Every right answer comes from the rules of models/runtime themselves.
"""

from collections.abc import Callable
from random import Random

from models.program.machines import work
from models.runtime import spinning
from models.runtime.goroutine import go
from models.runtime.lockthread import lock_os_thread, unlock_os_thread
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime, replaced
from models.runtime.syscall import syscall
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.study.measure.stealing import trace_of
from models.study.moments.machines import made, run, sleepers
from models.study.printed.schedtrace import M
from models.study.runs import START_TICK

from .exercise import Exercise, Function, Prediction, under
from .machines_beliefs import LOCKS, QUIET, READ_DETAIL, WAVES, nobody_sleeps, only_for_a_goroutine

# Every step takes always the same, in ns: a run then depends on nothing but the program.
COSTS = {"step": (100,), "execute": (100,), "newproc": (300,), "globrunqget": (100,), "steal": (200,),
         "recheck": (200,), "usleep": (3000,), "futex": (500,), "clone": (1000,), "wakeup": (5000,), "newm": (20_000,)}
LONG = 50_000           # nanoseconds that a goroutine of the quiet exercise computes
CALL = 1_000_000_000    # and that a call of the waves takes


# Read what Go prints.

def line(m: int, p: int | None = None, g: int | None = None, *, spins: bool = False, blocked: bool = False,
         lockedg: int | None = None) -> str:
    """An M's line in scheddetail."""
    return str(M(m, p, g, 0, 0, "", 0, 0, spins, blocked, lockedg)).strip()


def detail_problem(luck: Random) -> dict:
    """The lines of M1, which is sysmon's, and of Ms that run, are in calls, spin, sleep, wait for their G."""
    running, calling, asleep = luck.randint(1, 3), luck.randint(2, 4), luck.randint(2, 5)
    kinds = ["runs"] * running + ["calls"] * calling + ["sleeps"] * asleep + ["spins"]
    kinds += ["waits"] * luck.randint(1, 2)
    luck.shuffle(kinds)
    lines, p, g = [line(1)], 0, 17
    for m, kind in enumerate(kinds, 2):
        lines.append({"runs": line(m, p, g), "calls": line(m, None, g), "sleeps": line(m, blocked=True),
                      "spins": line(m, p, spins=True), "waits": line(m, blocked=True, lockedg=g)}[kind])
        p, g = p + (kind in ("runs", "spins")), g + 1
    return {"lines": lines}


def read_detail(problem: dict, rules: dict) -> tuple:
    """How many run a goroutine, are in a system call without a P, spin, and sleep for want of work."""
    ms = [dict(word.split("=", 1) for word in text.split()[1:]) for text in problem["lines"]]
    runs = sum(one["p"] != "nil" and one["curg"] != "nil" for one in ms)
    calls = sum(one["p"] == "nil" and one["curg"] != "nil" for one in ms)
    spins = sum(one["spinning"] == "true" for one in ms)
    return runs, calls, spins, sum(one["blocked"] == "true" and one["lockedg"] == "nil" for one in ms)


# How many threads there are.

def long_call(all: int):
    """Be in the operating system so long that all others of the wave are there too."""
    yield syscall(CALL)
    yield wg_done(all)


def waves_problem(luck: Random) -> dict:
    return {"waves": luck.sample(range(2, 10), 4)}


def threads_of(problem: dict, rules: dict) -> tuple:
    """On one P: the threads there are at the end, and how many of them sleep when main returns."""
    waves = tuple((long_call,) * n for n in problem["waves"])
    trace = run(procs=1, seed=0, costs={}, waves=waves, rules=rules)
    return 1 + made(trace), len(list(sleepers(trace))[-1])


def alive(trace: list[tuple]) -> int:
    """The threads there are after a trace that began with one: each M made, but for those that have ended."""
    return 1 + made(trace) - sum(event[0] == "mexit" for event in trace)


def trace_cases(luck: Random) -> list[tuple]:
    """Traces of the model, each cut somewhere, with the events that are about Ms alone."""
    kinds = ("startm", "stopm", "mexit", "mstart", "releasep")
    cases = []
    for seed in range(3):
        trace = [event for event in run(procs=3, seed=seed, costs=COSTS) if event[0] in kinds]
        cases.append((trace[:luck.randint(len(trace) // 2, len(trace))],))
    return [*cases, ([event for event in run(procs=2, seed=1, costs=COSTS) if event[0] in kinds],), ([],)]


# Who is woken.

def woken_problem(luck: Random) -> dict:
    """What happens to the list of idle Ms: falls asleep, and is woken "?"."""
    todo = [f"M{m} sleeps" for m in luck.sample(range(2, 12), 6)]
    happens = todo[:3]
    for one in todo[3:]:
        happens += ["wake"] * luck.randint(0, happens.count("wake") < len(happens) // 2) + [one]
    return {"happens": [*happens, "wake", "wake"]}


def woken(problem: dict, rules: dict) -> list:
    """The numbers of the Ms that are woken, in order."""
    rt = Runtime(1, rules=rules)
    while len(rt.allm) < 13:
        rt.newm()
    found = []
    for happens in problem["happens"]:
        if happens == "wake":
            found.append(rt.mget().id)
        else:
            rt.mput(rt.allm[int(happens.split()[0][1:])])
    return found


# Change a rule.

def woken_with(rule: Callable, procs: int, sizes: tuple) -> list[int] | None:
    """The Ms that are woken when `rule` picks one of those asleep; None where it does not, though some sleep.

    sizes: how many goroutines of the program compute in each wave.
    """
    nothing = []

    def tried(rt):
        waiting = len(rt.sched.midle)
        mp = rule(rt)
        if mp is None and waiting:
            nothing.append(waiting)
        return mp
    trace = run(procs=procs, seed=0, costs=COSTS, waves=tuple((work,) * n for n in sizes),
                rules=replaced(mget=tried))
    return None if nothing else [event[4] for event in trace if event[0] == "startm" and not event[7]]


def longest(rt):
    """mget, but of those asleep the one that has slept longest."""
    return rt.allm[rt.sched.midle.pop(0)] if rt.sched.midle else None


def woken_longest(procs: int, sizes: tuple) -> list[int]:
    """The Ms that are woken by that rule."""
    return woken_with(longest, procs, sizes)


def longest_cases(luck: Random) -> list[tuple]:
    return [(4, (6, luck.randint(2, 4), 5)), (3, (5, 2, 2)), (4, (4, 2, 2, 2)), (2, (3, 3))]


def quiet(rt, mp) -> None:
    """resetspinning, but nobody is woken in place of the one that has found work."""
    rt.stop_spinning(mp)


def quiet_problem(luck: Random) -> dict:
    return {"procs": luck.randint(4, 8), "goroutines": luck.randint(24, 40)}


def quiet_threads(problem: dict, rules: dict) -> tuple:
    """Threads that the program comes to by Go's rule, and when an M that finds work wakes no other."""
    def threads(some: dict) -> int:
        return 1 + made(trace_of(problem["procs"], problem["goroutines"], 0, LONG, COSTS, rules=some))
    return threads(rules), threads(replaced(resetspinning=quiet))


# Locked.

def locker(all: int, locks: int, unlocks: int):
    """Lock the thread so often, unlock it so often, and end."""
    for _ in range(locks):
        yield lock_os_thread()
    for _ in range(unlocks):
        yield unlock_os_thread()
    yield wg_done(all)


def one_by_one(pairs: list):
    """A goroutine for each pair, one after another."""
    for locks, unlocks in pairs:
        all = yield waitgroup()
        yield wg_add(all, 1)
        yield go(locker, all, locks, unlocks)
        yield wg_wait(all)


def locks_problem(luck: Random) -> dict:
    """Some that stay locked, some that do not, and one that unlocks more often than it has locked."""
    stay = [(n, luck.randint(0, n - 1)) for n in (luck.randint(1, 3) for _ in range(luck.randint(2, 4)))]
    free = [(n, n) for n in (luck.randint(1, 3) for _ in range(luck.randint(1, 3)))]
    pairs = [*stay, *free, (1, 2)]
    luck.shuffle(pairs)
    return {"pairs": pairs}


def ended(problem: dict, rules: dict) -> tuple:
    """How many Ms end, and how many were made, on one P."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    Machine(rt, one_by_one, problem["pairs"]).run()
    return sum(event[0] == "mexit" for event in rt.trace), made(rt.trace)


# When may an M spin?

def may_spin(gomaxprocs: int, idle: int, spinning_now: int) -> bool:
    """Whether an M that does not spin yet may begin to, when so many Ps are idle and so many Ms spin."""
    rt = Runtime(gomaxprocs)
    rt.sched.pidle[:] = range(gomaxprocs - idle, gomaxprocs)
    rt.sched.nmspinning = spinning_now
    return spinning.may_spin(rt, rt.allm[0])


def spin_cases(luck: Random) -> list[tuple]:
    own = [(n, luck.randint(0, n - 1), luck.randint(0, 3)) for n in (luck.randint(4, 12) for _ in range(4))]
    return [*own, (4, 0, 1), (4, 0, 2), (4, 2, 1), (3, 0, 1), (1, 0, 0), (8, 7, 0), (8, 7, 1)]


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.machines-{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "read-detail": Prediction(detail_problem, read_detail, parts("detail", "runs", "calls", "spins", "sleeps"),
                              READ_DETAIL),
    "waves": Prediction(waves_problem, threads_of, parts("waves", "threads", "asleep"),
                        {"machines-always-new": under(threads_of, replaced(mget=nobody_sleeps)),
                         "machines-only-for-g": under(threads_of, replaced(handoffp=only_for_a_goroutine)),
                         **WAVES}),
    "alive": Function(alive, trace_cases),
    "woken": Prediction(woken_problem, woken,
                        beliefs={"machines-longest-sleeper": under(woken, replaced(mget=longest))}),
    "may-spin": Function(may_spin, spin_cases),
    "longest": Function(woken_longest, longest_cases, woken_with),
    "quiet": Prediction(quiet_problem, quiet_threads, parts("quiet", "go", "quiet"), QUIET),
    "locks": Prediction(locks_problem, ended, parts("locks", "ended", "made"), LOCKS),
}
