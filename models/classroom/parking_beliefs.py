"""What is believed about parking, and what somebody who believes it answers in the exercises of its page."""

from collections.abc import Callable

# The kinds of moments of a wait, as they follow each other for one who thinks that gopark does it all and
# queues the G as its last step; and for one who thinks that a receiver takes its value when it runs again.
QUEUES_LAST = ("gopark", "waiting", "dropg", "unlockf", "enqueue", "mcall", "dequeue", "hand", "ready", "runqput",
               "resume")
RECEIVES_AGAIN = ("enqueue", "gopark", "mcall", "waiting", "dropg", "unlockf", "ready", "runqput", "resume",
                  "dequeue", "hand")
WAITS, YIELD = ("<-c", "taken.Lock()", "time.Sleep(1)"), "runtime.Gosched()"


def parks_too(call: str) -> Callable[[dict], tuple]:
    """The answers of one who thinks that this call goes through gopark as well."""
    def counted(problem: dict) -> tuple:
        calls = problem["calls"]
        return sum(map(calls.count, {*WAITS, call})), 0 if call == YIELD else calls.count(YIELD)
    return counted


def frees_one_lock(problem: dict) -> tuple:
    """One who thinks that each unlockf frees one lock: a channel's, or else a semaphore's."""
    return tuple("chanparkcommit" if "chan" in chain or "select" in chain else "parkunlock_c"
                 for chain in problem["chains"])


def no_lock_no_unlockf(problem: dict) -> tuple:
    """One who thinks that where no lock is held there is no unlockf."""
    held = {"chanpark": "chanparkcommit", "selectgo": "selparkcommit", "goparkunlock": "parkunlock_c"}
    return tuple(held.get(chain.split(" > ")[-2], "nil") for chain in problem["chains"])
