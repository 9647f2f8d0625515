"""The measures of scheduling as a text table: a row a measure, a column a run.

    print(measured.table({"4 Ps": report(trace)}))
    print(measured.compared(tasks=1000, cpus=2, seed=0))  # goroutines and threads
"""

from collections.abc import Iterator

from models.study.measure import threads
from models.study.measure.scheduling import Report, Spread
from models.words import word

from .. import recorded
from ..units import time

NONE = "–"

Row = tuple[str, list[str]]  # its heading, and what stands in each column


def table(reports: dict[str, Report]) -> str:
    """The reports side by side, each under its name."""
    return laid([("", list(reports)), *rows(list(reports.values()))])


def compared(**program) -> str:
    """The same work by goroutines and by threads, side by side; `program` is what threads.compare takes."""
    sides = threads.compare(**program, **recorded.costs())
    found = list(sides.values())
    return laid([("", [word(f"measured.side.{name}") for name in sides]),
                 *rows([side.report for side in found]),
                 (word("measured.alive"), [f"{side.alive:,}" for side in found]),
                 *((word(f"measured.memory.{name}"), [size(side.memory.get(name)) for side in found])
                   for name in ("reserved", "touched", "kernel"))])


def rows(reports: list[Report]) -> Iterator[Row]:
    """A row for each measure."""
    yield word("measured.makespan"), [time(r.makespan) for r in reports]
    yield word("measured.throughput"), [throughput(r) for r in reports]
    for name in ("response", "wait", "turnaround"):
        yield word(f"measured.{name}"), [spread(getattr(r, name)) for r in reports]
    yield word("measured.fairness"), [f"{r.fairness:.3f}" for r in reports]
    yield word("measured.starvation"), [starvation(r) for r in reports]
    yield word("measured.steals"), [f"{r.steals:,} ({r.stolen:,})" for r in reports]
    for name in ("wakeups", "threads"):
        yield word(f"measured.{name}"), [f"{getattr(r, name):,}" for r in reports]
    for p in range(max((len(r.ps) for r in reports), default=0)):
        yield word("measured.use", p=p), [use(r, p) for r in reports]
    yield word("measured.idle"), [time(r.idle) for r in reports]


def throughput(of: Report) -> str:
    """Goroutines that ended, a second."""
    return NONE if of.throughput is None else f"{of.throughput:,.0f}"


def spread(of: Spread) -> str:
    """p50, p90 and p99."""
    return NONE if of.p50 is None else " / ".join(map(time, (of.p50, of.p90, of.p99)))


def starvation(of: Report) -> str:
    """The longest wait, and whose it was."""
    return NONE if of.starved is None else f"{time(of.starvation)} (G{of.starved})"


def use(of: Report, p: int) -> str:
    """What a P's time went into."""
    return " / ".join(map(time, of.ps[p][1:])) if p < len(of.ps) else NONE


def size(count: int | None) -> str:
    """Bytes, in kB from 10,000 on and in MB from 10,000,000 on."""
    if count is None:
        return NONE
    for factor, unit in ((1_000_000, "MB"), (1_000, "kB")):
        if count >= 10 * factor:
            return f"{count / factor:,.0f} {unit}"
    return f"{count:,} B"


def laid(rows: list[Row]) -> str:
    """The rows as text, in columns."""
    cells = [[heading, *columns] for heading, columns in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join([first.ljust(widths[0]), *map(str.rjust, rest, widths[1:])]) for first, *rest in cells)
    return "\n".join(line.rstrip() for line in lines) + "\n"
