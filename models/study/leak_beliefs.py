"""What to ask a reader while the leak detector marks, and what others would expect.

A belief is another answer, with the thought that leads to it; its words are `belief.<name>` in the catalogue.
"""

from typing import NamedTuple

from .leakcases import Board
from .leakmarks import Mark


class Asked(NamedTuple):
    """A question before the step of this kind about the goroutine that runs this function.

    right, and each belief's value, are choices: the ends of their words' keys. order: as they are shown.
    """

    kind: str
    function: str
    question: str
    right: str
    beliefs: dict[str, str]
    order: tuple[str, ...]


ASKED = {
    "rounds": (
        Asked("woken", "worker", "leak-worker", "stack",
              {"leak-one-round": "nothing", "leak-detector-wakes": "runnable"},
              ("nothing", "stack", "runnable")),
        Asked("leaked", "lost", "leak-lost", "leaked",
              {"leak-by-scope": "alive", "leak-gc-frees": "freed"}, ("alive", "freed", "leaked")),
        Asked("leaked", "ping", "leak-circle", "leaked",
              {"leak-somebody-knows": "alive", "leak-deadlock-told": "deadlock"},
              ("alive", "leaked", "deadlock")),
    ),
    "reaches": (
        Asked("woken", "listener", "leak-global", "alive",
              {"leak-knows-future": "leaked", "leak-by-time": "later"}, ("leaked", "alive", "later")),
        Asked("woken", "waiter", "leak-timer", "alive",
              {"leak-timer-released": "released", "leak-only-goroutines": "leaked"},
              ("released", "leaked", "alive")),
        Asked("leaked", "locker", "leak-mutex", "leaked",
              {"leak-owner-known": "alive", "leak-lock-taken": "taken"}, ("alive", "taken", "leaked")),
    ),
}


def asked(steps: list[Mark], of: Board, questions: tuple[Asked, ...]) -> dict[int, tuple]:
    """Where to ask: for the index of a step, the question event that comes before it."""
    found = [(mark.kind, of.functions.get(mark.g)) for mark in steps]
    return {found.index((one.kind, one.function)): event(one) for one in questions}


def event(one: Asked) -> tuple:
    """A question's event; the right choice has no belief."""
    held = {key: belief for belief, key in one.beliefs.items()}
    choices = tuple((f"predict.{one.question}.{key}", {}, held.get(key, "")) for key in one.order)
    return ("question", 0, 0, 0, one.question, {}, choices)
