"""How much memory n waiting tasks take, as goroutines and as threads: n times what one was measured to take.

    footprints(memory, limit=32_768)[3].threads   # {"reserved": …, "touched": …, "kernel": …} of 1000 threads
"""

from typing import NamedTuple

from ..asking import question

SIZES = tuple(10 ** digits for digits in range(7))  # how many tasks: one to a million


class Footprint(NamedTuple):
    """What n tasks take in bytes, by how it is counted. threads is None where there cannot be so many."""

    n: int
    goroutines: dict[str, int]
    threads: dict[str, int] | None


def footprints(memory: dict[str, dict[str, int]], limit: int) -> list[Footprint]:
    """For each of SIZES. memory: the bytes that one "goroutine" and one "thread" take. limit: how many
    threads the system lets there be, main's among them.
    """
    return [Footprint(n, times(memory["goroutine"], n), times(memory["thread"], n) if n < limit else None)
            for n in SIZES]


def times(each: dict[str, int], n: int) -> dict[str, int]:
    """What n of them take."""
    return {name: n * bytes for name, bytes in each.items()}


def taken(of: dict[str, int]) -> int:
    """What lies in memory: touched, and the kernel's part."""
    return of["touched"] + of.get("kernel", 0)


def asked(found: list[Footprint]) -> dict[int, tuple]:
    """Where to ask: for the index of a footprint, the question event that comes before it.

    At a thousand: how much of what is reserved is taken. At the first size that is refused: what happens.
    """
    thousand = next(i for i, of in enumerate(found) if of.n == 1000)
    refused = next(i for i, of in enumerate(found) if of.threads is None)
    at = found[thousand]
    sizes = {at.threads["reserved"]: "threads-reserved-is-taken", taken(at.threads): "",
             taken(at.goroutines): "threads-as-small-as-goroutines"}
    much = tuple(("predict.footprint-much.choice", {"mb": f"{size / 1e6:,.0f}"}, sizes[size])
                 for size in sorted(sizes))
    ends = {"made": "threads-any-number", "refused": "", "memory": "threads-memory-first"}
    many = tuple((f"predict.footprint-many.{name}", {}, belief) for name, belief in ends.items())
    most = f"{found[refused].n:,}"
    return {thousand: question("footprint-much", {"n": f"{at.n:,}"}, much),
            refused: question("footprint-many", {"n": most}, many)}
