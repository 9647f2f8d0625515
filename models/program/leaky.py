"""Random programs in which goroutines get stuck, for the leak detector; each from a seed.

They share more than others do, so that what one reaches another does not, and some of their goroutines
stay asleep, which keeps alive what these need and whoever waits for that.
"""

from random import Random

from models.program.format import REFERENCES, Program
from models.program.generate import Maker

PIECES = {"send": 6, "recv": 6, "select": 4, "close": 0.2, "trysend": 0.5, "tryrecv": 0.5, "locked": 2,
          "lock": 2, "rlock": 1, "wlock": 1, "wait": 1.5, "add": 1.5, "condwait": 0.2, "waiting": 2,
          "signalling": 0.5, "once": 1.5, "call": 2, "defer": 1.5, "go": 4, "gosched": 2, "goexit": 0.3,
          "recover": 0.3, "panic": 0.15, "read": 0.3, "cas": 0.3, "trylock": 0.3}
BODIES = (5, 8)  # in a program, at least and at most

Leaky = tuple[Program, frozenset[tuple[int, int]]]  # and the places (body, pc) where they stay asleep


def leaky(seed: int) -> Leaky:
    """The program of that seed, and where its goroutines stay asleep."""
    maker = _Leaky(seed)
    return maker.program(), frozenset(maker.places())


class _Leaky(Maker):
    """Makes one program: main starts most of the others first."""

    def __init__(self, seed: int):
        super().__init__("channels", Random(f"leaky {seed}"))
        self.pieces = PIECES
        self.chans += tuple(self.random.choice([0, 0, 0, 1]) for _ in range(self.random.randint(2, 5)))
        self.counts = {field: self.random.randint(1, 3) for field, _ in REFERENCES.values()
                       if field not in ("bodies", "chans")}

    def program(self) -> Program:
        """The whole of it, the last body first."""
        for k in reversed(range(self.random.randint(*BODIES))):
            self._make(k)
        bodies = tuple(tuple(self.bodies[k]) for k in sorted(self.bodies))
        return Program(bodies, self.chans, **self.counts)

    def _make(self, k: int) -> None:
        """Body k."""
        others = [] if k else [other for other in sorted(self.bodies) if self.random.random() < 0.8]
        gosched = [("gosched",)] * (k == 0 and self.random.random() < 0.7)
        starts = [("go", other) for other in others] + gosched
        rest = [op for part in self._some(1, 4 if k else 5) for op in part]
        self.bodies[k], self.costs[k] = [], 0
        for op in starts + rest:
            self._append(k, op)
        self.started = len(starts)

    def places(self) -> set[tuple[int, int]]:
        """Where they stay asleep: main once it has started the others, and some of these, rather early."""
        places = set()
        for k, body in sorted(self.bodies.items()):
            first = 0 if k else min(self.started, len(body))
            if first < len(body) and self.random.random() < (0.3 if k else 0.7):
                places.add((k, min(self.random.randrange(first, len(body)) for _ in range(2))))
        return places
