"""Channels, those who wait on them, and the queues of one P: what a send, a receive and a close move.

Tokens are the Gs. A G that waits has a sudog in a channel's queue, so the queues of channels are cells: they
name the Gs, and the values that senders bring.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from models.runtime.events import read
from models.study.moments.channels import Moment, View, Waiter

from ..player.scene import About, Cell, Place, Scene, State, Step
from . import channel_steps
from .asks import question_of

FREE = Cell("–", "free")
WIDTH = 5  # Gs drawn of a queue or of those who wait
# What is one step of the picture: after the key, these events.
FOLLOWS = {"newproc": ("runnext",), "goready": ("runnext", "runqput"), "runnext": ("runqput",),
           "gosched": ("globrunqput",), "chanwait": ("chanwait",),
           **dict.fromkeys(("getnext", "runqget", "globrunqget", "globrunqgetbatch"), ("execute",))}
CHANNEL = {"chansend", "chanrecv", "chanwait", "closechan"}  # events after which a channel's cells differ
UNSEEN = {"look", "makechan"}
CITES = {
    "new": "proc.go newproc", "yield": "proc.go goschedImpl", "run.next": "proc.go runqget",
    "run.ring": "proc.go runqget", "run.global": "proc.go globrunqgetbatch", "ready": "proc.go ready",
    "ready.kick": "proc.go ready", "park": "proc.go park_m", "park.select": "proc.go park_m",
    "hand": "chan.go send", "buffer": "chan.go chansend", "wait.send": "chan.go chansend",
    "take": "chan.go recv", "rotate": "chan.go recv", "unbuffer": "chan.go chanrecv",
    "wait.recv": "chan.go chanrecv", "wait.select": "select.go selectgo", "leave": "select.go selectgo",
    "passed": "chan.go waitq.dequeue", "close": "chan.go closechan", "close.one": "chan.go closechan",
    "close.nobody": "chan.go closechan", "exit": "proc.go goexit0", "exit.main": "proc.go main",
}
KINDS = {"hand": "meet", "take": "meet", "rotate": "meet", "wait.send": "wait", "wait.recv": "wait",
         "wait.select": "wait"}
ABOUT = {f"channels.{key}": About(KINDS.get(key, ""), cite) for key, cite in CITES.items()}


class Look(NamedTuple):
    """A step of the run and the one before it; names: each channel's own, by its name in the machine."""

    before: Moment
    now: Moment
    names: Mapping[int, str]


def channel_scene(moments: list[Moment], names: str, questions: Mapping[tuple[int, str], tuple], opening: str,
                  skip: str = "", brief: bool = False) -> Scene:
    """The scene of these moments. names: a letter for each channel, in the order in which they were made.

    questions: for the number of a moment and a kind of event in it, the question event before that. opening:
    the key of the first sentence. skip: the kind of event before whose first one the picture begins. brief:
    channels have no slots, and nobody waits to send; that is left out, and so is what the receivers got.
    """
    first = moments[0]
    named = dict(zip(first.chans, names, strict=True))
    gs = sorted({event[4] for one in moments for event in one.events if event[0] == "newproc"} | {first.g})
    takers = sorted(moments[-1].got)
    shown = places(first, named, gs, takers, moments, brief)
    at: dict[str, list[str]] = {place.name: [] for place in shown}
    at["run"] = [f"g{first.g}"]
    cells = {place.name for place in shown if place.kind == "cell"}
    values: dict[str, object] = {f"gs.{g}": FREE for g in gs} | {f"got.{g}": FREE for g in takers}
    values |= {f"gs.{first.g}": channel_steps.RUNNING} | {f"done.{g}": Cell("0") for g in dones(moments)}
    values |= tables(first, named)
    begin = State(at, values={name: value for name, value in values.items() if name in cells})
    kinds, steps = zip(*steps_of(moments, named, questions, cells))
    cut = kinds.index(skip) if skip else 0
    for step in steps[:cut]:
        begin.apply(step)
    heads = {place.lane: f"channels.head.{place.lane}" for place in shown if place.lane != "foot"}
    return Scene(shown, begin, steps[cut:], ABOUT, (opening, {}), heads=heads)


def places(first: Moment, named: Mapping[int, str], gs: list[int], takers: list[int], moments: list[Moment],
           brief: bool) -> tuple[Place, ...]:
    """Where Gs can be; the fields of each channel; what each G does, and what the receivers got."""
    yields = any(event[0] == "gosched" for one in moments for event in one.events)
    closes = any(event[0] == "runqput" for one in moments for event in one.events)
    tokens = [Place("run", "slot", "foot", "scene.run"), Place("next", "slot", "foot", "scene.next")]
    tokens += [Place("ring", "queue", "foot", "scene.ring", size=WIDTH)] * closes
    tokens += [Place("global", "queue", "foot", "scene.global", size=1)] * yields
    tokens += [Place("waiting", "bag", "foot", "scene.waiting", size=min(len(gs), WIDTH)),
               Place("done", "count", "foot", "scene.done")]
    told = [Place(f"gs.{g}", "cell", "gs", code=f"G{g}") for g in gs]
    if brief:
        closed = [Place(f"{name}.closed", "cell", "chans", code=f"{name}.closed") for name in named.values()]
        waits = [Place(f"{name}.recvq", "cell", "chans", code=f"{name}.recvq") for name in named.values()]
        won = [Place(f"done.{g}", "cell", "gs", code=f"G{g}.selectDone") for g in sorted(dones(moments))]
        return (*tokens, *waits, *(closed if not won else ()), *told, *won)
    fields = [Place(f"{name}.{part}", "cell", "c", code=code) for c, name in named.items()
              for part, code in parts(first.chans[c])]
    values = [Place(f"got.{g}", "cell", "got", code=f"v of G{g}") for g in takers]
    return (*tokens, *fields, *told, *values)


def dones(moments: list[Moment]) -> set[int]:
    """The Gs whose select is won while they wait."""
    return {g for one in moments for g in one.done}


def parts(view: View) -> list[tuple[str, str]]:
    """The fields of a channel, and their names in code."""
    slots = [(f"buf{i}", f"buf[{i}]") for i in range(len(view.buf))]
    return [*((name, name) for name in ("recvq", "sendq", "closed", "qcount", "sendx", "recvx")), *slots]


def tables(moment: Moment, named: Mapping[int, str]) -> dict[str, Cell]:
    """The cells of all channels, and what the receivers got."""
    cells = {f"{name}.{part}": cell for c, name in named.items()
             for part, cell in fields(name, moment.chans[c])}
    won = {f"done.{g}": Cell("1") for g in moment.done}
    return cells | won | {f"got.{g}": Cell(str(value), "new") for g, value in moment.got.items()}


def fields(name: str, view: View) -> Iterator[tuple[str, Cell]]:
    """A channel's cells."""
    yield "recvq", queue(view.recvq)
    yield "sendq", queue(view.sendq)
    yield "closed", Cell(str(int(view.closed)))
    yield "qcount", Cell(str(view.qcount))
    for index in ("sendx", "recvx"):
        at = getattr(view, index)
        yield index, Cell(str(at), "pointer", f"{name}.buf{at}") if view.buf else Cell(str(at))
    for i, value in enumerate(view.buf):
        yield f"buf{i}", FREE if value is None else Cell(str(value))


def queue(waiters: tuple[Waiter, ...]) -> Cell:
    """Those who wait, the first in front; senders with what they bring."""
    texts = [f"G{one.g}" if one.value is None else f"G{one.g}: {one.value}" for one in waiters]
    return Cell(", ".join(texts)) if texts else FREE


def groups(events: Iterable[tuple]) -> Iterator[list[tuple]]:
    """The events, those that the picture shows as one step together."""
    group: list[tuple] = []
    for event in events:
        if event[0] in UNSEEN:
            continue
        if group and event[0] not in FOLLOWS.get(group[-1][0], ()):
            yield group
            group = []
        group.append(event)
    if group:
        yield group


def steps_of(moments: list[Moment], named: Mapping[int, str], questions: Mapping[tuple[int, str], tuple],
             cells: set[str]) -> Iterator[tuple[str, Step]]:
    """The kind and the step of everything that happens, in order."""
    before = moments[0]
    for i, now in enumerate(moments):
        look, old, new = Look(before, now, named), tables(before, named), tables(now, named)
        new = dict.fromkeys((name for name in old if name.startswith("done.")), Cell("0")) | new
        changed = tuple((name, cell) for name, cell in new.items() if old.get(name) != cell and name in cells)
        for group in groups(now.events):
            told = {event[0]: read(event) for event in group}
            kind = group[0][0]
            show = getattr(channel_steps, kind, None)
            if show is None:
                raise ValueError(f"the picture of channels does not show what a {kind} event does")
            step = show(look, next(iter(told.values())), told)
            if kind in CHANNEL:
                step, changed = with_cells(step, changed), ()
            yield kind, asked(step, questions.get((i, kind)))
        if changed or now.done != before.done and not {event[0] for event in now.events} & CHANNEL:
            yield "", asked(with_cells(channel_steps.silent(look), changed), questions.get((i, "")))
        before = now


def with_cells(step: Step, changed: tuple) -> Step:
    """The step, which changes these cells as well."""
    return step._replace(sets=step.sets + changed, marks=tuple(name for name, _ in changed))


def asked(step: Step, question: tuple | None) -> Step:
    """The step with its question, if there is one."""
    return step._replace(question=question_of(question)) if question else step
