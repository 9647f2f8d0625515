"""Two small stacks that move, for pictures: one grows for a call, one shrinks while its goroutine waits.

    func run() {                             func run(c chan int) { take(c) }
        x := 42                              func take(c chan int) {
        p := &x                                  for ... { defer done() }  // each has a record on the heap
        f(p)                                     v := <-c  // meanwhile the channel has a pointer to v
    }                                        }
    func f(q *int) {
        n := uintptr(unsafe.Pointer(q))
        h := new(int)  // on the heap
        big()          // needs 9000 bytes
    }
"""

from dataclasses import dataclass

from models.runtime.transitions import G_WAITING
from models.stack.function import Function
from models.stack.goroutine import Sudog
from models.stack.picture import Picture, photographed
from models.stack.runtime import Stacks

GROWING = (Function("main.run", 32, ("x", "*p")), Function("main.f", 24, ("n", "*h"), ("*q",)),
           Function("main.big", 9000))
WAITING = (Function("main.run", 24, ("*c",)), Function("main.take", 16, ("v",), ("*c",)))
DEEP = 8192  # bytes of the stack that shrinks
BASE = 0xC000006000  # of the heap: no stack of these ends where four digits would be zeros
CHANNEL = 1  # there is one, and a number is enough


@dataclass(frozen=True)
class Move:
    """A stack's words before and after it moves, and the events of it, from what has asked for it on."""

    before: Picture
    after: Picture
    events: tuple[tuple, ...]


def growing() -> Move:
    """A new goroutine's stack grows for the frame of big."""
    shots: list[tuple[Picture, Picture]] = []
    rt = Stacks(functions=GROWING, rules=photographed(shots), heap_base=BASE)
    gp = rt.newproc1("main.run")
    x = rt.variable(gp, "x")
    rt.store(x, 42)
    rt.store(rt.variable(gp, "p"), x)
    rt.call(gp, "main.f", x)
    rt.store(rt.variable(gp, "n"), x)
    rt.store(rt.variable(gp, "h"), rt.newobject(1))
    begin = len(rt.trace)
    rt.call(gp, "main.big")
    return Move(*shots[-1], tuple(rt.trace[begin:]))


def shrinking() -> Move:
    """The collector halves the stack of a goroutine that waits for a value, and was deep once.

    Leaves out: the frames of the runtime's functions through which it waits.
    """
    shots: list[tuple[Picture, Picture]] = []
    rt = Stacks(functions=WAITING, rules=photographed(shots), heap_base=BASE)
    gp = rt.newproc1("main.run")
    c = rt.newobject(1)
    rt.store(rt.variable(gp, "c"), c)
    rt.call(gp, "main.take", c)
    rt.deferproc(gp, rt.newobject(1))
    gp.waiting = [Sudog(CHANNEL, rt.variable(gp, "v"))]
    rt.mcall(gp, G_WAITING)
    gp.active_stack_chans = True
    rt.copystack(gp, DEEP)
    begin = len(rt.trace)
    rt.gc([gp])
    return Move(*shots[-1], tuple(rt.trace[begin:]))
