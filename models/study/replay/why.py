"""Why a recorded step cannot be at this moment: a name and arguments, for models/view/tables/replayed.py to put into
words.
"""

from typing import NamedTuple


class Why(NamedTuple):
    """A reason. name: replay.why.NAME in the catalogue of words."""

    name: str
    args: dict[str, object]


def why(name: str, **args: object) -> Why:
    """A reason with its arguments."""
    return Why(name, args)
