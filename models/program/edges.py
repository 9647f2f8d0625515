"""Small programs in which one goroutine touches a variable after another one did, and something lies between.

book/go/edges.go has the same in Go, by the same names.
"""

from .format import Program

GO, YIELD, W = ("go", 1), ("gosched",), ("write", 0)
LOCK, UNLOCK = ("lock", 0), ("unlock", 0)


def made(main: tuple, other: tuple, **shared) -> Program:
    """The program. Where main yields the other goroutine runs, to its end or until it waits."""
    return Program((main, other), vars=1, schedtick=1, **shared)


EDGES = {
    "go statement": made((W, GO, YIELD), (W,)),
    "end of a goroutine": made((GO, YIELD, W), (W,)),
    "one lock": made((GO, YIELD, LOCK, W, UNLOCK), (LOCK, W, UNLOCK), mutexes=1),
    "two locks": made((GO, YIELD, ("lock", 1), W, ("unlock", 1)), (LOCK, W, UNLOCK), mutexes=2),
    "lock in between": made((GO, YIELD, LOCK, UNLOCK, W), (W, LOCK, UNLOCK), mutexes=1),
    "send, receive": made((GO, ("recv", 0), W), (W, ("send", 0)), chans=(0,)),
    "receive, send": made((GO, ("send", 0), W), (W, ("recv", 0)), chans=(0,)),
    "the same, buffered": made((GO, ("send", 0), YIELD, W), (W, ("recv", 0)), chans=(1,)),
    "close": made((GO, ("recv", 0), W), (W, ("close", 0)), chans=(0,)),
    "flag, seen": made((GO, YIELD, ("aload", 0), W), (W, ("astore", 0)), atomics=1),
    "flag, asked early": made((("aload", 0), GO, YIELD, W), (W, ("astore", 0)), atomics=1),
    "wait group": made((("add", 0), GO, ("wait", 0), W), (W, ("done", 0)), waitgroups=1),
}
