"""A runtime: state, constants, a rule set, a chooser and a trace, bound together.

Rules call each other through it (`rt.runqput(...)`), so another rule set replaces a rule
everywhere, and that is the one way to replace one.
"""

from collections.abc import Callable, Sequence
from functools import partial
from inspect import signature

from . import globrunq, goroutine, m, newproc, park, pidle, proc, runq, spinning, status, steal
from . import waitgroup
from .constants import Constants
from .state import State, new_state

MODULES = (status, runq, globrunq, pidle, newproc, park, m, spinning, steal, proc, goroutine,
           waitgroup)


def is_rule(f, module) -> bool:
    """A rule is a function that a module defines itself and whose first parameter is rt."""
    return (
        callable(f) and not isinstance(f, type) and f.__module__ == module.__name__
        and next(iter(signature(f).parameters), "") == "rt"
    )


RULES: dict[str, Callable] = {
    name: f for module in MODULES for name, f in vars(module).items() if is_rule(f, module)
}


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


class Runtime:
    """One machine in the making. choose(kind, options) decides whatever Go leaves to chance.

    durations: name of a step -> the nanoseconds it may take, each as likely as the others; a
    step that is not in the table takes no time.
    """

    def __init__(self, procs: int = 1, *, schedtick: int = 0, const: Constants = Constants(),
                 rules: dict[str, Callable] = RULES, choose: Callable = first,
                 durations: dict[str, Sequence[int]] | None = None):
        self.const = const
        self.state: State = new_state(procs, const, schedtick)
        self.chooser = choose
        self.durations = durations or {}
        self.trace: list[tuple] = []
        self.now = 0
        self.spent = 0
        self.woken: list[int] = []
        self.bodies: dict[int, object] = {}
        for name, rule in rules.items():
            setattr(self, name, partial(rule, self))
        for part in ("sched", "allp", "allm", "allgs"):
            setattr(self, part, getattr(self.state, part))

    def emit(self, kind: str, m: int | None, p: int | None, *args) -> None:
        """Report an event."""
        self.trace.append((kind, self.now, m, p, *args))

    def choose(self, kind: str, options: Sequence):
        """Ask the chooser, unless there is nothing to choose."""
        return options[0] if len(options) == 1 else self.chooser(kind, options)

    def spend(self, step: str | int) -> None:
        """The M that acts now needs time: for a step of the table, or that many nanoseconds."""
        if isinstance(step, str):
            options = self.durations.get(step, (0,))
            step = self.choose(f"duration of {step}", options)
        self.spent += step

    def body(self, gp):
        """gp's body where it stands: found, begun, or brought there by replaying its answers."""
        if gp.id not in self.bodies:
            body = self.bodies[gp.id] = gp.fn(*gp.args)
            for answer in [None, *gp.results][:len(gp.results)]:
                body.send(answer)
        return self.bodies[gp.id]
