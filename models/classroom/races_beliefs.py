"""What one answers to an exercise on races who thinks that the detector works otherwise than it does.

Each takes the exercise's problem; the thought itself stands in the catalogue, as EXERCISES names it.
"""

from models.study.race.clocks import Clock, join
from models.study.race.shadow import CELLS


def lock_shows_now(problem: dict) -> list[Clock]:
    """One who thinks that `lock` learns what the last owner knows by now."""
    clocks: dict[int, Clock] = {0: {0: 1}}
    owner: dict[object, int] = {}
    for g, what, thing in problem["trace"]:
        if what == "go":
            clocks[thing] = {**clocks[g], thing: 1}
        elif what == "lock":
            join(clocks[g], clocks[owner.get(thing, g)])
        elif what == "unlock":
            owner[thing] = g
        clocks[g][g] += what in ("go", "unlock")
    return [clocks[g] for g in range(3)]


def first_four(problem: dict) -> tuple:
    """One who thinks that the cells keep what came first."""
    cells = problem["readers"][:CELLS]
    return cells, problem["unknown"] in cells


def closing_up(problem: dict) -> tuple:
    """One who thinks that the others close up when a cell is given up, and the new access is the last."""
    cells = problem["readers"][:CELLS]
    for reader, i in zip(problem["readers"][CELLS:], problem["given up"]):
        cells = [*cells[:i], *cells[i + 1:], reader]
    return cells, problem["unknown"] in cells
