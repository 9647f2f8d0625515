"""Which rules a go statement goes through, in which order and on which stack.

    stations("made")      # [("newproc", "g"), ("systemstack", "g"), ("newproc.func1", "g0"), ...]
"""

from collections.abc import Callable
from typing import NamedTuple

from models.runtime.goroutine import go, gosched
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.status import name as status_name

from ..runs import START_TICK

# Rule -> Go's name of what it stands for, where that is another one.
RULES_WATCHED = {"newproc": "newproc", "systemstack": "systemstack", "newproc_on_g0": "newproc.func1",
                 "newproc1": "newproc1", "gfget": "gfget", "malg": "malg", "gostartcallfn": "gostartcallfn",
                 "casgstatus": "casgstatus", "runqput": "runqput", "wakep": "wakep",
                 "pidleget_spinning": "pidlegetSpinning", "startm": "startm"}
PROCS = {"made": 1, "reused": 1, "waking": 2}  # situation -> how many Ps


class Station(NamedTuple):
    """What is entered, and the stack it is entered on: "g", the running G's, or "g0", the M's own.

    more: of casgstatus both statuses, of runqput "next" or "tail".
    """

    name: str
    stack: str
    more: tuple[str, ...] = ()


class Watch:
    """Rules that note that they are entered, and then do what they did."""

    def __init__(self):
        self.stack = "g"
        self.entered: list[Station] = []
        self.rules = replaced(**{name: self.watched(name, RULES[name]) for name in RULES_WATCHED})

    def watched(self, name: str, rule: Callable) -> Callable:
        """The rule, watched; what systemstack calls is on the M's own stack."""
        def entered(rt, *args, **named):
            self.entered.append(Station(RULES_WATCHED[name], self.stack, more(name, args, named)))
            before, self.stack = self.stack, "g0" if name == "systemstack" else self.stack
            answer = rule(rt, *args, **named)
            self.stack = before
            return answer
        return entered


def more(name: str, args: tuple, named: dict) -> tuple[str, ...]:
    """What else a station says."""
    if name == "casgstatus":
        return tuple(map(status_name, args[1:]))
    return ("next" if named["next"] else "tail",) if name == "runqput" else ()


def empty():
    """A goroutine that ends at once."""
    yield from ()


def stations(situation: str) -> list[Station]:
    """Every station of one go statement of main's.

    Situations: "made", nothing but main is there; "reused", a goroutine has ended before; "waking",
    as made, but a second P has nothing to do. ValueError for another one.
    """
    if situation not in PROCS:
        raise ValueError(f"there is no situation {situation!r}; there are {', '.join(PROCS)}")
    watch = Watch()
    seen: list[Station] = []

    def main():
        if situation == "reused":
            yield go(empty)
            yield gosched()
        watch.entered.clear()
        yield go(empty)
        seen.extend(watch.entered)

    Machine(Runtime(PROCS[situation], schedtick=START_TICK, rules=watch.rules), main).run()
    return seen
