"""What to ask a reader while deferred calls run, and what others would expect.

A belief is another answer, with the thought that leads to it; its words are `belief.<name>` in the catalogue.
"""

from typing import NamedTuple

from .unwinding import Moment


class Asked(NamedTuple):
    """A question before the first moment of this kind that is about `what`; "" stands for anything.

    right, and each belief's value, are choices: the ends of their words' keys. order: as they are shown.
    """

    kind: str
    what: object
    question: str
    right: str
    beliefs: dict[str, str]
    order: tuple[str, ...]


FIRST = Asked("panic", "", "panic-first", "inner", {"panic-oldest-first": "outer", "panic-seeks-recover": "rescues"},
              ("outer", "rescues", "inner"))
UNWIND = {
    "outer": (
        FIRST,
        Asked("return", "rescues", "panic-then", "end",
              {"panic-jumps-at-once": "jump", "panic-goes-on-behind": "panic"}, ("panic", "end", "jump")),
        Asked("recovery", "", "panic-where", "end",
              {"panic-after-call": "call", "panic-skips-the-rest": "main"}, ("call", "main", "end")),
        Asked("return", "outer", "panic-value", "changed",
              {"panic-rolls-back": "before", "panic-zero-result": "zero"}, ("zero", "before", "changed")),
    ),
    "helper": (
        FIRST,
        Asked("recover", "", "panic-helper", "nil",
              {"panic-anywhere-below": "boom", "panic-helper-error": "error"}, ("boom", "error", "nil")),
    ),
}
NESTED = {
    "panic": (
        Asked("recover", "", "nested-value", "worse",
              {"nested-oldest": "boom", "nested-both": "both"}, ("boom", "both", "worse")),
        Asked("recovery", "", "nested-older", "over",
              {"nested-goes-on": "goes", "nested-is-fatal": "fatal"}, ("goes", "over", "fatal")),
    ),
    "goexit": (
        Asked("recover", "", "goexit-value", "worse",
              {"goexit-hides-panic": "nil", "goexit-is-panic": "goexit"}, ("nil", "goexit", "worse")),
        Asked("resume", "", "goexit-where", "goexit",
              {"goexit-forgotten": "worker", "goexit-at-once": "end"}, ("worker", "goexit", "end")),
    ),
}


def asked(moments: list[Moment], questions: tuple[Asked, ...]) -> dict[int, tuple]:
    """Where to ask: for the index of a moment, the question event that comes before it."""
    return {index(moments, one): event(one) for one in questions}


def index(moments: list[Moment], one: Asked) -> int:
    """The first moment of the kind; a return is about who returns."""
    return next(i for i, moment in enumerate(moments)
                if moment.kind == one.kind and one.what in ("", moment.what, moment.by))


def event(one: Asked) -> tuple:
    """A question's event; the right choice has no belief."""
    held = {key: belief for belief, key in one.beliefs.items()}
    choices = tuple((f"predict.{one.question}.{key}", {}, held.get(key, "")) for key in one.order)
    return ("question", 0, 0, 0, one.question, {}, choices)
