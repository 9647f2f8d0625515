"""What to ask a reader before an instruction that changes stacks, with an answer for each belief.

The right answer is what the cell shows after the instruction: the machine says it. A belief is what somebody
else would expect there; its words are `belief.<name>` in the catalogue.
"""

from collections.abc import Mapping
from typing import NamedTuple

from .. import asking


class Ask(NamedTuple):
    """A question before a line (function, instruction): what will this cell show?

    beliefs: the name of each -> its answer.
    """

    name: str
    line: tuple[str, str]
    cell: str
    beliefs: Mapping[str, str]


# Player -> its questions.
ASKS: Mapping[str, tuple[Ask, ...]] = {
    "park": (
        Ask("switch-pc", ("mcall", "[R14+g.sched.pc] = BX"), "main.sched.pc",
            {"switch-pc-entry": "main.main", "switch-pc-user": "main.main+n"}),
        Ask("switch-g0-sp", ("mcall", "SP = [R14+g.sched.sp]"), "SP",
            {"switch-g0-top": "g0.hi-0", "switch-g0-goes-on": "g0.hi-240"}),
        Ask("switch-ax", ("gogo<>", "jump BX"), "AX",
            {"switch-all-restored": "park_m·f", "switch-all-cleared": "0"}),
    ),
    "systemstack": (
        Ask("switch-fake-pc", ("gosave_systemstack_switch<>", "[R14+g.sched.pc] = R9"), "main.sched.pc",
            {"switch-fake-return": "newproc+n", "switch-fake-user": "main.main+n"}),
        Ask("switch-r14", ("systemstack", "return"), "R14",
            {"switch-r14-follows": "main", "switch-r14-new": "worker"}),
    ),
    "first": (
        Ask("switch-birth", ("gogo<>", "jump BX"), "PC",
            {"switch-birth-goexit": "goexit+1", "switch-birth-go": "newproc+n"}),
        Ask("switch-return", ("main.worker", "SP = SP+24"), "PC",
            {"switch-return-caller": "main.main+n", "switch-return-schedule": "schedule+n"}),
    ),
    "growth": (
        Ask("switch-grow-pc", ("morestack", "[DI+g.sched.pc] = AX"), "worker.sched.pc",
            {"switch-grow-entry": "main.deep", "switch-grow-caller": "main.worker+n"}),
        Ask("switch-grow-sp", ("newstack", "rule newstack"), "worker.sched.sp",
            {"switch-grow-low": "worker.hi-2128", "switch-grow-fresh": "worker.hi-40"}),
    ),
}


def question(ask: Ask, right: str) -> tuple:
    """The question event. ValueError if a belief would be right, or two say the same."""
    offered = {right: ""} | {answer: name for name, answer in ask.beliefs.items()}
    if len(offered) != 1 + len(ask.beliefs):
        raise ValueError(f"the question {ask.name} has {right!r} as its right answer, "
                         "and a belief says the same")
    choices = tuple(("predict.switch.choice", {"term": answer}, offered[answer])
                    for answer in sorted(offered))
    return asking.question(ask.name, {}, choices)
