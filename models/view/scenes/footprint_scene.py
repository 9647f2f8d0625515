"""Two tables of cells: the memory of so many goroutines, and of so many threads; ten times as many a step."""

from models.study.measure.footprint import Footprint, asked, taken
from models.words import word

from ..player.scene import Cell, Place, Scene, State, Step
from ..units import short
from .asks import question_of

ROWS = ("reserved", "touched", "kernel")
TABLES = ("goroutines", "threads")
REFUSED = "EAGAIN"  # what pthread_create answers
NONE = "–"


def footprint_scene(found: list[Footprint]) -> Scene:
    """The scene of these footprints, one step each but the first, with which it begins."""
    places = tuple(Place(f"{table}.{row}", "cell", table, f"footprint.{row}") for table in TABLES
                   for row in ("n", *ROWS))
    start = State({place.name: [] for place in places}, values=dict(cells(found[0])))
    asks = asked(found)
    steps = tuple(Step("footprint.refused" if of.threads is None else "footprint.step", args(of),
                       sets=cells(of),
                       question=question_of(asks[i]) if i in asks else None)
                  for i, of in enumerate(found[1:], 1))
    return Scene(places, start, steps, {}, ("footprint.start", args(found[0])),
                 heads={table: f"footprint.{table}" for table in TABLES})


def args(of: Footprint) -> dict[str, object]:
    """What the sentence of a step says."""
    found = {"n": f"{of.n:,}", "goroutines": short(taken(of.goroutines))}
    if of.threads:
        found |= {"reserved": short(of.threads["reserved"]), "threads": short(taken(of.threads))}
    return found


def cells(of: Footprint) -> tuple:
    """What stands in both tables."""
    return tuple((f"{table}.{row}", cell) for table in TABLES
                 for row, cell in column(of.n, getattr(of, table)).items())


def column(n: int, bytes: dict[str, int] | None) -> dict[str, Cell]:
    """A table's cells: how many there are, and what they take."""
    if bytes is None:
        return {"n": Cell(REFUSED)} | {row: Cell(NONE, "old") for row in ROWS}
    shown = {row: word("footprint.size", size=short(bytes[row])) if row in bytes else NONE for row in ROWS}
    return {"n": Cell(f"{n:,}")} | {row: Cell(text) for row, text in shown.items()}
