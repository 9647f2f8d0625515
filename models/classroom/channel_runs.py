"""The programs that the exercises on channels run, and the changed rules they ask about."""

from collections.abc import Callable

from models.program.channels import meet
from models.runtime import handover
from models.runtime.chan import close_chan, make_chan, recv, send, trysend
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.runtime import RULES, Runtime
from models.runtime.select import select_
from models.study.runs import START_TICK


def ended(main: Callable, *args, rules: dict = RULES) -> tuple[str, list]:
    """How a program ends on one P, and what it has printed by then."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    return Machine(rt, main, *args).run(100_000), logged(rt.trace)


def drained(slots: int, at: int, values: list[int]):
    """Fill such a channel, let two goroutines wait to send, and receive everything."""
    c = yield make_chan(slots)
    for i in range(at):  # send and receive so often that both indices stand where they should
        yield send(c, i)
        yield recv(c)
    for v in values[at:slots] + values[:at]:
        yield send(c, v)
    for v in values[slots:]:
        yield go(one_send, c, v)
        yield gosched()
    for _ in values:
        v, _ = yield recv(c)
        yield log(v)


def one_send(c: int, v: int):
    """Send a value."""
    yield send(c, v)


def one(nil: bool, closed: bool, receivers: int, qcount: int, slots: int):
    """Bring a channel into that state, if it can be, and send."""
    if nil:
        yield send(0, 1)
    c = yield make_chan(slots)
    for _ in range(receivers):
        yield go(one_recv, c)
        yield gosched()
    for _ in range(qcount):
        yield send(c, 1)
    if closed:
        yield close_chan(c)
    yield log("send")
    yield send(c, 1)


def one_recv(c: int):
    """Receive once, and leave a sign."""
    yield recv(c)
    yield log("received")


def selecting(cases: list[str], c: str):
    """Let a goroutine wait in a select of these cases, and send on channel c."""
    chans = {"nil": 0}
    for case in cases:
        if (name := named(case)) not in chans:
            chans[name] = yield make_chan()
    ways = [("recv", chans[named(case)]) if case.startswith("<-") else ("send", chans[named(case)], 1)
            for case in cases]
    yield go(one_select, ways)
    yield gosched()
    yield send(chans[c], 1)


def named(case: str) -> str:
    """The channel of a case."""
    return case.replace("<-", " ").split()[0]


def one_select(ways: list[tuple]):
    """Wait for one of these."""
    yield select_(ways)


def line_of(n: int, values: int):
    """n goroutines wait to receive, one after another; as many values are sent."""
    c = yield make_chan()
    for i in range(1, n + 1):
        yield go(told_recv, i, c)
        yield gosched()
    for v in range(values):
        if not (yield trysend(c, v)):
            yield log("nobody")
    yield gosched()


def told_recv(i: int, c: int):
    """Receive, and say who got what."""
    v, _ = yield recv(c)
    yield log((i, v))


def parks(slots: int, values: int) -> list[int]:
    """How often the sender waits, and how often main does, in meet."""
    rt = Runtime(1, schedtick=START_TICK)
    Machine(rt, meet, slots, values).run(100_000)
    waits = [event[5] for event in rt.trace if event[0] == "gopark"]
    return [waits.count("chan send"), waits.count("chan receive")]


# Changed rules.

def newest_first(rt, q):
    """waitq_dequeue, but the last to come goes first."""
    while q:
        sg = q.pop()
        gp = rt.allgs[sg.g]
        if not sg.is_select or not gp.select_done:
            gp.select_done = gp.select_done or sg.is_select
            return sg
    return None


def close_in_order(rt, gp, c: int):
    """closechan of an open channel, but the first to come is readied first."""
    ch = rt.heap[c]
    ch.closed = True
    rt.emit("closechan", gp.m, rt.allm[gp.m].p, gp.id, c)
    for g in rt.let_go(ch.recvq, ch.zero) + rt.let_go(ch.sendq, None):
        rt.goready(gp, rt.allgs[g])


def buffer_first(rt, gp, c: int, v, unlockf) -> bool:
    """send_now, but a free slot comes before a receiver that waits."""
    ch = rt.heap[c]
    if ch.qcount == ch.dataqsiz:
        return handover.send_now(rt, gp, c, v, unlockf)
    rt.emit("chansend", gp.m, rt.allm[gp.m].p, gp.id, c, v, 0)
    rt.bufsend(ch, v)
    unlockf()
    return True
