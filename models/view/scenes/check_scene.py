"""Calls go down a stack until the check of one fails: each call's row, above the guard or below it.

Places on the stack are distances from its low end, so those of all rows change when the stack grows.
"""

from collections.abc import Mapping

from models.study.moments.stackchecks import Check

from ..player.scene import About, Cell, Place, Scene, State, Step
from .asks import question_of

FIELDS = ("hi - lo", "SP", "stackguard0")
CITES = {"fits": "cmd/internal/obj/x86/obj6.go stacksplit", "full": "asm_amd64.s morestack",
         "grow": "stack.go newstack", "again": "cmd/internal/obj/x86/obj6.go stacksplit",
         "ask": "proc.go preemptone", "asked": "asm_amd64.s morestack", "stop": "proc.go gopreempt_m",
         "resume": "proc.go execute"}
ABOUT = {f"checks.{name}": About("", cite) for name, cite in CITES.items()}


def check_scene(found: list[Check], frame: int, questions: Mapping[int, tuple]) -> Scene:
    """The scene of these moments. questions: for the index of a moment, the question event before it."""
    rows = [f"call.{n}" for n in range(1, found[-1].call + 1)]
    places = (*(Place(row, "cell", "stack", code=f"f{row[5:]}") for row in rows),
              Place("guard", "cell", "stack", "checks.guard"), Place("under", "cell", "stack", "checks.under"),
              *(Place(f"field.{name}", "cell", "fields", code=name) for name in FIELDS))
    first = found[0]
    begin = {"guard": Cell(str(first.guard), "frame"), "under": Cell(),
             "field.hi - lo": Cell(str(first.size)), "field.stackguard0": Cell(str(first.guard))}
    steps, standing = [], {}
    for i, one in enumerate(found):
        asked = questions.get(i)
        steps.append(step_of(found, i, standing)._replace(question=asked and question_of(asked)))
    return Scene(places, State({place.name: [] for place in places}, values=begin), tuple(steps), ABOUT,
                 ("checks.start", {"frame": frame, "size": first.size}),
                 heads={"stack": "checks.stack", "fields": "checks.fields"})


def message(found: list[Check], i: int) -> str:
    """Which sentence a moment has."""
    one, before = found[i], found[i - 1]
    if one.kind == "call":
        return "fits" if one.fits else "asked" if before.kind == "ask" else "full"
    return "resume" if one.kind == "again" and before.kind == "stop" else one.kind


def step_of(found: list[Check], i: int, standing: dict[int, int]) -> Step:
    """One moment. standing: what was compared in each call so far, as far as they have room; kept up to date."""
    one, name = found[i], message(found, i)
    sets: dict[str, Cell] = {"field.SP": Cell(str(one.sp)), "field.stackguard0": Cell(guard(one)),
                             "field.hi - lo": Cell(str(one.size)), "guard": Cell(guard(one), "frame")}
    if name == "grow":
        more = one.size - found[i - 1].size
        standing |= {call: at + more for call, at in standing.items()}
        sets |= {f"call.{call}": row(at) for call, at in standing.items()} | {"under": row(one.compared)}
    elif one.kind != "ask":
        if one.fits:
            standing[one.call] = one.compared
        sets |= {f"call.{one.call}": row(one.compared) if one.fits else Cell(),
                 "under": Cell() if one.fits else row(one.compared)}
    args = {"call": one.call, "sp": one.sp, "compared": one.compared, "guard": guard(one), "old": found[i - 1].size,
            "new": one.size}
    return Step(f"checks.{name}", args, sets=tuple(sets.items()),
                marks=("under",) if not one.fits or name == "grow" else ("guard",) if name == "ask" else ())


def row(at: int) -> Cell:
    """A call's row."""
    return Cell(str(at))


def guard(one: Check) -> str:
    """The guard: a distance, or the last digits of a value that is above every address."""
    return str(one.guard) if one.guard <= one.size else "…" + f"{one.guard:x}"[-4:]
