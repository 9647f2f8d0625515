"""Run a program of the format on the machine: its log on one line, ended by how it ended."""

from collections.abc import Callable, Collection
from math import inf
from random import Random
from typing import NamedTuple

from models.program.bodies import Env, Limit, main
from models.program.format import Program
from models.runtime.constants import BY_RELEASE
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime

MAX_STEPS = 1_000_000
RELEASE = "1.27.3"


class Outcome(NamedTuple):
    """A run: its log and ending on one line, the ending, Go's words for it, and the events."""

    line: str
    ending: str
    message: str
    trace: list[tuple]


class Run:
    """A program on a machine, before its first step.

    choose decides what Go leaves to chance. log: a list that takes the entries. rules: other rules.
    main: what runs first, given the Env. asleep: as the Env takes it.
    """

    def __init__(self, program: Program, choose: Callable, *, procs: int = 1,
                 release: str = RELEASE, max_steps: int = MAX_STEPS, traced: bool = False,
                 log: list[str] | None = None, rules: dict[str, Callable] = RULES,
                 main: Callable = main, asleep: Collection[tuple[int, int]] = ()):
        self.env = Env(program, max_steps, [] if log is None else log, asleep=asleep)
        rt = Runtime(procs, schedtick=program.schedtick, const=BY_RELEASE[release], rules=rules,
                     choose=choose, traced=traced)
        self.machine = Machine(rt, main, self.env)

    def finish(self) -> Outcome:
        """Run it to the end."""
        machine, env = self.machine, self.env
        try:
            ending = machine.run(inf)
        except Limit:
            ending = "LIMIT"
        return Outcome(" ".join([*env.log, ending]), ending, machine.message, machine.rt.trace)


def run(program: Program, *, procs: int = 1, seed: int = 0, release: str = RELEASE,
        max_steps: int = MAX_STEPS, traced: bool = False,
        rules: dict[str, Callable] = RULES) -> Outcome:
    """Run a program once; the seed decides what Go leaves to chance.

    max_steps: the ending is LIMIT when that many operations are in the log and one more was done.
    """
    random = Random(seed)
    return Run(program, lambda kind, options: random.choice(options), procs=procs, release=release,
               max_steps=max_steps, traced=traced, rules=rules).finish()
