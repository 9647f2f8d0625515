"""A run told by its channels: what happened in each step, and how the channels stand after it.

    moments(meet, 2)       # on one P, from the moment when all channels are made
    printed(meet, 2)       # what it prints
"""

from collections.abc import Callable
from typing import NamedTuple

from models.runtime.goroutine import MAIN
from models.runtime.hchan import Hchan
from models.runtime.machine import Machine, logged
from models.runtime.runtime import RULES, Runtime

from ..runs import START_TICK

LIMIT = 100_000  # steps; a program that is told has far fewer


class Waiter(NamedTuple):
    """A sudog in a queue: G g waits, with the value that it brings (None: it is to get one)."""

    g: int
    value: object


class View(NamedTuple):
    """A channel as it stands; `buf` has None where a slot is free."""

    buf: tuple
    qcount: int
    sendx: int
    recvx: int
    closed: bool
    sendq: tuple[Waiter, ...]
    recvq: tuple[Waiter, ...]


class Moment(NamedTuple):
    """A step of the machine in which something happened.

    g: the G that ran when it began, 0 for none. events: as in runtime/events.py. chans: each channel by its
    name, as it stands after the step. got: for each G the value that it was left with last. done: the Gs whose
    select has been won by one of its cases, and that have not run since.
    """

    g: int
    events: tuple[tuple, ...]
    chans: dict[int, View]
    got: dict[int, object]
    done: tuple[int, ...]


def view(ch: Hchan) -> View:
    """A channel's fields as values."""
    queues = (tuple(Waiter(sg.g, sg.elem) for sg in q) for q in (ch.sendq, ch.recvq))
    return View(tuple(ch.buf), ch.qcount, ch.sendx, ch.recvx, ch.closed, *queues)


def watched(rules: dict[str, Callable], got: dict[int, object]) -> dict[str, Callable]:
    """The rules, with a note of each value that a G is left with."""
    def hand_to(rt, gp, sg, v, unlockf):
        got[sg.g] = v
        rules["hand_to"](rt, gp, sg, v, unlockf)

    def recv_now(rt, gp, c, unlockf):
        found = rules["recv_now"](rt, gp, c, unlockf)
        if found is not None:
            got[gp.id] = found[0]
        return found

    def let_go(rt, q, elem):
        gs = rules["let_go"](rt, q, elem)
        if elem is not None:
            got.update(dict.fromkeys(gs, elem))
        return gs
    return rules | {"hand_to": hand_to, "recv_now": recv_now, "let_go": let_go}


def moments(main: Callable, *args, rules: dict[str, Callable] = RULES) -> list[Moment]:
    """Every step of a run on one P, from the first go statement on, to the end of main or of the program."""
    got: dict[int, object] = {}
    rt = Runtime(1, schedtick=START_TICK, rules=watched(rules, got))
    machine = Machine(rt, main, *args)
    found: list[Moment] = []
    going = True
    while going and machine.steps < LIMIT:
        g, before = rt.allm[0].curg, len(rt.trace)
        going = machine.step()
        chans = {i: view(thing) for i, thing in enumerate(rt.heap) if isinstance(thing, Hchan)}
        done = tuple(gp.id for gp in rt.allgs[1:] if gp.select_done)
        events = tuple(rt.trace[before:])
        if events or found and chans != found[-1].chans:
            found.append(Moment(g, events, chans, dict(got), done))
    first = next((i for i, one in enumerate(found) if one.events and one.events[0][0] == "newproc"), 0)
    return found[first:ended(found)]


def ended(found: list[Moment]) -> int:
    """The number of the moments up to the end of main; all of them if it does not end."""
    ends = (i + 1 for i, one in enumerate(found)
            if any(event[0] == "goexit" and event[4] == MAIN for event in one.events))
    return next(ends, len(found))


def printed(main: Callable, *args, rules: dict[str, Callable] = RULES) -> list:
    """What a program prints on one P."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    Machine(rt, main, *args).run(LIMIT)
    return logged(rt.trace)
