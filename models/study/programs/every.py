"""Every log that a program can give on one P, where only select leaves something to chance.

A run is a path: what was chosen at each choice point. All paths are followed, depth first, each by
a new run that repeats the choices before it. Where a run stands as another has stood before, what
can come is known: so the choice points, and the entries between them, make a graph, and the logs
are its paths from the start to an ending.
"""

from graphlib import TopologicalSorter
from typing import NamedTuple

from models.program.format import Program
from models.program.run import Outcome, Run
from models.study.explore.explore import TooMany
from models.study.programs.position import fingerprint

MOST = 1_000_000  # logs that are listed, unless the caller says another number


class Stopped(Exception):
    """A run is not followed any further."""


class Point(NamedTuple):
    """A choice point: where the run stood, how it came there, and the options that it had.

    path: the choices before it, each as an index. entries: how many the log had.
    """

    place: bytes
    path: tuple[int, ...]
    entries: int
    options: int


START = Point(b"start", (), 0, 1)
END = b"end"
# From a place: the entries up to the next, or up to the end with the ending, and what is next.
Graph = dict[bytes, set[tuple[str, bytes]]]


class Walk:
    """A run along a path of choices, and on by the first option until it comes to a place in `seen`.

    met: the choice points after the path; new: those of them that were not in `seen`. outcome: None
    if the run did not come to its end. settings: as Run takes them.
    """

    def __init__(self, program: Program, path: tuple[int, ...], seen: set[bytes], log: list[str],
                 settings: dict):
        self.path, self.ahead, self.seen = path, [*reversed(path)], seen
        self.lately: list[int] = []
        self.since = 0
        self.met: list[Point] = []
        self.new: list[Point] = []
        self.outcome: Outcome | None = None
        self.run = Run(program, self.choose, log=log, **settings)
        try:
            self.outcome = self.run.finish()
        except Stopped:
            pass

    def choose(self, kind: str, options):
        """As the path says; after its end the first option, the others being noted."""
        entries = len(self.run.env.log)
        if entries > self.since:
            self.since, self.lately = entries, []
        if not self.ahead:
            self.arrive(entries, len(options))
            self.path += (0,)
        self.lately.append(self.ahead.pop() if self.ahead else 0)
        return options[self.lately[-1]]

    def arrive(self, entries: int, options: int) -> None:
        """Note a choice point. Stopped, if it is in `seen`."""
        point = Point(fingerprint(self.run, self.lately), self.path, entries, options)
        self.met.append(point)
        if point.place in self.seen:
            raise Stopped
        self.seen.add(point.place)
        self.new.append(point)

    def others(self) -> list[tuple[Point, int]]:
        """The options that were not taken, each with its choice point."""
        return [(point, i) for point in self.new for i in range(1, point.options)]


def every_log(program: Program, most: int = MOST, **settings) -> set[str]:
    """Every log that the program can give on one P. settings: as Run takes them.

    TooMany, if there may be more than `most`.
    """
    graph = explored(program, settings)
    order = [*TopologicalSorter({at: {to for _, to in graph[at]} for at in graph}).static_order()]
    ways, logs = {END: 1}, {END: {""}}
    for at in order[1:]:
        ways[at] = sum(ways[to] for _, to in graph[at])
    if ways[START.place] > most:
        raise TooMany(f"too many: {ways[START.place]:,} ways that chance may go, more than {most:,}; "
                      "make the program smaller")
    for at in order[1:]:
        logs[at] = {entries + rest for entries, to in graph[at] for rest in logs[to]}
    return logs[START.place]


def explored(program: Program, settings: dict) -> Graph:
    """The choice points of a program, and the entries that lie between them."""
    graph: Graph = {START.place: set()}
    seen: set[bytes] = set()
    todo = [(START, 0)]
    while todo:
        at, option = todo.pop()
        walk = Walk(program, at.path + (option,) * (at is not START), seen, [], settings)
        todo += walk.others()
        entries = walk.run.env.log
        for point in walk.met:
            graph[at.place].add((spaced(entries[at.entries:point.entries]), point.place))
            graph.setdefault(point.place, set())
            at = point
        if walk.outcome:
            graph[at.place].add((spaced(entries[at.entries:]) + walk.outcome.ending, END))
    return graph


def spaced(entries: list[str]) -> str:
    """Entries of a log, with a space after each."""
    return "".join(f"{entry} " for entry in entries)


class Expected(list):
    """A log that stops the run at the first entry that is not the expected one."""

    def __init__(self, entries: list[str]):
        super().__init__()
        self.entries = entries

    def append(self, entry: str) -> None:
        if self.entries[len(self):len(self) + 1] != [entry]:
            raise Stopped
        super().append(entry)


def possible(program: Program, line: str, **settings) -> bool:
    """Whether the program can give this log on one P."""
    return giving(program, line, **settings) is not None


def giving(program: Program, line: str, **settings) -> Run | None:
    """A run on one P, at its end, that gives this log; None if there is none. Only what agrees with the
    log is followed.
    """
    *entries, _ = line.split(" ")
    seen: set[bytes] = set()
    todo = [(START, 0)]
    while todo:
        at, option = todo.pop()
        walk = Walk(program, at.path + (option,) * (at is not START), seen, Expected(entries), settings)
        if walk.outcome and walk.outcome.line == line:
            return walk.run
        todo += walk.others()
    return None
