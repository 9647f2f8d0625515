"""What a learner may think of GOMAXPROCS: what one who thinks so answers to the exercises."""

from models.runtime.status import G_RUNNABLE, G_RUNNING
from models.study.printed.schedread import read
from models.study.printed.schedtrace import Short


# Read schedtrace.

def changes(lines: list[Short]) -> int:
    """How often the number of Ps changed."""
    return sum(one.gomaxprocs != other.gomaxprocs for one, other in zip(lines, lines[1:]))


def all_busy(problem: dict) -> tuple:
    """One who thinks that gomaxprocs says how many Ps are busy."""
    lines = [read(*line) for line in enumerate(problem["lines"], 1)]
    return changes(lines), max(line.gomaxprocs for line in lines)


def awake_has_p(problem: dict) -> tuple:
    """One who thinks that each thread that does not sleep keeps a P busy."""
    lines = [read(*line) for line in enumerate(problem["lines"], 1)]
    return changes(lines), max(line.threads - line.idlethreads for line in lines)


# Stop the world.

def waits_for_calls(problem: dict) -> tuple:
    """One who thinks that a system call has to end before its P can stop."""
    waits = sum(doing in ("runs", "in a system call") for doing in problem["ps"])
    return len(problem["ps"]) - waits, waits


def caller_runs(problem: dict) -> tuple:
    """One who thinks that the caller's P does not stop, since the caller goes on."""
    waits = problem["ps"].count("runs")
    return len(problem["ps"]) - waits - 1, waits


# Change the number of Ps.

def first_in_front(problem: dict) -> list[int]:
    """One who thinks that the P that is destroyed first has its goroutines in front."""
    return [*sum(problem["queues"][problem["n"]:], []), *problem["global"]]


# Forget the queues.

def stop_queues(rt, mp, gp) -> None:
    """gopreempt_m, but one that has to stop because the world does goes to the global queue too."""
    rt.casgstatus(gp, G_RUNNING, G_RUNNABLE)
    rt.dropg(mp)
    rt.emit("gopreempt", mp.id, mp.p, gp.id)
    rt.globrunqput(mp, gp)


def caller_loses_its_turn(problem: dict) -> tuple:
    """One who thinks that the caller too is left in the queue of its P."""
    return problem["children"]["P2"] + 1, problem["children"]["P3"] + 1


READ_TRACE = {"procs-all-busy": all_busy, "procs-awake-threads": awake_has_p}
STOP = {"resize-waits-for-call": waits_for_calls, "resize-caller-runs": caller_runs}
GLOBAL_AFTER = {"resize-lower-first": first_in_front}
LOST = {"resize-caller-queues": caller_loses_its_turn}
