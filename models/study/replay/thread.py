"""One M under replay: its events, what it waits for, and what it may have seen."""

from collections.abc import Callable, Generator
from copy import copy
from types import GeneratorType
from typing import NamedTuple

from models.runtime.state import P
from models.runtime.status import Throw
from models.study.replay.kinds import same
from models.study.replay.past import Queue, Sched, seen_empty
from models.study.replay.rules import Later
from models.study.replay.why import Why, why

NEVER = 1 << 62  # the place of an event that does not come
NOTHING = "nothing"
GENERAL = ("takes", "does", "finishes", "saw", "saw_p", "saw_empty", "rests", "life")


class Need(NamedTuple):
    """What an M waits for: an event of that kind ("": none, only that what it has read was so); the guards
    that say why it cannot be now, or True; and the event that a rule of the model has reported, if one has.
    """

    kind: str
    guards: tuple[Callable, ...] = ()
    event: tuple | None = None


class Refused(Exception):
    """The model's rules do otherwise: a reason."""


class Thread:
    """One M: its events, how many of them are replayed, and its life, a generator of Needs."""

    def __init__(self, world, m: int):
        self.world, self.rt, self.id = world, world.rt, m
        self.events: list[tuple[int, tuple]] = []
        self.done = 0
        self.last = (-1, 0)  # its last event's place in the log, and the step at which that was replayed
        self.window = 0      # since() of that event
        self.life: Generator = iter(())
        self.need = Need(NOTHING)

    @property
    def mp(self):
        """The M."""
        return self.rt.allm[self.id]

    @property
    def pp(self):
        """Its P."""
        return self.rt.allp[self.mp.p]

    @property
    def gp(self):
        """The G that its next event names."""
        return self.rt.allgs[self.next.g]

    @property
    def next(self):
        """Its next event, or None."""
        return self.events[self.done][1] if self.done < len(self.events) else None

    @property
    def kind(self) -> str:
        """The kind of its next event; "" if there is none."""
        return self.ahead(0)

    @property
    def seq(self) -> int:
        """The place of its next event in the log."""
        return self.events[self.done][0] if self.done < len(self.events) else NEVER

    def ahead(self, n: int) -> str:
        """The kind of its event after n others."""
        at = self.done + n
        return self.events[at][1].kind if at < len(self.events) else ""

    def where(self) -> list[str]:
        """The functions that its life is in, the innermost last."""
        names, gen = [], self.life
        while isinstance(gen, GeneratorType):
            names.append(gen.__name__)
            gen = gen.gi_yieldfrom
        return [name for name in names if name not in GENERAL]

    # What it may have seen.

    def since(self) -> int:
        """The step after which it has read what it acts on next."""
        seq, step = self.last
        return self.world.seen.progress.reached(seq, step)

    def ever(self, holds: Callable[[Sched], bool]) -> bool:
        """Whether the scheduler was so at some moment since its last event."""
        return self.world.seen.sched.ever(self.since(), holds)

    def queues(self, p: int, since: int | None = None) -> list[Queue]:
        """What P p may have looked like to this M, since its last event or an earlier step."""
        return self.world.seen.ps[p].since(self.since() if since is None else since)

    # What it waits for.

    def saw(self, holds: Callable[[Sched], bool], says: Why) -> Generator:
        """Wait until the scheduler was so at some moment since this M's last event."""
        yield Need("", (lambda e: self.ever(holds) or says,))

    def saw_p(self, p: int, holds: Callable[[Queue], bool], says: Why, since: int | None = None) -> Generator:
        """Wait until P p was so at some moment since this M's last event, or since an earlier step."""
        yield Need("", (lambda e: any(map(holds, self.queues(p, since))) or says,))

    def saw_empty(self, p: int, runnext: bool) -> Generator:
        """Wait until P p's ring, and its runnext if that is asked for, may have been seen empty since."""
        def next_empty(e) -> bool | Why:
            return not runnext or any(not q.runnext for q in self.queues(p)) or why("next-holds", p=p)
        yield Need("", (lambda e: seen_empty(self.queues(p)) or why("ring-holds", p=p), next_empty))

    def rests(self) -> Generator:
        """No event may follow."""
        yield Need(NOTHING)

    def takes(self, kind: str, *guards: Callable, event: tuple | None = None) -> Generator:
        """Wait until the next event is of that kind and the guards let it, and take it."""
        yield Need(kind, guards, event)
        e = self.next
        self.window = self.since()
        self.world.step(self)
        return e

    def does(self, kind: str, rule: str, *args, when: tuple[Callable, ...] = (), **seen) -> Generator:
        """Take an event, and carry out the rule of the model that reports it, and all that this entails.
        seen: what the M has read otherwise than it is now. Gives what is left of the rule, or its result.
        """
        e = yield from self.takes(kind, *when)
        agenda, left = self.world.carry_out(rule, *args, **seen)
        self.agrees(e, agenda)
        yield from self.finishes(agenda[1:])
        return left

    def finishes(self, agenda: list) -> Generator:
        """What rules have reported is in the log, and what they have left for later is done, in order."""
        for item in agenda:
            if isinstance(item, Later):
                yield from self.world.steps[item.name](self, *item.args)
                continue
            coming = {item[3]} if item[0] == "acquirep" else set()
            self.world.seen.coming |= coming
            yield from self.takes(item[0], event=item)
            self.world.seen.coming -= coming

    def agrees(self, e, agenda: list) -> None:
        """Refused unless e is the first thing that a rule has reported."""
        first = agenda[0] if agenda else None
        if first is None or isinstance(first, Later):
            raise Refused(why("rule-without", kind=e.kind))
        if not same(e, first, self.rt):
            raise Refused(why("rule", event=first))

    # Guards.

    def running(self, e) -> bool | Why:
        """It is the G that runs on this M who does it."""
        return e.g == self.mp.curg or why("other-runs", m=self.id, g=self.mp.curg, other=e.g)

    def as_tried(self, rule: str, *args) -> Callable:
        """The event is what a rule reports, tried on copies of the Ps that it is given."""
        def agreed(e) -> bool | Why:
            copies = (copy(arg) if isinstance(arg, P) else arg for arg in args)
            try:
                agenda, _ = self.world.carry_out(rule, *copies)
                self.agrees(e, agenda)
            except Refused as refused:
                return refused.args[0]
            except Throw as error:
                return why("throws", text=str(error))
            return True
        return agreed
