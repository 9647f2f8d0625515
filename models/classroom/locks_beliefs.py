"""What one answers to an exercise on locks who thinks that they are otherwise than they are.

Each takes the exercise's problem; the thought itself stands in the catalogue, as EXERCISES names it.
"""

from collections.abc import Callable

from models.runtime.semaroot import SEM_TAB_SIZE


def others(problem: dict) -> list[str]:
    """Those beside main, in the order in which they come."""
    return [str(i) for i in range(2, problem["waiters"] + 2)]


def in_line(problem: dict) -> list[str]:
    """One who thinks that whoever came first has it first."""
    return [*others(problem), *["main"] * problem["times"]]


def starves_once(problem: dict) -> list[str]:
    """One who thinks that a mutex is handed over once, and then main may come in between again."""
    waiting, mine = others(problem), ["main"] * problem["times"]
    pairs = [name for pair in zip(mine, waiting) for name in pair]
    return [*pairs, *mine[len(waiting):], *waiting[len(mine):]]


def waiters(problem: dict) -> list[int]:
    """How many wait at each address that shares a root with the one that is asked for."""
    root = problem["asked"] // 8 % SEM_TAB_SIZE
    return [n for address, n in problem["waiting"].items() if address // 8 % SEM_TAB_SIZE == root]


def root_each(problem: dict) -> tuple:
    """One who thinks that each mutex has a root of its own."""
    return problem["waiting"][problem["asked"]], 1


def nwait_of_nodes(problem: dict) -> tuple:
    """One who thinks that nwait counts nodes."""
    return len(waiters(problem)), len(waiters(problem))


def node_each(problem: dict) -> tuple:
    """One who thinks that each goroutine is a node."""
    return sum(waiters(problem)), sum(waiters(problem))


def treap_by(problem: dict, rank: Callable[[int], int]) -> tuple:
    """Top, left and right of a search tree with the address of the lowest rank on top."""
    at = [*problem["tickets"]]
    top = min(at, key=rank)
    sides = [one for one in at if one < top], [one for one in at if one > top]
    return (top, *(min(side, key=rank, default=0) for side in sides))


def largest_on_top(problem: dict) -> tuple:
    """One who thinks that large tickets go up."""
    return treap_by(problem, lambda one: -problem["tickets"][one])


def first_on_top(problem: dict) -> tuple:
    """One who thinks that nodes stay where they have come to."""
    return treap_by(problem, [*problem["tickets"]].index)
