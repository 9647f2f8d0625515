"""What to ask a reader before a step of a run, with a wrong choice for each belief that differs there.

A question is an event (see models/runtime/events.py) right before the step it asks about. Its texts
are `predict.<name>.ask` and `predict.<name>.so` in the catalogue. The right choice is what the trace
says. A wrong one is what a rule set of models/study/wrong.py does from the same state; where that
is what Go does too, it is no choice, and with fewer than two choices there is no question.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from models.runtime.constants import Constants
from models.runtime.events import read

from .. import fold
from ..asking import question
from ..wrong import WRONG
from . import answers

TRIES = 6  # so many steps of a kind are looked at, for the one with the most choices


class Row(NamedTuple):
    """A kind of question.

    fits(trace, i)     whether it can be asked before event i
    truth(trace, i)    the right choice, read from the trace
    belief(rt, event)  the choice of one who holds rt's rules; None: they would have nothing to say
    args(rt, event)    what the question's texts name; rt is the machine before the event
    """

    name: str
    beliefs: tuple[str, ...]
    fits: Callable
    truth: Callable
    belief: Callable
    args: Callable


def at(kind: str) -> Callable:
    """Fits events of this kind."""
    return lambda trace, i: trace[i][0] == kind


# In the order in which they are taken where a figure has room for a few only.
ROWS = (
    Row("steal-count", ("floor-of-half", "takes-one"), at("runqgrab"),
        answers.count, answers.steal_count, answers.steal_args),
    Row("overflow", ("overflow-only-new-one", "overflow-newer-half"),
        answers.overflows, answers.overflown, answers.overflow, answers.overflow_args),
    Row("next", ("fifo-spawn",), at("getnext"), answers.ran, answers.found, answers.p_args),
    Row("steal-first", ("takes-from-tail", "runs-oldest-stolen", "runnext-stolen-first"),
        at("runqgrab"), answers.ran, answers.steal_first, answers.steal_args),
    Row("tick", ("never-ticks",), at("globrunqget"),
        answers.source, answers.found_from, answers.tick_args),
    Row("batch", ("global-one-at-a-time", "global-all"), at("globrunqgetbatch"),
        answers.count, answers.batch_count, answers.batch_args),
    Row("where", ("steal-before-global",), at("globrunqgetbatch"),
        answers.source, answers.found_from, answers.p_args),
    Row("victim", ("longest-queue",), at("runqgrab"),
        answers.by_lot, answers.first_victim, answers.p_args),
    Row("ring", ("lifo-ring",), at("runqget"), answers.ran, answers.found, answers.p_args),
)


def choices(row: Row, before, trace: Sequence[tuple], i: int) -> tuple:
    """(label, its arguments, belief) of each choice, in an order that does not tell the right one.

    before is the machine before event i. None at all where the trace does not tell what is right.
    """
    right = row.truth(trace, i)
    if right is None:
        return ()
    labels = {repr(right): (*right, "")}
    for belief in row.beliefs:
        label = row.belief(fold.under(before, WRONG[belief]), read(trace[i]))
        if label:
            labels.setdefault(repr(label), (*label, belief))
    return tuple(sorted(labels.values(), key=lambda choice: (choice[0], *choice[1].values())))


def candidates(trace: Sequence[tuple], procs: int, schedtick: int,
               const: Constants) -> dict[str, list[tuple[int, tuple]]]:
    """For each row's name, where it could be asked and with which event, the most choices first."""
    rt = fold.folded((), procs, schedtick, const)
    found: dict[str, list[tuple[int, tuple]]] = {row.name: [] for row in ROWS}
    for i, event in enumerate(trace):
        for row in ROWS:
            if len(found[row.name]) < TRIES and row.fits(trace, i):
                options = choices(row, rt, trace, i)
                if len(options) > 1:
                    args = row.args(rt, read(event))
                    found[row.name].append((i, question(row.name, args, options, event)))
        fold.apply(rt, event)
    for of_row in found.values():
        of_row.sort(key=lambda place: -len(place[1][6]))
    return found


def asked(trace: Sequence[tuple], procs: int, *, schedtick: int, const: Constants = Constants(),
          most: int = 5) -> list[tuple]:
    """The trace with at most `most` questions in it, no kind twice and no two before one step.

    schedtick is P0's when the run began. ValueError if `most` is negative.
    """
    if most < 0:
        raise ValueError(f"most is {most}; it must be 0 or more")
    picked: dict[int, tuple] = {}
    for of_row in candidates(trace, procs, schedtick, const).values():
        free = [place for place in of_row if place[0] not in picked]
        if free and len(picked) < most:
            picked |= free[:1]
    return [each for i, event in enumerate(trace)
            for each in ((picked[i], event) if i in picked else (event,))]
