"""Whether the leak detector and Go's own profile name the same goroutines, program by program.

With one P a run is repeatable but for the schedtick at its start and for what select takes. Both can be told
from the log: the model's run that gives the same log has to leave the same goroutines leaked. Rarely, on a
busy machine, something takes the P in mid-run, and the model has no such run: then real Go runs again.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from models.golang.programs.leakreal import Profile, build, profile
from models.golang.programs.leaksource import Asked, source
from models.golang.programs.spawn import ENV
from models.golang.toolchain import REFERENCE
from models.program.format import to_json
from models.program.leaky import leaky
from models.program.run import Run
from models.study.leaks.held import Place
from models.study.leaks.leak import Found, judged, watcher
from models.study.printed.dump import Frame, Goroutine
from models.study.programs.every import giving

BODY = re.compile(r"main\.(?:p\d+)?body\d+")
PROGRAMS = 500  # with a profile, in the long comparison
BATCH = 250     # programs in one executable
AGAIN = 20      # runs of real Go, when the model has none that gives its log
COMMAND = "python -m models.golang.record leaks"
TICKS = [14, 15, 13, 16, *range(13), *range(17, 61)]  # a real program begins at about 14 modulo 61


class Compared(NamedTuple):
    """A program on both. found: what the model says of those that wait; None if it cannot give that log.
    places: what stands on which line of the Go source.
    """

    seed: int
    asked: Asked
    found: list[Found] | None
    real: Profile
    places: dict[int, tuple[int, int, int]]

    @property
    def ended(self) -> bool:
        """Whether the runtime ended the program, so that there is no profile."""
        return not self.real.line.endswith("END")

    @property
    def differs(self) -> bool:
        """Whether the two do not name the same goroutines, or these wait for different reasons."""
        return not self.ended and (self.found is None or self.model != self.waiting)

    @property
    def model(self) -> dict[int, tuple]:
        """What the model says: number -> why it waits, whether it leaked, and where it stands."""
        return {one.stack.number: (one.stack.reason, one.leaked, one.stack.places) for one in self.found}

    @property
    def waiting(self) -> dict[int, tuple]:
        """What real Go says."""
        return {number: (gp.reason, "leaked" in gp.marks, stands(gp, self.places))
                for number, gp in self.real.goroutines.items() if gp.reason != "sleep"}

    def text(self) -> str:
        """All about it."""
        says = "no run of the model gives this log" if self.found is None else self.model
        return (f"leaky, seed {self.seed}, asleep at {sorted(self.asked.asleep)}\nlog: {self.real.line}\n"
                f"model: {says}\nGo: {self.waiting}\n{to_json(self.asked.program)}\n")


def compared(seeds: list[int]) -> Iterator[Compared]:
    """The programs of these seeds on both."""
    asked = [Asked(*leaky(seed)) for seed in seeds]
    program, places = build(asked), source(asked).places
    for n, (seed, one) in enumerate(zip(seeds, asked, strict=True)):
        yield Compared(seed, one, *both(one, program, n), places)


def both(asked: Asked, program: Path, n: int) -> tuple[list[Found] | None, Profile]:
    """What the model says of the n-th program of an executable, and real Go's profile."""
    for _ in range(AGAIN):
        real = profile(program, n)
        if not real.line.endswith("END"):
            return None, real
        if run := same_run(asked, real.line):
            return judged(run, asked.shared), real
    return None, real


def compare(programs: int = PROGRAMS, first: int = 0) -> tuple[Counter, list[Compared]]:
    """So many programs that come to rest, from a seed on: counts, and those that differ.

    goroutines: those that wait; alive: those of them that did not leak; both: programs that have both;
    ended: programs that the runtime ended, and that were left out.
    """
    counts, differing = Counter(programs=0, ended=0, goroutines=0, leaked=0, alive=0, both=0), []
    while counts["programs"] < programs:
        missing = min(programs - counts["programs"], BATCH)
        for one in compared([*range(first, first + missing)]):
            counts.update({"ended": 1} if one.ended else count(one))
            differing += [one] * one.differs
        first += missing
    return counts, differing


def count(one: Compared) -> dict[str, int]:
    """What one program adds to the counts, by what real Go says."""
    verdicts = [gone for _, gone, _ in one.waiting.values()]
    leaked, alive = verdicts.count(True), verdicts.count(False)
    return {"programs": 1, "goroutines": len(verdicts), "leaked": leaked, "alive": alive,
            "both": int(leaked > 0 and alive > 0)}


def record(programs: int = PROGRAMS) -> dict:
    """The comparison as evidence."""
    counts, differing = compare(programs)
    return {"go": REFERENCE, "env": ENV | {"GOMAXPROCS": "1"}, "command": COMMAND, "first seed": 0,
            **counts, "differences": len(differing)}


def table(counts: Counter, differing: list[Compared]) -> str:
    """The counts on two lines."""
    rows = [["leaks", *counts, "differences"], [REFERENCE, *map(str, counts.values()), str(len(differing))]]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.rjust, row, widths)) for row in rows)


def same_run(asked: Asked, line: str) -> Run | None:
    """A run of the model that gives this log."""
    for tick in TICKS:
        program = replace(asked.program, schedtick=tick)
        if run := giving(program, line, main=watcher, asleep=asked.asleep):
            return run
    return None


def stands(gp: Goroutine, places: dict[int, tuple[int, int, int]]) -> tuple[Place, ...]:
    """The operations at which a real goroutine stands, that of the innermost call first.

    Leaves out: bodies that are done and run deferred calls, as held.py does; of these the line is the last.
    """
    frames = [line for line in gp.stack if type(line) is Frame and BODY.fullmatch(line.name)]
    return tuple(places[frame.place.line][1:] for frame in frames if frame.place.line in places)
