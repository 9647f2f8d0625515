"""Whether the leak detector and Go's own profile name the same goroutines, program by program.

With one P a run is repeatable but for the schedtick at its start and for what select takes. Both can be told
from the log: the model's run that gives the same log has to leave the same goroutines leaked.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from models.golang.leakreal import Profile, profiles
from models.golang.leaksource import Asked
from models.program.format import to_json
from models.program.leaky import leaky
from models.program.run import Run
from models.study.every import giving
from models.study.leak import Found, judged, watcher

TICKS = [14, 15, 13, 16, *range(13), *range(17, 61)]  # a real program begins at about 14 modulo 61


class Compared(NamedTuple):
    """A program on both. found: what the model says of those that wait; None if it cannot give that log."""

    seed: int
    asked: Asked
    found: list[Found] | None
    real: Profile

    @property
    def ended(self) -> bool:
        """Whether the runtime ended the program, so that there is no profile."""
        return not self.real.line.endswith("END")

    @property
    def differs(self) -> bool:
        """Whether the two do not name the same goroutines, or these wait for different reasons."""
        return not self.ended and (self.found is None or self.model != self.waiting)

    @property
    def model(self) -> dict[int, tuple[str, bool]]:
        """What the model says: number -> why it waits, and whether it leaked."""
        return {one.stack.number: (one.stack.reason, one.leaked) for one in self.found}

    @property
    def waiting(self) -> dict[int, tuple[str, bool]]:
        """What real Go says."""
        return {number: (gp.reason, "leaked" in gp.marks) for number, gp in self.real.goroutines.items()
                if gp.reason != "sleep"}

    def text(self) -> str:
        """All about it."""
        says = "no run of the model gives this log" if self.found is None else self.model
        return (f"leaky, seed {self.seed}, asleep at {sorted(self.asked.asleep)}\nlog: {self.real.line}\n"
                f"model: {says}\nGo: {self.waiting}\n{to_json(self.asked.program)}\n")


def compared(seeds: list[int]) -> Iterator[Compared]:
    """The programs of these seeds on both."""
    asked = [Asked(*leaky(seed)) for seed in seeds]
    for seed, one, real in zip(seeds, asked, profiles(asked), strict=True):
        run = same_run(one, real.line) if real.line.endswith("END") else None
        yield Compared(seed, one, run and judged(run), real)


def same_run(asked: Asked, line: str) -> Run | None:
    """A run of the model that gives this log."""
    for tick in TICKS:
        program = replace(asked.program, schedtick=tick)
        if run := giving(program, line, main=watcher, asleep=asked.asleep):
            return run
    return None
