"""The leak detector: goroutines that wait for what nobody can bring any more.

    for found in leaks(program):
        print(found.stack.number, found.leaked)

It is the algorithm of the profile that Go has since 1.27: a garbage collection for which a goroutine that
waits is no root. What the others reach is marked; a waiting goroutine of which a channel or lock is marked
may be woken yet, so its stack is marked as well; and so on, until nothing is added. The rest is leaked.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from models.program.bodies import Env, made
from models.program.format import Program
from models.program.run import Run
from models.runtime.exit import exit_program
from models.runtime.goroutine import go
from models.runtime.timer import sleep
from models.runtime.waitreason import NUMBERS

from ..choosers import seeded
from .held import Place, Stack, called, compiled, edges, stacks

SETTLE = 10**9  # ns that main sleeps before it looks; those that stay asleep sleep for an hour
REASONS = NUMBERS["1.27.3"]


class Found(NamedTuple):
    """What was found of a goroutine that waits. things: what for, by the names in the source; knows: the live
    goroutines, by number, that lead to it.
    """

    stack: Stack
    leaked: bool
    things: tuple[str, ...]
    knows: tuple[int, ...]


def leaks(program: Program, asleep: Collection[Place] = (), *, shared: bool = False, procs: int = 1,
          seed: int = 0) -> list[Found]:
    """Run a program until nothing moves any more, and say of each goroutine that waits whether it leaked.

    Body 0 is started by a main that goes on afterwards, as a server's would, and holds nothing. asleep:
    places (body, pc); whoever comes there is busy with something else and stays alive. shared: the objects
    are global variables, which are always reachable; else they are handed over. ValueError, if the program
    ends before.
    """
    return judged(settled(program, asleep, procs=procs, choose=seeded(seed)), shared)


def judged(run: Run, shared: bool = False) -> list[Found]:
    """Each goroutine of a run that waits, and whether it leaked."""
    there, leads, names = stacks(run), edges(run), called(run)
    roots = range(len(run.machine.rt.heap)) if shared else ()
    gone = leaked(there, leads, roots)
    alive = [(stack, reached(stack.holds, leads)) for stack in there if stack not in gone]
    return [Found(stack, stack in gone, tuple(names[thing] for thing in sorted(stack.waits)),
                  tuple(other.number for other, reach in alive if other != stack and reach & stack.waits))
            for stack in there if candidate(stack)]


def leaked(stacks: Iterable[Stack], edges: dict[int, int], roots: Collection[int] = ()) -> list[Stack]:
    """The goroutines that are leaked. edges: objects that lead to another. roots: what globals reach.

    Go: mgc.go findGoroutineLeaks, mgc.go findMaybeRunnableGoroutines
    Leaves out: that things of less than 16 bytes without pointers, such as a sync.Mutex or a sync.Once alone,
    share a block of memory with another, and are marked with it (book/go/smallmutex.go); that
    a main that waits in select {} is not reported; timers, finalizers and cleanups, which reach things too.
    """
    waiting, marked = [], reached(roots, edges)
    for stack in stacks:
        if candidate(stack):
            waiting.append(stack)
        else:
            marked |= reached(stack.holds, edges)
    while woken := [stack for stack in waiting if stack.waits & marked]:
        waiting = [stack for stack in waiting if stack not in woken]
        marked |= reached({thing for stack in woken for thing in stack.holds}, edges)
    return waiting


def kept(stacks: Iterable[Stack], edges: dict[int, int], roots: Collection[int] = ()) -> set[int]:
    """The things that an ordinary collection keeps: every stack is a root, whatever its goroutine waits for.

    Go: mgcmark.go gcPrepareMarkRoots
    """
    return reached({*roots}.union(*(stack.holds for stack in stacks)), edges)


def candidate(stack: Stack) -> bool:
    """Whether a goroutine waits as only others can end it: on channels, or in package sync.

    Who sleeps, or waits for the network or for the runtime, does not; nor does a coroutine count. The reasons
    that do stand in a row.

    Go: mgcmark.go g.internalBlocked
    """
    first, last = REASONS["chan receive (nil chan)"], REASONS["sync.WaitGroup.Wait"]
    return stack.waiting and first <= REASONS[stack.reason] <= last


def reached(things: Iterable[int], edges: dict[int, int]) -> set[int]:
    """These things and all to which they lead."""
    marked, todo = set(), [*things]
    while todo:
        thing = todo.pop()
        if thing not in marked:
            marked.add(thing)
            todo += [edges[thing]] if thing in edges else []
    return marked


def settled(program: Program, asleep: Collection[Place], **settings) -> Run:
    """A run that has come to where nothing moves any more. settings: as Run takes them."""
    for k, pc in asleep:
        if not (0 <= k < len(program.bodies) and 0 <= pc <= len(program.bodies[k]) - 1):
            raise ValueError(f"nobody can be asleep at {k}.{pc}: there is no operation {pc} in a body {k}")
    run = Run(program, main=watcher, asleep=frozenset(asleep), **settings)
    outcome = run.finish()
    if outcome.ending != "END":
        why = f": {outcome.message}" if outcome.message else ""
        raise ValueError(f"the program ends by {outcome.ending}{why}; a program that has ended leaks nothing")
    return run


def watcher(env: Env):
    """A main that makes the shared objects, starts body 0, and sleeps until nothing moves any more."""
    env.function = compiled
    yield from made(env)
    yield go(compiled, env, 0, 0)
    yield sleep(SETTLE)
    yield exit_program()
