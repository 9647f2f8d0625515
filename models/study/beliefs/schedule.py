"""What to ask a reader before a step of a schedule, with an answer for each belief.

The right answer is the step's own. A belief is what somebody else would expect there; its words are
`belief.<name>` in the catalogue.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..algorithms.staged import Stage
from ..algorithms.turning import Turn

LOADS, STORES = ("load", "load_atomic"), ("store", "store_rel")
KNOWING = (*LOADS, *STORES, "own", "add", "cas", "swap", "update")  # steps after which a thread knows a word


class Ask(NamedTuple):
    """A question before step `step`, the first being 1: does the compare-and-swap succeed ("cas"), which value
    does the load see ("load"), or after whose step can it still go wrong ("turn")? beliefs: answer -> the
    belief that gives it.
    """

    step: int
    name: str
    right: Hashable
    beliefs: Mapping[Hashable, str]


def asks(stages: Sequence[Stage], turn: Turn | None = None) -> list[Ask]:
    """What to ask: at the last compare-and-swap and the last load that not everybody foresees, and else at the
    step that decides. turn: that step of a shortest bad schedule, if there is one.
    """
    last = {ask.name: ask for ask in (*swaps(stages), *loads(stages))}
    found = {ask.step: ask for ask in last.values()}
    if turn:
        found.setdefault(turn.step, Ask(turn.step, "turn", turn.thread,
                                        dict.fromkeys(turn.averting, "turn-averted")))
    return [found[step] for step in sorted(found)]


def swaps(stages: Sequence[Stage]) -> Iterator[Ask]:
    """Each compare-and-swap before which others have run since its thread's last step."""
    threads = [stage.step and stage.step.thread for stage in stages]
    for i, stage in enumerate(stages):
        if i > 1 and stage.step.request[0] == "cas" and threads[i - 1] != threads[i] in threads[:i]:
            right = stage.step.answer
            yield Ask(i, "cas", right, {not right: "cas-others-ran" if right else "cas-still-there"})


def loads(stages: Sequence[Stage]) -> Iterator[Ask]:
    """Each load that sees something else than its thread knows of, or than somebody has stored already."""
    known: dict[tuple, Hashable] = {}
    for i, (before, stage) in enumerate(zip(stages, stages[1:], strict=False), 1):
        thread, (name, *args) = stage.step.thread, stage.step.request
        if name in LOADS:
            right = stage.step.answer
            beliefs = {value: "load-sees-buffers" for kept in before.late for a, value in kept if a == args[0]}
            if (thread, args[0]) in known:
                beliefs[known[thread, args[0]]] = "load-remembers"
            beliefs.pop(right, None)
            if beliefs:
                yield Ask(i, "load", right, beliefs)
        if name in KNOWING and stage.shared is not None:
            known[thread, args[0]] = args[1] if name in STORES else stage.shared[args[0]]
