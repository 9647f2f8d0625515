"""What to ask a reader while the race detector looks on, and what others would expect."""

from collections.abc import Callable

from ..asking import Ask, before
from ..race.shadow import CELLS


def does(g: int, name: str) -> Callable:
    """Finds the moments in which goroutine g does an operation of that name."""
    return before(lambda moment: (moment.g, moment.operation[0]) == (g, name))


ASKS = {
    "hidden": (
        Ask("race-learns", does(1, "lock"),
            {"nothing": "race-lock-only-excludes", "left": "", "now": "race-learns-now"}),
        Ask("race-nolock", does(1, "write"),
            {"unlocked": "race-lockset", "both": "race-any-two", "ordered": ""}),
    ),
    "late": (
        Ask("race-later", does(0, "write"), {"later": "race-by-time", "told": "", "lock": "race-other-lock"}),
    ),
    "atomic": (
        Ask("race-flag", does(0, "read"), {"atomic": "race-atomic-enough", "later": "race-by-time", "told": ""}),
    ),
    "crowd": (
        Ask("race-fifth", before(lambda moment: moment.access is not None and moment.g > CELLS),
            {"first": "race-keeps-first", "fifth": "race-keeps-all", "evicts": ""}),
        Ask("race-lost", does(0, "write"),
            {"told": "race-finds-all", "silent": "", "ordered": "race-any-receive"}),
    ),
}
