"""Threads: the kernel's scheduler, as far as a comparison with Go's needs it. No Go is in it.

Here every task is a thread of the operating system's: the 1:1 machine (threadmachine.py). Whoever makes,
wakes or leaves a thread asks the kernel, and pays for that.

The CPUs take threads from one queue, first come, first served. A thread that computes for a whole time slice
while others wait goes to the queue's end; one that is alone gets slice after slice. That is what Linux does,
on one CPU, with threads of the class SCHED_RR that have the same priority.

Leaves out: that Linux has a queue for each CPU, in every class, and moves threads between them; and what it
does with ordinary threads. Its EEVDF scheduler keeps account of the time that each thread is owed, picks
among those that are owed some the one whose deadline comes first, and lets a thread that wakes up interrupt
another. Priorities, what a thread's memory costs that is not in the caches, and memory itself are left out
too.
"""

from .fatal import Fatal
from .goroutine import frame
from .kernel import Thread

# Its events have the form of the others (events.py). m is the thread, which is the task: g; p is the CPU.
FIELDS = {
    "clone": "g by",     # thread `by` has made thread g, which may run from here on
    "switch": "g last",  # CPU p turns to g; it has run `last` before (0: nobody yet)
    "resume": "g",       # p is with g, which runs
    "block": "g reason",
    "wake": "g by",      # `by` (0: the clock) lets g run again
    "slice": "g",        # g's time slice is over, and another waits
    "yield": "g",        # g lets the others go first
    "exit": "g",
    "idle": "",          # p has nobody to run
}


# A thread comes, waits, is woken and ends.

def new_thread(kernel, fn, args) -> Thread:
    """A thread that will run fn(*args), and that nobody knows of yet."""
    state = kernel.state
    if state.alive == kernel.max_threads:
        raise Fatal("pthread_create: Resource temporarily unavailable")
    thread = Thread(len(state.threads))
    state.threads.append(thread)
    kernel.frames.append([frame(kernel, fn, args)])
    state.alive += 1
    return thread


def clone(kernel, thread, fn, args) -> int:
    """A thread makes another, by pthread_create, which asks the kernel for it and, unless the C library
    has one left, for its stack. Its id.
    """
    new = new_thread(kernel, fn, args)
    kernel.emit("clone", thread, new.id, thread.id)
    thread.left += kernel.cost("pthread_create")
    enqueue(kernel, new, "newm")
    return new.id


def enqueue(kernel, thread, step: str) -> None:
    """thread may run: on a CPU that is idle, after the time that this step takes; or else it queues up.

    If the CPU where it ran last is idle it goes there, or else to the first that is.
    """
    idle = [cpu for cpu in kernel.state.cpus if not cpu.thread]
    if idle:
        turn_to(kernel, next((cpu for cpu in idle if cpu.id == thread.cpu), idle[0]), thread, step)
    else:
        kernel.state.runq.append(thread.id)


def block(kernel, thread, reason: str) -> None:
    """thread leaves its CPU, until somebody wakes it."""
    thread.reason = reason
    kernel.emit("block", thread, thread.id, reason)
    schedule(kernel, kernel.state.cpus[thread.cpu])


def block_for(kernel, thread, ns: int, reason: str) -> None:
    """thread leaves its CPU for ns nanoseconds."""
    kernel.alarm(kernel.now + ns, "thread", thread.id)
    block(kernel, thread, reason)


def wake(kernel, thread, by=None) -> None:
    """A thread that waits may run again. Another does that (by), which takes longer where the CPU that is to
    run it sleeps; or the clock.
    """
    thread.reason = ""
    kernel.emit("wake", by, thread.id, by.id if by else 0)
    if by:
        by.left += kernel.cost("futex" if any(not cpu.thread for cpu in kernel.state.cpus) else "os call")
    enqueue(kernel, thread, "wakeup")


def sched_yield(kernel, thread) -> None:
    """thread lets all others go first, if there are any. Asking costs it the call in any case."""
    thread.left += kernel.cost("os call")
    if kernel.state.runq:
        kernel.emit("yield", thread, thread.id)
        kernel.state.runq.append(thread.id)
        schedule(kernel, kernel.state.cpus[thread.cpu])


def exit_thread(kernel, thread) -> None:
    """thread ends, and its number and stack may be used again."""
    kernel.emit("exit", thread, thread.id)
    kernel.frames[thread.id] = None
    kernel.state.alive -= 1
    schedule(kernel, kernel.state.cpus[thread.cpu])


# A CPU turns from one thread to another.

def schedule(kernel, cpu) -> None:
    """cpu has lost its thread: it takes the one that has waited longest, or is idle."""
    cpu.last, cpu.thread = cpu.thread, 0
    if kernel.state.runq:
        turn_to(kernel, cpu, kernel.state.threads[kernel.state.runq.popleft()], "thread switch")
    else:
        kernel.trace.append(("idle", kernel.now, None, cpu.id))


def turn_to(kernel, cpu, thread, step: str) -> None:
    """cpu turns to thread, which runs there when the time for this step is over."""
    cpu.thread, cpu.switching, thread.cpu = thread.id, True, cpu.id
    kernel.emit("switch", thread, thread.id, cpu.last)
    kernel.alarm(kernel.now + kernel.cost(step), "cpu", cpu.id)


def resume(kernel, cpu) -> None:
    """cpu is with its thread, which has a whole time slice."""
    thread = kernel.state.threads[cpu.thread]
    cpu.switching, cpu.until = False, kernel.now + kernel.slice
    kernel.emit("resume", thread, thread.id)


def compute(kernel, cpu) -> None:
    """cpu's thread computes, as long as it has to, or until its slice is over."""
    cpu.since = kernel.now
    done = kernel.now + kernel.state.threads[cpu.thread].left
    kernel.alarm(min(done, cpu.until) if kernel.slice else done, "cpu", cpu.id)


def computed(kernel, cpu) -> None:
    """cpu's thread has computed since then. If there is more to do, its slice is over: it queues up if
    another waits, and goes on if none does.
    """
    thread = kernel.state.threads[cpu.thread]
    thread.left -= kernel.now - cpu.since
    if not thread.left:
        return
    if not kernel.state.runq:
        cpu.until = kernel.now + kernel.slice
        return
    kernel.emit("slice", thread, thread.id)
    kernel.state.runq.append(thread.id)
    schedule(kernel, cpu)
