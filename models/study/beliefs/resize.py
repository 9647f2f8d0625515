"""What to ask a reader about a change of GOMAXPROCS, and what others would expect."""

from collections.abc import Callable

from ..asking import Ask, before
from ..moments.resized import CALL, Stage


def about(stage: Stage) -> dict:
    """What the texts name."""
    return {key: stage.about.get(key) for key in ("m", "p", "tp", "n")}


def leaves(name: str) -> Callable:
    """Finds the stages that leave this station."""
    return before(lambda stage: stage.name == name and stage.left, about)


ASKS = (
    Ask("resize-syscall", leaves("takeP"),
        {"waits": "resize-waits-for-call", "takes": "", "interrupts": "resize-breaks-call"}),
    Ask("resize-caller", leaves("keep_a_p"),
        {"keeps": "resize-caller-keeps", "first": "", "queues": "resize-caller-queues"}),
    Ask("resize-gs", leaves("destroy"), {"head": "", "tail": "resize-gs-behind", "dealt": "resize-gs-dealt"}),
    Ask("resize-done", leaves(CALL),
        {"drained": "resize-drains", "collected": "resize-needs-gc", "nothing": ""}),
    Ask("resize-new", leaves("pidleput"),
        {"threads": "resize-p-is-thread", "idle": "", "shared": "resize-work-is-shared"}),
)
