"""The rules and their second text, in atomic steps, say the same: whatever a machine logs, with one P or
several, its rules taken apart at every atomic step, is among the logs that interleave.py finds possible.
"""

from random import Random

import pytest

from models.program.generate import KINDS, small
from models.program.run import Run
from models.runtime.goroutine import work
from models.runtime.mutex import LOCKED
from models.runtime.runtime import RULES, replaced
from models.study.explore.explore import TooMany
from models.study.programs.interleave import every_log

PROGRAMS, SEEDS = 12, 20
LIMIT = 20_000  # states; what has more is left out here


def logs(program, rules=RULES) -> set[str]:
    """What machines with 1 to 4 Ps log, others acting between any two atomic steps."""
    found = set()
    for seed in range(SEEDS):
        random = Random(seed)
        run = Run(program, lambda kind, options: random.choice(options), procs=1 + seed % 4,
                  rules=rules)
        run.machine.rt.between = (work(0),)
        found.add(run.finish().line)
    return found


def impossible(kind: str, rules=RULES) -> tuple[int, int]:
    """How many programs were looked at, and how many logs of theirs are not possible."""
    looked, wrong = 0, 0
    for seed in range(PROGRAMS):
        program = small(kind, seed)
        try:
            possible = every_log(program, limit=LIMIT)
        except TooMany:
            continue
        looked += 1
        wrong += len(logs(program, rules) - possible)
    return looked, wrong


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "many"])
def test_what_the_rules_log_is_possible(kind):
    looked, wrong = impossible(kind)
    assert looked >= PROGRAMS // 2 and wrong == 0


def test_a_mutex_that_anybody_gets_is_noticed():
    def lock(rt, gp, m):
        rt.heap[m].state |= LOCKED
        return
        yield

    assert impossible("locks", replaced(mutex_Lock=lock))[1] > 0
