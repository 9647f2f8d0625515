"""Small programs, each of which shows what one of the scheduler's rules is for.

Every one starts its goroutines from main, in the same order each time, so that a G's id says who it is.
"""

from collections.abc import Callable

from models.runtime.chan import close_chan, make_chan, recv, send
from models.runtime.goroutine import go, gosched, log, work
from models.runtime.timer import sleep
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait


def started(wg: int, *goroutines: tuple):
    """Start each (function, arguments...), in this order, with wg as its first argument."""
    yield wg_add(wg, len(goroutines))
    for fn, *args in goroutines:
        yield go(fn, wg, *args)


def together(*goroutines: tuple):
    """main: start them, and wait for all."""
    wg = yield waitgroup()
    yield from started(wg, *goroutines)
    yield wg_wait(wg)


# Work that splits: each goroutine starts two more, until they are small enough.

def tree(wg: int, depth: int, ns: int):
    """Start two halves, depth times over, and compute for ns where it is split no more."""
    if depth:
        yield from started(wg, (tree, depth - 1, ns), (tree, depth - 1, ns))
    else:
        yield work(ns)
    yield wg_done(wg)


def forkjoin(depth: int, ns: int):
    """Split a task until there are 2 ** depth pieces of ns each."""
    yield from together((tree, depth, ns))


# Somebody who lets others go first, beside a queue that does not run dry.

def polite(wg: int, times: int, ns: int):
    """Compute for ns and let others go first, so many times."""
    for _ in range(times):
        yield work(ns)
        yield gosched()
    yield wg_done(wg)


def starving(guests: int, times: int, depth: int, ns: int):
    """So many polite goroutines, and a task that keeps splitting. The guests are G2 and after."""
    yield from together(*[(polite, times, ns)] * guests, (tree, depth, ns))


# Goroutines that talk to each other, two by two.

def ask(wg: int, there: int, back: int, rounds: int, ns: int):
    """Send, and wait for the answer."""
    for _ in range(rounds):
        yield work(ns)
        yield send(there, 1)
        yield recv(back)
    yield wg_done(wg)


def answer(wg: int, there: int, back: int, rounds: int, ns: int):
    """Wait for the other, and answer."""
    for _ in range(rounds):
        yield recv(there)
        yield work(ns)
        yield send(back, 1)
    yield wg_done(wg)


def pair(rounds: int, ns: int):
    """The two of a pair, with channels of their own."""
    there, back = (yield make_chan()), (yield make_chan())
    return [(answer, there, back, rounds, ns), (ask, there, back, rounds, ns)]


def pingpong(pairs: int, rounds: int, ns: int):
    """So many pairs."""
    both = []
    for _ in range(pairs):
        both += yield from pair(rounds, ns)
    yield from together(*both)


def once(wg: int, ns: int):
    """Compute for ns."""
    yield work(ns)
    yield wg_done(wg)


def host(wg: int, guests: int, ns: int, *rest):
    """Start so many guests, who want a single turn each, and then ask again and again."""
    yield from started(wg, *[(once, ns)] * guests)
    yield from ask(wg, *rest)


def crowded(rounds: int, ns: int, guests: int, turn: int):
    """One pair, and guests who wait while it plays; G4 and after are the guests."""
    answerer, (_, *rest) = yield from pair(rounds, ns)
    yield from together(answerer, (host, guests, turn, *rest))


# One goroutine that starts many; and again and again a few.

def flood(n: int, ns: int):
    """Start n goroutines at once."""
    yield from together(*[(once, ns)] * n)


def bursts(times: int, n: int, ns: int):
    """Start n goroutines and wait for them, so many times."""
    for _ in range(times):
        yield from together(*[(once, ns)] * n)


# A few that compute long, and many that need a moment.

def source(wg: int, n: int, every: int, ns: int):
    """Start a short goroutine, then sleep; n times."""
    for _ in range(n):
        yield from started(wg, (once, ns))
        yield sleep(every)
    yield wg_done(wg)


def mixed(longs: int, long: int, shorts: int, every: int, ns: int):
    """So many goroutines that compute for `long`, and a short one of ns each `every` ns. The long ones are G3
    and after; G2 starts the short ones.
    """
    yield from together((source, shorts, every, ns), *[(once, long)] * longs)


# What book/go/whatif.go counts, in turns; each logs its number.

def yields(workers: int):
    """Let so many go first, and log how many ran; if some are left, how many the second time."""
    ran = [0]

    def worker(wg: int):
        ran[0] += 1
        yield wg_done(wg)
    wg = yield waitgroup()
    yield from started(wg, *[(worker,)] * workers)
    yield gosched()
    first = ran[0]
    yield gosched()
    yield log(first if first == workers else ran[0] - first)
    yield wg_wait(wg)


def serve(there: int, back: int, turn: Callable[[], None], ns: int):
    """Answer whoever asks, until the channel is closed; a turn takes ns."""
    while (yield recv(there))[1]:
        turn()
        yield work(ns)
        yield send(back, True)


def answers(pairs: int, rounds: int):
    """Let pairs talk, and log how many turns there are from a question to its answer, in the middle."""
    turns, found = [0], []

    def turn():
        turns[0] += 1

    def asker(wg: int, there: int, back: int):
        for _ in range(rounds):
            before = turns[0]
            yield send(there, True)
            yield recv(back)
            found.append(turns[0] - before)
            turn()
        yield close_chan(there)
        yield wg_done(wg)
    wg = yield waitgroup()
    yield wg_add(wg, pairs)
    for _ in range(pairs):
        there, back = (yield make_chan()), (yield make_chan())
        yield go(serve, there, back, turn, 0)
        yield go(asker, wg, there, back)
    yield wg_wait(wg)
    yield log(sorted(found)[len(found) // 2])


def guests(rounds: int, ns: int):
    """Talk to another so many times, each turn of it ns long; log how many of two others run meanwhile."""
    ran = [0]

    def guest():
        ran[0] += 1
        yield work(0)
    there, back = (yield make_chan()), (yield make_chan())
    yield go(serve, there, back, int, ns)
    yield send(there, True)
    yield recv(back)
    for _ in range(2):
        yield go(guest)
    for _ in range(rounds):
        yield send(there, True)
        yield recv(back)
    yield close_chan(there)
    yield log(ran[0])
