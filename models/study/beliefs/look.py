"""What to ask a reader while tools look at a program, and what others would expect of them."""

from collections.abc import Callable

from ..asking import Ask, before
from ..moments.looks import FUNCTIONS


def does(function: str, kind: str) -> Callable:
    """Finds the steps of this kind by a goroutine that runs this function."""
    return before(lambda step: (FUNCTIONS[step.g], step.kind) == (function, kind))


ASKS = (
    Ask("look-loop", does("spin", "run"),
        {"block": "look-waits-only", "dump": "", "sched": "look-trace-names"}),
    Ask("look-leak", does("lost", "wait"),
        {"both": "look-never-is-leaked", "lost": "", "all": "look-all-waiting-leak"}),
    Ask("look-block", does("keep", "wake"),
        {"three": "look-block-is-now", "keep": "look-block-names-holder", "nothing": ""}),
    Ask("look-mutex", does("quick", "wake"),
        {"waits": "look-mutex-names-waiter", "lock": "look-mutex-names-lock", "unlocks": ""}),
    Ask("look-flash", does("spin", "end"),
        {"profile": "look-profile-remembers", "trace": "", "detail": "look-ended-is-kept"}),
)
