"""What to ask a reader while the leak detector marks, and what others would expect."""

from collections.abc import Callable, Iterable, Sequence

from ..asking import Ask, asked, before
from ..leaks.leakcases import Board
from ..leaks.leakmarks import Mark



def becomes(kind: str, function: str) -> Callable:
    """Finds the step in which this becomes of the goroutine that runs this function."""
    return before(lambda step: step == (kind, function))


ASKS = {
    "rounds": (
        Ask("leak-worker", becomes("woken", "worker"),
            {"nothing": "leak-one-round", "stack": "", "runnable": "leak-detector-wakes"}),
        Ask("leak-lost", becomes("leaked", "lost"),
            {"alive": "leak-by-scope", "freed": "leak-gc-frees", "leaked": ""}),
        Ask("leak-circle", becomes("leaked", "ping"),
            {"alive": "leak-somebody-knows", "leaked": "", "deadlock": "leak-deadlock-told"}),
    ),
    "reaches": (
        Ask("leak-global", becomes("woken", "listener"),
            {"leaked": "leak-knows-future", "alive": "", "later": "leak-by-time"}),
        Ask("leak-timer", becomes("woken", "waiter"),
            {"released": "leak-timer-released", "leaked": "leak-only-goroutines", "alive": ""}),
        Ask("leak-mutex", becomes("leaked", "locker"),
            {"alive": "leak-owner-known", "taken": "leak-lock-taken", "leaked": ""}),
    ),
}


def asked_of(steps: Sequence[Mark], of: Board, asks: Iterable[Ask]) -> dict:
    """Where to ask about these steps on a board: for the index of a step, the question event before it."""
    return asked([(mark.kind, of.functions.get(mark.g)) for mark in steps], asks)
