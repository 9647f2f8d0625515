"""The checks of findRunnable as a list of cells, in the order in which an M comes to them."""

from ..player.scene import Cell, Place

CHECKS = {
    "with": ("stop", "due", "worker", "tick", "own", "glob", "network"),
    "spin": ("spin", "try", "order", "timers", "next", "idle"),
    "drop": ("again", "drop", "recheck", "sleep"),
}
UNMODELLED = ("worker", "idle")  # what concerns the garbage collector alone
YES, NO = "✓", "–"


def lanes() -> tuple[Place, ...]:
    """The list, in three tables."""
    return tuple(Place(f"find.{check}", "cell", f"find.{lane}", f"find.cell.{check}")
                 for lane, checks in CHECKS.items() for check in checks)


def heads() -> dict[str, str]:
    """The keys of the words above the tables."""
    return {f"find.{lane}": f"find.head.{lane}" for lane in CHECKS}


def blank() -> dict[str, Cell]:
    """The list before anything has been looked at."""
    return {f"find.{check}": Cell("", "old" if check in UNMODELLED else "")
            for checks in CHECKS.values() for check in checks}


def cell(check: str, text: object) -> tuple[tuple[str, Cell], ...]:
    """What a check came to."""
    return ((f"find.{check}", Cell(str(text))),)
