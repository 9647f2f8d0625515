"""A small concurrent program as plain data, and the one table of what it may consist of.

A program is a few shared objects and a few bodies; a body is a list of operations; an operation is
a tuple, its name first: ("send", 0). Body 0 is main's.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields

# What an argument may name: the program's field that says how many there are, and what to call one.
REFERENCES = {
    "body": ("bodies", "a body"),
    "chan": ("chans", "a channel"),
    "mutex": ("mutexes", "a mutex"),
    "rwmutex": ("rwmutexes", "an RWMutex"),
    "waitgroup": ("waitgroups", "a WaitGroup"),
    "cond": ("conds", "a Cond"),
    "once": ("onces", "a Once"),
    "var": ("vars", "a variable"),
    "atomic": ("atomics", "an atomic word"),
}

# Every operation with the kinds of its arguments. "cases" is a list of ("send" or "recv", channel).
OPERATIONS = {
    "log": (),
    "go": ("body",),
    "gosched": (),
    "send": ("chan",),
    "recv": ("chan",),
    "close": ("chan",),
    "trysend": ("chan",),
    "tryrecv": ("chan",),
    "select": ("cases",),
    "trysel": ("cases",),
    "lock": ("mutex",),
    "unlock": ("mutex",),
    "trylock": ("mutex",),
    "rlock": ("rwmutex",),
    "runlock": ("rwmutex",),
    "wlock": ("rwmutex",),
    "wunlock": ("rwmutex",),
    "add": ("waitgroup",),
    "done": ("waitgroup",),
    "wait": ("waitgroup",),
    "condlock": ("cond",),
    "condunlock": ("cond",),
    "condwait": ("cond",),
    "signal": ("cond",),
    "broadcast": ("cond",),
    "call": ("body",),
    "defer": ("body",),
    "panic": (),
    "recover": (),
    "goexit": (),
    "once": ("once", "body"),
    "read": ("var",),
    "write": ("var",),
    "aload": ("atomic",),
    "astore": ("atomic",),
    "cas": ("atomic",),
}
DIRECTIONS = ("send", "recv")
NIL = -1  # the capacity that stands for a nil channel
ENDINGS = ("END", "DEADLOCK", "PANIC", "FATAL", "LIMIT")


@dataclass(frozen=True)
class Program:
    """A program: how many of each shared object there are, and the bodies.

    chans: the capacities of the channels, NIL for a nil one. schedtick: the P's when body 0 begins.
    """

    bodies: tuple[tuple[tuple, ...], ...]
    chans: tuple[int, ...] = ()
    mutexes: int = 0
    rwmutexes: int = 0
    waitgroups: int = 0
    conds: int = 0
    onces: int = 0
    vars: int = 0
    atomics: int = 0
    schedtick: int = 0


FIELDS = tuple(field.name for field in fields(Program))
COUNTS = tuple(field for field, _ in REFERENCES.values() if field not in ("bodies", "chans"))


def count(program: Program, kind: str) -> int:
    """How many of that kind the program has."""
    value = getattr(program, REFERENCES[kind][0])
    return value if isinstance(value, int) else len(value)


def operations(program: Program) -> int:
    """How many operations stand in the program's text."""
    return sum(map(len, program.bodies))


def arguments(operation: tuple) -> Iterator[tuple[str, int]]:
    """(kind, index) of everything that an operation names."""
    for kind, value in zip(OPERATIONS[operation[0]], operation[1:], strict=True):
        if kind == "cases":
            yield from (("chan", c) for _, c in value)
        else:
            yield kind, value


def chooses(program: Program) -> bool:
    """Whether chance may show: a select with two cases or more takes any that is ready."""
    return any(op[0] in ("select", "trysel") and len(op[1]) > 1
               for body in program.bodies for op in body)


def to_json(program: Program) -> str:
    """The program as one line of a file; fields that say nothing are left out."""
    values = {name: getattr(program, name) for name in (*FIELDS[1:], "bodies")}
    return json.dumps({name: value for name, value in values.items() if value})
