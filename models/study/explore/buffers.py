"""Memory whose stores are seen late: each thread keeps what it has written until it is seen by all.

A plain store goes into the thread's buffer. Any time later it comes out, into the memory that all
read; the thread itself reads its own stores at once. What may come out of a buffer is the model:

    ANY   the oldest store of each address: those to different addresses are seen in any order,
          as on ARM; but a release store comes out after all that was stored before it
    FIFO  the oldest store of all: everything is seen in the order in which it was stored, as on amd64

A compare-and-swap, an add, and everything under a lock waits until the thread's buffer is empty; an
atomic load waits for release stores alone.

    graph = explored(memory, threads, STEPS, ANY)
    print(verdict(graph, seen_by_all(bad)))

Leaves out: loads that are early. A load reads what is there to be seen when its turn comes, so an
acquire load is a load here, and what a missing acquire does is not shown. And amd64's own release
store, which is an exchange and waits for everything before it: no buffer holds it.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import replace
from typing import NamedTuple

from .explore import MAX_STATES, Graph, Private, Step, explore
from .verdict import At, Taken, Verdict

ANY, FIFO = "any", "fifo"
LOADS = ("load", "own")                       # a thread reads its own stores even if nobody else can
STORES = ("store", "store_rel")
NOTES = ("choose", "end", "start", "park")    # steps that neither read nor write the memory's words


class Late(NamedTuple):
    """What is shared: the words that all can see, and each thread's stores that are still to be seen,
    (address, value, whether it is a release), the oldest first.
    """

    words: tuple
    buffers: tuple[tuple[tuple[int, Hashable, bool], ...], ...]


def explored(memory: tuple, threads: Sequence[tuple], steps: dict[str, Callable], order: str,
             private: Private = (), notes: Collection[str] = (), limit: int = MAX_STATES) -> Graph:
    """Every interleaving of the threads and of their stores on the way; arguments as `explore` has them.

    order: ANY or FIFO. notes: steps that neither read nor write what another thread's step may change
    or read; they need not wait until the buffer is empty.
    """
    alone = (lambda request: private(untold(request))) if callable(private) else private
    return explore(*begun(memory, threads), buffered(steps, order, notes), alone, limit)


def begun(memory: tuple, threads: Sequence[tuple]) -> tuple[Late, list[tuple]]:
    """The memory with empty buffers, and the threads as they are told apart."""
    return Late(memory, ((),) * len(threads)), [(told, who, *thread) for who, thread in enumerate(threads)]


def told(who: int, function: Callable, *args: Hashable):
    """A thread that says with each request who asks; who: its number, from 0 on."""
    thread, answer = function(*args), None
    while True:
        try:
            name, *rest = thread.send(answer)
        except StopIteration:
            return
        answer = yield name, who, *rest


def buffered(steps: dict[str, Callable], order: str, notes: Collection[str] = ()) -> dict[str, Callable]:
    """The steps of threads that are told, on a memory whose stores are seen late."""
    if order not in (ANY, FIFO):
        raise ValueError(f"the order is {order!r}; there are {ANY!r} and {FIFO!r}")
    found: dict[str, Callable] = {"seen": lambda late, who, a, value: _seen(late, who, a, value, order)}
    for name, step in steps.items():
        if name in LOADS:
            found[name] = _load
        elif name == "load_atomic":
            found[name] = _load_atomic
        elif name in STORES:
            found[name] = _store(name == "store_rel")
        else:
            found[name] = _through(step, name in NOTES or name in notes)
    return found


def _load(late: Late, who: int, a: int) -> list[Step]:
    """The thread's own last store there, or what all can see."""
    mine = [value for at, value, _ in late.buffers[who] if at == a]
    return [Step(late, mine[-1] if mine else late.words[a])]


def _load_atomic(late: Late, who: int, a: int) -> list[Step]:
    """The same, once the thread's release stores can be seen by all."""
    return [] if any(release for *_, release in late.buffers[who]) else _load(late, who, a)


def _store(release: bool) -> Callable:
    """Keep it; a little thread that takes one step stands for its way to where all can see it."""
    def step(late: Late, who: int, a: int, value: Hashable) -> list[Step]:
        kept = (*late.buffers[who], (a, value, release))
        return [Step(_with(late, who, kept), starts=((on_its_way, who, a, value),))]
    return step


def on_its_way(who: int, a: int, value: Hashable):
    yield "seen", who, a, value


def _seen(late: Late, who: int, a: int, value: Hashable, order: str) -> list[Step]:
    """A store comes out of its buffer, if it is its turn."""
    kept = late.buffers[who]
    i = next(i for i, store in enumerate(kept) if store[:2] == (a, value))
    ahead = kept[:i]
    if ahead and (order == FIFO or kept[i][2] or any(at == a for at, *_ in ahead)):
        return []
    words = late.words[:a] + (value,) + late.words[a + 1:]
    return [Step(_with(late._replace(words=words), who, ahead + kept[i + 1:]))]


def _through(step: Callable, note: bool) -> Callable:
    """A step on the words themselves; other than a note it waits until the thread's stores were seen."""
    def through(late: Late, who: int, *args: Hashable) -> list[Step]:
        if late.buffers[who] and not note:
            return []
        return [_told(late, one) for one in step(late.words, *args)]
    return through


def _told(late: Late, step: Step) -> Step:
    """A step on the words as one on the whole; the threads that it starts have buffers too."""
    if step.shared is None:
        return step
    threads = len(late.buffers)
    starts = tuple((told, threads + i, *start) for i, start in enumerate(step.starts))
    return step._replace(shared=Late(step.shared, late.buffers + ((),) * len(starts)), starts=starts)


def _with(late: Late, who: int, kept: tuple) -> Late:
    return late._replace(buffers=(*late.buffers[:who], kept, *late.buffers[who + 1:]))


class AtSeen(At):
    """A state, asked about as if there were no buffers: by what can be seen by all."""

    @property
    def shared(self) -> tuple:
        return super().shared.words

    @property
    def requests(self) -> list[tuple]:
        return [untold(request) for request in super().requests if request[0] != "seen"]


def seen_by_all(bad: Callable[[At], bool]) -> Callable[[At], bool]:
    """A question about the words, as one about a state with buffers."""
    return lambda at: bad(AtSeen(*at))


def untold(request: tuple) -> tuple:
    """A request without the number of who asks."""
    name, _, *args = request
    return name, *args


def by_name(answer: Verdict, names: Sequence[Hashable]) -> Verdict:
    """The answer with every step its thread's, also those of a store on its way."""
    steps = answer.steps
    return replace(answer, steps=None if steps is None else [named(step, names) for step in steps])


def named(step: Taken, names: Sequence[Hashable]) -> Taken:
    """A step as the thread's that asked for it, and its request without the number."""
    who = step.request[1]
    return step._replace(thread=names[who] if who < len(names) else who, request=untold(step.request))
