"""What to ask a reader while sysmon watches a program, and what somebody else would expect."""

from collections.abc import Iterator, Sequence

from models.runtime.sysmon import SYSMON

from ..asking import Ask, before
from ..moments.watching import CALLER, Round


def sees_a_call(event: tuple) -> bool:
    """Whether it is a look of sysmon's that finds a P in a system call."""
    return isinstance(event, Round) and "call" in (what for _, what in event.found)


def idle(trace: Sequence[tuple]) -> Iterator[tuple[int, dict]]:
    """Before an M takes an idle P to come back from a system call."""
    for i, (event, after) in enumerate(zip(trace, trace[1:])):
        if event[0] == "acquirep" and after[0] == "exitsyscall" and after[5] == "idle":
            yield i, about(after)


def about(event: tuple) -> dict:
    """What the texts name: the M, the P and the G that an event is about; of a look of sysmon's, the P it finds
    in a system call, and who made it.
    """
    if isinstance(event, Round):
        return {"m": event[2], "p": event.found[0][0], "g": CALLER}
    kind, _, m, p, what, *rest = event
    g = {"injectglist": lambda: what[0], "preempt": lambda: rest[0]}.get(kind, lambda: what)()
    return {"m": m, "p": what if kind == "preempt" else p or 0, "g": g}


ONE_P = (
    Ask("sysmon-first", before(sees_a_call, about),
        {"takes": "sysmon-takes-at-once", "notes": "", "interrupts": "sysmon-ends-calls"}),
    Ask("sysmon-back", before(lambda e: e[0] == "exitsyscall" and e[5] == "none", about),
        {"takes-back": "syscall-owner-first", "own": "syscall-own-queue", "global": ""}),
    Ask("sysmon-network", before(lambda e: e[0] == "injectglist" and e[2] == SYSMON, about),
        {"thread": "network-needs-thread", "writer": "network-writer-readies", "sysmon": ""}),
    Ask("sysmon-loop", before(lambda e: e[0] == "preempt", about),
        {"nothing": "loop-cannot-stop", "signal": "", "kernel": "kernel-switches-goroutines"}),
    Ask("sysmon-stopped", before(lambda e: e[0] == "gopreempt", about),
        {"ring": "preempted-own-ring", "global": "", "next": "preempted-runs-next"}),
)
TWO_PS = (
    Ask("sysmon-idle", idle, {"waits": "syscall-always-queues", "any": "", "old": "syscall-old-p-only"}),
)
