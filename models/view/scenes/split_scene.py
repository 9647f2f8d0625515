"""A loop that calls at the edge of a stack: what each call costs with segments, and with copying."""

from collections.abc import Mapping

from models.study.measure.hotsplit import Moment

from ..player.scene import About, Cell, Place, Scene, State, Step
from .asks import question_of

PLACES = (Place("segments.1", "cell", "segments", "split.first"), Place("segments.2", "cell", "segments", "split.second"),
          *(Place(f"segments.{name}", "cell", "segments", code=name) for name in ("morestack", "lessstack")),
          Place("segments.copied", "cell", "segments", "split.copied"),
          Place("copying.1", "cell", "copying", "split.stack"), Place("copying.old", "cell", "copying", "split.old"),
          *(Place(f"copying.{name}", "cell", "copying", code=name) for name in ("morestack", "lessstack")),
          Place("copying.copied", "cell", "copying", "split.copied"))
ABOUT = {f"split.{name}": About() for name in ("call", "again", "ret", "end")}


def split_scene(found: list[Moment], questions: Mapping[int, tuple]) -> Scene:
    """The scene of these moments, the first of which is the start; questions as in check_scene."""
    steps = []
    for i, (one, before) in enumerate(zip(found[1:], found), 1):
        asked = questions.get(i)
        steps.append(Step(f"split.{message(one, before)}", {"round": one.round, **args(one)},
                          sets=changed(one, before), question=asked and question_of(asked)))
    start = State({place.name: [] for place in PLACES}, values=dict(cells(found[0], found[0])))
    return Scene(PLACES, start, tuple(steps), ABOUT, ("split.start", {}),
                 heads={"segments": "split.segments", "copying": "split.copying"})


def message(one: Moment, before: Moment) -> str:
    """Which sentence a moment has."""
    if one.round > before.round + 1:
        return "end"
    return "ret" if one.what == "ret" else "call" if one.round == 1 else "again"


def args(one: Moment) -> dict[str, object]:
    """What the sentences say in numbers."""
    segments, copying = one.costs["segments"], one.costs["copying"]
    return {"trips": segments.morestack + segments.lessstack, "moves": copying.morestack, "copied": copying.copied,
            "size": one.stacks["copying"][0]}


def cells(one: Moment, before: Moment) -> list[tuple[str, Cell]]:
    """Every cell as it is now."""
    segments, (size,), (was,) = one.stacks["segments"], one.stacks["copying"], before.stacks["copying"]
    found = [("segments.1", Cell(str(segments[0]))),
             ("segments.2", Cell(str(segments[1])) if len(segments) > 1 else Cell("–", "free")),
             ("copying.1", Cell(str(size))), ("copying.old", Cell(str(was), "old") if was != size else Cell("–", "free"))]
    for design, costs in one.costs.items():
        found += [(f"{design}.morestack", Cell(str(costs.morestack))), (f"{design}.lessstack", Cell(str(costs.lessstack))),
                  (f"{design}.copied", Cell(str(costs.copied)))]
    return found


def changed(one: Moment, before: Moment) -> tuple[tuple[str, Cell], ...]:
    """The cells that are other ones than a moment before."""
    old = dict(cells(before, before))
    return tuple((name, cell) for name, cell in cells(one, before) if cell != old[name])
