"""A goroutine that panics: its frames and what they have deferred as tables, and the panics that point at
them.
"""

from collections.abc import Iterator, Mapping

from models.study.moments.unwinding import Frame, Moment, Pending

from ..player.scene import About, Cell, Place, Scene, State, Step
from .asks import question_of

NOTHING = Cell("–", "free")
PANIC = ("arg", "recovered", "sp", "startSP")
CITES = {
    "call": "", "defer": "", "defer.record": "panic.go deferproc", "panic": "panic.go gopanic",
    "panic.again": "panic.go _panic.nextFrame", "goexit": "panic.go Goexit", "run": "panic.go _panic.nextDefer",
    "run.deferreturn": "panic.go deferreturn", "recover": "panic.go gorecover", "recover.helper": "panic.go gorecover",
    "recover.itself": "panic.go gorecover", "return.recovered": "panic.go _panic.nextDefer",
    "return.next": "panic.go _panic.nextDefer", "return.deferreturn": "panic.go deferreturn", "return.value": "",
    "return": "", "recovery": "panic.go recovery", "resume": "panic.go recovery", "fatal": "panic.go fatalpanic",
    "end": "",
}
KINDS = {"recover": "recover", "recover.helper": "recover", "recover.itself": "recover", "recovery": "recovery",
         "resume": "recovery"}
ABOUT = {f"panics.{key}": About(KINDS.get(key, ""), cite) for key, cite in CITES.items()}
RUNNERS = ("gopanic", "Goexit")


def panic_scene(moments: list[Moment], questions: Mapping[int, tuple], opening: str) -> Scene:
    """The scene of these moments; it begins after the first. questions: for the number of a moment, the
    question event
    before it. opening: the key of the first sentence.
    """
    depth = max(len(one.frames) for one in moments)
    panics = max(len(one.panics) for one in moments)
    places = tuple(places_of(depth, panics, len(moments[-1].printed)))
    shown = cells(moments[0], depth, panics)
    start = State({place.name: [] for place in places}, values=dict(shown))
    steps = []
    for i, (before, now) in enumerate(zip(moments, moments[1:]), 1):
        then = cells(now, depth, panics)
        sets = tuple((place.name, then.get(place.name, NOTHING)) for place in places
                     if then.get(place.name, NOTHING) != shown.get(place.name, NOTHING))
        question = questions.get(i)
        steps.append(Step(f"panics.{message(before, now)}", args(before, now), sets=sets, marks=looked(now),
                          question=question and question_of(question)))
        shown = then
    heads = {lane: f"panics.head.{lane.split('.')[0]}" for lane in ("frames", "deferred", "panic", "g", "printed")}
    if panics > 1:
        heads |= {"panic": "panics.head.newest", "older": "panics.head.older"}
    return Scene(places, start, tuple(steps), ABOUT, (opening, {}), heads=heads)


def places_of(depth: int, panics: int, lines: int) -> Iterator[Place]:
    """The cells, table after table: a frame a row, the first on top; the newest panic before the older
    one.
    """
    for lane in ("frames", "deferred"):
        yield from (Place(f"{lane}.{n}", "cell", lane, code=str(n)) for n in range(1, depth + 1))
    for lane in ("panic", "older")[:panics]:
        yield from (Place(f"{lane}.{field}", "cell", lane, code=field) for field in PANIC)
    yield from (Place(f"g.{field}", "cell", "g", code=field) for field in ("atomicstatus", "_defer", "_panic"))
    yield from (Place(f"printed.{n}", "cell", "printed", code=str(n)) for n in range(1, lines + 1))


def cells(moment: Moment, depth: int, panics: int) -> dict[str, Cell]:
    """What every cell shows at that moment."""
    found = {f"{lane}.{n}": NOTHING for lane in ("frames", "deferred") for n in range(1, depth + 1)}
    for n, frame in enumerate(moment.frames, 1):
        found[f"frames.{n}"] = Cell(frame_text(frame), "old" if frame.over else "")
        found[f"deferred.{n}"] = Cell(", ".join(frame.deferred)) if frame.deferred else NOTHING
    newest = [*reversed(moment.panics)]
    for i, lane in enumerate(("panic", "older")[:panics]):
        found |= fields(lane, newest[i]) if i < len(newest) else {f"{lane}.{field}": NOTHING for field in PANIC}
    found["g.atomicstatus"] = Cell(str(moment.status))
    found["g._defer"] = Cell(" → ".join(moment.records) or "nil")
    found["g._panic"] = Cell(" → ".join(map(value, newest)) or "nil")
    return found | {f"printed.{n}": Cell(line) for n, line in enumerate(moment.printed, 1)}


def frame_text(frame: Frame) -> str:
    """A frame's function, and what it would return if that has been set."""
    return frame.function if frame.result is None else f"{frame.function} x={frame.result}"


def fields(lane: str, p: Pending) -> dict[str, Cell]:
    """The fields of a panic; those that name a frame point at it."""
    found = (Cell(value(p)), Cell(str(p.recovered).lower()), pointer(p.sp), pointer(p.start_sp))
    return {f"{lane}.{name}": cell for name, cell in zip(PANIC, found, strict=True)}


def value(p: Pending) -> str:
    """What a panic is about."""
    return "Goexit" if p.goexit else f'"{p.arg}"'


def pointer(depth: int) -> Cell:
    """A field that names a frame, 0 for none."""
    return Cell(str(depth), "pointer", f"frames.{depth}") if depth else Cell("0")


def message(before: Moment, now: Moment) -> str:
    """Which sentence a moment has."""
    kind, top = now.kind, now.frames[-1] if now.frames else None
    if kind == "defer":
        return "defer.record" if now.records else kind
    if kind == "panic":
        return "panic.again" if before.panics else kind
    if kind == "run":
        return "run.deferreturn" if now.by == "deferreturn" else kind
    if kind == "recover" and now.what is None:
        return "recover.itself" if now.by in RUNNERS else "recover.helper"
    if kind == "return" and top and top.function in RUNNERS:
        return "return.recovered" if now.panics[-1].recovered else "return.next"
    if kind == "return" and top and top.over:
        return "return.deferreturn"
    if kind == "return" and now.what is not None:
        return "return.value"
    return kind


def args(before: Moment, now: Moment) -> dict[str, object]:
    """What the sentences speak of. owner: the function that deferred; caller: on top of whose frame a call
    is.
    """
    functions = [frame.function for frame in now.frames]
    sp = now.panics[-1].sp if now.panics else 0
    owner = functions[sp - 1] if sp else ""
    if now.by == "deferreturn":
        owner = functions[-2]
    return {"what": now.what, "by": now.by, "owner": owner, "sp": sp, "top": functions[-1] if functions else "",
            "below": functions[-2] if len(functions) > 1 else "", "depth": len(functions),
            "gone": len(before.frames) - len(now.frames)}


def looked(now: Moment) -> tuple[str, ...]:
    """The cells that a moment is about."""
    if now.kind == "recover":
        return ("panic.recovered",)
    return (f"frames.{len(now.frames)}",) if now.frames else ()
