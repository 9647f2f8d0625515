"""The algorithms of Go's runtime by name: their schedules, among which a reader in a notebook may choose."""

import re
from functools import partial

from models.study import algorithms
from models.study.algorithms.studied import worst
from models.study.choosers import seeded
from models.words import word

from ..markup import Markup, unmarked
from ..player.figure_spec import Figure, Parameter, Pick
from ..player.player import Player
from .schedule import never
from .schedule import schedule as played

JOIN = ": "


def schedule(name: str, wrong: str = "") -> Markup | Figure:
    """The verdict where nothing bad can happen; else the shortest schedule that brings it about.

    In a notebook a reader may pick another algorithm, and any of its schedules. ValueError names what there is.
    """
    answer = worst(algorithms.study(name, wrong))[1]
    if answer.steps is None:
        return never(answer)
    parameters = (Pick("algorithm", "schedule.pick", key(name, wrong), options()),
                  Parameter("number", "schedule.number", 0, 0, 999_999))
    return Figure(address(name, wrong), title(name, wrong), partial(player, address(name, wrong)), parameters)


def player(id: str, algorithm: str, number: int) -> Player:
    """One schedule of an algorithm: 0 is the shortest bad one; where there is none, and from 1 on, by chance."""
    name, _, wrong = algorithm.partition(JOIN)
    study = algorithms.study(name, wrong)
    shortest = number == 0 and worst(study)[0]
    return played(study, f"schedule.bad.{name}", None if shortest else seeded(number), id, title(name, wrong))


def options() -> dict[str, str]:
    """Every algorithm, right and wrong, with what a reader sees of it."""
    return {key(name, wrong): unmarked(title(name, wrong))
            for name, module in algorithms.ALGORITHMS.items() for wrong in ("", *module.WRONG)}


def key(name: str, wrong: str) -> str:
    """An algorithm and what is wrong with it as one text."""
    return f"{name}{JOIN}{wrong}" if wrong else name


def title(name: str, wrong: str) -> str:
    """The same in words."""
    of = word(f"schedule.of.{name}")
    return word("schedule.wrong", of=of, wrong=word(f"schedule.wrong.{name}.{wrong}")) if wrong else of


def address(name: str, wrong: str) -> str:
    """The figure's address on a page."""
    return "fig-" + re.sub(r"\W+", "-", key(name, wrong)).lower()
