"""A changed rule as a scene: a table for each measure, with a row for each change, filled in one by one."""

from collections.abc import Callable, Iterator

from models.study.asking import asked
from models.study.beliefs.whatif import ASKS
from models.study.measure.whatif import Measures
from models.study.measure.whatif_rules import QUESTIONS

from ..player.scene import About, Cell, Place, Scene, State, Step
from ..units import time
from .asks import question_of

BLANK = Cell("", "free")
OWN = "own"  # the change that a reader has made
# What the question is about in Go's source.
CITES = {"tick": "findRunnable", "ring": "runqputslow", "half": "runqgrab", "start": "randomOrder.start",
         "runnext": "runqput", "inherit": "runqget", "spinning": "wakep", "slice": "forcePreemptNS",
         "procs": "procresize"}


def whole(count: float) -> str:
    """A number of things."""
    return f"{count:,.0f}"


SHOWN: dict[str, Callable[[float], str]] = {
    **dict.fromkeys(("makespan", "p50", "p99", "longest", "guest", "looking"), lambda ns: time(round(ns))),
    **dict.fromkeys(("trips", "steals", "stolen", "looks", "wakeups"), whole),
    "fairness": lambda index: f"{index:.2f}",
}


def shown(measures: Measures, name: str) -> str:
    """One of the measures, as it stands in a cell."""
    return SHOWN[name](getattr(measures, name))


def whatif_scene(question: str, found: dict[str, Measures]) -> Scene:
    """The scene of a question's answer: a table each measure, the changes in their order."""
    labels = {name: "why.own" if name == OWN else f"why.{question}.{name}" for name in found}
    places = tuple(Place(f"{one}.{name}", "cell", one, label=labels[name])
                   for one in QUESTIONS[question].shows for name in found)
    start = State({place.name: [] for place in places}, values={place.name: BLANK for place in places})
    heads = {one: f"why.measure.{one}" for one in QUESTIONS[question].shows}
    about = {says(question, name): About("", f"proc.go {CITES[question]}") for name in found}
    return Scene(places, start, tuple(steps(question, found)), about, (f"why.{question}.start", {}), heads)


def says(question: str, name: str) -> str:
    """The key of what is said when a change's row is filled in."""
    return "why.own.says" if name == OWN else f"why.{question}.{name}.says"


def steps(question: str, found: dict[str, Measures]) -> Iterator[Step]:
    """Each change's row, with the question before the one that it is about."""
    asks = asked([*found], (ASKS[question],))
    for i, (name, measures ) in enumerate(found.items()):
        texts = {one: shown(measures, one) for one in QUESTIONS[question].shows}
        cells = tuple((f"{one}.{name}", Cell(text)) for one, text in texts.items())
        yield Step(says(question, name), texts, sets=cells,
                   question=question_of(asks[i]) if i in asks else None)
