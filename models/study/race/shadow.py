"""What the real detector remembers of a word: four accesses, and what becomes of the others.

ThreadSanitizer keeps four cells for each eight bytes of memory. An access looks at the cells, reports the
first that it races with, and else takes a cell: one of its own goroutine's that says no more than it does
itself, or an empty one, or any. So a word that many goroutines touch may lose an access that a later one
races with. And a report clears the cells, so that one mistake is not told a hundred times.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from .history import Access

CELLS = 4
CLEARED = Access(-1, -1, 0, False)  # what stands in the first cell after a report: it races with nothing
Cells = tuple[Access | None, ...]
EMPTY: Cells = (None,) * CELLS
Choose = Callable[[str, range], int]


def after(cells: Cells, access: Access, races: Collection[Access]) -> list[tuple[Cells, Access | None]]:
    """What an access may make of the cells, and the access that it is reported with, if there is one.

    races: those before it with which it races. There are several ways where all cells are taken.

    Leaves out: words that are accessed in parts, atomic accesses, and that goroutines have only 255 names
    between them, which are used again.
    """
    if any(cell and same(cell, access) for cell in cells):
        return [(cells, None)]
    for cell in cells:
        if cell in races:
            return [((CLEARED,) + EMPTY[1:], cell)]
    own = [i for i, cell in enumerate(cells) if cell and weaker(cell, access)]
    free = own or [i for i, cell in enumerate(cells) if cell is None]
    return [(cells[:i] + (access,) + cells[i + 1:], None) for i in free[:1] or range(CELLS)]


def same(cell: Access, access: Access) -> bool:
    """Whether a cell says what an access would: the same goroutine and epoch, and no less than a read."""
    return (cell.g, cell.epoch) == (access.g, access.epoch) and cell.write >= access.write


def weaker(cell: Access, access: Access) -> bool:
    """Whether an access makes a cell of its own goroutine superfluous: a write any, a read another read."""
    return cell.g == access.g and access.write >= cell.write


@dataclass
class Shadow:
    """The cells of a word. lost: accesses, by serial, that are in no cell any more, and why: "evicted", by
    another that took the cell by chance, or "cleared", by a report. stands: for an access that gave way to
    one of its own goroutine that says as much, that one.
    """

    cells: Cells = EMPTY
    lost: dict[int, str] = field(default_factory=dict)
    stands: dict[int, int] = field(default_factory=dict)

    def touch(self, access: Access, races: Collection[Access], choose: Choose) -> Access | None:
        """Note an access. The one before it with which it is reported, if there is one."""
        ways = after(self.cells, access, races)
        cells, told = ways[choose("shadow cell", range(len(ways))) if len(ways) > 1 else 0]
        for gone in [cell for cell in (*self.cells, access) if cell and cell not in cells]:
            stand = next((cell for cell in cells if cell and stands_for(cell, gone)), None)
            if told or stand is None:
                self.lost[gone.serial] = "cleared" if told else "evicted"
            else:
                self.stands[gone.serial] = stand.serial
        self.cells = cells
        return told

    def fate(self, serial: int) -> str:
        """What has become of an access that is in no cell."""
        while serial in self.stands:
            serial = self.stands[serial]
        return self.lost[serial]


def stands_for(cell: Access, gone: Access) -> bool:
    """Whether a cell is its own goroutine's, and says no less than an access that is in none."""
    return cell.g == gone.g and cell.write >= gone.write
