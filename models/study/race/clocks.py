"""Vector clocks: what each goroutine knows of the others, and what it has left at each thing they share.

A clock maps a goroutine to the last of its epochs that is known. An epoch is a stretch of a goroutine's run
that ends with a release. What goroutine h did in its epoch e happens before what g does now exactly if g's
clock has e or more for h.
"""

from collections import defaultdict
from collections.abc import Hashable

Clock = dict[int, int]


def join(clock: Clock, other: Clock) -> None:
    """Let a clock know what the other knows too."""
    for g, epoch in other.items():
        if epoch > clock.get(g, 0):
            clock[g] = epoch


class Clocks:
    """The clocks of all goroutines, by number, and of all things by which they are ordered."""

    def __init__(self):
        self.goroutines: dict[int, Clock] = {}
        self.things: defaultdict[Hashable, Clock] = defaultdict(dict)

    def start(self, g: int, by: int | None = None) -> None:
        """g begins, and knows what the goroutine knows that has started it, if one has.

        Go: race.go racegostart
        """
        self.goroutines[g] = {g: 1}
        if by is not None:
            join(self.goroutines[g], self.goroutines[by])
            self.tick(by)

    def tick(self, g: int) -> None:
        """Whoever has learnt of g now does not know what g does from here on: a new epoch."""
        self.goroutines[g][g] += 1

    def knows(self, g: int, other: int, epoch: int) -> bool:
        """Whether what another goroutine did in that epoch happens before what g does now."""
        return self.goroutines[g].get(other, 0) >= epoch

    def acquire(self, g: int, thing: Hashable) -> None:
        """g learns what was left at the thing.

        Go: race.go raceacquire
        """
        join(self.goroutines[g], self.things[thing])

    def release(self, g: int, thing: Hashable) -> None:
        """g leaves at the thing what it knows, in place of what was there.

        Go: race.go racerelease
        """
        self.things[thing] = {**self.goroutines[g]}
        self.tick(g)

    def release_merge(self, g: int, thing: Hashable) -> None:
        """g leaves what it knows beside what is there.

        Go: race.go racereleasemerge
        """
        join(self.things[thing], self.goroutines[g])
        self.tick(g)

    def release_acquire(self, g: int, thing: Hashable) -> None:
        """g leaves what it knew in place of what was there, and learns that: a slot of a buffer.

        Go: race.go racereleaseacquire
        """
        known = {**self.goroutines[g]}
        self.acquire(g, thing)
        self.things[thing] = known
        self.tick(g)

    def swap(self, g: int, thing: Hashable) -> None:
        """g learns what is there and leaves it there with what it knew: an atomic read, change and write."""
        self.acquire(g, thing)
        self.release(g, thing)
