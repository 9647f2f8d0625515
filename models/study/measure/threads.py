"""The same work by goroutines and by threads: what each comes to, as data.

    compare(tasks=1000, cpus=2, seed=0, **recorded.costs())["threads"].report.throughput

Goroutines run on as many Ps as there are CPUs; threads on the CPUs themselves, a thread a task. Both take
their times from one table that was measured on real Go and on real threads.
"""

from dataclasses import dataclass

from models.program.tasks import PROGRAMS
from models.runtime.kernel import Kernel
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.runtime.threadmachine import ThreadMachine

from ..choosers import seeded
from ..runs import START_TICK
from .scheduling import Report, report
from .stealing import table

COMES, GOES = ("newproc", "clone"), ("goexit", "exit")


@dataclass(frozen=True)
class Side:
    """One of the two. ending, message: how it ended. alive: how many tasks there were at once, with main.

    memory: the bytes that so many take, by how they are counted. trace: all that happened.
    """

    ending: str
    message: str
    report: Report
    alive: int
    memory: dict[str, int]
    trace: list[tuple]


def priced(durations: dict[str, dict], threads: dict[str, dict]) -> dict[str, tuple[int, ...]]:
    """One table for both machines, from the recorded durations of Go's steps and of threads'.

    A hand-over between threads was measured as a whole. On the 1:1 machine whoever wakes the other pays for
    an "os call" of it, and the switch takes the rest.
    """
    costs = table(durations) | table(threads)
    both = zip(costs["thread handover"], costs["os call"])
    return costs | {"thread switch": tuple(max(0, whole - call) for whole, call in both)}


def compare(*, tasks: int = 1000, cpus: int = 2, seed: int = 0, ns: int = 20_000, program: str = "compute",
            costs: dict[str, tuple[int, ...]], memory: dict[str, dict[str, int]]) -> dict[str, Side]:
    """Run `tasks` tasks of ns each on both machines: "goroutines" and "threads".

    program: one of models/program/tasks.py. costs, memory: what was measured; memory is the bytes that one
    "goroutine" and one "thread" take, by how they are counted.
    """
    if program not in PROGRAMS:
        raise ValueError(f"there is no program {program!r}; there are {', '.join(PROGRAMS)}")
    if tasks < 1 or cpus < 1 or ns < 0:
        raise ValueError(f"{tasks} tasks of {ns} ns on {cpus} CPUs: take 1 or more, 0 or more, 1 or more")
    rt = Runtime(cpus, schedtick=START_TICK, choose=seeded(seed), durations=costs)
    kernel = Kernel(cpus, costs, choose=seeded(seed))
    main = PROGRAMS[program]
    machines = Machine(rt, main, tasks, ns, cpus=cpus), ThreadMachine(kernel, main, tasks, ns)
    for machine in machines:
        machine.run()
    return {"goroutines": side(machines[0], rt.trace, cpus, memory["goroutine"]),
            "threads": side(machines[1], kernel.trace, cpus, memory["thread"])}


def side(machine, trace: list[tuple], cpus: int, memory: dict[str, int]) -> Side:
    """What became of a machine."""
    most = alive(trace)
    return Side(machine.ending, machine.message, report(trace, cpus), most,
                {name: most * each for name, each in memory.items()}, trace)


def alive(trace: list[tuple]) -> int:
    """How many tasks there were at most at once, main among them."""
    now = most = 1
    for event in trace:
        now += (event[0] in COMES) - (event[0] in GOES)
        most = max(most, now)
    return most
