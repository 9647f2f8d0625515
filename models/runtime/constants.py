"""The numbers that Go's scheduler is built on, in one place, so that a page can pass others."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Constants:
    """Go's values are the defaults. Whoever passes others says so to the reader.

    runq_size      slots in a P's ring (Go: runtime2.go p.runq)
    global_tick    every so many schedticks the global queue is looked at first (Go: proc.go
                   findRunnable)
    steal_tries    rounds of stealing before a thief gives up (Go: proc.go stealWork)
    goid_batch     goroutine ids that a P takes at once (Go: proc.go _GoidCacheBatch)
    gfree_max      dead Gs at which a P's list is cut down (Go: proc.go gfput)
    gfree_keep     dead Gs below which it is cut, and up to which it is filled (Go: proc.go gfget)
    stack_min      bytes of a new goroutine's stack (Go: stack.go stackMin)
    stack_guard    bytes above the stack's low end at which the guard stands (Go: stack.go stackGuard)
    max_frames     calls that a goroutine's stack has room for. In Go its size is limited, to 1 GB, and
                   how many calls that is depends on the sizes of their frames, the subject of the
                   chapter on stacks (Go: proc.go main, stack.go newstack)
    force_preempt_ns  how long a time slice lasts (Go: proc.go forcePreemptNS)
    asyncpreemptoff   a G that computes is not interrupted: it stops where it calls something, as with
                   GODEBUG=asyncpreemptoff=1 (Go: proc.go preemptone)
    starving_ns    how long a Mutex's waiter waits before it asks for the lock to be handed to it
                   (Go: internal/sync/mutex.go starvationThresholdNs)
    release        what differs between Go's releases is as in this one
    idle_top       which P procresize leaves on top of the idle list: "highest" id since Go 1.26,
                   "lowest" before (Go: proc.go procresize)
    """

    runq_size: int = 256
    global_tick: int = 61
    steal_tries: int = 4
    goid_batch: int = 16
    gfree_max: int = 64
    gfree_keep: int = 32
    stack_min: int = 2048
    stack_guard: int = 928
    max_frames: int = 100_000
    force_preempt_ns: int = 10_000_000
    asyncpreemptoff: bool = False
    starving_ns: int = 1_000_000
    release: str = "1.27.3"
    idle_top: str = "highest"

    def __post_init__(self) -> None:
        if self.runq_size < 2 or self.runq_size & (self.runq_size - 1):
            raise ValueError(f"runq_size is {self.runq_size}; it must be a power of two, 2 or more")
        if self.global_tick < 1 or self.steal_tries < 1:
            raise ValueError("global_tick and steal_tries must be 1 or more")
        if self.max_frames < 1:
            raise ValueError(f"max_frames is {self.max_frames}; it must be 1 or more")
        if self.idle_top not in ("highest", "lowest"):
            raise ValueError(f'idle_top is {self.idle_top!r}; it must be "highest" or "lowest"')


GO_1_27 = Constants()
GO_1_22 = replace(GO_1_27, release="1.22.10", idle_top="lowest")
BY_RELEASE = {"1.27.3": GO_1_27, "1.22.10": GO_1_22}
