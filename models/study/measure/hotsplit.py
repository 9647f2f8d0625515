"""A loop that calls at the very edge of its goroutine's stack, round by round, in both designs."""

from dataclasses import replace
from typing import NamedTuple

from models.stack.costs import DESIGNS, Costs

from .stackcosts import begun, to_edge

FRAME = 64
ROUNDS = 3     # shown one by one
LAST = 1000    # all of them


class Moment(NamedTuple):
    """what: "call" or "ret"; round: from 1; stacks and costs: of each design, its segments' sizes, and what it has
    cost from the loop's begin on.
    """

    what: str
    round: int
    stacks: dict[str, tuple[int, ...]]
    costs: dict[str, Costs]


def moments(frame: int = FRAME) -> list[Moment]:
    """Before the loop ("ret", round 0); each call and return of the first rounds; the end of the last round."""
    stacks = {design: begun(design, to_edge(design, [], frame, frame)) for design in DESIGNS}
    for stack in stacks.values():
        held = stack.so_far.held
        stack.so_far = Costs(held=held, peak=held)
    found = [taken("ret", 0, stacks)]
    for number in range(1, LAST + 1):
        for what in ("call", "ret"):
            for stack in stacks.values():
                (stack.call if what == "call" else stack.ret)(frame)
            if number <= ROUNDS or number == LAST and what == "ret":
                found.append(taken(what, number, stacks))
    return found


def taken(what: str, number: int, stacks: dict) -> Moment:
    """How it stands now."""
    sizes = {"copying": (stacks["copying"].size,),
             "segments": tuple(one.size for one in stacks["segments"].stack.segments)}
    return Moment(what, number, sizes, {design: replace(stack.so_far) for design, stack in stacks.items()})
