"""What one answers to an exercise on channels who thinks that they are otherwise than they are.

Each takes the exercise's problem; the thought itself stands in the catalogue, as EXERCISES names it.
"""

from models.program.channels import meet
from models.study.moments.channels import printed

from .channel_runs import named, parks

CAN_RUN = ("running", "runnable")


def waiters_first(problem: dict) -> tuple:
    """One who thinks that whoever waits to send is served before the buffer."""
    buf, at = problem["buf"], problem["recvx"]
    line = [*problem["sendq"].values(), *buf[at:], *buf[:at]]
    return line[0], line[1], line[-1]


def from_slot_zero(problem: dict) -> tuple:
    """One who thinks that the oldest value is in slot 0."""
    line = [*problem["buf"], *problem["sendq"].values()]
    return line[0], line[1], line[-1]


def in_turns(problem: dict, first: str = "sent", second: str = "got") -> list[str]:
    """One who thinks that the two take turns, a value at a time."""
    turns = [f"{does} {v}" for v in range(1, problem["values"] + 1) for does in (first, second)]
    return [*turns, "end"]


def receiver_at_once(problem: dict) -> list[str]:
    """One who thinks that whoever is readied runs at once, before the send is over."""
    return in_turns(problem, "got", "sent")


def all_buffered(problem: dict) -> list[str]:
    """One who thinks that every value takes a slot: handed over, it leaves one less to the others."""
    return printed(meet, problem["slots"] - 1, problem["values"])


def parks_all_buffered(problem: dict) -> tuple:
    """The same thought as all_buffered."""
    return tuple(parks(problem["slots"] - 1, problem["values"]))


def parks_each_slots(problem: dict) -> tuple:
    """One who thinks that as many values as there are slots go from one wait to the next."""
    rounds = -(-problem["values"] // problem["slots"])
    return rounds - 1, rounds


def nil_has_partners(problem: dict) -> tuple:
    """One who thinks that somebody may come to a nil channel."""
    told = reasons(problem)
    waiting = sum(one not in CAN_RUN for one in told)
    return sum(one.startswith("chan send") for one in told), told.count("select (no cases)"), waiting


def runnable_waits(problem: dict) -> tuple:
    """One who thinks that all wait but the one that runs."""
    told = reasons(problem)
    never = sum("nil chan" in one or "no cases" in one for one in told)
    return told.count("chan send"), never, len(told) - told.count("running")


def reasons(problem: dict) -> list[str]:
    """What stands in brackets in each line of a dump."""
    return [line.split("[")[1].split("]")[0] for line in problem["lines"]]


def one_each_channel(problem: dict) -> tuple:
    """One who thinks that a goroutine stands once in a channel's queue, whatever its cases."""
    names = {named(case) for case in problem["cases"]} - {"nil"}
    return len(names), len(names) - 1


def nil_has_queue(problem: dict) -> tuple:
    """One who thinks that a case with a nil channel is waited for like the others."""
    return len(problem["cases"]), len(problem["cases"]) - 1


def sender_cleans_up(problem: dict) -> tuple:
    """One who thinks that whoever wakes a select takes all its sudogs out."""
    return sum(named(case) != "nil" for case in problem["cases"]), 0


def woken_by_buffer(problem: dict) -> tuple:
    """One who thinks that a value in the buffer wakes main, so that nothing is overtaken."""
    return 1, 2, problem["values"]


def overtaken_only(problem: dict) -> tuple:
    """One who thinks that the values behind are late, and that none is lost."""
    return problem["slots"] + 1, 1, problem["values"]
