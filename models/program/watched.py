"""Three goroutines that need somebody who watches: one waits for the network, one in a system call, and one
computes and never lets go.

book/go/watched.go is the same program in Go.
"""

from models.runtime.goroutine import go, gosched, work
from models.runtime.network import read
from models.runtime.syscall import syscall
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

WRITE = 2_000  # nanoseconds that a short call takes


def reader(wg: int, ns: int):
    """Wait for what arrives in ns."""
    yield read(ns)
    yield wg_done(wg)


def loop(wg: int, ns: int):
    """Compute for ns, without a call of anything."""
    yield work(ns)
    yield wg_done(wg)


def caller(wg: int, ns: int):
    """Write, which is soon done, and then sleep in the operating system for ns."""
    yield syscall(WRITE)
    yield syscall(ns)
    yield wg_done(wg)


def watched(call: int, computes: int, arrives: int):
    """Make the pipe, let the reader wait, start the other two, and wait for all; all in nanoseconds."""
    yield syscall(WRITE)
    wg = yield waitgroup()
    yield wg_add(wg, 3)
    yield go(reader, wg, arrives)
    yield gosched()
    yield go(loop, wg, computes)
    yield go(caller, wg, call)
    yield wg_wait(wg)
