"""Kernels in the state that a test needs."""

from models.runtime.kernel import Kernel
from models.runtime.threadmachine import ThreadMachine
from models.runtime.threads import new_thread

COSTS = {"pthread_create": (20,), "newm": (60,), "futex": (10,), "wakeup": (15,), "thread switch": (2,),
         "os call": (1,), "os slice": (100,)}


def body():
    """A thread that is never asked to do anything."""
    yield


def running(cpus: int = 1, threads: int = 1, costs=COSTS, **settings) -> Kernel:
    """A kernel with threads 1 to `threads`: one runs on each CPU, the others queue up."""
    kernel = Kernel(cpus, costs, **settings)
    for _ in range(threads):
        thread = new_thread(kernel, body, ())
        if thread.id <= cpus:
            thread.cpu, kernel.state.cpus[thread.id - 1].thread = thread.id - 1, thread.id
        else:
            kernel.state.runq.append(thread.id)
    return kernel


def thread(kernel, g: int):
    """Thread g."""
    return kernel.state.threads[g]


def run(main, *args, cpus: int = 1, costs=COSTS, **settings) -> ThreadMachine:
    """A program, run to its end."""
    machine = ThreadMachine(Kernel(cpus, costs, **settings), main, *args)
    machine.run(10_000)
    return machine


def queue(kernel) -> list[int]:
    """The threads that queue up."""
    return list(kernel.state.runq)
