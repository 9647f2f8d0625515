"""The race detector step by step: what clocks and cells hold after each operation of a run."""

from typing import NamedTuple

from models.program.format import Program
from models.program.run import Run

from ..choosers import seeded
from .clocks import Clock
from .detector import Detector
from .history import Access
from .rules import RACING
from .shadow import Cells, Choose
from .stack import stack

KINDS = {"lock": "mutex", "unlock": "mutex", "send": "slot", "recv": "slot", "aload": "atomic",
         "astore": "atomic"}


class Moment(NamedTuple):
    """Goroutine g has done an operation that concerns the detector.

    new: the number of the goroutine that a go statement has started. clocks: by goroutine. things: what is
    left at each, by the key of the detector; thing: the key of the one that this operation is about. cells:
    of each variable. access: what a read or a write was; races: those before it that nothing orders; told:
    the one that it is reported with.
    """

    g: int
    operation: tuple
    clocks: dict[int, Clock]
    things: dict[tuple, Clock]
    thing: tuple | None = None
    new: int | None = None
    cells: dict[int, Cells] = {}
    access: Access | None = None
    races: tuple[Access, ...] = ()
    told: Access | None = None


class Watched(Detector):
    """A detector that keeps how all stood after each operation. What one operation tells in several steps, as
    Unlock does, is one moment.
    """

    def __init__(self, run: Run, choose: Choose):
        super().__init__(choose)
        self.run, self.place = run, None
        self.moments: list[Moment] = []

    def start(self, goid, by, stack):
        super().start(goid, by, stack)
        self.note(by, new=self.numbers[goid])

    def order(self, how, g, thing):
        super().order(how, g, thing)
        if thing[0] in KINDS.values():
            self.note(g, thing=thing)

    def touch(self, g, thing, write, stack):
        before = len(self.races)
        super().touch(g, thing, write, stack)
        if thing[0] == "var":
            _, access, races = self.touches[-1]
            told = next((race.before for race in self.races[before:] if race.fate == "told"), None)
            self.note(g, thing=thing, access=access, races=tuple(races), told=told)

    def note(self, g: int, **known) -> None:
        """Keep how all stands now; in place of the last moment, if the same operation goes on."""
        rt = self.run.machine.rt
        goid = next(goid for goid, number in self.numbers.items() if number == g)
        [gp] = [gp for gp in rt.allgs if gp and gp.goid == goid]
        place = stack(rt, gp)[0]
        operation = self.run.env.program.bodies[int(place.function.removeprefix("body"))][place.at]
        if self.place == (g, place):
            self.moments.pop()
        self.place = g, place
        self.moments.append(Moment(
            g, operation, {one: dict(clock) for one, clock in self.clocks.goroutines.items()},
            {thing: dict(clock) for thing, clock in self.clocks.things.items()},
            cells={thing[1]: shadow.cells for thing, shadow in self.shadows.items() if thing[0] == "var"},
            **known))


def moments(program: Program, cells: Choose | None = None) -> list[Moment]:
    """The moments of the run on one P, up to the last access to a variable. cells: as races() takes it.

    Leaves out: what WaitGroups, Conds, Onces and RWMutexes tell.
    """
    run = Run(program, seeded(0), rules=RACING)
    watched = run.machine.rt.race = Watched(run, cells or (lambda kind, options: options[0]))
    run.finish()
    last = max(i for i, moment in enumerate(watched.moments) if moment.access)
    return watched.moments[:last + 1]
