"""Whether the detector and `go build -race` report the same races of a program, on the same one-P schedule.

Which cell real Go gives up, where four are taken, depends on how far its trace has come, and nobody can
foresee it: there its reports have to be those of one of the ways in which cells may go.
"""

from typing import NamedTuple

from models.golang.racerun import Racing, Told, told
from models.program.format import Program
from models.program.racy import ACCESSES
from models.study.race.detector import Race
from models.study.race.history import Access, Place
from models.study.races import Races, every_telling, races

AGAIN = 5  # runs of real Go at most, until one has the model's log
KINDS = {"v": "var", "ch": "chan", "wg": "waitgroup"}


class Compared(NamedTuple):
    """A program on both. model: the reports, for each way in which cells may go; real: real Go's, in order.

    scheduled: whether a run had the model's log; without that, reports cannot be compared.
    """

    scheduled: bool
    model: list[list[tuple[Told, Told]]]
    real: list[tuple[Told, Told]]
    runs: int

    @property
    def agrees(self) -> bool:
        """Whether real Go reports what the model does."""
        return self.scheduled and self.real in self.model


def compared(racing: Racing, program: Program) -> Compared:
    """Ask both."""
    ways = every_telling(lambda cells: races(program, release=racing.version, cells=cells))
    model = [reports(program, way) for way in ways]
    line = ways[0].outcome.line
    for run in range(1, AGAIN + 1):
        log, real = told(racing, program)
        if log == line:
            return Compared(True, model, real, run)
    return Compared(False, model, real, AGAIN)


def reports(program: Program, found: Races) -> list[tuple[Told, Told]]:
    """The model's reports in the form of real Go's."""
    sites = numbered(program)
    return [(side(race, race.now, sites), side(race, race.before, sites)) for race in found.told]


def side(race: Race, access: Access, sites: dict[Place, int]) -> Told:
    """One access of a race."""
    kind = KINDS[race.thing.rstrip("0123456789")]
    return Told(kind, sites[access.stack[0]] if kind == "var" else None, access.write, access.g == 0)


def numbered(program: Program) -> dict[Place, int]:
    """The places that touch a variable, numbered as the harness does."""
    places = [Place(f"body{k}", pc) for k, body in enumerate(program.bodies)
              for pc, operation in enumerate(body) if operation[0] in ACCESSES]
    return {place: site for site, place in enumerate(places)}
