"""What to ask a reader about a go statement, and what others would expect: where a closure's word lies, and
what happens at a station.

A belief is another answer, with the thought that leads to it; its words are `belief.<name>` in the catalogue.
"""

from typing import NamedTuple

from .newborn import Stage


class Asked(NamedTuple):
    """A question before the first stage of this name; left: before that station is left.

    right, and each belief's value, are choices: the ends of their words' keys. `order`: as they are shown.
    """

    station: str
    left: bool
    question: str
    right: str
    beliefs: dict[str, str]
    order: tuple[str, ...]


MADE = (
    Asked("newproc.func1", False, "newborn-stack", "g0",
          {"newborn-stack-caller": "caller", "newborn-stack-new": "new"}, ("caller", "g0", "new")),
    Asked("gostartcallfn", True, "newborn-return", "goexit",
          {"newborn-returns-to-caller": "line", "newborn-returns-nowhere": "nowhere"},
          ("line", "goexit", "nowhere")),
    Asked("newproc", True, "newborn-next", "main",
          {"newborn-next-two": "two", "newborn-next-schedule": "schedule"}, ("two", "schedule", "main")),
)
REUSED = (
    Asked("gfget", True, "newborn-keeps", "stack",
          {"newborn-keeps-nothing": "nothing", "newborn-keeps-all": "all"}, ("nothing", "stack", "all")),
    Asked("casgstatus", False, "newborn-goid", "next",
          {"newborn-goid-same": "same", "newborn-goid-first": "first"}, ("same", "next", "first")),
)


def asked(stages: list[Stage], questions: tuple[Asked, ...]) -> dict[int, tuple]:
    """Where to ask: for the index of a stage, the question event that comes before it."""
    stations = [(stage.name, stage.left) for stage in stages]
    return {stations.index((one.station, one.left)): event(one) for one in questions}


def event(one: Asked) -> tuple:
    """A question's event; the right choice has no belief."""
    held = {key: belief for belief, key in one.beliefs.items()}
    choices = tuple((f"predict.{one.question}.{key}", {}, held.get(key, "")) for key in one.order)
    return ("question", 0, 0, 0, one.question, {}, choices)


def closure(word: int) -> tuple:
    """The question in which word of its closure the second of two arguments lies: in number `word`."""
    offered = {"word": "", "first": "closure-second-first", "stack": "closure-args-on-stack"}
    choices = (("predict.closure.word", {"word": word - 1}, offered["first"]),
               ("predict.closure.word", {"word": word}, offered["word"]),
               ("predict.closure.stack", {}, offered["stack"]))
    return ("question", 0, 0, 0, "closure", {}, choices)
