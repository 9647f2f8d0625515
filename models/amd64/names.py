"""Numbers as people say them: which function, which g, how far below the top of whose stack."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

LONGEST = 1 << 16  # bytes of a function, at most


class Names(NamedTuple):
    """What addresses mean. All that can move, the stacks, is told as distances from their high end.

    functions: (first address, name), rising. after: address behind a call -> what is called there.
    values: address of a func value or another thing with a name. gs: address of a g -> its name.
    stacks: name of a g -> (lo, hi).
    """

    functions: tuple[tuple[int, str], ...]
    after: Mapping[int, str]
    values: Mapping[int, str]
    gs: Mapping[int, str]
    stacks: Mapping[str, tuple[int, int]]

    def term(self, value: int) -> str:
        """A number's meaning: "gopark after mcall", "park_m·f", "worker", "worker.hi-40", or the number."""
        if value in self.values or value in self.gs:
            return self.values.get(value) or self.gs[value]
        for name, (lo, hi) in self.stacks.items():
            if lo <= value <= hi:
                return f"{name}.hi-{hi - value}"
        return self.code(value) or str(value)

    def code(self, value: int) -> str:
        """The place in a function, or "" if the number is none."""
        place = bisect_right(self.functions, (value, "\uffff")) - 1
        if place < 0 or value - self.functions[place][0] >= LONGEST:
            return ""
        first, name = self.functions[place]
        if value == first:
            return name
        return f"{name} after {self.after[value]}" if value in self.after else f"{name}+{value - first}"


def short(term: str) -> str:
    """A term that says no more of a place in a function than its name: "gopark+n"."""
    name, after, _ = term.partition(" after ")
    return f"{name}+n" if after else term
