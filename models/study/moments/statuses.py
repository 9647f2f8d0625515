"""Each step of each G from one status to another, in the order in which a run takes them.

    steps_of(life)                         # on one P, with Go's rules
    steps_of(life, release="1.22.10")
"""

import re
import sys
from collections.abc import Callable
from typing import NamedTuple

from models.runtime import status
from models.runtime.constants import BY_RELEASE, GO_1_27
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.transitions import TRANSITIONS, by_release

from ..runs import START_TICK

REFERENCE = GO_1_27.release
CITED = re.compile(r"Go: (.*)")


class StatusStep(NamedTuple):
    """G g goes from status old to new, in nanoseconds t. function: Go's, that takes the step.

    goid: the goroutine's number, 0 before it has one. m: the M that holds g, or None. reason: the G's wait reason
    as it is then, which is only meant where it waits.
    """

    t: int
    g: int
    goid: int
    old: int
    new: int
    m: int | None
    reason: str
    function: str


def steps_of(main: Callable, *args, release: str = REFERENCE) -> list[StatusStep]:
    """Run a program on one P and note the steps, main's own included.

    ValueError where the program does not come to its end.
    """
    steps: list[StatusStep] = []

    def casgstatus(rt, gp, old: int, new: int) -> None:
        status.casgstatus(rt, gp, old, new)
        if rt.exited:
            return  # in Go the program is gone by now, with main's G still running
        rule = RULES[sys._getframe(1).f_code.co_name]  # the one that asks for this step
        steps.append(StatusStep(rt.now + rt.spent, gp.id, gp.goid, old, new, gp.m, gp.waitreason,
                                function_of(rule, old, new, release)))

    rt = Runtime(1, schedtick=START_TICK, rules=replaced(casgstatus=casgstatus), const=BY_RELEASE[release])
    ending = Machine(rt, main, *args).run()
    if ending != "END":
        raise ValueError(f"the program ends by {ending}; the steps of one that comes to its END can be told")
    return steps


def function_of(rule: Callable, old: int, new: int, release: str) -> str:
    """Go's function that takes this step, of those that the rule stands for.

    ValueError where its docstring cites none of them, or more than one.
    """
    cited = {name for line in CITED.findall(rule.__doc__) for name in re.findall(r"[\w.]+$|[\w.]+(?=,)", line)}
    takes = by_release(TRANSITIONS, release)[old, new]
    found = [name for name in takes if name in cited]
    if len(found) != 1:
        raise ValueError(f"{rule.__name__} has to cite one of {', '.join(takes)}, who take the step from "
                         f"{status.name(old)} to {status.name(new)}; it cites {', '.join(found) or 'none'}")
    return found[0]
