"""What a learner may think of sysmon and of system calls: what one who thinks so answers to the exercises."""

from models.runtime import sysmon
from models.runtime.sysmon import MS, US


# The pauses.

def always_20(rt, idle: int, delay: int) -> int:
    """sysmon_pause, but it never grows."""
    return 20 * US


def doubles_at_once(rt, idle: int, delay: int) -> int:
    """sysmon_pause, but it grows from the second look on."""
    return min(2 * delay, 10 * MS) if idle else 20 * US


def counts_this_look(rt, idle: int, delay: int) -> int:
    """sysmon_pause, but the look that follows the pause is counted already."""
    return sysmon.sysmon_pause(rt, idle and idle + 1, delay)


# Where a G goes that comes back.

KEPT, OLD, IDLE, NONE = WAYS = ("its P, never taken", "its old P", "an idle P", "the global queue")


def throws_off(problem: dict) -> list[str]:
    """One who thinks that it gets its old P in any case."""
    return [OLD if call["taken"] else KEPT for call in problem["calls"]]


def old_p_only(problem: dict) -> list[str]:
    """One who thinks that no other P will do."""
    return [KEPT if not call["taken"] else OLD if call["old_in_call"] else NONE for call in problem["calls"]]


# Time slices.

def by_clock(problem: dict) -> tuple:
    """One who thinks that a clock, set when the slice begins, ends it after 10 ms."""
    return problem["begins"], round(problem["begins"] + 10, 1), 10.0


def asked_at_once(problem: dict) -> tuple:
    """One who thinks that the look that finds the goroutine in a new slice asks it to stop."""
    look = min(look for look in problem["looks"] if look >= problem["begins"])
    return look, look, round(look - problem["begins"], 1)


# Read a log of real Go.

def times(problem: dict) -> list[int]:
    """When each line of the log was, in µs."""
    return [int(line.split()[0]) for line in problem["log"]]


def busy_until_taken(problem: dict) -> tuple:
    """One who thinks that the P is in use until sysmon takes it."""
    enter, taken, runs, leaves, _, again = times(problem)
    return runs - taken, leaves - enter, again - leaves


def taken_runs_at_once(problem: dict) -> tuple:
    """One who thinks that a P that is taken serves the next goroutine at once."""
    enter, taken, _, leaves, _, again = times(problem)
    return taken - enter, leaves - enter, again - leaves


def take_ends_call(problem: dict) -> tuple:
    """One who thinks that the call is over when its P is taken."""
    enter, taken, runs, _, _, again = times(problem)
    return runs - enter, taken - enter, again - taken


# Two ways to wait for a loop.

def stopped_by_clock(problem: dict) -> tuple:
    """One who thinks that a clock stops a loop after 10 ms."""
    return 10 + problem["short"][0], problem["long"] + problem["short"][0]


PAUSES = {"sysmon-always-20": always_20, "sysmon-doubles-at-once": doubles_at_once,
          "sysmon-counts-this-look": counts_this_look}
BACK = {"syscall-throws-off": throws_off, "syscall-old-p-only": old_p_only}
SLICE = {"slice-by-clock": by_clock, "slice-asked-at-once": asked_at_once}
LOG = {"call-busy-until-taken": busy_until_taken, "call-taken-runs-at-once": taken_runs_at_once,
       "sysmon-ends-calls": take_ends_call}
FIRST_DONE = {"slice-by-clock": stopped_by_clock}
