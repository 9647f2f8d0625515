"""Programs that are the same work for goroutines and for threads: main starts tasks and waits for them."""

from collections.abc import Callable

from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go, gosched, work
from models.runtime.syscall import syscall
from models.runtime.timer import sleep
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

ROUNDS = 10  # of what a task does again and again


def started(task: Callable, tasks: int, ns: int):
    """Start task(i, ns) for each i, and wait for all."""
    wg = yield waitgroup()
    yield wg_add(wg, tasks)
    for i in range(tasks):
        yield go(ended, wg, task, i, ns)
    yield wg_wait(wg)


def ended(wg: int, task: Callable, i: int, ns: int):
    """Do a task, and say that it is done."""
    yield from task(i, ns)
    yield wg_done(wg)


def compute(i: int, ns: int):
    """Compute for ns."""
    yield work(ns)


def give_way(i: int, ns: int):
    """Compute for ns in all, and let the others go first again and again."""
    for _ in range(ROUNDS):
        yield work(ns // ROUNDS)
        yield gosched()


def pause(i: int, ns: int):
    """Sleep for ns."""
    yield sleep(ns)


def ask(i: int, ns: int):
    """Wait in a system call for ns."""
    yield syscall(ns)


def hand_over(tasks: int, ns: int):
    """Two tasks at a time hand a value to and fro, and each computes for ns. An odd one is left out."""
    pairs, wg = tasks // 2, (yield waitgroup())
    yield wg_add(wg, 2 * pairs)
    for _ in range(pairs):
        there, back = (yield make_chan()), (yield make_chan())
        yield go(ended, wg, serve, there, (back, ns))
        yield go(ended, wg, ask_for, there, (back, ns))
    yield wg_wait(wg)


def serve(there: int, way: tuple[int, int]):
    """Answer whoever asks."""
    back, ns = way
    for _ in range(ROUNDS):
        yield recv(there)
        yield work(ns // ROUNDS)
        yield send(back, 1)


def ask_for(there: int, way: tuple[int, int]):
    """Ask, and wait for the answer."""
    back, ns = way
    for _ in range(ROUNDS):
        yield work(ns // ROUNDS)
        yield send(there, 1)
        yield recv(back)


def of(task: Callable) -> Callable:
    """main(tasks, ns) for a task."""
    return lambda tasks, ns: started(task, tasks, ns)


PROGRAMS: dict[str, Callable] = {"compute": of(compute), "give way": of(give_way), "sleep": of(pause),
                                 "syscall": of(ask), "hand over": hand_over}
