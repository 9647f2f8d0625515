"""Record the programs of book/go/steps on both releases, and replay them: `python -m models.golang.steps.stepsall`.

Each shows one mechanism of the scheduler. What comes out is a table: how many steps were recorded, how many
of them stand elsewhere than in the log, and how many recordings hold a step that the model does not allow.
These are kept, for `python -m models replay` to say which step that is.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from models.golang.places import LISTINGS, ROOT
from models.golang.steps import stepfile, steprun
from models.golang.toolchain import VERSIONS, ToolchainError
from models.study.replay.outcome import Unexplained
from models.study.replay.run import begun

PROGRAMS = sorted((LISTINGS / "steps").glob("*.go"))
PROCS = (4, 2)
TRIES = 20  # a busy machine may stop a thread in the middle of writing a record
COLUMNS = ("runs", "steps", "moved", "unexplained")
REPORTS = ROOT / "_build" / "steps"


def settings(program: Path) -> dict[str, str]:
    """The settings in the command at the head of a listing."""
    command = re.search(r"^//\t(.*)go run", program.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(pair.split("=", 1) for pair in command.group(1).split())


def recorded(program: Path, version: str, procs: int) -> stepfile.Steps:
    """A recording; made again when the log cannot be used."""
    for left in reversed(range(TRIES)):
        try:
            return steprun.record(program, version, procs, env=settings(program))
        except ToolchainError:
            if not left:
                raise
    raise AssertionError


def once(program: Path, version: str, procs: int) -> tuple[Counter, str]:
    """Record a program and replay it: counts, and where to look if a step is not explained."""
    made = recorded(program, version, procs)
    run = begun(made.start, made.events, version)
    found = run.play()
    counts = Counter(runs=1, steps=run.seen.now, moved=run.seen.moved,
                     unexplained=isinstance(found, Unexplained))
    if not counts["unexplained"]:
        return counts, ""
    REPORTS.mkdir(parents=True, exist_ok=True)
    kept = REPORTS / f"{program.stem}-{version}-{procs}.steps"
    stepfile.save(kept, made)
    return counts, f"a step is not explained: python -m models replay {kept}\n"


def compare(versions: list[str], runs: int = 1) -> dict[str, dict[str, Counter]]:
    """Record and replay every program on each release and number of Ps so often; counts by program and
    release.
    """
    done: dict[str, dict[str, Counter]] = {}
    for program in PROGRAMS:
        for version in versions:
            total = done.setdefault(program.stem, {}).setdefault(version, Counter())
            for procs in PROCS * runs:
                counts, told = once(program, version, procs)
                total.update(counts)
                print(told, end="", flush=True)
    return done


def table(done: dict[str, dict[str, Counter]]) -> str:
    """The counts as a table, with sums."""
    sums: dict[str, Counter] = {}
    for found in done.values():
        for version, counts in found.items():
            sums.setdefault(version, Counter()).update(counts)
    rows = [("steps", "release", *COLUMNS)]
    rows += [(name, version, *(f"{counts[column]:,}" for column in COLUMNS))
             for name, found in (done | {"all": sums}).items() for version, counts in found.items()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join([*map(str.ljust, row[:2], widths), *map(str.rjust, row[2:], widths[2:])])
                     for row in rows)


def differ(done: dict[str, dict[str, Counter]]) -> bool:
    """Whether any step was not explained."""
    return any(counts["unexplained"] for found in done.values() for counts in found.values())


def main(args: list[str]) -> int:
    """All of it, args[0] times: 0 when every step is explained, 1 when not, 2 when it could not be done."""
    try:
        done = compare([*VERSIONS], int(args[0]) if args else 1)
    except ToolchainError as error:
        print(error, file=sys.stderr)
        return 2
    print(table(done))
    return int(differ(done))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
