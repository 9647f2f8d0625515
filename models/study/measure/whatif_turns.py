"""What book/go/whatif.go counts, on the model, with the changes that models/golang/templates/whatif.sh.txt makes to Go.

Everything is counted in turns, so it has to be the same on real Go.
"""

from typing import NamedTuple

from models.program import reasons
from models.runtime.constants import Constants
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime

from ..runs import START_TICK
from .whatif_rules import GO, NEVER, QUESTIONS, Change, constant

WORKERS, PAIRS, ROUNDS = 250, 8, 20  # as in the listing
TURNS, TURN = 60, 1_000_000          # nanoseconds a turn; together as long as the listing's pair talks
CHANGES: dict[str, Change] = {
    "Go's rules": GO, "7 for 61": constant(global_tick=7), "1 for 61": constant(global_tick=1),
    "never": constant(global_tick=NEVER), "no runnext": QUESTIONS["runnext"].changes["off"],
    "new slice": QUESTIONS["inherit"].changes["new"],
}


class Turns(NamedTuple):
    """others: how many run until one who yields is back. answer: turns from a question to its answer.
    guests: how many of two run while a pair talks for 60 ms.
    """

    others: int
    answer: int
    guests: int


def counts(change: Change = GO, schedtick: int = START_TICK) -> Turns:
    """What the three programs count with this change, each on one P; schedtick: the P's when it begins."""
    programs = ((reasons.yields, WORKERS), (reasons.answers, PAIRS, ROUNDS), (reasons.guests, TURNS, TURN))
    return Turns(*(logged_by(change, schedtick, *program)[0] for program in programs))


def logged_by(change: Change, schedtick: int, main, *args) -> list:
    """What a program logs on one P."""
    rt = Runtime(1, schedtick=schedtick, rules=change.rules, const=Constants(**change.constants))
    Machine(rt, main, *args).run()
    return logged(rt.trace)
