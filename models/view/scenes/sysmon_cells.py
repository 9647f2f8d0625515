"""What sysmon keeps in mind, as tables of cells: its pause, and of each P two numbers with their times."""

from models.runtime.sysmon import MS, US
from models.study.moments.watching import Seen

from ..player.scene import Cell, Place

COUNTS = (("schedtick", "schedtick"), ("syscalltick", "syscalltick"))
# Of what is noted, the name in Go's sysmontick, and the field of models/study/moments/watching.py's Seen.
NOTES = (("schedtick", "noted_slice"), ("schedwhen", "slice_when"),
         ("syscalltick", "noted_call"), ("syscallwhen", "call_when"))


def lanes(procs: int) -> tuple[Place, ...]:
    """The tables: what each P counts, what is noted of it, and sysmon's own."""
    own = (Place("sysmon.delay", "cell", "sysmon", code="delay"),
           Place("sysmon.idle", "cell", "sysmon", code="idle"))
    return (*(Place(f"{lane}{p}.{field}", "cell", f"{lane}{p}", code=name) for p in range(procs)
              for lane, table in (("C", COUNTS), ("N", NOTES)) for name, field in table), *own)


def heads(procs: int) -> dict[str, str]:
    """The keys of the words above the tables."""
    return {"sysmon": "sysmon.head"} | {f"{lane}{p}": f"sysmon.head.{word}.{p}" for p in range(procs)
                                        for lane, word in (("C", "counts"), ("N", "notes"))}


def cells_of(ps: tuple[Seen, ...]) -> tuple[tuple[str, Cell], ...]:
    """The value of each P's cells. A time is blank until something was noted."""
    return tuple((f"{lane}{p}.{field}", Cell(text(field, getattr(seen, field)))) for p, seen in enumerate(ps)
                 for lane, table in (("C", COUNTS), ("N", NOTES)) for _, field in table)


def text(field: str, value: int) -> str:
    """A cell's text."""
    return str(value) if not field.endswith("when") else timed(value) if value else ""


def timed(ns: int) -> str:
    """A time in whole microseconds, or in milliseconds where it is longer than one."""
    return f"{ns // US} µs" if ns < MS else f"{ns / MS:.2f} ms"
