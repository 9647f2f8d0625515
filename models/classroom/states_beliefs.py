"""What a learner may think of the states of a G: what one who thinks so answers to the exercises."""

from collections import Counter

from models.runtime.status import G_RUNNABLE, G_RUNNING, G_WAITING
from models.study.printed.schedread import read
from models.study.printed.schedtrace import G

WAIT = ("waiting", "runnable", "running")
# What each call takes a goroutine through.
GO = {"Gosched": ("runnable", "running"), "receive": WAIT, "sleep": WAIT,
      "system call": ("syscall", "running")}


# A life, from the calls that a goroutine makes.

def counted(problem: dict, ways: dict[str, tuple]) -> tuple:
    """How often it becomes runnable, running and waiting, if the calls take it these ways."""
    times = Counter(("runnable", "running"))
    for call in problem["calls"]:
        times.update(ways[call])
    return times["runnable"], times["running"], times["waiting"]


def woken_runs_at_once(problem: dict) -> tuple:
    """One who thinks that a goroutine runs as soon as its wait is over."""
    return counted(problem, GO | dict.fromkeys(("receive", "sleep"), ("waiting", "running")))


def call_still_runs(problem: dict) -> tuple:
    """One who thinks that a goroutine in a system call goes on running."""
    return counted(problem, GO | {"system call": ()})


def gosched_waits(problem: dict) -> tuple:
    """One who thinks that a goroutine that gives way is waiting."""
    return counted(problem, GO | {"Gosched": WAIT})


# The table of steps.

def dead_is_the_end(problem: dict) -> tuple:
    """One who thinks that nothing comes after dead."""
    walk = problem["statuses"]
    return next(step for step in zip(walk, walk[1:]) if step[0] == "dead")


# Read what Go prints.

def gs_of(problem: dict) -> list[G]:
    """The Gs of the lines."""
    return [read(number, f"  {line}") for number, line in enumerate(problem["lines"], 1)]


def read_as(gs: list[G], waiting: int) -> tuple:
    """The answer of one for whom so many wait, and who goes by the status in all else."""
    return (waiting, sum(gp.status == G_RUNNABLE for gp in gs),
            next(gp.id for gp in gs if gp.status == G_RUNNING))


def reason_means_waiting(problem: dict) -> tuple:
    """One who thinks that a G with a wait reason waits."""
    gs = gs_of(problem)
    return read_as(gs, sum(gp.reason != "" for gp in gs))


def no_m_is_waiting(problem: dict) -> tuple:
    """One who thinks that a G without an M waits, unless it is dead."""
    gs = gs_of(problem)
    return read_as(gs, sum(gp.m is None and gp.status in (G_RUNNABLE, G_WAITING) for gp in gs))


# Dead gs are used again.

def no_dead_g(rt, pp) -> None:
    """gfget, but a dead g is never used again."""
    return None


def dead_g_is_freed(problem: dict) -> tuple:
    """One who thinks that a g is freed when its goroutine has ended."""
    return 1, 1 + sum(problem["waves"])


def numbered_as_gs(problem: dict) -> tuple:
    """One who thinks that a number belongs to a g, and comes back with it."""
    most = 1 + max(problem["waves"])
    return most, most


# Goroutines that wait for nothing.

def children_wait_along(problem: dict) -> tuple:
    """One who thinks that goroutines are lost with the one that started them, if nobody readies that one."""
    return "DEADLOCK", problem["n"]


COUNT = {"woken-runs-at-once": woken_runs_at_once, "call-still-runs": call_still_runs,
         "gosched-waits": gosched_waits}
FIRST_ILLEGAL = {"dead-is-the-end": dead_is_the_end}
READ_DUMP = {"reason-means-waiting": reason_means_waiting, "no-m-is-waiting": no_m_is_waiting}
SAME_G = {"dead-g-is-freed": dead_g_is_freed, "newborn-goid-same": numbered_as_gs}
GOSCHED_WAITS = {"children-wait-along": children_wait_along}
