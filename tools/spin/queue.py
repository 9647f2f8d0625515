"""The cases of models/study/steps/queue_cases.py as numbers for queue.pml."""

from collections.abc import Callable

from models.study.steps.queue_cases import QUESTIONS, Case
from models.study.steps.wrong_runq import RIGHT, WRONG, Rules

OPS = {"put": 1, "next": 2, "get": 3}
RULES = [RIGHT, *WRONG.values()]
MOST = {"thieves": 2, "size": 4, "operations": 16, "largest G": 8}
BITS = 8  # of an index, at most


def numbers(case: Case, rules: Rules = RIGHT, asked: Callable | None = None) -> list[int]:
    """A case, as queue.pml reads it; asked: one of the questions, or none of them.

    An index has 8 bits at most there, which no owner uses up that does 16 things at most. ValueError names
    what queue.pml has no room for.
    """
    sizes = (case.thieves, case.size, len(case.do), max(case.gs(), default=0))
    for (name, most), size in zip(MOST.items(), sizes, strict=True):
        if size > most:
            raise ValueError(f"queue.pml has room for {name} up to {most}, not {size}")
    ring = [len(case.ring), *case.ring]
    ops = [n for op, *g in case.do for n in (OPS[op], *(g or (0,)))]
    return [RULES.index(rules), QUESTIONS.index(asked) + 1 if asked else 0,
            case.size, (1 << min(case.bits, BITS)) - 1, case.thieves, case.steals,
            int(case.steal_next), case.runnext, *ring, len(case.do), *ops]
