"""What holds of channels after every step of any program, whatever is chosen."""

from collections import deque
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.chan import close_chan, make_chan, recv, send, tryrecv, trysend
from models.runtime.events import read
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.runtime.select import select_
from models.runtime.status import G_WAITING

ENDINGS = {"END", "DEADLOCK", "PANIC"}
CHANS = 3


def worker(g, body):
    """Do these operations; every value sent is another one. What is received is logged with its channel."""
    for pc, (name, *args) in enumerate(body):
        value = (g, pc)
        if name == "gosched":
            yield gosched()
        elif name == "close":
            yield close_chan(args[0])
        elif name in ("send", "trysend"):
            yield {"send": send, "trysend": trysend}[name](args[0], value)
        elif name == "recv":
            yield log((args[0], *(yield recv(args[0]))))
        elif name == "tryrecv":
            if got := (yield tryrecv(args[0])):
                yield log((args[0], *got))
        else:
            ways = [(way, c, (*value, i))[:3 if way == "send" else 2] for i, (way, c) in enumerate(args[0])]
            i, got, ok = yield select_(ways, default=args[1])
            if i >= 0 and ways[i][0] == "recv":
                yield log((ways[i][1], got, ok))


def main(sizes, bodies):
    for size in sizes:
        yield make_chan(size)
    for g, body in enumerate(bodies[1:], 1):
        yield go(worker, g, body)
    yield from worker(0, bodies[0])
    for _ in range(3):
        yield gosched()


def made(random: Random) -> tuple[list[int], list[list[tuple]]]:
    """The sizes of three channels, and two to seven bodies; they seldom close a channel or use a nil one."""
    def chan():
        return random.choice([0, *range(1, CHANS + 1)] if random.random() < 0.1 else [1, 1, 2, 3])

    def operation():
        name = random.choices(["send", "recv", "trysend", "tryrecv", "select", "gosched", "close"],
                              [6, 6, 1, 1, 5, 3, 0.5])[0]
        if name == "select":
            ways = [(random.choice(["send", "recv"]), chan()) for _ in range(random.randint(0, 4))]
            return name, ways, random.random() < 0.3
        return (name,) if name == "gosched" else (name, chan())

    sizes = [random.choice([0, 0, 1, 3]) for _ in range(CHANS)]
    return sizes, [[operation() for _ in range(random.randint(1, 9))] for _ in range(random.randint(2, 7))]


def run(seed: int, procs: int) -> Machine:
    """A program made from the seed, on a machine that chooses by it."""
    random = Random(seed)
    rt = Runtime(procs, choose=lambda kind, options: random.choice(options))
    return Machine(rt, main, *made(random))


def programs(test):
    """Give a test programs, on one to three Ps, with any choices."""
    return settings(max_examples=200, deadline=None)(given(st.integers(0, 10**9), st.integers(1, 3))(test))


@programs
def test_the_invariants_of_a_channel_hold_after_every_step(seed, procs):
    """chan.go's own list; who is being woken from a select counts no more."""
    machine = run(seed, procs)
    rt = machine.rt
    while machine.step():
        for c, ch in enumerate(rt.heap[1:], 1):
            receivers, senders = awake(rt, ch.recvq), awake(rt, ch.sendq)
            assert not ch.lock
            if receivers and senders:  # only one goroutine that waits on both sides at once
                assert ch.dataqsiz == 0 and len({sg.g for sg in receivers + senders}) == 1
            assert not (ch.qcount and receivers) and not (ch.qcount < ch.dataqsiz and senders)
            assert 0 <= ch.qcount <= ch.dataqsiz
            assert not (ch.closed and (receivers or senders))
            assert all(sg.c == c for sg in (*ch.recvq, *ch.sendq))
        for gp in rt.allgs[1:]:
            if gp.status == G_WAITING:
                assert not gp.parking_on_chan and gp.active_stack_chans == (gp.waiting is not None)
    assert machine.ending in ENDINGS


def awake(rt, q) -> list:
    """Those in a queue who are not being woken by another case of their select."""
    return [sg for sg in q if not (sg.is_select and rt.allgs[sg.g].select_done)]


class Ideal:
    """A channel as the language describes it, kept by the events alone."""

    def __init__(self, size: int):
        self.size, self.values, self.closed = size, deque(), False
        self.waiting: dict[str, deque[tuple]] = {"send": deque(), "recv": deque()}

    def first(self, way: str) -> int:
        """Who has waited longest for this way; 0 if nobody waits."""
        return self.waiting[way][0][0] if self.waiting[way] else 0

    def chansend(self, g, value, to):
        """The value goes to whom it is for, or stays here; who got it, if somebody did."""
        assert not self.closed and to == self.first("recv")
        if to:
            return to, value
        assert len(self.values) < self.size
        self.values.append(value)

    def chanrecv(self, g, source):
        assert source == self.first("send")
        if source:
            assert len(self.values) == self.size
            self.values.append(self.waiting["send"][0][1])
        return g, self.values.popleft()

    def chanwait(self, g, way, value):
        assert not self.closed and self.first({"send": "recv", "recv": "send"}[way]) in (0, g)
        assert len(self.values) == (self.size if way == "send" else 0)
        self.waiting[way].append((g, value))

    def closechan(self, g):
        assert not self.closed
        self.closed = True

    def goready(self, g):
        """g waits no longer."""
        for way, q in self.waiting.items():
            self.waiting[way] = deque(pair for pair in q if pair[0] != g)


@programs
def test_the_events_tell_what_becomes_of_every_value(seed, procs):
    """Who has waited longest is served first. Every value that is received was sent, and earlier than those
    that are received later; none is lost or doubled."""
    machine = run(seed, procs)
    machine.run()
    ideals: dict[int, Ideal] = {}
    given_: dict[int, deque] = {}  # what each G has got and not logged yet
    for event in machine.rt.trace:
        e = read(event)
        if e.kind == "makechan":
            ideals[e.c] = Ideal(e.size)
        elif e.kind in ("chansend", "chanrecv", "chanwait", "closechan"):
            if got := getattr(ideals[e.c], e.kind)(e.g, *event[6:]):
                given_.setdefault(got[0], deque()).append((e.c, got[1]))
        elif e.kind == "goready":
            for ideal in ideals.values():
                ideal.goready(e.g)
        elif e.kind == "log" and e.value[2]:
            assert given_[e.g].popleft() == e.value[:2]
    assert all(len(values) <= 1 for values in given_.values())
    for c, ideal in ideals.items():
        ch = machine.rt.heap[c]
        assert [ch.buf[(ch.recvx + i) % ch.dataqsiz] for i in range(ch.qcount)] == list(ideal.values)
        for way, waiting in ideal.waiting.items():
            assert [(sg.g, sg.elem) for sg in awake(machine.rt, machine.rt.queue_of(way, c))] == list(waiting)
