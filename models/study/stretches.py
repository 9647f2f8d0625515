"""Numbers that follow each other upwards, taken together: what every short form of an order rests on."""

from collections.abc import Iterable


def stretches(order: Iterable[int]) -> list[tuple[int, int]]:
    """An order as stretches (first, last): 9, 0, 1, 2 is (9, 9), (0, 2)."""
    found: list[tuple[int, int]] = []
    for number in order:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
