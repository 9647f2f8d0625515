"""Six tables of structs and the pointers between them, while a goroutine waits on a channel and another wakes it."""

from collections.abc import Mapping

from models.runtime.status import G_NAMES
from models.study.moments.parkmap import Moment

from ..player.scene import About, Cell, Place, Scene, State, Step
from .asks import question_of

# Table -> its cells: the field of a moment, and its name in the table. waitunlockf is too long to stand beside its
# value.
TABLES = {
    "p0": {"p0.m": "m", "p0.runnext": "runnext", "p0.runqhead": "runqhead", "p0.runqtail": "runqtail"},
    "m0": {"m0.curg": "curg", "m0.p": "p", "m0.waitunlockf": "unlockf", "m0.waitlock": "waitlock"},
    "g2": {"g2.status": "status", "g2.m": "m", "g2.waiting": "waiting", "g2.param": "param",
           "g2.sched.pc": "sched.pc", "g2.x": "x"},
    "sudog": {"sudog.g": "g", "sudog.c": "c"},
    "c": {"c.lock": "lock", "c.recvq.first": "recvq.first"},
    "rest": {"g1.status": "status", "g1.m": "m", "sched.runq.head": "runq.head"},
}
FIELDS = {name: table for table, cells in TABLES.items() for name in cells}
# A struct -> the cell that an arrow to it leads to.
FIRST = {table: next(iter(cells)) for table, cells in TABLES.items()} | {"g1": "g1.status"}
SHORT = {"chanparkcommit": "chanpark\u200bcommit"}  # where a narrow cell may break it
ALWAYS = {"m0.p", "p0.m"}  # these two never change here: said, and not drawn
CITES = {"recv.lock": "chan.go chanrecv", "enqueue": "chan.go waitq.enqueue", "gopark": "proc.go gopark",
         "mcall": "asm_amd64.s mcall", "waiting": "proc.go park_m", "dropg": "proc.go dropg",
         "unlockf": "chan.go chanparkcommit", "schedule": "proc.go schedule", "execute": "proc.go execute",
         "send.lock": "chan.go chansend", "dequeue": "chan.go waitq.dequeue", "hand": "chan.go sendDirect",
         "unlock": "chan.go send", "goready": "proc.go goready", "ready": "proc.go ready",
         "runqput": "proc.go runqput", "gosched": "proc.go goschedImpl", "resume": "asm_amd64.s gogo",
         "back": "proc.go releaseSudog"}
ABOUT = {f"parkmap.{kind}": About("", cite) for kind, cite in CITES.items()}


def park_scene(found: list[Moment], questions: Mapping[int, tuple]) -> Scene:
    """The scene of these moments, the first of which is the start. questions: for the index of a moment, the
    question event before it.
    """
    places = tuple(Place(name, "cell", table, code=code) for table, cells in TABLES.items()
                   for name, code in cells.items())
    now = cells(found[0])
    start = State({place.name: [] for place in places}, values=now)
    steps = []
    for i, one in enumerate(found[1:], 1):
        then, asked = cells(one), questions.get(i)
        changed = tuple((name, cell) for name, cell in then.items() if cell != now[name])
        steps.append(Step(f"parkmap.{one.kind}", {}, sets=changed, question=asked and question_of(asked)))
        now = then
    return Scene(places, start, tuple(steps), ABOUT, ("parkmap.start", {}),
                 heads={table: f"parkmap.head.{table}" for table in TABLES})


def cells(one: Moment) -> dict[str, Cell]:
    """What every cell shows."""
    return {name: cell(name, one.fields) for name in FIELDS}


def cell(name: str, fields: Mapping[str, object]) -> Cell:
    """A field: a status by its name, a pointer with an arrow, and nothing where its struct is not in use."""
    value, table = fields[name], FIELDS[name]
    if table == "sudog" and fields["sudog.g"] is None or name == "g2.x" and value is None:
        return Cell()
    if name.endswith(".status"):
        return Cell(f"_G{G_NAMES[value]}")
    if value is None:
        return Cell("nil", "free")
    if name == "m0.waitlock":
        return Cell(f"&{value}.lock")
    return Cell(SHORT.get(value, str(value)), "", "" if name in ALWAYS else FIRST.get(value, ""))
