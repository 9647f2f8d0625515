"""The parts of the long comparison with real Go: what is checked in each, and what came out.

A part's check runs in several processes, each on a few programs at a time.
"""

import signal
import sys
from collections import Counter
from collections.abc import Callable
from multiprocessing import Pool
from typing import NamedTuple

from models.golang.programs import agree, several
from models.golang.programs.agree import Difference, compared
from models.golang.programs.harness import Harness
from models.program.format import Program, operations
from models.program.generate import generate, small
from models.runtime.runtime import RULES

REDUCED = 5  # differences of a kind and release that are reduced, the shortest programs first


class Batch(NamedTuple):
    """Programs of one kind on one release, by their seeds."""

    kind: str
    version: str
    seeds: list[int]


class Found(NamedTuple):
    """What came out: counts by what is counted, and the seeds of the programs that differ."""

    counts: Counter
    differing: list[int]


class Part(NamedTuple):
    """A part: what it is about, what it counts, how it checks and how it reduces.

    batch: how many programs are checked at a time. make: a random program of a kind and seed.
    """

    title: str
    batch: int
    columns: tuple[str, ...]
    make: Callable[[str, int], Program]
    check: Callable[[Batch], Found]
    reduced: Callable[[str, str, int], Difference | None]


Groups = dict[tuple[str, str], Found]  # by kind and release


def check_one_p(batch: Batch, rules: dict[str, Callable] = RULES) -> Found:
    """Compare the programs of a batch with real Go."""
    counts, differing = Counter(), []
    with Harness(batch.version) as harness:
        for seed in batch.seeds:
            one = compared(harness, generate(batch.kind, seed), rules)
            counts.update(programs=1, operations=one.real.count(" "), outliers=one.outliers)
            differing += [seed] * one.differs
    return Found(counts, differing)


def check_several(batch: Batch) -> Found:
    """See that real Go shows nothing impossible."""
    counts, differing = Counter(), []
    for seed in batch.seeds:
        logs, impossible = several.shown(small(batch.kind, seed), batch.version)
        hung = logs.pop(several.HUNG, 0)
        counts.update(programs=1, runs=logs.total(), logs=len(logs), hung=hung)
        differing += [seed] * bool(impossible)
    return Found(counts, differing)


ONE_P = Part("one P", 50, ("programs", "operations", "outliers"), generate, check_one_p, agree.reduced)
SEVERAL_PS = Part("2 and 4 Ps", 2, ("programs", "runs", "logs", "hung"), small, check_several,
                  several.reduced)


def check(part: Part, batches: list[Batch], jobs: int) -> Groups:
    """Check all batches, in so many processes; says on stderr how far it is."""
    groups: Groups = {}
    with Pool(jobs, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        for done, found in enumerate(pool.imap(part.check, batches), start=1):
            group = batches[done - 1][:2]
            counts, differing = groups.setdefault(group, Found(Counter(), []))
            counts.update(found.counts)
            differing += found.differing
            if done == len(batches) or batches[done][:2] != group:
                print(f"{part.title}, {done / len(batches):.0%}: {' '.join(group)}, "
                      f"{counts['programs']:,} programs, {len(differing):,} differences",
                      file=sys.stderr)
    return groups


def differences(part: Part, groups: Groups) -> list[Difference]:
    """Some of the differences of each kind and release, reduced; what is none any more is an outlier."""
    reduced = []
    for (kind, version), found in groups.items():
        shortest = sorted(found.differing, key=lambda seed: operations(part.make(kind, seed)))
        for seed in shortest[:REDUCED]:
            if difference := part.reduced(kind, version, seed):
                reduced.append(difference)
            else:
                found.differing.remove(seed)
                found.counts["outliers"] += 1
    return reduced


def row(part: Part, found: Found) -> dict[str, int]:
    """What came out, by column."""
    return {column: found.counts[column] for column in part.columns} | {
        "differences": len(found.differing)}


def table(part: Part, groups: Groups) -> str:
    """The counts as a table."""
    rows = [(part.title, "release", *part.columns, "differences")]
    rows += [(*group, *(f"{n:,}" for n in row(part, found).values()))
             for group, found in groups.items()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join([*map(str.ljust, row[:2], widths),
                                *map(str.rjust, row[2:], widths[2:])]) for row in rows)
