"""What to ask a reader while requests come to hang, and while the cause is sought; what others would expect."""

from collections.abc import Callable

from ..asking import Ask, before


def does(kind: str, at: str) -> Callable:
    """Finds the steps of this kind at this place."""
    return before(lambda step: (step.kind, step.at) == (kind, at))


LIFE = (
    Ask("hang-arrive", does("arrive", "running"),
        {"thread": "hang-thread-reads", "serve": "hang-server-hands-out", "poller": ""}),
    Ask("hang-return", does("end", "ended"),
        {"closed": "hang-return-closes", "open": "", "freed": "hang-return-frees"}),
    Ask("hang-send", does("wait", "ledger"),
        {"panics": "hang-send-panics", "deadlock": "hang-deadlock-told", "waits": ""}),
)
SEARCH = (
    Ask("hang-largest", does("clear", "network"),
        {"many": "hang-largest-group", "idle": "", "gopark": "hang-parked-is-stuck"}),
    Ask("hang-next", does("follow", "orders"),
        {"buffer": "hang-more-room", "closed": "hang-closed-blocks", "receiver": ""}),
    Ask("hang-who", does("follow", "ledger"),
        {"work": "hang-blocked-is-guilty", "absent": "", "scheduler": "hang-not-scheduled"}),
)
