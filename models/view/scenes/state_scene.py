"""Gs walk through the graph of their statuses, one step of one G at a time; and the fields of one of them."""

from collections.abc import Mapping

from models.runtime.status import G_DEAD, G_IDLE, G_NAMES, G_RUNNING, G_SYSCALL
from models.study.moments.statuses import StatusStep

from ..player.scene import About, Cell, Place, Scene, State, Step
from .asks import question_of
from .state_graph import HEIGHT, edge_of, edges, nodes

FIELDS = ("atomicstatus", "waitreason", "m", "goid")
# Each step of a G: the function that takes it is in the sentence, and leads to the source.
MESSAGES = {
    ("idle", "dead", "newproc1"): "made", ("dead", "runnable", "newproc1"): "new",
    ("runnable", "running", "execute"): "execute", ("running", "waiting", "park_m"): "park",
    ("waiting", "runnable", "ready"): "ready", ("running", "runnable", "goschedImpl"): "gosched",
    ("running", "syscall", "reentersyscall"): "syscall", ("syscall", "running", "exitsyscall"): "back",
    ("running", "dead", "gdestroy"): "exit",
}
ABOUT = {f"states.{key}": About("", f"proc.go {function}") for (_, _, function), key in MESSAGES.items()}
ABOUT["states.taken"] = ABOUT["states.execute"]  # by an M that a recording does not name


def state_scene(steps: list[StatusStep], questions: Mapping[int, tuple], g: int, start: int = 0) -> Scene:
    """The scene of these steps from number `start` on; the fields shown are those of G g.

    questions: for the number of a step, the question event before it. ValueError names a step that the picture
    has no sentence for.
    """
    fields = [Place(f"field.{name}", "cell", "fields", code=name) for name in FIELDS]
    places = (*nodes(), *fields)
    at: dict[str, list[str]] = {place.name: [] for place in places}
    for token, status in standing(steps[:start]).items():
        at[status].append(token)
    shown = tuple(step_of(step, questions.get(i), g) for i, step in enumerate(steps[start:], start))
    before = [step for step in steps[:start] if step.g == g]
    values = dict(fields_of(before[-1])) if before else {}
    return Scene(places, State(at, values=values), shown, ABOUT, ("states.start", {"g": g}),
                 heads={"fields": "states.fields"}, edges=edges(), height=HEIGHT)


def standing(steps: list[StatusStep]) -> dict[str, str]:
    """Where each G's token is after these steps."""
    return {f"g{step.g}": G_NAMES[step.new] for step in steps}


def step_of(step: StatusStep, question: tuple | None, g: int) -> Step:
    """One step as a move along an edge."""
    old, new = G_NAMES[step.old], G_NAMES[step.new]
    if (old, new, step.function) not in MESSAGES:
        raise ValueError(f"the picture has no sentence for {step.function}: from {old} to {new}")
    token = f"g{step.g}"
    message = "taken" if step.m is None and step.new == G_RUNNING else MESSAGES[old, new, step.function]
    return Step(f"states.{message}",
                {"g": step.g, "goid": step.goid, "reason": step.reason, "m": step.m},
                moves=((token, new),), sets=fields_of(step) if step.g == g else (), marks=(new,),
                question=question and question_of(question), edge=edge_of(step.old, step.new))


def fields_of(step: StatusStep) -> tuple:
    """The fields of the G as the function that takes the step leaves them, as cells."""
    reason = "" if step.new == G_DEAD else step.reason  # the end clears it, right after the step
    shown = (str(step.new), f'"{reason}"', holder(step), str(step.goid))
    return tuple((f"field.{name}", Cell(text)) for name, text in zip(FIELDS, shown, strict=True))


def holder(step: StatusStep) -> str:
    """The M that a G has after the step; "…" where a recording does not say which."""
    if step.new not in (G_RUNNING, G_SYSCALL):
        return "nil"
    return "…" if step.m is None else f"m{step.m}"


def born(steps: list[StatusStep], g: int) -> int:
    """The number of the step in which G g is made."""
    return next(i for i, step in enumerate(steps) if step.g == g and step.old == G_IDLE)
