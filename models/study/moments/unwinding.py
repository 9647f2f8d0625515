"""A goroutine that panics, moment by moment: its frames, what each has deferred, and the panics under way.

    told(unwind("outer"))                  # [Moment("call", ...), ...]
    told(nested("goexit"), g=2)
"""

from collections.abc import Callable
from typing import NamedTuple

from models.runtime.constants import BY_RELEASE
from models.runtime.machine import Machine, logged
from models.runtime.panic import Panic
from models.runtime.runtime import RULES, Runtime, replaced

END = "function_end"
NAMES = {"gorecover": "recover", "wg_Add": "wg.Done"}  # what requests are called in Go


class Frame(NamedTuple):
    """A frame: its function; whether its body is over, and only deferred calls and the return are left; the
    functions that it has deferred and that have not been called, those that come first in front; its result.
    """

    function: str
    over: bool = False
    deferred: tuple[str, ...] = ()
    result: object = None


class Pending(NamedTuple):
    """A panic or a Goexit under way, with the fields of runtime.Panic."""

    arg: object
    start_sp: int
    sp: int
    recovered: bool
    goexit: bool


class Moment(NamedTuple):
    """What has just happened, and what is so then.

    kind: call, defer, panic, goexit, run (a deferred function is called), recover, return, recovery, resume
    (where a
    Goexit goes on instead), fatal, end. what: the function or value that it is about. by: who does it: the
    function that
    calls or defers; for run "gopanic", "Goexit" or "deferreturn". frames: from the first to the one on top.
    panics:
    the oldest first. records: the functions on g._defer, the head first. printed: the program's output so
    far.
    """

    kind: str
    what: object
    by: str
    frames: tuple[Frame, ...]
    panics: tuple[Pending, ...]
    records: tuple[str, ...]
    status: int
    printed: tuple[str, ...]


def name_of(request: tuple) -> str:
    """The function that a deferred request calls."""
    return request[1].__name__ if request[0] == "ask_call" else NAMES.get(request[0], request[0])


def as_rule(method: Callable) -> Callable:
    """A bound method as a plain function, which a runtime takes for one of its own."""
    return lambda rt, *args: method(rt, *args)


class Watch:
    """Rules that note a moment of G `g` whenever one of them has been at work."""

    def __init__(self, g: int):
        self.g = g
        self.names: dict[int, str] = {}
        self.taken: tuple = ()
        self.moments: list[Moment] = []
        own = {"push": self.push, "open_defer": self.defers, "link_defer": self.defers,
               "panic_start": self.start, "unlink": self.take, "gorecover": self.recover, "ret": self.ret,
               "recovery": self.recovery, "fatalpanic": self.fatal}
        self.rules = replaced(**{name: as_rule(method) for name, method in own.items()})

    def functions(self, rt) -> list[str]:
        """The functions of the frames, from the first to the one on top."""
        stack = rt.frames[self.g]
        for depth, body in enumerate(stack, 1):
            if body.__name__ != END:
                self.names[depth] = NAMES.get(body.__name__, body.__name__)
        return [self.names[depth] for depth in range(1, len(stack) + 1)]

    def note(self, rt, kind: str, what: object, by: str = "", above: str = "") -> None:
        """Keep a moment, of this G alone. above: a function that is about to be on top."""
        gp = rt.allgs[self.g] if self.g < len(rt.allgs) else None
        if gp is None or gp.m is None or not rt.frames[self.g]:
            return
        names = self.functions(rt)
        frames = [self.frame(rt, gp, depth, name) for depth, name in enumerate(names, 1)]
        frames += [Frame(above)] if above else []
        panics = tuple(Pending(p.arg, p.start_sp, p.sp, p.recovered, p.goexit) for p in gp.panic or ())
        records = tuple(name_of(d.request) for d in reversed(gp.defer or ()))
        self.moments.append(Moment(kind, what, by or names[-1], tuple(frames), panics, records, gp.status,
                                   tuple(map(str, logged(rt.trace)))))

    def frame(self, rt, gp, depth: int, name: str) -> Frame:
        """The frame at a depth."""
        kept = rt.frame_at(gp, depth)
        bits = [name_of(kept.slots[i]) for i in range(len(kept.slots)) if kept.bits >> i & 1] if kept else []
        records = [name_of(d.request) for d in gp.defer or () if d.sp == depth]
        return Frame(name, rt.frames[gp.id][depth - 1].__name__ == END, tuple(reversed(bits + records)),
                     kept.result if kept else None)

    def push(self, rt, frames, fn, args) -> None:
        own = frames is rt.frames[self.g] if self.g < len(rt.frames) else False
        by = self.functions(rt)[-1] if own else ""
        RULES["push"](rt, frames, fn, args)
        if own:
            self.called(rt, fn.__name__, by)

    def called(self, rt, name: str, by: str) -> None:
        """A function has been called: by a body, or because it was deferred."""
        if self.taken:
            self.note(rt, "run", name, self.runner(rt, len(rt.frames[self.g]) - 1))
        else:
            self.note(rt, "call", name, by)
        self.taken = ()

    def runner(self, rt, depth: int) -> str:
        """What makes deferred calls, in the frame at this depth."""
        return "deferreturn" if rt.frames[self.g][depth - 1].__name__ == END else self.functions(rt)[depth - 1]

    def defers(self, rt, where, what) -> None:
        rule = "open_defer" if isinstance(what, tuple) else "link_defer"
        RULES[rule](rt, where, what)
        self.note(rt, "defer", name_of(what if rule == "open_defer" else what.request))

    def start(self, rt, gp, p: Panic) -> None:
        RULES["panic_start"](rt, gp, p)
        if gp.id == self.g and not p.deferreturn:
            self.note(rt, "goexit" if p.goexit else "panic", p.arg)

    def take(self, rt, gp, sp: int):
        request = RULES["unlink"](rt, gp, sp)
        if gp.id == self.g and request is not None:
            self.taken = request
            if request[0] != "ask_call":
                name = name_of(request)
                self.note(rt, "run", name, self.runner(rt, len(rt.frames[self.g])), above=name)
                self.taken = ()
        return request

    def recover(self, rt, gp):
        value = RULES["gorecover"](rt, gp)
        if gp.id == self.g:
            self.note(rt, "recover", value)
        return value

    def ret(self, rt, mp, gp, value):
        name = self.functions(rt)[-1] if gp.id == self.g else ""
        before = len(rt.frames[gp.id])
        value = RULES["ret"](rt, mp, gp, value)
        if gp.id == self.g and len(rt.frames[gp.id] or ()) < before:
            self.note(rt, "return", value, name)
        return value

    def recovery(self, rt, mp, gp) -> None:
        value = gp.panic[-1].arg
        RULES["recovery"](rt, mp, gp)
        if gp.id == self.g:
            self.note(rt, "resume" if gp.panic and gp.panic[-1].goexit else "recovery", value)

    def fatal(self, rt, gp) -> None:
        if gp.id == self.g:
            self.note(rt, "fatal", gp.panic[-1].arg)
        RULES["fatalpanic"](rt, gp)


def told(main: Callable, g: int = 1, release: str = "1.27.3") -> list[Moment]:
    """Every moment of G g in a run of this main on one P, and last the end of the program."""
    watch = Watch(g)
    rt = Runtime(rules=watch.rules, const=BY_RELEASE[release])
    if Machine(rt, main).run() == "PANIC":
        return watch.moments
    shown = tuple(map(str, logged(rt.trace)))
    return [*watch.moments, Moment("end", None, "", (), (), (), rt.allgs[g].status, shown)]


def printed(main: Callable, rules: dict[str, Callable] = RULES) -> list[str]:
    """What a run of this main on one P prints, and last how it ends: END, or Go's words for another
    ending.
    """
    rt = Runtime(rules=rules)
    machine = Machine(rt, main)
    ending = machine.run()
    return [*map(str, logged(rt.trace)), machine.message or ending]
