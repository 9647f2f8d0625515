"""Whether the model and real Go agree on a program, on one P; and the smallest on which they do not.

With one P a run is repeatable but for two things: chance in a select, and rarely something else
that takes the P in the middle (the program then lost its time slice). Where chance may show, real
Go's log has to be one of those that are possible. The second is an outlier: it is seen by running
again, voted down, and counted. On a busy machine long programs have more of these, each another.
"""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from models.golang.programs.gosource import source
from models.golang.programs.harness import Harness
from models.golang.programs.real import once
from models.golang.toolchain import ToolchainError
from models.program.format import Program, chooses, to_json
from models.program.generate import generate
from models.program.run import run
from models.program.shrink import shrink
from models.runtime.runtime import RULES
from models.study.programs.every import possible

AGAIN = 4   # more runs of real Go, when it does not do what the model says
MORE = 20   # and again more, when that does not settle it


class Compared(NamedTuple):
    """A program on both: what they say, whether that differs, and how many runs were outliers."""

    model: str
    real: str
    differs: bool
    outliers: int


class Difference(NamedTuple):
    """A program on which model and real Go differ, and the smallest that was made of it."""

    kind: str
    version: str
    seed: int
    smallest: Program
    model: str
    real: str

    def text(self) -> str:
        """All about it: the logs, the smallest program as data and as Go."""
        heading = f"{self.kind}, seed {self.seed}, Go {self.version}"
        return (f"{heading}\nmodel: {self.model}\nGo:    {self.real}\n"
                f"{to_json(self.smallest)}\n\n{source(self.smallest, f'Reduced from {heading}')}")


def compared(harness: Harness, program: Program, rules: dict[str, Callable] = RULES,
             thorough: bool = False) -> Compared:
    """Ask both. When they differ, real Go runs again, and again.

    thorough: where chance may show, real Go runs as often in any case, for more of what it may do.
    """
    model = Model(program, harness.version, rules)
    runs: list[str] = []
    rounds = (1, AGAIN, MORE)
    for more in (sum(rounds),) if thorough and chooses(program) else rounds:
        runs += [real(harness, program) for _ in range(more)]
        wrong = Counter(line for line in runs if not model.agrees(line))
        if voted_down(wrong, len(runs), chooses(program)):
            right = next(line for line in runs if line not in wrong)
            return Compared(model.says, right, False, wrong.total())
    return Compared(model.says, wrong.most_common(1)[0][0], True, 0)


def voted_down(wrong: Counter[str], runs: int, chance: bool) -> bool:
    """Whether the logs that are not the model's are outliers.

    They are if the model's was there more often than any of them. Where chance makes many logs, none
    needs to be there often; there, an outlier is what was not seen again in all those runs.
    """
    if chance:
        return wrong.total() <= (runs == 1 + AGAIN + MORE)
    return max(wrong.values(), default=0) < runs - wrong.total()


class Model:
    """What the model says of a program: `says` is its log, or the error that stopped it.

    Whatever is wrong with a model is a difference like any other, even one that stops it, and is told.
    """

    def __init__(self, program: Program, version: str, rules: dict[str, Callable]):
        self.program = program
        self.settings = {"release": version, "rules": rules}
        self.says = self.guarded(lambda: run(program, **self.settings).line)

    def guarded(self, ask: Callable):
        """What the model answers, or its error as a text."""
        try:
            return ask()
        except Exception as error:
            return f"{type(error).__name__}: {error}"

    def agrees(self, line: str) -> bool:
        """Whether a log of real Go is as the model says: its own, or, where chance may show, possible."""
        if not chooses(self.program):
            return line == self.says
        answer = self.guarded(lambda: possible(self.program, line, **self.settings))
        if isinstance(answer, str):
            self.says = answer
        return answer is True


def real(harness: Harness, program: Program) -> str:
    """Real Go's log; or what went wrong."""
    try:
        return once(harness, program)
    except ToolchainError as error:
        return str(error)


def reduced(kind: str, version: str, seed: int,
            rules: dict[str, Callable] = RULES) -> Difference | None:
    """The smallest program on which the two differ, made of that random one; None if on that they
    do not differ again: what was seen were outliers, and many of them.
    """
    program = generate(kind, seed)
    with Harness(version) as harness:
        if not compared(harness, program, rules, thorough=True).differs:
            return None
        program = shrink(program, lambda smaller: compared(harness, smaller, rules, True).differs)
        found = compared(harness, program, rules, thorough=True)
    return Difference(kind, version, seed, program, found.model, found.real)
