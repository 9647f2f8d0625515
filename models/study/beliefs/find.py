"""What to ask a reader while an M looks for work, and what somebody else would expect."""

from collections.abc import Iterator, Sequence

from ..asking import Ask, before


def looks(event: tuple, where: str) -> bool:
    """Whether the event is a look there."""
    return event[0] == "look" and event[4] == where


def about(event: tuple) -> dict:
    """What the texts name: the G, or what else the event is about."""
    return {"g": event[4]}


def brought(trace: Sequence[tuple]) -> Iterator[tuple[int, dict]]:
    """Before the network brings Gs, where there is one to steal as well."""
    for i, event in enumerate(trace):
        came = trace[i + (event[0] == "injectglist")]
        if came[0] == "netready" and any(later[0] == "runqgrab" for later in trace[i:]):
            yield i, about(came)


def left_alone(trace: Sequence[tuple]) -> Iterator[tuple[int, dict]]:
    """Before the first try after a G has come to another P's runnext."""
    return ((i, about(event)) for i, event in enumerate(trace)
            if looks(event, "try") and any(earlier[0] == "newproc" for earlier in trace[:i]))


ASKS = (
    Ask("find-door", brought, {"steal": "find-steal-before-network", "network": "", "sleep": "find-sleeps"}),
    Ask("find-timer", before(lambda event: looks(event, "timers"), about),
        {"owner": "find-timer-owner", "thief": "", "thread": "find-timer-thread"}),
    Ask("find-late", before(lambda event: event[0] == "newproc", about),
        {"wakes": "find-go-wakes", "nobody": "", "stays": "find-go-stays"}),
    Ask("find-next", left_alone, {"first": "runnext-stolen-first", "last": "", "never": "find-next-never"}),
)
