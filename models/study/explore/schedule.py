"""One schedule of a few threads: at each step a chooser says who goes on, and how.

The threads and steps are those of explore.py, the choosers those of choosers.py:

    play((0,), [(twice,), (twice,)], memory.STEPS, seeded(1))              # a random schedule
    play((0,), [(twice,), (twice,)], memory.STEPS, replaying(found.steps)) # one that was found
    for played in exhausting(lambda choose: play(memory, threads, STEPS, choose)): ...  # all, one by one
"""

from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from .explore import Step, TooMany, possible
from .verdict import Taken

MAX_STEPS = 100_000


class Played(NamedTuple):
    """A schedule. shared: what is shared at the end, None if all threads were ended at once. left: what
    the threads ask for that have not ended: they wait for ever.
    """

    steps: list[Taken]
    shared: Hashable
    left: list[tuple]


class Moment(NamedTuple):
    """A schedule before its first step (step: None), or after one. shared: None if all were ended at once.

    threads: the generators themselves, which go on with the next moment. asked: what each asks for, None
    once it has ended. quiet: whether nobody can take a step.
    """

    step: Taken | None
    shared: Hashable
    threads: tuple[Generator, ...]
    asked: tuple[tuple | None, ...]
    quiet: bool


def play(shared: Hashable, threads: Iterable[tuple], steps: dict[str, Callable], choose: Callable,
         names: Sequence[Hashable] = (), limit: int = MAX_STEPS) -> Played:
    """Let the threads run until nobody can go on. choose("step", options) says which step is next: one of
    the options, each a Taken. names: as for a verdict.

    TooMany where the schedule has more than `limit` steps.
    """
    _, *taken = found = [*moments(shared, threads, steps, choose, names, limit)]
    last = found[-1]
    return Played([moment.step for moment in taken], last.shared, [request for request in last.asked if request])


def moments(shared: Hashable, threads: Iterable[tuple], steps: dict[str, Callable], choose: Callable,
            names: Sequence[Hashable] = (), limit: int = MAX_STEPS) -> Iterator[Moment]:
    """The same, moment by moment."""
    running = [function(*args) for function, *args in threads]
    asked = [next(thread, None) for thread in running]
    taken, choice = 0, None
    while True:
        ways = [] if shared is None else [*_ways(shared, asked, steps)]
        yield Moment(choice, shared, tuple(running), tuple(asked), not ways)
        if not ways:
            return
        if taken == limit:
            raise TooMany(f"too many: the schedule has more than {limit:,} steps")
        options = [Taken(names[who] if who < len(names) else who, asked[who], step.answer, step.label,
                         step.shared) for who, step in ways]
        choice = choose("step", options)
        who, step = ways[options.index(choice)]
        taken, shared = taken + 1, step.shared
        if shared is None:
            asked = [None] * len(running)
        else:
            asked[who] = _sent(running[who], step.answer)
            for function, *args in step.starts:
                running.append(function(*args))
                asked.append(next(running[-1], None))


def _ways(shared: Hashable, asked: list[tuple | None], steps: dict) -> Iterator[tuple[int, Step]]:
    """Who can go on, and each step that is possible for it."""
    for who, request in enumerate(asked):
        if request is not None:
            for step in possible(steps, shared, request):
                yield who, step


def _sent(thread, answer: Hashable) -> tuple | None:
    """The thread's next request after this answer; None when it has ended."""
    try:
        return thread.send(answer)
    except StopIteration:
        return None
