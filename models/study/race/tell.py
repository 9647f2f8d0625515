"""How a rule tells the detector, rt.race, what its goroutine touches and what orders it."""

from .stack import stack


def number(rt, gp) -> int:
    """The number of a goroutine."""
    return rt.race.numbers[gp.goid]


def order(rt, gp, how: str, *thing) -> None:
    """gp takes a step that may order goroutines."""
    rt.race.order(how, number(rt, gp), thing)


def touch(rt, gp, write: bool, *thing) -> None:
    """gp reads or writes something."""
    rt.race.touch(number(rt, gp), thing, write, stack(rt, gp))


def swapped(rt, gp, done: bool, *thing) -> None:
    """A compare-and-swap: who has not swapped has only looked.

    Go: race.go abigen_sync_atomic_CompareAndSwapInt32
    """
    order(rt, gp, "swap" if done else "acquire", *thing)


def ignoring(rt, gp, steps):
    """Take steps that the detector is told to ignore.

    Go: race.go RaceDisable, race.go RaceEnable
    """
    rt.race.ignoring[number(rt, gp)] += 1
    answer = yield from steps
    rt.race.ignoring[number(rt, gp)] -= 1
    return answer
