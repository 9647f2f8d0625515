"""What to ask a reader while the race detector looks on, and what others would expect.

A belief is another answer, with the thought that leads to it; its words are `belief.<name>` in the catalogue.
"""

from collections.abc import Callable
from typing import NamedTuple

from .race.shadow import CELLS
from .racemoments import Moment


class Asked(NamedTuple):
    """A question before the first moment that fits.

    choices: the ends of their words' keys, with a belief each ("": the right one).
    """

    before: Callable[[Moment], bool]
    choices: dict[str, str]


def does(g: int, name: str) -> Callable[[Moment], bool]:
    """Whether goroutine g does an operation of that name."""
    return lambda moment: (moment.g, moment.operation[0]) == (g, name)


ASKED = {
    "hidden": {
        "race-learns": Asked(does(1, "lock"), {"nothing": "race-lock-only-excludes", "left": "",
                                               "now": "race-learns-now"}),
        "race-nolock": Asked(does(1, "write"), {"unlocked": "race-lockset", "both": "race-any-two",
                                                "ordered": ""}),
    },
    "late": {
        "race-later": Asked(does(0, "write"), {"later": "race-by-time", "told": "",
                                               "lock": "race-other-lock"}),
    },
    "atomic": {
        "race-flag": Asked(does(0, "read"), {"atomic": "race-atomic-enough", "later": "race-by-time",
                                             "told": ""}),
    },
    "crowd": {
        "race-fifth": Asked(lambda moment: moment.access is not None and moment.g > CELLS,
                            {"first": "race-keeps-first", "fifth": "race-keeps-all", "evicts": ""}),
        "race-lost": Asked(does(0, "write"), {"told": "race-finds-all", "silent": "",
                                              "ordered": "race-any-receive"}),
    },
}


def asked(steps: list[Moment], questions: dict[str, Asked]) -> dict[int, tuple]:
    """Where to ask: for the number of a moment, the question event that comes before it."""
    found = {}
    for name, one in questions.items():
        at = next(i for i, moment in enumerate(steps) if one.before(moment))
        choices = tuple((f"predict.{name}.{choice}", {}, belief) for choice, belief in one.choices.items())
        found[at] = ("question", 0, 0, 0, name, {}, choices)
    return found
