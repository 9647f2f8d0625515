"""A program that has work on four Ps when one goroutine asks for two, and then for four: book/go/resized.go.

Here one of the others is in a system call at that moment.
"""

from models.runtime.goroutine import go, work
from models.runtime.procresize import gomaxprocs
from models.runtime.syscall import syscall

PROCS, FEWER = 4, 2
UP, CALL = 200_000, 400_000   # ns until all Ps have found work, and that a system call takes
BEFORE, BETWEEN = 20_000, 12_000 # ns from when all are busy to the first change, and to the second
LONG = 2_000_000              # ns that the others compute


def child():
    """A goroutine that has little to do."""
    yield work(1_000)


def worker(does: str):
    """Start two goroutines on its P, and be busy; the one that "calls" changes the number of Ps."""
    yield work(UP)
    yield go(child)
    yield go(child)
    if does == "calls":
        yield work(BEFORE)
        yield gomaxprocs(FEWER)
        yield work(BETWEEN)
        yield gomaxprocs(PROCS)
    elif does == "asks":
        yield work(BEFORE // 2)
        yield syscall(CALL)
    yield work(LONG)


def resized():
    """Start three workers, and be one."""
    for does in ("calls", "asks", "computes"):
        yield go(worker, does)
    yield from worker("computes")
