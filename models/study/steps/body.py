"""The bodies of a program of the format in atomic steps: what every goroutine runs.

An operation and its note in the log are two steps. A goroutine's id is taken in a step of its own,
before the go statement.
"""

from collections.abc import Callable
from math import inf
from typing import NamedTuple

from models.program.format import NIL, OPERATIONS, REFERENCES, Program, count

from ..explore import memory as words
from ..explore.explore import Step, TooMany
from ..explore.memory import add, cas, end, load, start, store, write
from . import chan, cond, mutex, rwmutex, sema, waitgroup
from . import once as steps_once
from .chan import PANIC

IDS = len(words.BLANK)  # the word with the last goroutine's id
COUNT = IDS + 1         # the word that counts the log's entries, where the log may become full
MAX_DEPTH = 100         # calls within calls
LOST = ("lost",)        # what a goroutine asks for that has taken the log's last place in vain


class Ended(NamedTuple):
    """How a body ended, or what its deferred calls run for: neither is a return. Both: a panic that
    has cut a Goexit short, which goes on when the panic is recovered.
    """

    panicking: bool = False
    exiting: bool = False


RETURNED, PANICKED, EXITED = Ended(), Ended(panicking=True), Ended(exiting=True)


def aload(g: int, a: int):
    """An atomic load."""
    return (yield load(a))


def astore(g: int, a: int):
    """An atomic store of 1."""
    yield store(a, 1)


def swap(g: int, a: int):
    """CompareAndSwap(0, 1): 1 if it swapped."""
    return int((yield cas(a, 0, 1)))


# What each operation does that is not a matter of the body that it stands in. Nobody sees when a
# plain variable is read or written, and no goroutine is ever made to wait by another's Gosched.
DOES: dict[str, Callable | None] = {
    "log": None, "gosched": None, "read": None, "write": None,
    "send": chan.send, "recv": chan.recv, "close": chan.close,
    "trysend": chan.trysend, "tryrecv": chan.tryrecv,
    "select": chan.select, "trysel": chan.trysel,
    "lock": mutex.lock, "unlock": mutex.unlock, "trylock": mutex.trylock,
    "rlock": rwmutex.rlock, "runlock": rwmutex.runlock,
    "wlock": rwmutex.wlock, "wunlock": rwmutex.wunlock,
    "add": waitgroup.add, "done": waitgroup.done, "wait": waitgroup.wait,
    "condlock": mutex.lock, "condunlock": mutex.unlock,
    "condwait": cond.condwait, "signal": cond.signal,
    "broadcast": cond.broadcast,
    "aload": aload, "astore": astore, "cas": swap,
}
NEW = {"mutex": mutex.NEW, "rwmutex": rwmutex.NEW, "waitgroup": waitgroup.NEW,
       "cond": cond.NEW, "once": steps_once.NEW, "var": (0,), "atomic": (0,)}


class Text:
    """A program laid out in memory: its operations name addresses. As a key it equals itself alone.

    most: so many entries fit in the log; None where it can never be full. does: what operations do.
    """

    def __init__(self, program: Program, max_steps: int, does: dict[str, Callable | None] = DOES):
        self.memory = (*words.BLANK, 0, 0)
        self.places: dict[tuple[str, int], int | None] = {}
        for kind in REFERENCES:
            for i in range(count(program, kind)):
                self._lay(program, kind, i)
        self.bodies = tuple(tuple((op[0], *self._addressed(op)) for op in body)
                            for body in program.bodies)
        self.does = does
        self.most = max_steps if longest(program) > max_steps else None

    def _lay(self, program: Program, kind: str, i: int) -> None:
        """Give one object its place; a body's is its number, a nil channel has none."""
        nil = kind == "chan" and program.chans[i] == NIL
        self.places[kind, i] = None if nil else i if kind == "body" else len(self.memory)
        if kind == "chan" and not nil:
            self.memory += (chan.Chan(program.chans[i]),)
        elif kind in NEW:
            self.memory += NEW[kind]

    def _addressed(self, op: tuple) -> list:
        """An operation's arguments."""
        ways = {"send": chan.SEND, "recv": chan.RECV}
        return [tuple((ways[way], self.places["chan", c]) for way, c in value) if kind == "cases"
                else self.places[kind, value]
                for kind, value in zip(OPERATIONS[op[0]], op[1:], strict=True)]


def longest(program: Program) -> float:
    """So many operations has a run at most; infinity where a body can start itself."""
    costs: dict[int, float] = {}

    def cost(k: int) -> float:
        if k not in costs:
            costs[k] = inf  # until it is known: a body that comes back to itself never ends
            costs[k] = sum(1 + sum(cost(to) for kind, to in zip(OPERATIONS[op[0]], op[1:], strict=True)
                                   if kind == "body") for op in program.bodies[k])
        return costs[k]
    return cost(0)


def goroutine(text: Text, g: int, k: int):
    """A goroutine. A panic that is left over ends the process, and so does main's return."""
    ended, _ = yield from body(text, g, k)
    if ended.panicking:
        yield end("PANIC")
    if g == 0 and not ended.exiting:
        yield end("END")


def body(text: Text, g: int, k: int, panicking: bool = False, depth: int = 0, silent: int = 0):
    """Run body k: how it ended, and whether it recovered the panic for which it was called.

    panicking: a panic runs it as a deferred call. depth: of calls. silent: calls since the last note.
    """
    yield from _check_depth(text, depth, silent)
    ended, recovered, deferred = RETURNED, False, ()
    for pc, (name, *args) in enumerate(text.bodies[k]):
        out = 0
        if name in ("panic", "goexit"):
            yield from note(text, g, k, pc)
            ended = PANICKED if name == "panic" else EXITED
        elif name == "defer":
            deferred = (*deferred, *args)
        elif name == "recover":
            out, recovered = int(panicking and not recovered), recovered or panicking
        else:
            ended, out = yield from operate(text, g, name, args, depth, silent)
        if ended != RETURNED:
            break
        yield from note(text, g, k, pc, out)
        silent = 0
    for inner in reversed(deferred):
        its = yield from body(text, g, inner, ended.panicking, depth + 1, silent + 1)
        ended = after(ended, *its)
    return ended, recovered


def after(ended: Ended, its: Ended, recovered: bool) -> Ended:
    """How a body ends after one of its deferred calls, which ended itself and may have recovered.

    Go: panic.go gopanic, panic.go Goexit, panic.go recovery
    """
    panicking = ended.panicking and not recovered or its.panicking
    if its == EXITED:
        return EXITED
    return Ended(panicking, ended.exiting or its.exiting)


def operate(text: Text, g: int, name: str, args: list, depth: int, silent: int):
    """One operation: how it ended, and its result."""
    if name == "go":
        new = yield add(IDS, 1)
        yield start(goroutine, text, new, *args)
        return RETURNED, new
    if name == "call":
        ended, _ = yield from body(text, g, *args, False, depth + 1, silent + 1)
        return ended, 0
    if name == "once":
        once, k = args
        done = yield from steps_once.do(g, once, body, text, g, k, False, depth + 1, silent + 1)
        return (RETURNED if done is None else done[0]), 0
    does = text.does[name]
    out = (yield from does(g, *args)) if does else 0
    return (PANICKED, 0) if out == PANIC else (RETURNED, out or 0)


def note(text: Text, g: int, k: int, pc: int, out: int = 0):
    """Note in the log that an operation is done."""
    if (yield "note", f"{g}:{k}.{pc}={out}", text.most) == LOST:
        yield LOST


def _check_depth(text: Text, depth: int, silent: int):
    """A stack that grows for ever ends the process. It does so after thousands of calls, so those
    that leave something in the log cannot be followed.

    Go: stack.go newstack
    """
    if silent > len(text.bodies):
        yield end("FATAL")
    if depth > MAX_DEPTH:
        raise TooMany(f"too many: more than {MAX_DEPTH} calls within calls; make the program smaller")


def _note(memory, entry, most):
    """Take a place in the log and fill it. That is one step, since a place that was taken and not
    filled when the process ends is left out: its goroutine might have been slower. But it may have
    been the last, and then the log is full and has fewer entries.
    """
    if most is None:
        return [Step(memory, label=entry)]
    taken = memory[COUNT] + 1
    if taken > most:
        return [Step(None, label="LIMIT")]
    memory = write(memory, COUNT, taken)
    noted = Step(memory, label=entry)
    others = memory[IDS]  # so many may do the same
    return [noted, Step(memory, LOST)] if taken + others > most else [noted]


def _lost(memory):
    """It stands between two instructions, and the process ends."""
    return []


RULES = (words.STEPS | sema.STEPS | waitgroup.STEPS | cond.STEPS | chan.STEPS
         | {"note": _note, "lost": _lost})
