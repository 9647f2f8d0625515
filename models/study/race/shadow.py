"""What the real detector remembers of a word: four accesses, and what becomes of the others.

ThreadSanitizer keeps four cells for each eight bytes of memory. An access looks at the cells, reports the
first that it races with, and else takes a cell: one of its own goroutine's that says no more than it does
itself, or an empty one, or any. So a word that many goroutines touch may lose an access that a later one
races with. And a report clears the cells, so that one mistake is not told a hundred times.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from .clocks import Clocks
from .history import Access, conflict

CELLS = 4
CLEARED = Access(-1, -1, 0, False)  # what stands in the first cell after a report: it races with nothing
Choose = Callable[[str, range], int]


@dataclass
class Shadow:
    """The cells of a word. lost: accesses, by serial, that are in no cell any more, and why: "evicted", by
    another that took the cell by chance, or "cleared", by a report. stands: for an access that gave way to one
    of its own goroutine that says as much, that one.

    Leaves out: words that are accessed in parts, atomic accesses, and that goroutines have only 255 names
    between them, which are used again.
    """

    cells: list[Access | None] = field(default_factory=lambda: [None] * CELLS)
    lost: dict[int, str] = field(default_factory=dict)
    stands: dict[int, int] = field(default_factory=dict)

    def touch(self, access: Access, clocks: Clocks, choose: Choose) -> Access | None:
        """Note an access. The one before it with which it is reported, if there is one."""
        for cell in filter(None, self.cells):
            if same(cell, access):
                self.stands[access.serial] = cell.serial
                return None
        for cell in filter(None, self.cells):
            if cell is not CLEARED and conflict(cell, access) and not clocks.knows(access.g, cell.g, cell.epoch):
                self.clear(access)
                return cell
        self.store(access, choose)
        return None

    def clear(self, access: Access) -> None:
        """Forget everything. The access that was reported is not kept either."""
        for gone in (access, *filter(None, self.cells)):
            self.lost[gone.serial] = "cleared"
        self.cells = [CLEARED] + [None] * (CELLS - 1)

    def store(self, access: Access, choose: Choose) -> None:
        """Put an access into a cell."""
        at = next((i for i, cell in enumerate(self.cells) if cell and weaker(cell, access)), None)
        if at is not None:
            self.stands[self.cells[at].serial] = access.serial
        elif None in self.cells:
            at = self.cells.index(None)
        else:
            at = choose("shadow cell", range(CELLS))
            self.lost[self.cells[at].serial] = "evicted"
        self.cells[at] = access

    def fate(self, serial: int) -> str:
        """What has become of an access that is in no cell."""
        while serial in self.stands:
            serial = self.stands[serial]
        return self.lost[serial]


def same(cell: Access, access: Access) -> bool:
    """Whether a cell says what an access would: the same goroutine and epoch, and no less than a read."""
    return (cell.g, cell.epoch) == (access.g, access.epoch) and cell.write >= access.write


def weaker(cell: Access, access: Access) -> bool:
    """Whether an access makes a cell of its own goroutine superfluous: a write any, a read another read."""
    return cell.g == access.g and access.write >= cell.write
