"""How the requests of models/program/hanging.py come to hang, step by step; and how one finds out why.

    told = life()            # where every goroutine stands at first, and what happens
    search(end(told))        # which places are looked at, one after another, and where each leads
"""

from typing import NamedTuple

from models.program.hanging import MS, ORDERS, serve
from models.runtime.events import read
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime

from ..choosers import seeded
from ..runs import START_TICK

FUNCTIONS = {1: "serve", 2: "work", 3: "audit"}  # what Gs run; the others run conn
CHANS = {1: "orders", 2: "ledger"}               # by number; the others are the orders' own
PARTNERS = {"orders": 2, "done": 2, "ledger": 3}  # who receives there, or sends, apart from connections


class HangStep(NamedTuple):
    """One step. kind: of the run, "arrive", "hand" (g gives `other`, who waits, a value on channel `at`),
    "wait" (g waits at `at`), "run", "end"; of the search, "clear" (who waits at `at` is as it should be),
    "follow" (those at `at` need G `other`, who stands at `to`), "gone" (nobody can be asked there any more).
    """

    kind: str
    g: int = 0
    other: int = 0
    at: str = ""
    to: str = ""


class Life(NamedTuple):
    """start: the place of every G when the first request is about to come; steps: what follows."""

    start: dict[int, str]
    steps: list[HangStep]


def function(g: int) -> str:
    """What G g runs."""
    return FUNCTIONS.get(g, "conn")


def trace() -> list[tuple]:
    """The events of the run on one P, up to where nobody does anything any more."""
    rt = Runtime(1, schedtick=START_TICK, choose=seeded(0))
    Machine(rt, serve).run()
    return [event for event in rt.trace if event[1] <= len(ORDERS) * MS]


def life() -> Life:
    """The run as steps. What a G does before the first request comes is told by where it stands then."""
    start: dict[int, str] = {}
    steps: list[HangStep] = []
    channel = ""
    for e in map(read, trace()):
        channel = channel_of(e.c) if e.kind in ("chanwait", "chansend") else channel
        step = step_of(e, channel)
        if step and e.t < MS:
            start[step.g] = step.at
        elif step and not (step.kind == "run" and steps[-1] == HangStep("arrive", step.g, at="running")):
            steps.append(step)
    return Life(start, steps)


def channel_of(number: int) -> str:
    """A channel's name."""
    return CHANS.get(number, "done")


def step_of(e, channel: str) -> HangStep | None:
    """The step that an event stands for; channel: the one that was used last."""
    if e.kind == "netready":
        return HangStep("arrive", e.g, at="running")
    if e.kind == "chansend":
        return HangStep("hand", e.g, e.to, channel, "runnable")
    if e.kind == "gopark":
        return HangStep("wait", e.g, at="network" if e.reason == "IO wait" else channel)
    if e.kind == "execute":
        return HangStep("run", e.g, at="running")
    return HangStep("end", e.g, at="ended") if e.kind == "goexit" else None


def end(told: Life) -> dict[int, str]:
    """The place of every G after all steps."""
    where = dict(told.start)
    for step in told.steps:
        who, place = (step.other, step.to) if step.kind == "hand" else (step.g, step.at)
        where[who] = place
    return where


def search(where: dict[int, str]) -> list[HangStep]:
    """From where most wait, along whom they need, to somebody who is not there any more.

    ValueError where nobody waits on a channel, or where a chain of them leads back to its beginning.
    """
    many = sorted({place for place in where.values() if place in PARTNERS},
                  key=lambda place: -sum(one == place for one in where.values()))
    if not many:
        raise ValueError("nobody waits on a channel, so there is nothing to search for")
    steps = [HangStep("clear", at="network")]
    for place in many:
        partner = PARTNERS[place]
        steps.append(HangStep("follow", other=partner, at=place, to=where[partner]))
    last = [step for step in steps[1:] if step.to not in PARTNERS]
    if not last:
        raise ValueError("each of those who wait needs another of them: it is a circle")
    rest = [step for step in steps if step not in last]
    return [*rest, *last, HangStep("gone", other=last[0].other, at=last[0].to)]
