"""The tree of one semaRoot as gdb walks it in real Go (the session "treap"), read again."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

ROW = re.compile(r"row (?P<row>\d+): mutex (?P<mutex>\d+), "
                 r"ticket +(?P<ticket>\d+), goroutines (?P<goids>[\d ]+)")


class Node(NamedTuple):
    """A node: how far below the top, its mutex's number by address, its ticket, and who waits, the first in
    front.
    """

    row: int
    mutex: int
    ticket: int
    goids: tuple[int, ...]


def nodes(output: str) -> list[Node]:
    """The nodes in the order of the walk: those to the left of a node come before it, those to the right
    after.
    """
    return [Node(*(int(one[name]) for name in ("row", "mutex", "ticket")), tuple(map(int, one["goids"].split())))
            for one in ROW.finditer(output)]


def nwait(output: str) -> int:
    """The root's count."""
    return int(re.search(r"nwait (\d+)", output)[1])


def below(walked: list[Node]) -> Iterator[tuple[Node, Node]]:
    """Each node with each one right below it. ValueError where the rows are no tree's."""
    if not walked:
        return
    row = min(one.row for one in walked)
    tops = [one for one in walked if one.row == row]
    if len(tops) > 1:
        raise ValueError(f"row {row} has {len(tops)} nodes that nothing in a row above stands between")
    for is_top, part in groupby(walked, key=lambda one: one is tops[0]):
        if not is_top:
            side = [*part]
            yield tops[0], min(side, key=lambda one: one.row)
            yield from below(side)
