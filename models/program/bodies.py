"""A program of the format as goroutines on the machine.

A body is a generator that goes through its operations. It asks the machine for each, and when it
has the answer it adds an entry to the log, which is a step of its own.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from models.program.format import NIL, OPERATIONS, Program, count
from models.program.requests import DOES, MAKES
from models.runtime.chan import make_chan
from models.runtime.exit import exit_program
from models.runtime.goroutine import call, log
from models.runtime.timer import sleep

LAST = ("panic", "goexit")  # after these their body does not go on, so they are logged before
NO_CHAN = 0                 # the name of the nil channel
HOUR = 3_600 * 10**9        # how long a goroutine sleeps that stays asleep


class Limit(Exception):
    """The log is full, and one more operation was done."""


@dataclass
class Env:
    """What the goroutines of one run share: the program, its log, and the names of its objects.

    names: kind of object -> their names in the heap. started: how many go statements were met.
    asleep: (body, pc) of the operations before which whoever comes there falls asleep. function: what
    runs as a body, if it is not body itself.
    """

    program: Program
    max_steps: int
    log: list[str] = field(default_factory=list)
    names: dict[str, list[int]] = field(default_factory=dict)
    started: int = 0
    asleep: Collection[tuple[int, int]] = ()
    function: Callable | None = None

    def note(self, g: int, k: int, pc: int, out: int) -> tuple:
        """Add an entry to the log: the step that goes with it. Limit if it is one too many."""
        if len(self.log) == self.max_steps:
            raise Limit
        self.log.append(entry := f"{g}:{k}.{pc}={out}")
        return log(entry)

    def number(self) -> int:
        """The number of a goroutine that is started: 1, 2, 3, ... in the order of the go statements."""
        self.started += 1
        return self.started

    def named(self, operation: tuple, g: int) -> list:
        """What an operation of goroutine g names, as its request takes it."""
        return [self._named(kind, value, g)
                for kind, value in zip(OPERATIONS[operation[0]], operation[1:], strict=True)]

    def _named(self, kind: str, value, g: int):
        if kind == "body":
            return self.function or body, self, value, g
        if kind == "cases":
            return [(way, self.names["chan"][c]) for way, c in value]
        return self.names[kind][value]


def main(env: Env):
    """Make the shared objects, call body 0, and end the program.

    It ends by os.Exit: a plain return may let deferred calls of a panic elsewhere run on for a while.
    """
    yield from made(env)
    yield call(body, env, 0, 0)
    yield exit_program()


def made(env: Env):
    """Make the shared objects."""
    for kind, make in MAKES.items():
        env.names[kind] = []
        for _ in range(count(env.program, kind)):
            env.names[kind].append((yield make()))
    env.names["chan"] = []
    for capacity in env.program.chans:
        env.names["chan"].append(NO_CHAN if capacity == NIL else (yield make_chan(capacity)))


def body(env: Env, k: int, g: int):
    """Body k as goroutine g: ask for each operation, then log it."""
    for pc, operation in enumerate(env.program.bodies[k]):
        name = operation[0]
        if (k, pc) in env.asleep:
            yield sleep(HOUR)
        if name in LAST:
            yield env.note(g, k, pc, 0)
        who = env.number() if name == "go" else g
        ask, out = DOES[name]
        request = ask(*env.named(operation, who))
        answer = None if request is None else (yield request)
        yield env.note(g, k, pc, who if name == "go" else out(answer))
