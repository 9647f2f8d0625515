"""Small programs that use everything at once, each made from a seed.

A body is a list of steps; a step is a name and its arguments, and DO has the generator that does it. Every
program ends, or, if `stuck`, comes to a deadlock when all but main have ended.
"""

from dataclasses import dataclass
from random import Random

from models.runtime.chan import make_chan, recv, send
from models.runtime.defer import defer_
from models.runtime.goroutine import go, gosched, work
from models.runtime.lockthread import lock_os_thread, unlock_os_thread
from models.runtime.mutex import lock, mutex, unlock
from models.runtime.network import read
from models.runtime.panic import goexit
from models.runtime.procresize import gomaxprocs
from models.runtime.syscall import blocking_syscall, syscall
from models.runtime.timer import sleep
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

US = 1_000
TIMED = {"work": (1, 30 * US, 400 * US), "sleep": (10, 50 * US, 3_000 * US),
         "read": (10, 50 * US, 3_000 * US), "syscall": (10, 60 * US, 400 * US), "blocking": (10, 200 * US),
         "guarded": (10, 60 * US)}
PLAIN = ("gosched", "locked", "unlocked", "goexit")


@dataclass(frozen=True)
class Program:
    """steps: what main does. stuck: whether it waits for nobody then."""

    steps: list
    stuck: bool


def program(seed: int) -> Program:
    """The program of a seed."""
    rng = Random(seed)
    return Program(body(rng, rng.choice((3, 8, 20)), 3), rng.random() < 0.2)


def body(rng: Random, length: int, depth: int) -> list:
    """Up to `length` steps. At depth 0 it starts nobody."""
    return [step(rng, depth) for _ in range(rng.randint(1, length))]


def step(rng: Random, depth: int) -> tuple:
    """Any step."""
    kind = rng.choice((*TIMED, *PLAIN, "procs", "stream", *("group",) * 4))
    if kind in TIMED:
        return kind, rng.choice(TIMED[kind])
    if kind == "procs":
        return kind, rng.randint(1, 6) if rng.random() < 0.4 else 0
    if kind == "stream":
        return kind, rng.randint(0, 2), rng.randint(1, 4)
    if kind == "group" and depth:
        return kind, [body(rng, 4, depth - 1) for _ in range(rng.randint(1, 5))]
    return (rng.choice(PLAIN[:3] if kind == "group" else PLAIN),)


def main(prog: Program):
    """The main goroutine of a program. It may not call Goexit, or else the program ends in a deadlock."""
    guard = yield mutex()
    for kind, *args in prog.steps:
        if kind != "goexit":
            yield from DO[kind](guard, *args)
    if prog.stuck:
        yield recv(0)


def member(steps: list, guard: int, group: int):
    """Any other goroutine. However it ends, it says so to its group."""
    yield defer_(wg_done(group))
    for kind, *args in steps:
        yield from DO[kind](guard, *args)


def asks(request):
    """A step that is one request."""
    def ask(guard, *args):
        yield request(*args)
    return ask


def guarded(guard: int, ns: int):
    """Compute with the program's one Mutex held."""
    yield lock(guard)
    yield work(ns)
    yield unlock(guard)


def group(guard: int, bodies: list):
    """Start these goroutines, and wait until all have ended."""
    wg = yield waitgroup()
    yield wg_add(wg, len(bodies))
    for steps in bodies:
        yield go(member, steps, guard, wg)
    yield wg_wait(wg)


def stream(guard: int, size: int, n: int):
    """Receive n values through a channel from a goroutine that is made for that."""
    c = yield make_chan(size)
    yield go(source, c, n)
    for _ in range(n):
        yield recv(c)


def source(c: int, n: int):
    """Send n values."""
    for i in range(n):
        yield send(c, i)


DO = {"work": asks(work), "sleep": asks(sleep), "read": asks(read), "syscall": asks(syscall),
      "blocking": asks(blocking_syscall), "guarded": guarded, "gosched": asks(gosched),
      "goexit": asks(goexit), "locked": asks(lock_os_thread), "unlocked": asks(unlock_os_thread), "procs": asks(gomaxprocs),
      "group": group, "stream": stream}
