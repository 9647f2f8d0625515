"""The statuses of a G and of a P that the scheduler's own steps need, and who may follow whom."""

from enum import IntEnum


class GStatus(IntEnum):
    """Go's numbers (Go: runtime2.go _Grunnable)."""

    RUNNABLE = 1
    RUNNING = 2
    WAITING = 4
    DEAD = 6


class PStatus(IntEnum):
    """Go's numbers (Go: runtime2.go _Pidle)."""

    IDLE = 0
    RUNNING = 1


LEGAL = frozenset({
    (GStatus.DEAD, GStatus.RUNNABLE),     # newproc1
    (GStatus.RUNNABLE, GStatus.RUNNING),  # execute
    (GStatus.RUNNING, GStatus.RUNNABLE),  # goschedImpl
    (GStatus.RUNNING, GStatus.WAITING),   # park_m
    (GStatus.WAITING, GStatus.RUNNABLE),  # ready
    (GStatus.RUNNING, GStatus.DEAD),      # gdestroy
})


class Throw(Exception):
    """The model is where the real runtime would stop the whole program with a throw."""


def casgstatus(rt, gp, old: GStatus, new: GStatus) -> None:
    """Move gp from status `old` to `new`; anything but a legal step from where it is throws.

    Go: proc.go casgstatus
    Leaves out: the scan bit, and the wait for a garbage collector that holds it.
    """
    if gp.status != old or (old, new) not in LEGAL:
        raise Throw(f"casgstatus: g{gp.id} is {gp.status.name}, "
                    f"asked to go {old.name} -> {new.name}")
    gp.status = new
