"""What to ask a reader while a goroutine parks and is made ready, and what others would expect."""

from collections.abc import Callable

from ..asking import Ask, before


def tells(kind: str) -> Callable:
    """Finds the moment of this kind."""
    return before(lambda one: one.kind == kind)


ASKS = (
    Ask("park-queue", tells("enqueue"),
        {"gopark": "park-queues-last", "caller": "", "sender": "park-waker-queues"}),
    Ask("park-first", tells("waiting"), {"lock": "park-lock-first", "once": "park-all-at-once", "status": ""}),
    Ask("park-thread", tells("execute"),
        {"sleeps": "park-thread-waits", "wakes": "park-schedule-wakes", "other": ""}),
    Ask("park-finds", tells("dequeue"),
        {"waiting": "park-through-waiting", "queue": "", "runq": "park-through-run-queue"}),
    Ask("park-ready", tells("runqput"), {"runs": "park-ready-runs", "next": "", "tail": "park-ready-tail"}),
    Ask("park-resumes", tells("back"),
        {"worker": "park-skips-gopark", "again": "park-receives-again", "gopark": ""}),
)
