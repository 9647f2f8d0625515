"""The numbers that Go's scheduler is built on, in one place, so that a page can pass others."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Constants:
    """Go's values are the defaults. Whoever passes others says so to the reader.

    runq_size      slots in a P's ring (Go: runtime2.go p.runq)
    global_tick    every so many schedticks the global queue is looked at first (Go: proc.go
                   findRunnable)
    steal_tries    rounds of stealing before a thief gives up (Go: proc.go stealWork)
    idle_top       which P procresize leaves on top of the idle list: "highest" id since Go 1.26,
                   "lowest" before (Go: proc.go procresize)
    """

    runq_size: int = 256
    global_tick: int = 61
    steal_tries: int = 4
    idle_top: str = "highest"

    def __post_init__(self) -> None:
        if self.runq_size < 2 or self.runq_size & (self.runq_size - 1):
            raise ValueError(f"runq_size is {self.runq_size}; it must be a power of two, 2 or more")
        if self.global_tick < 1 or self.steal_tries < 1:
            raise ValueError("global_tick and steal_tries must be 1 or more")
        if self.idle_top not in ("highest", "lowest"):
            raise ValueError(f'idle_top is {self.idle_top!r}; it must be "highest" or "lowest"')


GO_1_27 = Constants()
GO_1_22 = replace(GO_1_27, idle_top="lowest")
BY_RELEASE = {"1.27.3": GO_1_27, "1.22.10": GO_1_22}
