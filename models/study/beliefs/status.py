"""What to ask a reader before a step of a G's life: which status follows, and which somebody else would expect.

Here a belief is not another rule set: it is a status that is not the next one, with the thought that leads
to it. Its words are `belief.<name>` in the catalogue.
"""

from models.runtime.status import G_DEAD, G_IDLE, G_NAMES, G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING

from .. import asking
from ..moments.statuses import StatusStep

# For each step that is asked about: the beliefs, and where each of them sees the G go.
BELIEFS: dict[tuple[int, int], dict[str, int]] = {
    (G_DEAD, G_RUNNABLE): {"go-starts-at-once": G_RUNNING, "new-waits": G_WAITING},
    (G_RUNNING, G_RUNNABLE): {"gosched-waits": G_WAITING, "gosched-goes-on": G_RUNNING},
    (G_RUNNING, G_WAITING): {"blocked-is-runnable": G_RUNNABLE, "blocked-in-system": G_SYSCALL},
    (G_WAITING, G_RUNNABLE): {"ready-runs-at-once": G_RUNNING, "ready-after-lock": G_WAITING},
    (G_RUNNING, G_SYSCALL): {"syscall-waits": G_WAITING, "syscall-runs": G_RUNNING},
    (G_RUNNING, G_DEAD): {"exit-to-idle": G_IDLE, "exit-waits-for-gc": G_WAITING},
}


def asked(steps: list[StatusStep], g: int) -> dict[int, tuple]:
    """Where to ask: for the index of a step, the question event that comes before it. Each kind of step once,
    where g takes it first.
    """
    found: dict[tuple[int, int], int] = {}
    for i, step in enumerate(steps):
        if step.g == g and (step.old, step.new) in BELIEFS:
            found.setdefault((step.old, step.new), i)
    return {i: question(steps[i]) for i in found.values()}


def question(step: StatusStep) -> tuple:
    """The question event of a step; the choices are in the order of the statuses' numbers."""
    beliefs = BELIEFS[step.old, step.new]
    offered = {step.new: ""} | {status: name for name, status in beliefs.items()}
    choices = tuple(("predict.status.choice", {"status": G_NAMES[status]}, offered[status])
                    for status in sorted(offered))
    name = f"status-{G_NAMES[step.old]}-{G_NAMES[step.new]}"
    return asking.question(name, {"g": step.g}, choices)
