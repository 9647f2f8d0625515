"""What real Go does with a program of the format: once, or many times over."""

from collections import Counter

from models.golang.programs.harness import MAX_STEPS, Harness, Unsettled
from models.program.format import Program

ATTEMPTS = 20  # of a run in which the harness finds no schedtick, as on a busy machine


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
