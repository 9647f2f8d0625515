"""What is believed about dumps and schedtrace, and what somebody who believes it reads in the texts of the exercises."""

from models.study.printed.dump import Frame, Goroutine
from models.study.printed.dumpread import parse as read_dump
from models.study.printed.schedread import parse
from models.study.printed.schedtrace import Short

LOCK, TAKES = "sync.Mutex.Lock", "main.locked"  # the wait reason, and the function that takes the lock


# Who holds the lock.

def own_frames(gp: Goroutine) -> list[str]:
    """The functions of package main on its stack, the newest first."""
    return [line.name for line in gp.stack if isinstance(line, Frame) and line.name.startswith("main.")]


def upside_down(problem: dict) -> tuple:
    """One who thinks that the newest frame is the lowest."""
    goroutines = read_dump(problem["dump"]).goroutines
    holder = next(gp for gp in goroutines if TAKES in own_frames(gp))
    return sum(gp.reason == LOCK for gp in goroutines), own_frames(holder)[-1], holder.reason


def in_lock_has_it(problem: dict) -> tuple:
    """One who thinks that of those in Lock the first has the lock, and the others wait."""
    first, *others = (gp for gp in read_dump(problem["dump"]).goroutines if gp.reason == LOCK)
    return len(others), own_frames(first)[0], first.reason


# A line of schedtrace.

def head_of(problem: dict) -> Short:
    """What stands in the line."""
    [head] = parse(problem["line"]).lines
    return head


def counted(head: Short, busy: int) -> tuple:
    """The Ps that are not idle, goroutines in queues and other Ms, where so many Ps are not idle."""
    return busy, head.runqueue + sum(head.queues), head.threads - head.idlethreads - busy - 1


def empty_is_idle(problem: dict) -> tuple:
    """One who thinks that Ps with an empty queue are idle."""
    head = head_of(problem)
    return counted(head, sum(n > 0 for n in head.queues))


def runqueue_is_all(problem: dict) -> tuple:
    """One who thinks that runqueue counts all who stand in queues."""
    head = head_of(problem)
    busy, _, others = counted(head, head.gomaxprocs - head.idleprocs)
    return busy, head.runqueue, others


def idle_in_calls(problem: dict) -> tuple:
    """One who thinks that the idle Ms are those in system calls."""
    head = head_of(problem)
    busy, queued, _ = counted(head, head.gomaxprocs - head.idleprocs)
    return busy, queued, head.idlethreads
