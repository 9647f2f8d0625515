"""Brute force, to be compared with the explorer: every schedule of a few small programs, played from
the start again and again. Nothing here is the explorer's: programs are lists of instructions, the
memory is a list that changes, and no state is ever recognised.

An instruction is (name, address, its values, whether the next one is left out when its answer is 0).
A value "r" is the thread's register: its last answer, 0 at first.
"""

from collections import Counter
from dataclasses import dataclass, field

Instruction = tuple[str, int, tuple, bool]
Program = tuple[Instruction, ...]
Place = tuple[Program, int, int]  # the program, which instruction is next, the register


@dataclass
class Found:
    """What all schedules come to.

    states: (memory, places of the threads that have not ended) with the fewest steps that lead there.
    ends, deadlocks: the memories where all have ended, and where the rest waits for ever.
    """

    schedules: int = 0
    states: dict[tuple, int] = field(default_factory=dict)
    ends: set[tuple] = field(default_factory=set)
    deadlocks: set[tuple] = field(default_factory=set)


def all_schedules(words: int, programs: list[Program]) -> Found:
    """Play every schedule."""
    found = Found()
    waiting = [[]]
    while waiting:
        schedule = waiting.pop()
        memory, places = play(words, programs, schedule)
        state = tuple(memory), tuple(sorted(left(places), key=repr))
        found.states[state] = min(len(schedule), found.states.get(state, len(schedule)))
        ready = [who for who, place in enumerate(places) if can_go_on(memory, place)]
        waiting += [[*schedule, who] for who in ready]
        if not ready:
            found.schedules += 1
            (found.deadlocks if left(places) else found.ends).add(tuple(memory))
    return found


def play(words: int, programs: list[Program], schedule: list[int]) -> tuple[list[int], list[Place]]:
    """The memory and where each thread stands after these steps, from a memory of zeros."""
    memory = [0] * words
    places = [(program, 0, 0) for program in programs]
    for who in schedule:
        places[who] = step(memory, places[who])
    return memory, places


def step(memory: list[int], place: Place) -> Place:
    """Carry out a thread's next instruction; where the thread stands then."""
    program, at, register = place
    name, a, values, may_skip = program[at]
    values = [register if value == "r" else value for value in values]
    if name == "load":
        register = memory[a]
    elif name == "store":
        memory[a] = values[0]
    elif name == "add":
        memory[a] += values[0]
        register = memory[a]
    elif name == "cas":
        register = int(memory[a] == values[0])
        if register:
            memory[a] = values[1]
    return program, at + (2 if may_skip and not register else 1), register


def left(places: list[Place]) -> list[Place]:
    """The threads that have not ended."""
    return [place for place in places if place[1] < len(place[0])]


def can_go_on(memory: list[int], place: Place) -> bool:
    """Whether a thread has not ended, and does not wait until a word has another value."""
    if not left([place]):
        return False
    name, a, values, _ = place[0][place[1]]
    return name != "until" or memory[a] == values[0]


def requests(places: tuple[Place, ...]) -> Counter:
    """What the threads ask for next, as the explorer's threads would say it."""
    asked = Counter()
    for program, at, register in places:
        name, a, values, _ = program[at]
        asked[name, a, *(register if value == "r" else value for value in values)] += 1
    return asked
