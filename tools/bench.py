"""How fast the models run: `make bench`. The same work side by side in one run, medians and ratios.

The job is N goroutines that each call Gosched ten times, on 4 Ps; for SimPy, N processes that each
ask ten times for one of 4 places and hold it for one unit of time. Making them counts on both sides.
Left out: what SimPy does not model (queues, stealing, idle threads) and what the model does not
(priorities, preemption of a request).
"""

import gc
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

import simpy

from models.golang import toolchain
from models.golang.places import CACHE, LISTINGS
from models.golang.steps import stepsall
from models.runtime.goroutine import go, gosched
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.choosers import exhausting
from models.study.explore.schedule import play
from models.study.printed.dump import Created, Dump, Frame, Goroutine, Place, write
from models.study.printed.dumpread import parse
from models.study.printed.lines import Plain
from models.study.replay.outcome import Explained
from models.study.replay.run import replayed
from models.study.runs import spawn_order, spawn_run
from models.study.steps import queue_cases
from models.study.steps.runq import STEPS
from models.view.code.dumped import report
from tools.spin.bench import beside_spin

PROCS, TIMES = 4, 10
FEW, MANY = 10_000, 1_000_000
REPEATS = 7
TABLE = {"gosched": (1,)}  # a slice takes one unit of time, as with SimPy


def yields(times: int, done: list):
    for _ in range(times):
        yield gosched()
    done.append(True)


def spawns(n: int, times: int):
    """Main: start them all, and yield until they are done."""
    done = []
    for _ in range(n):
        yield go(yields, times, done)
    while len(done) < n:
        yield gosched()


def model(n: int, traced: bool, procs: int = PROCS) -> None:
    """The job on the model."""
    rt = Runtime(procs, durations=TABLE, traced=traced)
    if Machine(rt, spawns, n, TIMES).run(100 * n * TIMES) != "END":
        raise AssertionError("the job did not come to its end")


def process(env: simpy.Environment, cpus: simpy.Resource, times: int):
    for _ in range(times):
        with cpus.request() as request:
            yield request
            yield env.timeout(1)


def simpys(n: int) -> None:
    """The job on SimPy."""
    env = simpy.Environment()
    cpus = simpy.Resource(env, capacity=PROCS)
    for _ in range(n):
        env.process(process(env, cpus, TIMES))
    env.run()


# What can be timed, by name; each gets the number of goroutines.
JOBS = {"model": lambda n: model(n, traced=False),
        "model, with a trace": lambda n: model(n, traced=True),
        "SimPy": lambda n: simpys(n)}


def fresh(call: str) -> float:
    """What a call of this module's gives in a process of its own, where nothing lies about."""
    code = f"from tools import bench; print(bench.{call})"
    done = subprocess.run([sys.executable, "-c", code], check=True, text=True, stdout=subprocess.PIPE)
    return float(done.stdout)


def seconds(name: str, n: int) -> float:
    """How long a job takes, once its code has run before, and with no search for garbage in cycles."""
    JOBS[name](10)
    gc.disable()
    begin = perf_counter()
    JOBS[name](n)
    return perf_counter() - begin


def in_turn(jobs: dict[str, Callable[[], float]], repeats: int = REPEATS) -> dict[str, list[float]]:
    """The times of each job, all of them run one after the other, again and again."""
    times = {name: [] for name in jobs}
    for _ in range(repeats):
        for name, job in jobs.items():
            times[name].append(job())
    return times


def ratio(ones: list[float], others: list[float]) -> float:
    """The median of the ratios, pair by pair."""
    return median(other / one for one, other in zip(ones, others, strict=True))


def real_go() -> Callable[[], str]:
    """The job on the reference release, built already."""
    program = CACHE / "programs" / toolchain.REFERENCE / "yields"
    program.parent.mkdir(parents=True, exist_ok=True)
    toolchain.build(toolchain.REFERENCE, LISTINGS / "yields.go", program)
    env = toolchain.environment(toolchain.REFERENCE, {"GOMAXPROCS": str(PROCS)})
    return lambda: toolchain.run([str(program), str(FEW), str(TIMES)], env, None, 60)


def slices() -> Iterator[str]:
    """Slices a second: the model, SimPy, and real Go as the limit."""
    times = in_turn({name: lambda name=name: fresh(f"seconds({name!r}, {FEW})") for name in JOBS})
    yield f"{FEW:,} goroutines of {TIMES} Gosched on {PROCS} Ps, slices a second, median of {REPEATS}:"
    for name, found in times.items():
        beside = f"  {ratio(found, times['SimPy']):.2f} times SimPy {simpy.__version__}"
        yield f"  {name:20} {FEW * TIMES / median(found):12,.0f}" + beside * (name != "SimPy")
    run = real_go()
    went = median(int(run()) for _ in range(REPEATS))
    yield f"  {f'Go {toolchain.REFERENCE}':20} {went:12,.0f}"


def scale() -> Iterator[str]:
    """What a slice costs when there are a hundred times as many goroutines, and their memory."""
    times = in_turn({n: lambda n=n: fresh(f"seconds('model', {n})") for n in (FEW, MANY)}, 3)
    few, many = (median(times[n]) / n / TIMES * 1e6 for n in (FEW, MANY))
    yield (f"a slice: {few:.2f} µs with {FEW:,} goroutines, {many:.2f} µs with {MANY:,}: "
           f"{many / few:.2f} times as much (median of 3)")
    yield f"memory: {fresh(f'memory({MANY})'):,.0f} bytes a goroutine ({MANY:,} of them, resident)"


def memory(n: int) -> float:
    """Resident bytes a goroutine, at most, of a run of n in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    model(n, traced=False)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / n


def clocked(job: Callable) -> float:
    """How long a call takes, in seconds."""
    begin = perf_counter()
    job()
    return perf_counter() - begin


def imports() -> Iterator[str]:
    """What `import models` adds to the start of Python."""
    times = in_turn({code: lambda code=code: clocked(lambda: subprocess.run([sys.executable, "-c", code]))
                     for code in ("pass", "import models")}, 15)
    took = median(times["import models"]) - median(times["pass"])
    yield f"import models: {max(took, 0) * 1000:.1f} ms (median of 15)"


def runs() -> Iterator[str]:
    """Whole runs of the chapter on run queues."""
    cases = {"1 P, 10,000 goroutines": lambda: spawn_order(10_000),
             "4 Ps, 1,000 goroutines, any M next": lambda: spawn_run(4, 1_000, seed=1),
             "64 Ps, 10,000 goroutines, any M next": lambda: spawn_run(64, 10_000, seed=1),
             "64 Ps, 100,000 goroutines of 10 Gosched, by the clock": lambda: model(100_000, False, procs=64)}
    for name, case in cases.items():
        took = median(clocked(case) for _ in range(REPEATS))
        yield f"{name}: {took * 1000:.0f} ms (median of {REPEATS})"


def waiting(n: int) -> str:
    """A dump of goroutines that wait at 40 places."""
    def one(number: int) -> Goroutine:
        at = f"{0xc000000000 + 64 * number:#x}"
        return Goroutine(number, "chan receive", minutes=number % 50 + 1, stack=(
            Frame("main.wait", at, Place("/src/app/wait.go", 12, " +0x1d")),
            Frame("main.worker", at, Place("/src/app/worker.go", number % 40 + 1, " +0x25")),
            Created("main.main", number % 9 + 1, Place("/src/app/main.go", 30, " +0x45")), Plain("")))
    return write(Dump(tuple(map(one, range(1, n + 1)))))


def dumps() -> Iterator[str]:
    """Reading a large dump, grouping its goroutines and saying what they wait for."""
    text = waiting(100_000)
    took = median(clocked(lambda: report(parse(text))) for _ in range(REPEATS))
    yield f"a dump of 100,000 goroutines, read, grouped and explained: {took:.2f} s (median of {REPEATS})"


def replays() -> Iterator[str]:
    """Replaying a recording of every step of real Go."""
    made = stepsall.recorded(LISTINGS / "steps" / "share.go", toolchain.REFERENCE, PROCS)
    recording = made.start, made.events, toolchain.REFERENCE
    found = replayed(*recording)
    if not isinstance(found, Explained):
        raise AssertionError(f"a step is not explained: {found}")
    took = median(clocked(lambda: replayed(*recording)) for _ in range(REPEATS))
    yield (f"a recording of {found.events:,} steps, replayed: {found.events / took:,.0f} steps a second "
           f"(median of {REPEATS})")


def interleavings() -> Iterator[str]:
    """Every interleaving of a run queue: states a second, and beside playing every schedule by itself."""
    large = queue_cases.Case((("put", 3), ("get",)), ring=(1, 2), thieves=3)
    states = len(queue_cases.explored(large).states) - 1
    took = median(clocked(lambda: queue_cases.explored(large)) for _ in range(REPEATS))
    yield (f"a run queue with 3 thieves, every interleaving: {states:,} states, {states / took:,.0f} "
           f"a second (median of {REPEATS})")
    small = queue_cases.Case((("get",),), ring=(1,))
    schedules = len(played(small))
    times = in_turn({"explored": lambda: clocked(lambda: queue_cases.explored(small)),
                     "played": lambda: clocked(lambda: played(small))}, REPEATS)
    yield (f"a run queue with 1 thief: explored in {median(times['explored']) * 1000:.1f} ms; its "
           f"{schedules:,} schedules played one by one, no state known for another: "
           f"{ratio(times['explored'], times['played']):,.0f} times as long (median of {REPEATS})")


def played(case: queue_cases.Case) -> list:
    """Every schedule of a case, each from the beginning."""
    def run(choose: Callable):
        return play(case.memory(), queue_cases.threads(case), STEPS, choose)
    return [*exhausting(run)]


def main() -> None:
    for part in (slices, scale, imports, runs, dumps, replays, interleavings, beside_spin):
        for line in part():
            print(line, flush=True)


if __name__ == "__main__":
    main()
