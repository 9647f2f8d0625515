"""The exercises of the chapter on what a goroutine costs, from reading /proc to changing a rule.

Every right answer comes from runs of the model's two machines, or from the limits that their rules go by.
"""

from collections.abc import Callable
from inspect import isgeneratorfunction
from random import Random

from models.runtime import gfree
from models.runtime.chan import close_chan, make_chan, recv, send
from models.runtime.goroutine import go, gosched, log, work
from models.runtime.kernel import Kernel
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime, replaced
from models.runtime.threadmachine import ThreadMachine
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.stack.sizes import Sizes
from models.study.measure.footprint import taken, times
from models.study.measure.threads import compare
from models.study.runs import START_TICK
from models.words import word

from . import goroutines_beliefs as believed
from .exercise import Exercise, Function, Prediction, unanswered

COSTS = {"newproc": (400,), "execute": (100,), "pthread_create": (20_000,), "thread switch": (1_500,),
         "os call": (150,)}


# Read what the kernel says.

def status(reserved: int, touched: int, threads: int) -> list[str]:
    """Three lines of /proc/self/status; the memory in KiB."""
    return [f"VmSize: {reserved} kB", f"VmRSS: {touched} kB", f"Threads: {threads}"]


def status_problem(luck: Random) -> dict:
    """A process before and after it has made some threads that wait."""
    n, each, pages = luck.randint(20, 400), luck.choice((1024, 2048, 8192)) + 4, luck.randint(2, 5)
    size, rss = luck.randint(3_000, 9_000), luck.randint(1_000, 2_500)
    return {"before": status(size, rss, 1), "after": status(size + n * each, rss + n * 4 * pages, 1 + n)}


def per_thread(problem: dict, rules: dict) -> tuple:
    """Threads made, KiB that each has reserved, and KiB that each has touched."""
    size, rss, threads = (int(new.split()[1]) - int(old.split()[1])
                          for old, new in zip(problem["before"], problem["after"]))
    return threads, size // threads, rss // threads


# Count memory.

def sizes(luck: Random) -> dict:
    """What one of each takes, in bytes."""
    return {"goroutine": {"reserved": luck.randint(2_700, 2_850), "touched": luck.randint(2_600, 2_700)},
            "thread": {"reserved": 8_392_704, "touched": 8_192, "kernel": 16_384}}


def memory_problem(luck: Random) -> dict:
    return {"n": luck.randint(20, 90) * 100} | sizes(luck)


def memory(problem: dict, rules: dict) -> tuple:
    """Bytes that n goroutines take, that n threads take, and that n threads reserve."""
    small, large = (times(problem[one], problem["n"]) for one in ("goroutine", "thread"))
    return taken(small), taken(large), large["reserved"]


def most_problem(luck: Random) -> dict:
    return sizes(luck) | {"memory": luck.randint(4, 16) * 50_000_000,
                          "limit": luck.choice((4_096, 10_000, 32_768))}


def most(problem: dict, rules: dict) -> tuple:
    """How many goroutines and how many threads there can be in so much memory; main's is one of the limit."""
    room, limit = problem["memory"], problem["limit"]
    return room // taken(problem["goroutine"]), min(limit - 1, room // taken(problem["thread"]))


def largest_stack(limit: int) -> int:
    """The largest stack that doubling comes to before it exceeds the limit."""
    size = Sizes().fixed_stack
    while 2 * size <= limit:
        size *= 2
    return size


def limit_cases(luck: Random) -> list[tuple]:
    own = [(luck.randint(3_000, 900_000),) for _ in range(4)]
    return [*own, (Sizes().maxstacksize,), (250_000_000,), (2048,), (4096,), (4095,)]


# Compare the machines.

def both(problem: dict, program: str) -> tuple:
    """How long a program takes on one CPU with goroutines, and with threads."""
    none: dict[str, dict[str, int]] = {"goroutine": {}, "thread": {}}
    sides = compare(cpus=1, program=program, costs=problem["costs"], memory=none,
                    **{name: problem[name] for name in ("tasks", "ns")})
    return tuple(sides[side].report.makespan for side in ("goroutines", "threads"))


def pay_problem(luck: Random) -> dict:
    return {"tasks": luck.randint(3, 9) * 100, "ns": luck.randint(1, 9) * 5_000, "costs": COSTS}


def pay(problem: dict, rules: dict) -> tuple:
    return both(problem, "compute")


def pairs_problem(luck: Random) -> dict:
    free = {name: (0,) for name in ("newproc", "pthread_create")}
    return {"tasks": 2 * luck.randint(2, 9), "ns": 0, "costs": COSTS | free}


def handed(problem: dict, rules: dict) -> tuple:
    return both(problem, "hand over")


# A pool of threads.

def task(i: int, ns: int):
    """One piece of work."""
    yield work(ns)
    yield log(i)


def worker(jobs: int, ns: int, wg: int):
    """Do one task after another, until there are none."""
    while True:
        i, more = yield recv(jobs)
        if not more:
            break
        yield from task(i, ns)
    yield wg_done(wg)


def pool(tasks: int, ns: int, threads: int):
    """Have so many threads do the tasks, each one after another."""
    jobs, wg = (yield make_chan()), (yield waitgroup())
    yield wg_add(wg, threads)
    for _ in range(threads):
        yield go(worker, jobs, ns, wg)
    for i in range(tasks):
        yield send(jobs, i)
    yield close_chan(jobs)
    yield wg_wait(wg)


def pooled(main: Callable, tasks: int, ns: int, threads: int) -> dict | None:
    """How main ends on two CPUs where each goroutine is a thread, which tasks were done, and how many
    threads it made.

    None for a function that is not written yet; TypeError for one that is no generator.
    """
    if not isgeneratorfunction(main):
        if unanswered(main(tasks, ns, threads)):
            return None
        raise TypeError(word("check.generator"))
    kernel = Kernel(2)
    ending = ThreadMachine(kernel, main, tasks, ns, threads).run(1_000_000)
    done = sorted(event[5] for event in kernel.trace if event[0] == "log")
    return {"ending": ending, "done": done, "made": sum(event[0] == "clone" for event in kernel.trace)}


def right_pool(tasks: int, ns: int, threads: int) -> dict:
    return pooled(pool, tasks, ns, threads)


def pool_cases(luck: Random) -> list[tuple]:
    own = [(luck.randint(6, 20), 1_000, luck.randint(2, 4)), (luck.randint(6, 20), 0, 1)]
    return [*own, (2, 1_000, 5), (0, 1_000, 2)]


# Change a rule.

def nap(i: int):
    """Begin, and let the others go first."""
    yield gosched()


def waves(sizes: list[int]):
    """Start so many goroutines, let them all end, and do it again with the next number."""
    for n in sizes:
        for i in range(n):
            yield go(nap, i)
        for _ in range(3):
            yield gosched()


def reused(rule: Callable, sizes: list[int]) -> dict | None:
    """How many gs there are at the end, and the goid of the goroutine that was in each last, when `rule` is
    what finds a dead one. None for a rule that never finds one.
    """
    asked, found = [], []

    def tried(rt, pp):
        asked.append(len(pp.gfree))
        gp = rule(rt, pp)
        found.append(gp is not None)
        return gp
    rt = Runtime(1, schedtick=START_TICK, rules=replaced(gfget=tried))
    Machine(rt, waves, sizes).run(100_000)
    if any(asked) and not any(found):
        return None
    return {"gs": len(rt.allgs) - 1, "goids": [gp.goid for gp in rt.allgs[2:]]}


def get_oldest(rt, pp):
    """gfget, but of pp's own list the one that has been dead longest."""
    if not pp.gfree:
        return gfree.gfget(rt, pp)
    return rt.allgs[pp.gfree.pop(0)]


def oldest(sizes: list[int]) -> dict:
    return reused(get_oldest, sizes)


def wave_cases(luck: Random) -> list[tuple]:
    return [([luck.randint(5, 9), luck.randint(2, 4)],), ([luck.randint(4, 8), 3, 2],), ([3, 6],), ([1],)]


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "per-thread": Prediction(status_problem, per_thread,
                             parts("costs-per-thread", "threads", "reserved", "touched"),
                             believed.PER_THREAD),
    "memory": Prediction(memory_problem, memory, parts("costs-memory", "goroutines", "threads", "reserved"),
                         believed.MEMORY),
    "most": Prediction(most_problem, most, parts("costs-most", "goroutines", "threads"), believed.MOST),
    "largest-stack": Function(largest_stack, limit_cases),
    "pay": Prediction(pay_problem, pay, parts("costs-both", "goroutines", "threads"), believed.PAY,
                      tolerance=0.05),
    "handed": Prediction(pairs_problem, handed, parts("costs-both", "goroutines", "threads"), believed.HANDED,
                         tolerance=0.15),
    "pool": Function(right_pool, pool_cases, pooled),
    "oldest": Function(oldest, wave_cases, reused),
}
