"""The 1:1 machine: a program of goroutines in which every goroutine is a thread, on some CPUs by the clock.

    machine = ThreadMachine(Kernel(cpus=2, costs=costs), spawn, 100, 20_000)
    machine.run()
    machine.kernel.trace

It takes the bodies that Machine (machine.py) takes, so that both can be compared.
"""

from heapq import heappop

from .fatal import Fatal
from .goroutine import MAIN, frame
from .park import mcall
from .threadops import ASKS
from .threads import compute, computed, exit_thread, new_thread, resume, wake


class ThreadMachine:
    """A program on a kernel, alarm by alarm.

    ending: "" while it runs; then "END" (main returned, or asked to exit), "HANG" (nobody runs, and nothing
    will wake anybody: no kernel says so), "FATAL" (the reason is in `message`), or "LIMIT" (max_steps are
    over).
    """

    def __init__(self, kernel, main, *args):
        self.kernel = kernel
        self.ending = ""
        self.message = ""
        cpu, thread = kernel.state.cpus[0], new_thread(kernel, main, args)
        cpu.thread, thread.cpu = thread.id, cpu.id
        resume(kernel, cpu)
        compute(kernel, cpu)

    def run(self, max_steps: int = 10_000_000) -> str:
        """Run to the end; return how it ended."""
        while not self.ending:
            if not max_steps:
                self.ending = "LIMIT"
            else:
                self.step()
                max_steps -= 1
        return self.ending

    def step(self) -> None:
        """Time goes on to the next alarm, and whoever it is for acts."""
        kernel = self.kernel
        if not kernel.state.alarms:
            self.ending = "HANG"
            return
        kernel.now, _, kind, id = heappop(kernel.state.alarms)
        try:
            if kind == "thread":
                wake(kernel, kernel.state.threads[id])
            else:
                self.look_at(kernel.state.cpus[id])
        except Fatal as fatal:
            self.ending, self.message = "FATAL", f"fatal error: {fatal}"

    def look_at(self, cpu) -> None:
        """What cpu was busy with is over: turning to a thread, or the thread's own computing."""
        if cpu.switching:
            resume(self.kernel, cpu)
        else:
            computed(self.kernel, cpu)
        if cpu.switching or not cpu.thread:
            return
        thread = self.kernel.state.threads[cpu.thread]
        while not thread.left and not self.ending and cpu.thread == thread.id:
            self.go_on(thread)
        if cpu.thread == thread.id and not self.ending:
            compute(self.kernel, cpu)

    def go_on(self, thread) -> None:
        """thread goes on with the answer to what it asked for, and asks for the next thing, or returns."""
        frames = self.kernel.frames[thread.id]
        answer, thread.answer = thread.answer, None
        try:
            request = frames[-1].send(answer)
        except StopIteration as end:
            frames.pop()
            thread.answer = end.value
            if not frames:
                self.returned(thread)
        else:
            thread.answer = self.ask(thread, request)

    def returned(self, thread) -> None:
        """thread has come to its end. With main the whole program ends, and all other threads too."""
        if thread.id == MAIN:
            self.kernel.emit("exit", thread, thread.id)
            self.ending = "END"
        else:
            exit_thread(self.kernel, thread)

    def ask(self, thread, request: tuple):
        """Do what a body requests; ValueError if a thread cannot. Whoever waits is answered later."""
        name, args = request[0], () if request.__class__ is mcall else request[1:]
        if name == "ask_call":
            self.kernel.frames[thread.id].append(frame(self.kernel, *args))
        elif name == "exit_process":
            self.ending = "END"
        elif name in ASKS:
            return ASKS[name](self.kernel, thread, *args)
        else:
            raise ValueError(f"a thread cannot do {request!r}; it can do {', '.join(sorted(ASKS))}")
        return None
