"""Random programs that end, by kind, each from a seed: the same seed is the same program for ever.

A body starts, calls and defers only bodies with a higher number, and what one run of the whole
costs is kept under a limit: so every program ends, whatever the scheduler does.
"""

from collections.abc import Callable
from random import Random

from models.program.format import NIL, OPERATIONS, REFERENCES, Program

MAX_RUN = 600        # operations that a run may take; of the kind "many" MAX_MANY
MAX_MANY = 20_000
MANY = (300, 2_000)  # goroutines
SMALL_RUN, SMALL_GOROUTINES = 14, 5  # of a program whose every interleaving is to be followed

# What the bodies of each kind are made of: pieces (below) and how often, relatively.
_GO = {"go": 4, "gosched": 4, "log": 1}
_CHANNELS = {"send": 5, "recv": 5, "close": 0.3, "trysend": 2, "tryrecv": 2, "select": 2,
             "trysel": 2, "gosched": 4, "go": 3}
_LOCKS = {"locked": 5, "rlocked": 3, "wlocked": 3, "trylock": 1, "unlocked": 1, "gosched": 2,
          "go": 2}
_SYNC = {"add": 1, "done": 0.3, "wait": 1, "team": 2, "waiting": 3, "signalling": 3,
         "condwait": 0.2, "once": 2, "read": 1, "write": 1, "aload": 1, "astore": 1, "cas": 2, "gosched": 2, "go": 2}
_PANICS = {"defer": 6, "call": 4, "panic": 1, "recover": 4, "goexit": 0.7, "gosched": 1, "go": 1,
           "log": 1}
KINDS: dict[str, dict[str, float]] = {
    "go": _GO,
    "channels": _CHANNELS,
    "locks": _LOCKS,
    "sync": _SYNC,
    "panics": _PANICS,
    "mixed": _GO | _CHANNELS | _LOCKS | _SYNC | _PANICS | {"panic": 0.4, "done": 0.1},
    # no locks: among so many a wait lasts over 1 ms, and then a Mutex behaves otherwise
    "many": {"gosched": 4, "log": 2, "send": 1, "recv": 1, "cas": 1},
}


def generate(kind: str, seed: int) -> Program:
    """The program of that kind and seed."""
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind!r} of random programs: "
                         f"take one of {', '.join(KINDS)}")
    return Maker(kind, Random(f"{kind} {seed}")).program()


def small(kind: str, seed: int) -> Program:
    """A small program of that kind (not "many") and seed."""
    if kind not in KINDS or kind == "many":
        raise ValueError(f"there is no kind {kind!r} of small random programs: "
                         f"take one of {', '.join(name for name in KINDS if name != 'many')}")
    return _Small(kind, Random(f"small {kind} {seed}")).program()


class Maker:
    """Makes one program, its last body first, so that it is known what each body costs."""

    def __init__(self, kind: str, random: Random):
        self.kind, self.random = kind, random
        self.pieces = KINDS[kind]
        self.chance = random.random() < 0.4  # may a select have several cases?
        self.chans = tuple(random.choice([NIL] + 8 * [0] + 3 * [1] + [2, 3, 4])
                           for _ in range(random.randint(1, 3)))
        self.counts = {field: random.randint(1, 2) for field, _ in REFERENCES.values()
                       if field not in ("bodies", "chans")}
        self.bodies: dict[int, list[tuple]] = {}
        self.costs: dict[int, int] = {}

    def program(self) -> Program:
        """The whole of it."""
        for k in reversed(range(self.random.randint(2, 6))):
            self._make(k)
        bodies = tuple(tuple(self.bodies[k]) for k in sorted(self.bodies))
        return Program(bodies, self.chans, **self.counts, schedtick=self.random.randrange(61))

    def _make(self, k: int) -> None:
        """Body k. Main starts goroutines early, and often yields to them before it ends."""
        if k == 0:
            many = self.kind == "many"
            parts = [self._crowd() if many else self._starts(), *self._some(3, 8)]
            parts += [[("gosched",)]] * self.random.randint(0, 3)
        else:
            parts = self._some(1, 6 if self.kind != "many" else 3)
            if self.kind in ("panics", "mixed") and self.random.random() < 0.3:
                parts.insert(0, [("recover",)])
            if self.kind in ("sync", "many") and self.random.random() < 0.6:
                parts.append([("done", 0)])
        body = [op for part in parts for op in part]
        self.bodies[k], self.costs[k] = [], 0
        for op in body:
            self._append(k, op)

    def _append(self, k: int, op: tuple) -> None:
        """Put an operation at a body's end, unless a run would then be too long."""
        limit = MAX_MANY if self.kind == "many" else MAX_RUN
        cost = 1 + sum(self.costs[to] for kind, to in zip(OPERATIONS[op[0]], op[1:], strict=True)
                       if kind == "body")
        if self.costs[k] + cost <= limit:
            self.bodies[k].append(op)
            self.costs[k] += cost

    def _some(self, low: int, high: int) -> list[list[tuple]]:
        """So many pieces, chosen by their weights."""
        names = self.random.choices(list(self.pieces), list(self.pieces.values()),
                                    k=self.random.randint(low, high))
        return [self._piece(name) for name in names]

    def _starts(self) -> list[tuple]:
        """Main's first operations: deferred calls where they are the subject, then goroutines."""
        first = self._op("defer") if self.kind == "panics" else []
        return first + [op for _ in range(self.random.randint(1, 4)) for op in self._op("go")]

    def _crowd(self) -> list[tuple]:
        """300 to 2,000 goroutines, started one by one, with now and then something between."""
        between = self.random.choice([0, 0, 0.01])
        counted = self.random.random() < 0.7
        crowd = []
        for _ in range(self.random.randint(*MANY)):
            crowd += [("add", 0)] * counted + self._op("go")
            if self.random.random() < between:
                crowd.append(("gosched",))
        return crowd + [("wait", 0)] * (self.random.random() < 0.5)

    def _piece(self, name: str) -> list[tuple]:
        """One piece: an operation, or a few that belong together."""
        return _PIECES[name](self) if name in _PIECES else self._op(name)

    def _op(self, name: str) -> list[tuple]:
        """One operation, what it names chosen at random; none if there is no body to name."""
        args = []
        for kind in OPERATIONS[name]:
            if kind == "body" and not self.bodies:
                return []
            args.append(self._argument(kind))
        return [(name, *args)]

    def _argument(self, kind: str):
        if kind == "body":
            return self.random.choice(sorted(self.bodies))
        if kind == "chan":
            return self.random.randrange(len(self.chans))
        if kind == "cases":
            n = self.random.randint(2, 3) if self.chance else 1
            return tuple((self.random.choice(["send", "recv"]), self._argument("chan"))
                         for _ in range(n))
        return self.random.randrange(self.counts[REFERENCES[kind][0]])

    def _around(self, before: str, after: str) -> list[tuple]:
        """Two operations on one object, others between; now and then the second is forgotten."""
        [(_, what)] = self._op(before)
        simple = [name for name in ("gosched", "log", "go", "read", "write")
                  if self.random.random() < 0.3]
        inner = [op for name in simple for op in self._op(name)]
        return [(before, what), *inner, *[(after, what)] * (self.random.random() < 0.9)]

    def _team(self) -> list[tuple]:
        """Add to a WaitGroup for each goroutine that is started, then wait for them."""
        [(_, wg)] = self._op("wait")
        workers = [op for _ in range(self.random.randint(1, 3)) for op in self._op("go")]
        return [op for go in workers for op in (("add", wg), go)] + [("wait", wg)]

    def _waiting(self) -> list[tuple]:
        """Wait on a Cond as one should, but without a condition."""
        [(_, c)] = self._op("condwait")
        return [("condlock", c), ("condwait", c), ("condunlock", c)]

    def _signalling(self) -> list[tuple]:
        """Signal or broadcast, with or without the lock."""
        [op] = self._op(self.random.choice(["signal", "broadcast"]))
        if self.random.random() < 0.5:
            return [op]
        return [("condlock", op[1]), op, ("condunlock", op[1])]

    def _unlocked(self) -> list[tuple]:
        """An unlock that may have no lock: the runtime ends the program. Rare."""
        if self.random.random() < 0.7:
            return [("gosched",)]
        return self._op(self.random.choice(["unlock", "runlock", "wunlock", "condunlock"]))


class _Small(Maker):
    """Makes a small program: two or three bodies of a few operations. In every second one main waits
    at its end for what it started, or little would be seen of the others.
    """

    def program(self) -> Program:
        """The whole of it."""
        self.goroutines: dict[int, int] = {}  # of each body, with all that it starts; itself is one
        self.waits = self.random.random() < 0.5
        for k in reversed(range(self.random.randint(2, 3))):
            self._make(k)
        bodies = tuple(tuple(self.bodies[k]) for k in sorted(self.bodies))
        return Program(bodies, self.chans, **self.counts, schedtick=self.random.randrange(61))

    def _make(self, k: int) -> None:
        """Body k. Main starts its goroutines first, as far as there is room."""
        starts = [] if k else self._starts()
        parts = self._some(1, 3)
        if k and self.kind in ("panics", "mixed") and self.random.random() < 0.3:
            parts.insert(0, [("recover",)])
        if k and self.waits:
            parts.append([("done", 0)])
        self.bodies[k], self.goroutines[k] = [], 1
        self.costs[k] = int(k == 0 and self.waits)
        for op in (op for part in [starts, *parts] for op in part):
            self._append(k, op)
        if k == 0 and self.waits:
            self._wait()

    def _wait(self) -> None:
        """Have main add to a WaitGroup for all that it starts, and wait at its end."""
        started = [op for op in self.bodies[0] if op[0] == "go"]
        self.bodies[0] = [("add", 0)] * len(started) + self.bodies[0] + [("wait", 0)]

    def _append(self, k: int, op: tuple) -> None:
        """Put an operation at a body's end, unless a run were then no longer small."""
        named = [to for kind, to in zip(OPERATIONS[op[0]], op[1:], strict=True) if kind == "body"]
        added = op[0] == "go" and k == 0 and self.waits
        cost = 1 + added + sum(self.costs[to] for to in named)
        more = sum(self.goroutines[to] - (op[0] != "go") for to in named)
        if self.costs[k] + cost <= SMALL_RUN and self.goroutines[k] + more <= SMALL_GOROUTINES:
            self.bodies[k].append(op)
            self.costs[k] += cost
            self.goroutines[k] += more


_PIECES: dict[str, Callable[[Maker], list[tuple]]] = {
    "locked": lambda maker: maker._around("lock", "unlock"),
    "rlocked": lambda maker: maker._around("rlock", "runlock"),
    "wlocked": lambda maker: maker._around("wlock", "wunlock"),
    "team": Maker._team,
    "waiting": Maker._waiting,
    "signalling": Maker._signalling,
    "unlocked": Maker._unlocked,
}
