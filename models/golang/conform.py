"""What real Go does with programs of the format, when what disturbs a run is told apart.

With one P a run is repeatable but for two things: chance in a select, and rarely something else
that takes the P in the middle (the program then lost its time slice). The second is an outlier: it
is seen by running again, voted down, and counted.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from models.golang.harness import MAX_STEPS, Harness, Unsettled
from models.program.format import Program, chooses

ATTEMPTS = 5  # of a run in which the harness finds no schedtick


class Real(NamedTuple):
    """Real Go's log for each program, in order, and how sure they are.

    outliers: runs that were voted down. unsettled: programs of whose three runs no two agreed.
    """

    lines: list[str]
    outliers: int
    unsettled: list[int]


def run_real(programs: Iterable[Program], version: str, max_steps: int = MAX_STEPS) -> Real:
    """Run each program on one P: twice, and when the two differ a third time.

    One in which chance may show (format.chooses) runs once: its log is one of those possible.
    """
    lines, outliers, unsettled = [], 0, []
    with Harness(version) as harness:
        for i, program in enumerate(programs):
            runs = _runs(harness, program, max_steps)
            line, votes = Counter(runs).most_common(1)[0]
            lines.append(line)
            if len(runs) == 3 and votes == 1:
                unsettled.append(i)
            else:
                outliers += len(runs) - votes
    return Real(lines, outliers, unsettled)


def _runs(harness: Harness, program: Program, max_steps: int) -> list[str]:
    """As many runs as it takes: one where chance may show, two that agree, or three."""
    runs = [once(harness, program, max_steps)]
    if not chooses(program):
        runs.append(once(harness, program, max_steps))
        if runs[0] != runs[1]:
            runs.append(once(harness, program, max_steps))
    return runs


def once(harness: Harness, program: Program, max_steps: int = MAX_STEPS) -> str:
    """One run; again when the harness found no schedtick, which says nothing about the program."""
    for _ in range(ATTEMPTS - 1):
        try:
            return harness.run(program, max_steps)
        except Unsettled:
            continue
    return harness.run(program, max_steps)


def seen(program: Program, version: str, runs: int, procs: int = 1) -> Counter[str]:
    """The different logs of that many runs with that many Ps, and how often each was there."""
    with Harness(version, procs) as harness:
        return Counter(once(harness, program) for _ in range(runs))
