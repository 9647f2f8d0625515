"""The assembly line: a go statement fills a g, station by station, and puts it into the queue.

Tokens are the Gs and, where one is idle, a P; tables show where SP is, the closure, the fields of the g and
the top words of its stack.
"""

from collections.abc import Mapping

from models.runtime.newproc import TOP
from models.study.moments.newborn import Stage

from ..player.scene import About, Cell, Place, Scene, State, Step
from .asks import question_of

WORD = 8  # bytes
FIELDS = ("stack", "stackguard0", "stktopsp", "sched.sp", "sched.pc", "sched.ctxt", "startpc", "parentGoid",
          "goid", "atomicstatus")
AREA = [f"hi-{n}" for n in range(WORD, TOP + 1, WORD)]  # the words at the top of the stack that stay free
PUSHED = f"hi-{TOP + WORD}"
CLOSURE = ("c+0", "c+8", "c+16")
NOTHING, ZERO = Cell("–", "free"), Cell("0")
LEFT = Cell("…", "free")  # what the goroutine before has left there, and nobody will read
# Station, whether it is left, and more -> the message, and the Go source that it leads to.
MESSAGES = {
    ("newproc", False): ("call", "newproc"),
    ("newproc.func1", False): ("g0", "newproc"),
    ("newproc1", False): ("newproc1", "newproc1"),
    ("gfget", True): ("none", "gfget"),
    ("malg", True): ("malg", "malg"),
    ("casgstatus", True, "idle", "dead"): ("dead", "newproc1"),
    ("gostartcallfn", False): ("sched", "newproc1"),
    ("gostartcallfn", True): ("push", "gostartcallfn"),
    ("casgstatus", False, "dead", "runnable"): ("names", "newproc1"),
    ("casgstatus", True, "dead", "runnable"): ("runnable", "newproc1"),
    ("runqput", True, "next"): ("queue", "runqput"),
    ("pidlegetSpinning", True): ("wakep", "wakep"),
    ("startm", True): ("startm", "startm"),
    ("newproc", True): ("back", "newproc"),
}
FILES = {"gostartcallfn": "stack.go"}
REUSED = {"none": "found", "names": "names-again"}  # other messages where a dead g is used
ABOUT = {f"newborn.{key}": About("", f"{FILES.get(function, 'proc.go')} {function}")
         for key, function in MESSAGES.values()}
ABOUT |= {f"newborn.{other}": ABOUT[f"newborn.{key}"] for key, other in REUSED.items()}
ABOUT["newborn.idle"] = ABOUT["newborn.wakep"]


def places(idle: bool) -> tuple[Place, ...]:
    """Who runs, the dead gs, the g in the making and runnext; the idle Ps where there are any; the tables."""
    tokens = [Place("run", "slot", "foot", "scene.run"), Place("free", "bag", "foot", "newborn.free"),
              Place("hands", "slot", "foot", "newborn.hands"), Place("next", "slot", "foot", "scene.next")]
    if idle:
        tokens += [Place("idlep", "slot", "foot", "scene.idlep"),
                   Place("held", "slot", "foot", "newborn.held")]
    return (*tokens, *cells("g", FIELDS), *cells("memory", (*CLOSURE, *AREA, PUSHED)),
            *cells("m", ("SP", "goidcache")))


def cells(lane: str, names: tuple[str, ...]) -> list[Place]:
    """A table of cells."""
    return [Place(f"{lane}.{name}", "cell", lane, code=name) for name in names]


def newborn_scene(stages: list[Stage], closure: tuple, questions: Mapping[int, tuple]) -> Scene:
    """The scene of these stages. closure: the words of what newproc is given, the code's name first.
    questions: for the number of a stage, the question event before it.
    """
    first = stages[0]
    again, all_places = bool(first.g), places(bool(first.idle))
    at: dict[str, list[str]] = {place.name: [] for place in all_places}
    at |= {"run": ["g1"], "free": [f"g{first.g}"] if again else []}
    if first.idle:
        at["idlep"] = [f"p{first.idle[0]}"]
    handed = {f"memory.{name}": Cell(str(value)) for name, value in zip(CLOSURE, closure)}
    shown = tables(first, closure[0])
    start = State(at, values=handed | shown)
    steps, question = [], None
    for i, stage in enumerate(stages):
        question = questions.get(i, question)
        if message := message_of(stage, again, bool(first.idle)):
            now = tables(stage, closure[0])
            sets = tuple((name, cell) for name, cell in now.items() if shown.get(name) != cell)
            args = {"g": stage.g, "goid": stage.fields.get("goid"), "code": closure[0]}
            steps.append(Step(f"newborn.{message}", args, moves=moves(message, stage, first), sets=sets,
                              marks=tuple(name for name, _ in sets),
                              question=question and question_of(question)))
            shown, question = now, None
    opening = "newborn.start-again" if again else "newborn.start"
    return Scene(all_places, start, tuple(steps), ABOUT, (opening, {}),
                 heads={lane: f"newborn.head.{lane}" for lane in ("g", "memory", "m")})


def message_of(stage: Stage, again: bool, idle: bool) -> str:
    """The message of a stage, "" for one that is not shown. again: a dead g is used; idle: a P was idle."""
    key, _ = MESSAGES.get((stage.name, stage.left, *stage.more), ("", ""))
    if key == "wakep" and idle:
        return "idle"
    return REUSED.get(key, key) if again else key


def moves(message: str, stage: Stage, first: Stage) -> tuple[tuple[str, str], ...]:
    """Where tokens go."""
    if message == "startm":
        return ((f"p{first.idle[0]}", "held"),)
    place = {"malg": "hands", "found": "hands", "queue": "next"}.get(message)
    return ((f"g{stage.g}", place),) if place else ()


def tables(stage: Stage, code: str) -> dict[str, Cell]:
    """The cells of all tables but the closure's; `code` names what the closure leads to."""
    filled = stage.fields
    fields = {f"g.{name}": cell(name, filled[name], code) if name in filled else empty(name, filled)
              for name in FIELDS}
    top = {f"memory.{name}": NOTHING for name in (*AREA, PUSHED)}
    if "at sched.sp" in filled:
        top[f"memory.{PUSHED}"] = Cell(str(filled["at sched.sp"]))
    return fields | top | {"m.SP": Cell("g1.stack" if stage.stack == "g" else "g0.stack"),
                           "m.goidcache": Cell(str(stage.p["goidcache"]))}


def empty(name: str, fields: Mapping[str, object]) -> Cell:
    """A field that is not set: there is no g, or it is zero, or the goroutine before has left it so."""
    zeroed = not fields.get("goid") or name.startswith("sched.") and "sched.sp" in fields
    return NOTHING if not fields else ZERO if zeroed else LEFT


def cell(name: str, value: object, code: str) -> Cell:
    """A field as it is shown: code by its name, and what points at a shown word with an arrow."""
    if name == "sched.sp":
        return Cell(str(value), "pointer", f"memory.{value}")
    if name == "sched.ctxt":
        return Cell("c", "pointer", "memory.c+0")
    if name == "stackguard0":
        return Cell(str(value).replace("+", " + "))  # it may be broken there where there is little room
    return Cell(code if name == "startpc" or (name, value) == ("sched.pc", "two") else str(value))
