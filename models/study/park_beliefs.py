"""What to ask a reader while a goroutine parks and is made ready, and what others would expect.

A belief is another answer, with the thought that leads to it; its words are `belief.<name>` in the catalogue.
"""

from typing import NamedTuple

from .parkmap import Moment


class Asked(NamedTuple):
    """A question before the moment of this kind.

    right, and each belief's value, are choices: the ends of their words' keys. order: as they are shown.
    """

    kind: str
    question: str
    right: str
    beliefs: dict[str, str]
    order: tuple[str, ...]


ASKED = (
    Asked("enqueue", "park-queue", "caller",
          {"park-queues-last": "gopark", "park-waker-queues": "sender"}, ("gopark", "caller", "sender")),
    Asked("waiting", "park-first", "status",
          {"park-lock-first": "lock", "park-all-at-once": "once"}, ("lock", "once", "status")),
    Asked("execute", "park-thread", "other",
          {"park-thread-waits": "sleeps", "park-schedule-wakes": "wakes"}, ("sleeps", "wakes", "other")),
    Asked("dequeue", "park-finds", "queue",
          {"park-through-waiting": "waiting", "park-through-run-queue": "runq"},
          ("waiting", "queue", "runq")),
    Asked("runqput", "park-ready", "next",
          {"park-ready-runs": "runs", "park-ready-tail": "tail"}, ("runs", "next", "tail")),
    Asked("back", "park-resumes", "gopark",
          {"park-skips-gopark": "worker", "park-receives-again": "again"}, ("worker", "again", "gopark")),
)


def asked(found: list[Moment], questions: tuple[Asked, ...] = ASKED) -> dict[int, tuple]:
    """Where to ask: for the index of a moment, the question event that comes before it."""
    kinds = [one.kind for one in found]
    return {kinds.index(one.kind): event(one) for one in questions}


def event(one: Asked) -> tuple:
    """A question's event; the right choice has no belief."""
    held = {key: belief for belief, key in one.beliefs.items()}
    choices = tuple((f"predict.{one.question}.{key}", {}, held.get(key, "")) for key in one.order)
    return ("question", 0, 0, 0, one.question, {}, choices)
