"""The models against real Go, by thousands of random programs: `python -m models.golang.conform`.

With one P, what the model says has to be what real Go does (agree.py); with several, what real Go
shows has to be among what is possible (several.py). Programs of every kind (program/generate.py) run
on both releases. What comes out is a table for each part and, for each difference, the smallest
program that shows it. After that, recordings are replayed (stepsall.py), and Go's profile of leaked
goroutines is compared with the leak detector (leakagree.py). A run with everything in it keeps its counts
in book/evidence/conformance.json; those of the leaks are in leaks.json.
"""

import argparse
import sys

from models.golang import evidence
from models.golang.places import ROOT
from models.golang.programs import leakagree, several
from models.golang.programs.agree import Difference
from models.golang.programs.harness import build
from models.golang.programs.parts import (
    ONE_P, SEVERAL_PS, Batch, Groups, Part, check, differences, row, table,
)
from models.golang.steps import stepsall
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError
from models.program.generate import KINDS

PROGRAMS = 10_000  # of each kind, on each release
SEVERAL = 100      # the same, for the part with several Ps
STEPS = 2          # recordings of each program of book/go/steps, on each release and number of Ps
REPORTS = ROOT / "_build" / "conformance"


def report(difference: Difference) -> None:
    """Print a difference, and keep it in a file of its own."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    name = f"{difference.kind}-{difference.version}-{difference.seed}.txt"
    (REPORTS / name).write_text(difference.text(), encoding="utf-8")
    print(f"\n{difference.text()}")


def summary(done: dict[Part, Groups], seed: int) -> dict:
    """The counts as evidence: by part, kind and release."""
    parts: dict[str, dict] = {}
    for part, groups in done.items():
        for (kind, version), found in groups.items():
            parts.setdefault(part.title, {}).setdefault(kind, {})[version] = row(part, found)
    return {"first seed": seed} | parts


def batches_of(part: Part, asked: argparse.Namespace) -> list[Batch]:
    """What a part has to check."""
    batches = []
    for version in asked.versions:
        for kind in asked.kinds:
            seeds = seeds_of(part, kind, asked)
            batches += [Batch(kind, version, seeds[i:i + part.batch])
                        for i in range(0, len(seeds), part.batch)]
    return batches


def seeds_of(part: Part, kind: str, asked: argparse.Namespace) -> list[int]:
    """The programs of a kind that a part checks."""
    if part is SEVERAL_PS and kind not in several.KINDS:
        return []
    return [*range(asked.seed, asked.seed + (asked.programs if part is ONE_P else asked.several))]


def number(text: str) -> int:
    """A whole number from an argument."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)


def options(args: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m models.golang.conform", allow_abbrev=False,
                                     description="Compare the models with real Go on random programs.")
    parser.add_argument("--programs", metavar="N", type=number, default=PROGRAMS,
                        help=f"of each kind, on each release, with one P (default: {PROGRAMS:,})")
    parser.add_argument("--several", metavar="N", type=number, default=SEVERAL,
                        help=f"small programs of each kind, on each release, with 2 and 4 Ps, each "
                        f"{len(several.PROCS) * several.RUNS} times (default: {SEVERAL})")
    parser.add_argument("--steps", metavar="N", type=number, default=STEPS,
                        help="recordings of each program of book/go/steps, on each release, with 4 and 2 Ps "
                        f"(default: {STEPS})")
    parser.add_argument("--leaks", metavar="N", type=number, default=leakagree.PROGRAMS,
                        help="programs of which the reference release's profile of leaked goroutines is compared "
                        f"(default: {leakagree.PROGRAMS})")
    parser.add_argument("--seed", metavar="S", type=number, default=0,
                        help="of the first program of each kind (default: 0)")
    parser.add_argument("--kinds", metavar="KIND", nargs="+", choices=KINDS, default=[*KINDS],
                        help=f"some of {', '.join(KINDS)} (default: all)")
    parser.add_argument("--versions", metavar="VERSION", nargs="+", choices=VERSIONS,
                        default=[*VERSIONS], help=f"some of {', '.join(VERSIONS)} (default: all)")
    parser.add_argument("--jobs", metavar="N", type=number, default=2, help="processes (default: 2)")
    return parser.parse_args(args)


def replayed(asked: argparse.Namespace) -> dict:
    """Record and replay; print and give the counts by program and release."""
    done = stepsall.compare(asked.versions, asked.steps)
    print(f"{stepsall.table(done)}\n", flush=True)
    return done


def leaked(asked: argparse.Namespace) -> int:
    """Compare which goroutines leaked, and print what came out; how many programs differ."""
    counts, differing = leakagree.compare(asked.leaks, asked.seed)
    print(f"{leakagree.table(counts, differing)}\n", flush=True)
    for one in differing:
        print(one.text())
    return len(differing)


def whole(asked: argparse.Namespace) -> bool:
    """Whether everything was asked for, and enough of it to be kept as evidence."""
    return (asked.programs >= PROGRAMS and asked.several >= SEVERAL and asked.steps >= STEPS
            and {*asked.kinds} == {*KINDS} and {*asked.versions} == {*VERSIONS})


def run(part: Part, batches: list[Batch], jobs: int) -> Groups:
    """Check a part, and print what came out."""
    groups = check(part, batches, jobs)
    reduced = differences(part, groups)
    print(table(part, groups))
    for difference in reduced:
        report(difference)
    print(flush=True)
    return groups


def main(args: list[str]) -> int:
    """The long run: 0 when nothing differs, 1 when something does, 2 when it could not be done."""
    asked = options(args)
    for old in REPORTS.glob("*.txt"):
        old.unlink()
    try:
        for version in asked.versions:
            build(version)
        done = {part: run(part, batches, max(asked.jobs, 1)) for part in (ONE_P, SEVERAL_PS)
                if (batches := batches_of(part, asked))}
        steps = replayed(asked) if asked.steps else {}
        leaks = leaked(asked) if asked.leaks and REFERENCE in asked.versions else 0
    except ToolchainError as error:
        print(error, file=sys.stderr)
        return 2
    if whole(asked):
        evidence.save("conformance", summary(done, asked.seed) | {"steps": steps})
    return int(stepsall.differ(steps) or leaks > 0
               or any(found.differing for groups in done.values() for found in groups.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
