"""Choosers: what decides, where Go leaves it to chance or to the clock."""

from collections.abc import Callable, Sequence
from random import Random


def seeded(seed: int) -> Callable:
    """Any option, equally likely; the same seed chooses the same for ever."""
    rng = Random(seed)
    return lambda kind, options: options[rng.randrange(len(options))]


def replaying(choices: Sequence) -> Callable:
    """The options that were chosen before, in that order; ValueError where one is not to be had."""
    left = iter(choices)

    def choose(kind: str, options: Sequence):
        choice = next(left, None)
        if choice not in options:
            raise ValueError(f"{kind}: the recorded choice {choice!r} is not among the options")
        return choice
    return choose


def recording(choose: Callable, into: list) -> Callable:
    """As `choose`, and each choice is appended to `into`."""
    def note(kind: str, options: Sequence):
        into.append(choose(kind, options))
        return into[-1]
    return note
