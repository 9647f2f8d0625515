"""Whether the detector and `go build -race` report the same races of a program, on the same one-P schedule.

    python -m models.golang.racecheck [PROGRAMS]

It compares 1,000 random programs on both releases, and keeps the counts in book/evidence/races.json.

Which cell real Go gives up, where four are taken, depends on how far a goroutine's trace has come, and nobody
can foresee it. So the cells are followed in every way in which they may go, and real Go's reports have to be
those of one of them.
"""

import sys
from collections import Counter, defaultdict
from typing import NamedTuple

from models.golang import evidence
from models.golang.programs.racerun import Racing, Told, told
from models.golang.toolchain import VERSIONS, ToolchainError
from models.program.format import Program
from models.program.racy import ACCESSES, racy
from models.study.race.history import Access, Place
from models.study.race.races import Races, races
from models.study.race.shadow import EMPTY, after

PROGRAMS = 1_000
AGAIN = 60  # runs of real Go at most, until one has the model's log: a busy machine disturbs many in a row
KINDS = {"v": "var", "ch": "chan", "wg": "waitgroup"}
Reports = list[tuple[Told, Told]]


class Compared(NamedTuple):
    """A program on both. model, real: their reports, in order (the model's for one way that cells may go).

    scheduled: whether one of so many runs had the model's log; without that, reports cannot be compared.
    """

    scheduled: bool
    agrees: bool
    model: Reports
    real: Reports
    runs: int


def compared(racing: Racing, program: Program) -> Compared:
    """Ask both."""
    found = races(program, release=racing.version)
    sites = numbered(program)
    model = [pair(race.thing, race.now, race.before, sites) for race in found.told]
    for run in range(1, AGAIN + 1):
        log, real = told(racing, program)
        if log == found.outcome.line:
            return Compared(True, may_tell(found, real, sites), model, real, run)
    return Compared(False, False, model, real, AGAIN)


def may_tell(found: Races, real: Reports, sites: dict[Place, int]) -> bool:
    """Whether real Go's reports may come of the accesses of the model's run: of each variable in their order.

    A report does not say which channel or WaitGroup it is about, so all of a kind are followed together. A state
    is what is in the cells of each thing, and how many of real Go's reports have been met with.
    """
    variable = {sites[access.stack[0]]: thing for thing, access, _ in found.touches if thing[0] == "v"}
    expected: defaultdict[str, Reports] = defaultdict(list)
    for one in real:
        expected[variable.get(one[0].site, one[0].thing)].append(one)
    states: defaultdict[str, set] = defaultdict(lambda: {(frozenset(), 0)})
    for thing, access, befores in found.touches:
        key = thing if thing[0] == "v" else side(thing, access, sites).thing
        states[key] = {(frozenset((dict(words) | {thing: cells}).items()), met + bool(before))
                       for words, met in states[key]
                       for cells, before in after(dict(words).get(thing, EMPTY), access, befores)
                       if not before or expected[key][met:met + 1] == [pair(thing, access, before, sites)]}
    return all(any(met == len(expected[key]) for _, met in states[key]) for key in {*states, *expected})


def pair(thing: str, now: Access, before: Access, sites: dict[Place, int]) -> tuple[Told, Told]:
    """A report of the model in the form of real Go's."""
    return side(thing, now, sites), side(thing, before, sites)


def side(thing: str, access: Access, sites: dict[Place, int]) -> Told:
    """One access of a report."""
    kind = KINDS[thing.rstrip("0123456789")]
    return Told(kind, sites[access.stack[0]] if kind == "var" else None, access.write, access.g == 0)


def numbered(program: Program) -> dict[Place, int]:
    """The places that touch a variable, numbered as the harness does."""
    places = [Place(f"body{k}", pc) for k, body in enumerate(program.bodies)
              for pc, operation in enumerate(body) if operation[0] in ACCESSES]
    return {place: site for site, place in enumerate(places)}


def check(version: str, programs: int) -> Counter:
    """Compare that many random programs; the counts. What differs is printed."""
    counts: Counter[str] = Counter(programs=0, reports=0, racing=0, again=0, differences=0)
    with Racing(version) as racing:
        for seed in range(programs):
            found = compared(racing, racy(seed))
            counts.update(programs=1, reports=len(found.real), racing=bool(found.real), again=found.runs - 1,
                          differences=not found.agrees)
            if not found.agrees:
                print(f"Go {version}, seed {seed}: {found}", flush=True)
    return counts


def main(args: list[str]) -> int:
    """0 when nothing differs, 1 when something does, 2 when it could not be done."""
    if args and not (len(args) == 1 and args[0].isdecimal()):
        print(f"racecheck takes the number of programs (default: {PROGRAMS:,}), not {' '.join(args)!r}",
              file=sys.stderr)
        return 2
    programs = int(args[0]) if args else PROGRAMS
    try:
        counts = {version: dict(check(version, programs)) for version in VERSIONS}
    except ToolchainError as error:
        print(error, file=sys.stderr)
        return 2
    for version, found in counts.items():
        print(f"Go {version}: " + ", ".join(f"{n:,} {name}" for name, n in found.items()))
    if programs >= PROGRAMS:
        evidence.save("races", {version: {name: n for name, n in found.items() if name != "again"}
                                for version, found in counts.items()})
    return int(any(found["differences"] for found in counts.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
