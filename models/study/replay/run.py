"""Replay a recording of real Go against the model: every recorded step must be one that the model allows.

What one M did comes in the order in which it was recorded. How the Ms mesh is found by the replay: of their
next events it takes the earliest in the log that is allowed in the state that has been reached. If none is,
the earliest is not explained.
"""

from collections.abc import Callable
from contextlib import contextmanager
from heapq import heapify, heappop, heappush

from models.runtime.runtime import RULES
from models.runtime.status import Throw
from models.study.replay.kinds import same, typed
from models.study.replay.life import STEPS, life
from models.study.replay.order import turns_of
from models.study.replay.outcome import Explained, Unexplained
from models.study.replay.rules import carried_out
from models.study.replay.rulings import rulings_of
from models.study.replay.seen import Seen, touches
from models.study.replay.start import machine
from models.study.replay.thread import NEVER, NOTHING, Refused, Thread
from models.study.replay.why import Why, why

FAR = 100_000  # records: no step is logged as much later than others as this
LOST = (IndexError, KeyError, TypeError, AttributeError)  # an event names what is not there


class Damaged(ValueError):
    """A recording's start cannot be a start; the message names the error that it leads to."""


class Replay:
    """A recording under replay."""

    def __init__(self, start: dict, events: list[tuple], release: str, rules: dict[str, Callable] = RULES):
        self.again = lambda: Replay(start, events, release, rules)
        self.rules, self.steps = rules, STEPS
        self.rt = machine(start, release, rules)
        self.rulings = rulings_of(frozenset(rules.items()), self.rt.const)
        self.seen = Seen(self.rt)
        self.advanced = 0
        self.asked = {g["id"] for g in start["gs"] if g["preempt"]}  # Gs that were asked to stop
        self.asked_ps: set[int] = set()  # Ps whose G was
        self.back: dict[int, object] = {}  # Gs that are back from a call without a P: the rest of the rule
        self.threads: dict[int, Thread] = {m["id"]: Thread(self, m["id"]) for m in start["ms"]}
        self.end = self.deal(events)
        does = {m["id"]: m["does"] for m in start["ms"]}
        for m in self.threads.values():
            m.life = life(m, does.get(m.id, "begins"))
            m.need = next(m.life)

    def deal(self, events: list[tuple]) -> int:
        """Deal out the events to their Ms; the place at which the run ended."""
        end, dealt = NEVER, []
        for seq, e in enumerate(map(typed, events)):
            if e.kind == "end":
                end = seq
                continue
            if e.m not in self.threads:
                self.threads[e.m] = Thread(self, e.m)
            self.threads[e.m].events.append((seq, e))
            dealt.append((seq, e))
        self.turns = turns_of(dealt, self.rt.sched.nmspinning)
        return end

    # A step.

    def carry_out(self, rule: str, *args, **seen) -> tuple[list, object]:
        """Carry out a rule of the model, with what its M has read otherwise than it is now."""
        with reading(self.rt.sched, seen):
            return carried_out(self.rt, self.rules[rule], args)

    def step(self, m: Thread) -> None:
        """m's next event is taken."""
        seq, _ = m.events[m.done]
        m.done += 1
        m.last = (seq, self.seen.step(seq))
        for turns in self.turns:
            turns.took(seq)

    def refusal(self, m: Thread) -> Why | None:
        """Why m's next event cannot be now; None if it can."""
        e, need = m.next, m.need
        if need.kind:
            if never := self.mismatch(m, e):
                return never
            for turns in self.turns:
                if turns.forbids(m.seq):
                    return why(turns.says)
            if not self.has(m, e):
                return why("has-p", m=m.id, p=m.mp.p) if m.mp.p is not None else why("has-none", m=m.id)
        try:
            for guard in need.guards:
                if (said := guard(e)).__class__ is Why:
                    return said
        except LOST:
            return why("not-there")
        return None

    def mismatch(self, m: Thread, e) -> Why | None:
        """Why m's next event can never be here."""
        need = m.need
        if need.kind == NOTHING:
            return why("nothing", m=m.id)
        if need.kind and e.kind != need.kind:
            return why("other-kind", m=m.id, kind=need.kind)
        if need.event and not same(e, need.event, self.rt):
            return why("rule", event=need.event)
        return None

    def has(self, m: Thread, e) -> bool:
        """Whether m has the P with which the event was recorded. A batch may be taken for a P before that is
        had; and an M that gives its own up in a system call logs that without.
        """
        if e.kind in ("acquirep", "mstart") or e.p == m.mp.p:
            return True
        return (m.mp.p is None and e.kind in ("globrunqgetbatch", "runqtail")
                or e.p is None and e.kind == "retake" and e.victim == m.mp.p)

    def advance(self, m: Thread) -> Why | None:
        """m does what it waited to do, and goes on to what it waits for next; None, or what is wrong with
        that.
        """
        e = m.next if m.need.kind else None
        try:
            m.need = next(m.life)
        except Refused as refused:
            return refused.args[0]
        except Throw as error:
            return why("throws", text=str(error))
        except LOST:
            return why("not-there")
        self.seen.look(touches(e, len(self.rt.allp)) if e else ())
        return None

    # All steps.

    def play(self, turns: int = NEVER) -> Explained | Unexplained:
        """Replay it all, or until the Ms have had so many turns."""
        heads = [(m.seq, m.id) for m in self.threads.values() if m.seq < NEVER]
        heapify(heads)
        while heads and heads[0][0] < self.end and self.advanced < turns:
            waits: list[tuple[int, int]] = []
            while heads and (not waits or heads[0][0] - waits[0][0] < FAR):
                seq, i = heappop(heads)
                m = self.threads[i]
                if self.refusal(m) is None:
                    break
                waits.append((seq, i))
            else:
                return self.stuck(waits)
            self.advanced += 1
            if wrong := self.advance(m):
                return self.refused(i, wrong, waits)
            for one in (*waits, (m.seq, i)):
                if one[0] < NEVER:
                    heappush(heads, one)
        return Explained(self.seen.now, self.seen.moved, self.seen.farthest)

    def stuck(self, heads: list[tuple[int, int]]) -> Unexplained:
        """No M's next event is allowed: that of the earliest is not explained."""
        m, *others = [self.threads[i] for _, i in sorted(heads)]
        waiting = [(one.seq + 1, one.next, self.refusal(one)) for one in others]
        return Unexplained(m.seq + 1, m.next, m.where(), self.refusal(m), waiting, self.seen.now, self.rt)

    def refused(self, i: int, wrong: Why, waits: list[tuple[int, int]]) -> Unexplained:
        """The model's rules have done otherwise than M i. If others have to wait, the earliest of them is not
        explained: because of that M i may have gone wrong. How everything stood before that, another replay
        finds.
        """
        before = self.again()
        before.play(self.advanced - 1)
        m = before.threads[i]
        if waits:
            return before.stuck(waits)
        return Unexplained(m.seq + 1, m.next, m.where(), wrong, [], before.seen.now, before.rt)


@contextmanager
def reading(sched, seen: dict):
    """These are the scheduler's values as long as a rule reads them."""
    kept = {name: getattr(sched, name) for name in seen}
    for name, value in seen.items():
        setattr(sched, name, value)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(sched, name, value)


def begun(start: dict, events: list[tuple], release: str, rules: dict[str, Callable] = RULES) -> Replay:
    """A recording that begins so, of that release of Go, ready to be replayed; Damaged if it cannot begin so.
    """
    try:
        return Replay(start, events, release, rules)
    except (*LOST, ValueError) as error:
        raise Damaged(repr(error)) from None


def replayed(start: dict, events: list[tuple], release: str,
             rules: dict[str, Callable] = RULES) -> Explained | Unexplained:
    """Replay it."""
    return begun(start, events, release, rules).play()
