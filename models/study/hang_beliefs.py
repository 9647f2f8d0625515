"""What to ask a reader while requests come to hang, and while the cause is sought; what others would expect.

A belief is another answer, with the thought that leads to it; its words are `belief.<name>` in the catalogue.
"""

from typing import NamedTuple

from .hangsteps import HangStep
from .leak_beliefs import event


class Asked(NamedTuple):
    """A question before the first step of this kind at this place.

    right, and each belief's value, are choices: the ends of their words' keys. order: as they are shown.
    """

    kind: str
    at: str
    question: str
    right: str
    beliefs: dict[str, str]
    order: tuple[str, ...]


LIFE = (
    Asked("arrive", "running", "hang-arrive", "poller",
          {"hang-thread-reads": "thread", "hang-server-hands-out": "serve"}, ("thread", "serve", "poller")),
    Asked("end", "ended", "hang-return", "open",
          {"hang-return-closes": "closed", "hang-return-frees": "freed"}, ("closed", "open", "freed")),
    Asked("wait", "ledger", "hang-send", "waits",
          {"hang-send-panics": "panics", "hang-deadlock-told": "deadlock"}, ("panics", "deadlock", "waits")),
)
SEARCH = (
    Asked("clear", "network", "hang-largest", "idle",
          {"hang-largest-group": "many", "hang-parked-is-stuck": "gopark"}, ("many", "idle", "gopark")),
    Asked("follow", "orders", "hang-next", "receiver",
          {"hang-more-room": "buffer", "hang-closed-blocks": "closed"}, ("buffer", "closed", "receiver")),
    Asked("follow", "ledger", "hang-who", "absent",
          {"hang-blocked-is-guilty": "work", "hang-not-scheduled": "scheduler"},
          ("work", "absent", "scheduler")),
)


def asked(steps: list[HangStep], questions: tuple[Asked, ...]) -> dict[int, tuple]:
    """Where to ask: for the index of a step, the question event that comes before it."""
    found = [(step.kind, step.at) for step in steps]
    return {found.index((one.kind, one.at)): event(one) for one in questions}
