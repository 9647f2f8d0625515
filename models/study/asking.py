"""Questions before steps: where each can be asked, and the event that the player asks it with.

A belief is a wrong answer, with the thought that leads to it. The words are `predict.<question>.ask`, `.so` and
`.<choice>` in the catalogue, and `belief.<name>`.

    WHO = Ask("chan-who", before(lambda step: step.kind == "send"), {"last": "chan-newest", "first": ""})
    asked(steps, (WHO,))   # {7: ("question", …)}: before steps[7]
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

Choice = tuple[str, dict, str]  # the label's key, its arguments, the belief: "" for what is so


class Ask(NamedTuple):
    """A question. find(steps): before which steps it can be asked, in order, each with what its texts name.

    choices: the ends of their labels' keys with a belief each ("": what is so), in the order in which they are
    shown.
    """

    name: str
    find: Callable[[Sequence], Iterable[tuple[Hashable, dict]]]
    choices: Mapping[str, str]

    @property
    def right(self) -> str:
        """The choice that is so."""
        return next(choice for choice, belief in self.choices.items() if not belief)


def before(fits: Callable[..., object], args: Callable[..., dict] = lambda step: {}) -> Callable:
    """What finds the steps that fit, by their index, with args(step)."""
    def find(steps: Sequence) -> Iterator[tuple[int, dict]]:
        return ((i, args(step)) for i, step in enumerate(steps) if fits(step))
    return find


def asked(steps: Sequence, asks: Iterable[Ask]) -> dict[Hashable, tuple]:
    """Where to ask: for the index of a step (or what else `find` knows it by), the question event before it.

    Each is asked once, where it first fits and nothing else is asked; it is left out where it nowhere does.
    """
    at: dict[Hashable, tuple] = {}
    for ask in asks:
        free = ((key, args) for key, args in ask.find(steps) if key not in at)
        for key, args in islice(free, 1):
            labels = ((f"predict.{ask.name}.{choice}", args, belief) for choice, belief in ask.choices.items())
            at[key] = question(ask.name, args, labels)
    return at


def question(name: str, args: dict, choices: Iterable[Choice], event: tuple = ("", 0, 0, 0)) -> tuple:
    """A question event (see models/runtime/events.py), at the moment and the place of the event that it is about."""
    return ("question", *event[1:4], name, args, tuple(choices))


def woven(trace: Sequence[tuple], asks: Iterable[Ask]) -> list[tuple]:
    """A trace of events with its questions in it, each at the moment and the place of the event behind it."""
    at = asked(trace, asks)
    return [each for i, event in enumerate(trace)
            for each in ((question(*at[i][4:], event), event) if i in at else (event,))]
