"""Choosers: what decides, where Go leaves it to chance or to the clock."""

from collections.abc import Callable, Iterator, Sequence
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


def exhausting(run: Callable[[Callable], object]) -> Iterator:
    """What run(choose) gives, again and again, until every way that its choices can go was gone once.

    run has to do the same when it gets the same choices.
    """
    ahead: list[int] = []
    while True:
        taken: list[tuple[int, int]] = []  # which option, of how many

        def choose(kind: str, options: Sequence):
            i = ahead[len(taken)] if len(taken) < len(ahead) else 0
            taken.append((i, len(options)))
            return options[i]

        yield run(choose)
        while taken and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        if not taken:
            return
        ahead = [i for i, _ in taken]
        ahead[-1] += 1
