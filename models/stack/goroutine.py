"""A goroutine, as far as its stack is concerned, and the thread that it runs on."""

from dataclasses import dataclass, field

from models.runtime.transitions import G_RUNNING

from .alloc import Stack


@dataclass(slots=True)
class Gobuf:
    """The registers that matter: stack pointer, program counter, the closure in DX, base pointer.

    Go: runtime2.go gobuf
    """

    sp: int = 0
    pc: int = 0
    ctxt: int = 0
    bp: int = 0


@dataclass(slots=True)
class Sudog:
    """A goroutine waits on channel c. elem: where the value is, or where it shall go; elemsize: its bytes.

    Go: runtime2.go sudog
    Leaves out: that the newer release keeps elem twice, as a pointer and as a number; both are re-aimed.
    """

    c: int
    elem: int
    elemsize: int = 8


@dataclass(slots=True)
class M:
    """The thread. p: its P, or None. What of it counts for whether a goroutine may be preempted on it.

    Go: runtime2.go m
    """

    p: int | None = 0
    p_running: bool = True
    locks: int = 0
    mallocing: int = 0
    preemptoff: str = ""
    libcallsp: int = 0

    @property
    def cache(self) -> int | None:
        """The P whose cache of stacks may be used; None while preemption is switched off.

        Go: stack.go stackalloc, stack.go stackfree
        """
        return None if self.preemptoff else self.p


@dataclass(slots=True)
class G:
    """A goroutine. regs: the processor's registers while it runs. sched: what was kept of them when it
    stopped, or went to morestack. defer and panic: addresses of the records at the head of each list.
    waiting: what it waits for, in the order of the channels' locks. syscallsp: not 0 in a system call.
    preempt_stop: whoever asked it to stop wants it to stay stopped. is_mark_worker: it works for the
    garbage collector.

    Go: runtime2.go g
    """

    id: int
    stack: Stack
    stackguard0: int
    m: M
    stktopsp: int = 0
    regs: Gobuf = field(default_factory=Gobuf)
    sched: Gobuf = field(default_factory=Gobuf)
    status: int = G_RUNNING
    waitreason: str = ""
    defer: int = 0
    panic: int = 0
    waiting: list[Sudog] = field(default_factory=list)
    active_stack_chans: bool = False
    parking_on_chan: bool = False
    syscallsp: int = 0
    async_safe_point: bool = False
    sync_safe_point: bool = False
    throwsplit: bool = False
    preempt: bool = False
    preempt_stop: bool = False
    preempt_shrink: bool = False
    is_mark_worker: bool = False
