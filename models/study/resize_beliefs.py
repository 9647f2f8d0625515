"""What to ask a reader about a change of GOMAXPROCS, and what others would expect.

A belief is another answer, with the thought that leads to it; its words are `belief.<name>` in the catalogue.
"""

from collections.abc import Callable
from typing import NamedTuple

from .resized import CALL, Stage


class Asked(NamedTuple):
    """A question before the first stage that fits. choices: the ends of their words' keys, with a belief each
    ("": the right one).
    """

    before: Callable[[Stage], bool]
    choices: dict[str, str]


ASKED = {
    "resize-syscall": Asked(lambda stage: stage.name == "takeP" and stage.left,
                            {"waits": "resize-waits-for-call", "takes": "",
                             "interrupts": "resize-breaks-call"}),
    "resize-caller": Asked(lambda stage: stage.name == "keep_a_p" and stage.left,
                           {"keeps": "resize-caller-keeps", "first": "", "queues": "resize-caller-queues"}),
    "resize-gs": Asked(lambda stage: stage.name == "destroy" and stage.left,
                       {"head": "", "tail": "resize-gs-behind", "dealt": "resize-gs-dealt"}),
    "resize-done": Asked(lambda stage: stage.name == CALL and stage.left,
                         {"drained": "resize-drains", "collected": "resize-needs-gc", "nothing": ""}),
    "resize-new": Asked(lambda stage: stage.name == "pidleput" and stage.left,
                        {"threads": "resize-p-is-thread", "idle": "", "shared": "resize-work-is-shared"}),
}


def asked(stages: list[Stage]) -> dict[int, tuple]:
    """Where to ask: for the number of a stage, the question event that comes before it."""
    found = {}
    for name, one in ASKED.items():
        at = next(i for i, stage in enumerate(stages) if one.before(stage))
        found[at] = question(name, one, stages[at])
    return found


def question(name: str, one: Asked, stage: Stage) -> tuple:
    """A question's event."""
    args = {key: stage.about.get(key) for key in ("m", "p", "tp", "n")}
    choices = tuple((f"predict.{name}.{choice}", args, belief) for choice, belief in one.choices.items())
    return ("question", 0, 0, 0, name, args, choices)
