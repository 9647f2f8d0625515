"""Data races of a program of the format, in one run: what the detector sees, and what it forgets.

    found = races(program)
    found.races     # every pair of accesses that nothing orders
    found.told      # those that the real detector reports

Another schedule may have others: meetings.py finds them all.
"""

from random import Random
from typing import NamedTuple

from models.program.format import Program
from models.program.run import RELEASE, Outcome, Run

from .detector import TOLD, Detector, Race
from .history import Access, Place
from .rules import RACING
from .shadow import Choose

NAMES = {"chan": "ch", "waitgroup": "wg", "var": "v"}  # what a thing is called, before its number


class Races(NamedTuple):
    """What the detector saw in a run: every access with those before it that race with it, every pair that
    races, and who started each goroutine where.

    lost: the things of which the detector with four cells reports nothing.
    """

    outcome: Outcome
    touches: list[tuple[str, Access, list[Access]]]
    races: list[Race]
    created: dict[int, tuple[int, tuple[Place, ...]]]

    @property
    def told(self) -> list[Race]:
        """The pairs that the real detector reports."""
        return [race for race in self.races if race.fate == TOLD]

    @property
    def lost(self) -> list[str]:
        """The things that race and of which the real detector says nothing."""
        told = {race.thing for race in self.told}
        return sorted({race.thing for race in self.races} - told)


def races(program: Program, *, procs: int = 1, seed: int = 0, release: str = RELEASE,
          cells: Choose | None = None, max_steps: int = 1_000_000) -> Races:
    """Run a program once under the detector; the seed decides what Go leaves to chance.

    cells decides which of a word's four cells is given up (as chosen by the seed, where it is left out).
    """
    random = Random(seed)
    run = Run(program, lambda kind, options: random.choice(options), procs=procs, release=release,
              max_steps=max_steps, rules=RACING)
    own = Random(f"cells {seed}")
    detector = run.machine.rt.race = Detector(cells or (lambda kind, options: own.choice(options)))
    outcome = run.finish()
    called = {(kind, heap): f"{name}{i}" for kind, name in NAMES.items()
              for i, heap in enumerate(run.env.names.get(kind, ()))}
    found = [race._replace(thing=called[race.thing]) for race in detector.races]
    touches = [(called[thing], *rest) for thing, *rest in detector.touches]
    return Races(outcome, touches, found, detector.created)
