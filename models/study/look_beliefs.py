"""What to ask a reader while tools look at a program, and what others would expect of them.

A belief is another answer, with the thought that leads to it; its words are `belief.<name>` in the catalogue.
"""

from .hang_beliefs import Asked
from .leak_beliefs import event
from .looks import FUNCTIONS, Look

# Asked.at is here the function of the goroutine that takes the step.
ASKED = (
    Asked("run", "spin", "look-loop", "dump",
          {"look-waits-only": "block", "look-trace-names": "sched"}, ("block", "dump", "sched")),
    Asked("wait", "lost", "look-leak", "lost",
          {"look-all-waiting-leak": "all", "look-never-is-leaked": "both"}, ("both", "lost", "all")),
    Asked("wake", "keep", "look-block", "nothing",
          {"look-block-is-now": "three", "look-block-names-holder": "keep"}, ("three", "keep", "nothing")),
    Asked("wake", "quick", "look-mutex", "unlocks",
          {"look-mutex-names-waiter": "waits", "look-mutex-names-lock": "lock"}, ("waits", "lock", "unlocks")),
    Asked("end", "spin", "look-flash", "trace",
          {"look-profile-remembers": "profile", "look-ended-is-kept": "detail"}, ("profile", "trace", "detail")),
)


def asked(steps: list[Look]) -> dict[int, tuple]:
    """Where to ask: for the index of a step, the question event that comes before it."""
    found = [(step.kind, FUNCTIONS[step.g]) for step in steps]
    return {found.index((one.kind, one.at)): event(one) for one in ASKED}
