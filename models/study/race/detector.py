"""The detector: told by the rules what is touched and what orders it, it notes what races."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from typing import NamedTuple

from .clocks import Clocks
from .history import Access, History, Place
from .shadow import Choose, Shadow

TOLD = "told"    # the real detector reports this pair
OTHER = "other"  # it reports the later access with another one


class Race(NamedTuple):
    """Two accesses to a thing that nothing orders; `now` is the later of them.

    fate: TOLD, or why the detector with four cells does not report this pair: OTHER, or what had become
    of the access before ("evicted", "cleared": shadow.py). ended: whether the goroutines of now and before
    had ended by then.
    """

    thing: Hashable
    now: Access
    before: Access
    fate: str
    ended: tuple[bool, bool]


class Detector:
    """One run's. choose decides which cell is given up where all four are taken.

    races: every pair that races, in the order of time, the latest partner of an access first. touches: every
    access: to what, which, and those before it with which it races. created: for each goroutine but main, 0,
    who started it and where. Goroutines are numbered in the order of go statements.
    """

    def __init__(self, choose: Choose):
        self.choose = choose
        self.clocks = Clocks()
        self.numbers = {1: 0}  # by goid
        self.created: dict[int, tuple[int, tuple[Place, ...]]] = {}
        self.ended: set[int] = set()
        self.ignoring: Counter[int] = Counter()
        self.histories: defaultdict[Hashable, History] = defaultdict(History)
        self.shadows: defaultdict[Hashable, Shadow] = defaultdict(Shadow)
        self.used: Counter[tuple] = Counter()   # sends and receives by channel, of a buffer's slots
        self.waits: dict[int, int] = {}         # for each goroutine the WaitGroup that it last waited for
        self.serial = 0
        self.touches: list[tuple[Hashable, Access, list[Access]]] = []
        self.races: list[Race] = []
        self.clocks.start(0)

    def start(self, goid: int, by: int, stack: tuple[Place, ...]) -> None:
        """A go statement of `by`, by its number, has made the goroutine with that goid."""
        g = self.numbers[goid] = len(self.numbers)
        self.created[g] = by, stack
        self.clocks.start(g, by)

    def order(self, how: str, g: int, thing: Hashable) -> None:
        """A step that may order goroutines; how: a method of Clocks, by name. Nothing while g ignores them.

        Go: race.go RaceDisable
        """
        if not self.ignoring[g]:
            getattr(self.clocks, how)(g, thing)

    def touch(self, g: int, thing: Hashable, write: bool, stack: tuple[Place, ...]) -> None:
        """g reads or writes the thing: note what races."""
        self.serial += 1
        access = Access(self.serial, g, self.clocks.goroutines[g][g], write, stack)
        races = self.histories[thing].touch(access, self.clocks)
        self.touches.append((thing, access, races))
        shadow = self.shadows[thing]
        told = shadow.touch(access, races, self.choose)
        for before in races:
            fate = TOLD if before is told else OTHER if told else shadow.fate(before.serial)
            self.races.append(Race(thing, access, before, fate, (g in self.ended, before.g in self.ended)))
