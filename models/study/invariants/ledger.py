"""What is known of a machine at one point of a run."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class PLedger:
    """What is known of a P. got: the G its owner has just taken, and whether from runnext."""

    head: int
    tail: int
    schedtick: int
    m: int | None
    slots: dict[int, int] = field(default_factory=dict)
    runnext: int = 0
    got: tuple[int, bool] | None = None


class Ledger:
    """What is known of the whole machine at one point of a run.

    gone: the Ps that there were when there were more. idle: the upper part of the idle list, which has been
    seen to be put there. stopping: the world is being stopped, and still: it stands still. locked: M -> the
    only G it may run, locks: and how often that was asked for. calling: the Gs in a system call, or back from
    one without a P. ending: the Ms whose G has ended while it was locked to them.
    """

    def __init__(self, start: dict, ring: int):
        self.ring = ring
        self.ps = {p["id"]: PLedger(p["head"], p["tail"], p["schedtick"], p["m"])
                   for p in start["ps"]}
        self.running = {p["m"]: p["g"] for p in start["ps"] if p["m"] is not None}
        self.made: set[int] = set()
        self.waiting: set[int] = set()
        self.queue: list[int] = []
        self.gone: dict[int, PLedger] = {}
        self.idle: list[int] = []
        self.stopping = self.still = False
        self.locked: dict[int, int] = {}
        self.locks: dict[int, int] = {}
        self.calling: set[int] = set()
        self.ending: set[int] = set()

    def p_of(self, m: int) -> int | None:
        """The P that M m holds."""
        return next((i for i, p in self.ps.items() if p.m == m), None)


def is_running(ledger: Ledger, m: int, g: int) -> Iterator[str]:
    if ledger.running.get(m, 0) != g:
        yield f"g{g} acts on m{m}, where g{ledger.running.get(m, 0)} runs"


def wakes(ledger: Ledger, g: int) -> Iterator[str]:
    if g not in ledger.waiting:
        yield f"g{g} is made ready, but does not wait"
    ledger.waiting.discard(g)


def empty_handed(ledger: Ledger, p: int) -> Iterator[str]:
    """Whoever takes from others, or leaves its P, has nothing itself."""
    pp = ledger.ps[p]
    if pp.head != pp.tail or pp.runnext:
        yield f"p{p} looks elsewhere, but holds {pp.tail - pp.head} Gs and runnext g{pp.runnext}"
