"""Twenty small programs with a concurrency bug each, and the same with the bug mended.

They are our own, after the kinds of bugs that two studies found in real Go programs: Tu, Liu, Song and
Zhang, "Understanding Real-World Concurrency Bugs in Go" (ASPLOS 2019, 171 bugs), and Yuan et al., "GoBench"
(CGO 2021). The kinds are theirs. `kernel.NAME.bug` and `kernel.NAME.fix` in the catalogue say what happens
and what mends it.
"""

from typing import NamedTuple

from models.program.format import NIL, Program


class Kernel(NamedTuple):
    """A bug. kind: the study's. shows: what gives it away: an ending ("DEADLOCK", "PANIC"), "leak",
    "race", or "order".

    order: for each of the two programs the entries of the log that must not all be there.
    """

    kind: str
    shows: str
    bug: Program
    fix: Program
    order: tuple[tuple[str, ...], ...] = ()


def pair(bug: list, fix: list, **objects) -> tuple[Program, Program]:
    """Both programs; a body is a list of operations, one without arguments a plain name."""
    return tuple(Program(tuple(tuple((op,) if isinstance(op, str) else op for op in body) for body in bodies),
                         **objects) for bodies in (bug, fix))


def chans(bug: list, capacity: tuple[tuple[int, ...], tuple[int, ...]], **objects) -> tuple[Program, Program]:
    """Both programs, which differ in nothing but the capacities of their channels."""
    one, other = (pair(bug, bug, chans=of, **objects)[0] for of in capacity)
    return one, other


JOIN = ("wait", 0)  # main waits for all that it has added
KERNELS: dict[str, Kernel] = {
    # Blocking: a Mutex, an RWMutex, Wait.
    "double-lock": Kernel("mutex", "DEADLOCK", *pair(
        [[("lock", 0), ("call", 1), ("unlock", 0)], [("lock", 0), ("write", 0), ("unlock", 0)]],
        [[("lock", 0), ("call", 1), ("unlock", 0)], [("write", 0)]], mutexes=1, vars=1)),
    "opposite-order": Kernel("mutex", "DEADLOCK", *pair(
        [[("add", 0), ("go", 1), ("lock", 0), ("lock", 1), ("unlock", 1), ("unlock", 0), JOIN],
         [("lock", 1), ("lock", 0), ("unlock", 0), ("unlock", 1), ("done", 0)]],
        [[("add", 0), ("go", 1), ("lock", 0), ("lock", 1), ("unlock", 1), ("unlock", 0), JOIN],
         [("lock", 0), ("lock", 1), ("unlock", 1), ("unlock", 0), ("done", 0)]], mutexes=2, waitgroups=1)),
    "unlock-skipped": Kernel("mutex", "DEADLOCK", *pair(
        [[("call", 1), ("lock", 0), ("unlock", 0)], [("defer", 2), ("lock", 0), "panic", ("unlock", 0)],
         ["recover"]],
        [[("call", 1), ("lock", 0), ("unlock", 0)], [("defer", 2), ("lock", 0), ("defer", 3), "panic"],
         ["recover"], [("unlock", 0)]], mutexes=1)),
    "read-lock-twice": Kernel("rwmutex", "DEADLOCK", *pair(
        [[("add", 0), ("go", 1), ("rlock", 0), ("call", 2), ("runlock", 0), JOIN],
         [("wlock", 0), ("wunlock", 0), ("done", 0)], [("rlock", 0), ("read", 0), ("runlock", 0)]],
        [[("add", 0), ("go", 1), ("rlock", 0), ("call", 2), ("runlock", 0), JOIN],
         [("wlock", 0), ("wunlock", 0), ("done", 0)], [("read", 0)]], rwmutexes=1, waitgroups=1, vars=1)),
    "wait-in-the-loop": Kernel("wait", "DEADLOCK", *pair(
        [[("add", 0), ("add", 0), ("go", 1), ("wait", 0), ("go", 1), ("wait", 0)], [("done", 0)]],
        [[("add", 0), ("add", 0), ("go", 1), ("go", 1), ("wait", 0)], [("done", 0)]], waitgroups=1)),
    "signal-too-early": Kernel("wait", "DEADLOCK", *pair(
        [[("add", 0), ("go", 1), ("signal", 0), JOIN],
         [("condlock", 0), ("condwait", 0), ("condunlock", 0), ("done", 0)]],
        [[("add", 0), ("go", 1), ("recv", 0), ("condlock", 0), ("signal", 0), ("condunlock", 0), JOIN],
         [("condlock", 0), ("send", 0), ("condwait", 0), ("condunlock", 0), ("done", 0)]],
        conds=1, waitgroups=1, chans=(1,))),
    # Blocking: a channel, a channel together with something else, a library.
    "timeout": Kernel("chan", "leak", *chans(
        [[("go", 1), ("go", 2), ("select", (("recv", 0), ("recv", 1)))], [("send", 0)], [("close", 1)]],
        ((0, 0), (1, 0)))),
    "first-answer": Kernel("chan", "leak", *chans(
        [[("go", 1), ("go", 1), ("go", 1), ("recv", 0)], [("send", 0)]], ((0,), (3,)))),
    "never-closed": Kernel("chan", "leak", *pair(
        [[("go", 1), ("send", 0)], [("recv", 0), ("recv", 0)]],
        [[("go", 1), ("send", 0), ("close", 0)], [("recv", 0), ("recv", 0)]], chans=(0,))),
    "each-waits-first": Kernel("chan", "DEADLOCK", *pair(
        [[("go", 1), ("recv", 0), ("send", 1)], [("recv", 1), ("send", 0)]],
        [[("go", 1), ("send", 1), ("recv", 0)], [("recv", 1), ("send", 0)]], chans=(0, 0))),
    "never-made": Kernel("chan", "leak", *chans(
        [[("go", 1), "log"], [("send", 0)]], ((NIL,), (1,)))),
    "send-under-lock": Kernel("chan with other", "DEADLOCK", *pair(
        [[("go", 1), ("lock", 0), ("unlock", 0), ("recv", 0)], [("lock", 0), ("send", 0), ("unlock", 0)]],
        [[("go", 1), ("lock", 0), ("unlock", 0), ("recv", 0)], [("lock", 0), ("unlock", 0), ("send", 0)]],
        mutexes=1, chans=(0,))),
    "wait-before-receive": Kernel("chan with other", "DEADLOCK", *pair(
        [[("add", 0), ("go", 1), JOIN, ("recv", 0)], [("send", 0), ("done", 0)]],
        [[("add", 0), ("go", 1), ("recv", 0), JOIN], [("send", 0), ("done", 0)]], waitgroups=1, chans=(0,))),
    "never-cancelled": Kernel("library", "leak", *pair(
        [[("go", 1), ("recv", 0)], [("trysend", 0), ("send", 0), ("recv", 1)]],
        [[("defer", 2), ("go", 1), ("recv", 0)], [("trysend", 0), ("send", 0), ("recv", 1)], [("close", 1)]],
        chans=(1, 0))),
    # Not blocking: memory, an anonymous function, a WaitGroup, a channel.
    "counter": Kernel("traditional", "race", *pair(
        [[("add", 0), ("go", 1), ("read", 0), ("write", 0), JOIN], [("read", 0), ("write", 0), ("done", 0)]],
        [[("add", 0), ("go", 1), ("lock", 0), ("read", 0), ("write", 0), ("unlock", 0), JOIN],
         [("lock", 0), ("read", 0), ("write", 0), ("unlock", 0), ("done", 0)]],
        vars=1, mutexes=1, waitgroups=1)),
    "check-then-act": Kernel("traditional", "order", *pair(
        [[("add", 0), ("add", 0), ("go", 1), ("go", 1), JOIN], [("aload", 0), ("astore", 0), ("done", 0)]],
        [[("add", 0), ("add", 0), ("go", 1), ("go", 1), JOIN], [("cas", 0), ("done", 0)]],
        atomics=1, waitgroups=1), (("1:1.0=0", "2:1.0=0"), ("1:1.0=1", "2:1.0=1"))),
    "loop-variable": Kernel("anonymous function", "race", *pair(
        [[("add", 0), ("add", 0), ("write", 0), ("go", 1), ("write", 0), ("go", 1), JOIN],
         [("read", 0), ("done", 0)]],
        [[("add", 0), ("add", 0), ("write", 0), ("go", 1), ("write", 1), ("go", 2), JOIN],
         [("read", 0), ("done", 0)], [("read", 1), ("done", 0)]], vars=2, waitgroups=1)),
    "add-too-late": Kernel("WaitGroup", "race", *pair(
        [[("go", 1), JOIN, ("read", 0)], [("add", 0), ("write", 0), ("done", 0)]],
        [[("add", 0), ("go", 1), JOIN, ("read", 0)], [("write", 0), ("done", 0)]], vars=1, waitgroups=1)),
    "closed-twice": Kernel("chan misuse", "PANIC", *pair(
        [[("add", 0), ("go", 1), ("close", 0), JOIN], [("close", 0), ("done", 0)]],
        [[("add", 0), ("go", 1), ("once", 0, 2), JOIN], [("once", 0, 2), ("done", 0)], [("close", 0)]],
        chans=(0,), onces=1, waitgroups=1)),
    "sent-after-close": Kernel("chan misuse", "PANIC", *pair(
        [[("add", 0), ("go", 1), ("close", 0), JOIN], [("send", 0), ("done", 0)]],
        [[("add", 0), ("go", 1), JOIN, ("close", 0)], [("send", 0), ("done", 0)]], chans=(1,), waitgroups=1)),
}
