"""A runtime: state, constants, a rule set, a chooser and a trace, bound together.

Rules call each other through it (`rt.runqput(...)`), so another rule set replaces a rule
everywhere, and that is the one way to replace one.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from inspect import signature

from . import (
    atomic,
    chan,
    chanpark,
    cond,
    crash,
    deadlock,
    defer,
    ending,
    exit,
    function,
    gfree,
    globrunq,
    goroutine,
    handoff,
    handover,
    hchan,
    lockthread,
    m,
    maxprocs,
    mutex,
    netpoll,
    network,
    newproc,
    notifylist,
    once,
    panic,
    park,
    pidle,
    preempt,
    proc,
    procresize,
    rangefunc,
    recovery,
    rtlock,
    runq,
    rwmutex,
    select,
    sema,
    semaroot,
    spinning,
    status,
    steal,
    stoptheworld,
    sudog,
    syscall,
    sysmon,
    timer,
    unwind,
    waitgroup,
)
from .constants import Constants
from .host import Host, schedinit
from .report import quick
from .state import State, new_state
from .transitions import AFTER, by_release

MODULES = (status, runq, globrunq, pidle, gfree, newproc, park, m, spinning, steal, proc, goroutine,
           waitgroup, defer, function, rangefunc, panic, unwind, crash, recovery, ending,
           sudog, hchan, handover, chanpark, chan, select,
           atomic, rtlock, semaroot, sema, mutex, rwmutex, once, notifylist, cond,
           exit, timer, netpoll, network, deadlock, handoff, syscall, sysmon, preempt, stoptheworld,
           procresize, maxprocs, lockthread)


def is_rule(f, module) -> bool:
    """A rule is a function that a module defines itself and whose first parameter is rt."""
    return (
        callable(f) and not isinstance(f, type) and f.__module__ == module.__name__
        and next(iter(signature(f).parameters), "") == "rt"
    )


RULES: dict[str, Callable] = {
    name: f for module in MODULES for name, f in vars(module).items() if is_rule(f, module)
}
# What a goroutine may ask for by itself: the rules that are told which one asks.
REQUESTS = frozenset(name for name, f in RULES.items() if [*signature(f).parameters][1:2] == ["gp"])


def replaced(**rules: Callable) -> dict[str, Callable]:
    """Go's rule set with some rules replaced, each by a function of the same arguments."""
    unknown = rules.keys() - RULES.keys()
    if unknown:
        names = ", ".join(sorted(unknown))
        raise ValueError(f"no rule is called {names}; see RULES in models/runtime/runtime.py")
    return RULES | rules


def first(kind: str, options: Sequence):
    """The chooser for runs in which nothing is left to chance: always the first option."""
    return options[0]


@lru_cache(maxsize=64)
def ruled(rules: frozenset, traced: bool) -> type:
    """The class of runtimes with these rules as methods; without a trace, reporting does nothing."""
    methods = {name: quick(rule, traced) if rule is RULES.get(name) else rule for name, rule in rules}
    return type("Runtime", (Runtime,), methods | ({} if traced else {"emit": "".format}))


class All:
    """Holds everything."""

    def __contains__(self, thing) -> bool:
        return True


class Runtime:
    """One machine in the making. choose(kind, options) decides whatever Go leaves to chance.

    durations: name of a step -> the nanoseconds it may take, each as likely as the others; a
    step that is not in the table takes no time. traced: whether events are kept. host: what the
    program runs on; it then decides how many Ps there are, and not procs.
    """

    requests = REQUESTS
    pauses = All()  # the pauses that others can use: where time passes by the clock, or else all of them
    between = ()  # what a rule asks between two atomic steps: nothing, or a pause for others (atomic.py)

    def __new__(cls, *args, rules: dict[str, Callable] = RULES, traced: bool = True, **kwargs):
        return super().__new__(ruled(frozenset(rules.items()), traced))

    def __init__(self, procs: int = 1, *, schedtick: int = 0, const: Constants = Constants(),
                 rules: dict[str, Callable] = RULES, choose: Callable = first,
                 durations: dict[str, Sequence[int]] | None = None, traced: bool = True,
                 host: Host | None = None):
        self.const = const
        self.host = host
        procs, custom = schedinit(host, const.release) if host else (procs, False)
        self.after = by_release(AFTER, const.release)
        self.state: State = new_state(procs, const, schedtick)
        self.chooser = choose
        self.durations = durations or {}
        self.trace: list[tuple] = []
        self.note = self.trace.append
        self.now = 0
        self.spent = 0
        self.woken: list[int] = []
        self.noted: dict[int, int] = {}
        self.cut_short: list[int] = []
        self.frames: list[list | None] = [None]
        self.exited = False
        for part in ("sched", "allp", "allm", "allgs", "heap"):
            setattr(self, part, getattr(self.state, part))
        self.sched.customGOMAXPROCS = custom

    def emit(self, kind: str, m: int | None, p: int | None, *args) -> None:
        """Report an event."""
        self.trace.append((kind, self.now, m, p, *args))

    def choose(self, kind: str, options: Sequence):
        """Ask the chooser, unless there is nothing to choose."""
        return options[0] if len(options) == 1 else self.chooser(kind, options)

    def spend(self, step: str) -> None:
        """The M that acts now needs time for a step of the table."""
        options = self.durations.get(step, (0,))
        self.spent += options[0] if len(options) == 1 else self.chooser(f"duration of {step}", options)

    def new(self, thing) -> int:
        """Put something that goroutines share into the heap; its name."""
        self.heap.append(thing)
        return len(self.heap) - 1
