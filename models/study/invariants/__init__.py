"""What must hold in every run, of the model or of real Go: the rules that an order cannot break.

`violations` replays a list of events (models/runtime/events.py) on a ledger of its own, which
knows queues and indices but none of the rules' code, and says in a sentence each what is wrong.
"""

from collections.abc import Iterator

from . import gs, ms, queues
from .ledger import Ledger

RING = 256
CHECKS = {**queues.CHECKS, **gs.CHECKS, **ms.CHECKS}


def fresh(procs: int, schedtick: int = 0) -> dict:
    """The start of a model's run: empty queues at index 0, M 0 on P 0, nothing running."""
    return {"ps": [{"id": i, "head": 0, "tail": 0, "schedtick": schedtick if i == 0 else 0,
                    "m": 0 if i == 0 else None, "g": 0} for i in range(procs)]}


def violations(events: list, start: dict, ring: int = RING) -> list[str]:
    """Every broken rule, as "event 17 (runqget): …"; an empty list when all hold.

    start: {"ps": [{id, head, tail, schedtick, m, g}, …]}, g the G that runs there (0: none).
    Raises ValueError for an event that names a P which the start does not have.
    """
    ledger, found = Ledger(start, ring), []
    for i, event in enumerate(events):
        kind, _, m, p, *args = event
        check = CHECKS.get(kind)
        if check is None:
            continue
        try:
            broken = [*_owner(ledger, kind, m, p), *check(ledger, m, p, *args)]
        except (KeyError, TypeError):
            raise ValueError(f"event {i} ({kind}) is damaged: {event}") from None
        found += [f"event {i} ({kind}): {text}" for text in broken]
    return found


def _owner(ledger: Ledger, kind: str, m: int, p: int | None) -> Iterator[str]:
    """What happens on a P is done by the M that holds it."""
    if p is not None and kind not in ("acquirep", "exitsyscall") and ledger.ps[p].m != m:
        yield f"m{m} acts on p{p}, which m{ledger.ps[p].m} holds"
