"""The exercises of the chapter on stacks, from reading what moved to changing a rule.

Every right answer comes from the rules of models/stack themselves. None of them is one of the scheduler's rules,
so `rules`, which the exercises of other chapters replace, is not used here.
"""

from collections.abc import Callable
from random import Random

from models.runtime.transitions import G_WAITING
from models.stack.adjust import AdjustInfo
from models.stack.alloc import Stack
from models.stack.function import Function as Compiled
from models.stack.growth import ENTRY, LO, grown, growth, overflow
from models.stack.growth import newsize as go_newsize
from models.stack.prologue import enters_morestack, form
from models.stack.runtime import Stacks, replaced
from models.stack.sizes import GO_1_27, WORD
from models.study.measure.stackcosts import begun, gone, to_edge

from . import stacks_beliefs as believed
from .exercise import Exercise, Function, Prediction
from .stacks_beliefs import COLLECTIONS, OWN

HEAP = 0xC000000000
FRAMES = (24, 64, 88, 120, 128, 136, 216, 520, 1016, 4096, 4104, 9000, 70016)


def frames(luck: Random, low: int, high: int) -> int:
    """The size of a frame: whole words."""
    return luck.randrange(low, high, WORD)


# What moves, and what stays.

def move_problem(luck: Random) -> dict:
    """Two places of a stack and four words on it: two pointers into it, one elsewhere, one number."""
    size = luck.choice((2048, 4096, 8192))
    lo = HEAP + luck.randrange(1, 64) * 32768
    new = lo + luck.randrange(1, 64) * 32768
    at = [lo + size - below for below in luck.sample(range(48, 1000, WORD), 2)]
    words = [("p", "*int", hex(at[0])), ("n", "uintptr", hex(at[1])),
             ("r", "*int", hex(lo + size + frames(luck, 64, 4096))), ("q", "*int", hex(at[1]))]
    return {"old": (hex(lo), hex(lo + size)), "new": (hex(new), hex(new + 2 * size)), "words": words}


def moved(problem: dict, rules: dict) -> tuple:
    """What each of the words holds afterwards."""
    rt = Stacks(functions=[Compiled("main.run", OWN)])
    gp = rt.newproc1("main.run")
    (lo, hi), (_, high) = ([int(end, 16) for end in problem[which]] for which in ("old", "new"))
    adjinfo = AdjustInfo(Stack(lo, hi), high - hi)
    values = [(kind, int(value, 16)) for _, kind, value in problem["words"]]
    return tuple(hex(rt.adjusted(gp, adjinfo, value, "") if kind != "uintptr" else value) for kind, value in values)


# How large.

def sizes_problem(luck: Random) -> dict:
    """Frames of functions that call each other, a large one among them."""
    small = [luck.choice(FRAMES[:8]) for _ in range(luck.randint(3, 6))]
    large = [luck.choice((1016, 4096, 9000)), luck.choice((9000, 70016))]
    return {"frames": [*small, large[0], *small[:2], large[1]]}


def sizes(problem: dict, rules: dict) -> list[int]:
    """The stack's sizes, from the first on."""
    return growth(problem["frames"])


def fails(frame: int, sp: int, guard: int) -> bool:
    """Whether the check of a function with that frame goes into morestack."""
    return enters_morestack(GO_1_27, frame, sp, guard, form=form(GO_1_27, frame))


def check_cases(luck: Random) -> list[tuple]:
    """A small and a larger frame, each on the edge and one word above it; and a guard above every address."""
    lo = HEAP + luck.randrange(1, 64) * 2048
    guard, small, large = lo + GO_1_27.stack_guard, frames(luck, 24, 128), frames(luck, 136, 1024)
    edge = guard + large - 128
    return [(small, guard + WORD, guard), (large, edge, guard), (small, guard, guard), (large, edge + WORD, guard),
            (small, lo + 2000, (1 << 64) - 1314)]


def newsize(old: int, used: int, frame: int) -> int:
    """The size of the next stack."""
    return go_newsize(GO_1_27, old, used, frame)


def newsize_cases(luck: Random) -> list[tuple]:
    """Frames that fit after one doubling, and some that need more; one to the byte."""
    own = [(old, luck.randrange(old - 1100, old - 900, WORD), luck.choice(FRAMES)) for old in (2048, 4096, 8192)]
    return [*own, (2048, 112, 9000), (2048, 1120, 2048), (2048, 1120, 2056), (32768, 32000, 70016)]


def calls_problem(luck: Random) -> dict:
    return {"frame": frames(luck, 64, 400)}


def calls_with_room(problem: dict, rules: dict) -> tuple:
    """How many calls of a function with that frame find room on 2048 bytes, and how many until 4096 are full."""
    steps = grown([OWN] + [problem["frame"]] * 100)
    return steps[0].call - 1, steps[1].call - 1


# What it costs.

def cost_problem(luck: Random) -> dict:
    return {"frame": frames(luck, 64, 400), "calls": luck.randint(800, 2000)}


def copied(problem: dict, rules: dict) -> tuple:
    """Bytes copied by a recursion when the size is doubled each time, and when 2048 bytes are added each time."""
    frame, calls = problem["frame"], problem["calls"]
    doubled = sum(step.used for step in grown([frame] * calls))
    size, added = GO_1_27.fixed_stack, 0
    for used in range(ENTRY, ENTRY + calls * (frame + WORD), frame + WORD):
        if fails(frame, LO + size - used, LO + GO_1_27.stack_guard):
            size, added = size + 2048, added + used
    return doubled, added


def edge_problem(luck: Random) -> dict:
    above = luck.randint(0, 3)
    return {"above": above, "deep": luck.randint(above, above + 4), "rounds": luck.randint(50, 500)}


def trips(problem: dict, rules: dict) -> tuple:
    """How often a loop goes into the runtime that stands some calls above the edge and goes some deep in each
    round: with segments, and with copying.
    """
    found = []
    for design in ("segments", "copying"):
        path = to_edge(design, [], 64, 64)
        stack = begun(design, path[:len(path) - problem["above"]])
        before = gone(stack)
        for _ in range(problem["rounds"]):
            for move in (stack.call, stack.ret):
                for _ in range(problem["deep"]):
                    move(64)
        found.append(gone(stack) - before)
    return tuple(found)


def shrink_problem(luck: Random) -> dict:
    return {"size": 1 << luck.randint(14, 19), "used": luck.choice((frames(luck, 232, 1200), frames(luck, 1304, 7000)))}


def shrunk(problem: dict, rules: dict) -> tuple:
    """The size after ten collections of a stack on which so much is in use, and how many of them made it smaller."""
    rt = Stacks(functions=[Compiled("main.run", OWN), Compiled("main.wait", problem["used"] - ENTRY - OWN - WORD)])
    gp = rt.newproc1("main.run")
    rt.call(gp, "main.wait")
    rt.mcall(gp, G_WAITING)
    rt.copystack(gp, problem["size"])
    for _ in range(COLLECTIONS):
        rt.gc([gp])
    return gp.stack.size, sum(event[0] == "shrinkstack" for event in rt.trace)


# Read what Go prints.

def overflow_problem(luck: Random) -> dict:
    """The first three lines of a stack overflow, with a limit that debug.SetMaxStack has set."""
    size = 1 << luck.randint(15, 20)
    lo = HEAP + luck.randrange(1, 64) * (1 << 20)
    sp = lo + GO_1_27.stack_guard - frames(luck, 0, 64)
    text = overflow(GO_1_27, 1 << 30, sp, lo, lo + size)
    return {"lines": text.replace("1000000000", str(size + luck.randrange(size))).splitlines()}


def read_overflow(problem: dict, rules: dict) -> tuple:
    """The stack's size, what was in use, and the size that it would have got."""
    place = problem["lines"][1].replace("[", "").replace("]", "").replace(",", "").replace("=", " ").split()
    sp, lo, hi = (int(word, 16) for word in place if word.startswith("0x"))
    return hi - lo, hi - sp, 2 * (hi - lo)


# Change a rule.

def by_value(rt, gp, adjinfo, base: int, at: int, slot, checked: bool) -> None:
    """adjustpointers, but whatever looks like an address in the old stack counts as a pointer."""
    for address in range(base + at, base + at + slot.words * WORD, WORD):
        rt.adjustpointer(gp, adjinfo, address, slot.name)


def tried(rule: Callable, below: int) -> dict[str, str] | None:
    """What becomes of x, p, q and n when a stack moves by this rule, and n holds a number that is the address so
    many bytes below the high end. None for a rule that has changed nothing.
    """
    functions = [Compiled("main.run", 32, ("x", "*p")), Compiled("main.f", 24, ("n", "*h"), ("*q",))]
    rt = Stacks(functions=functions, rules=replaced(adjustpointers=rule))
    gp = rt.newproc1("main.run")
    x = rt.variable(gp, "x")
    rt.store(x, 42)
    rt.store(rt.variable(gp, "p"), x)
    rt.call(gp, "main.f", x)
    rt.store(rt.variable(gp, "n"), gp.stack.hi - below)
    rt.mcall(gp, G_WAITING)
    places = {"x": ("x", 1), "p": ("p", 1), "q": ("q", 0), "n": ("n", 0)}
    before = {name: rt.load(rt.variable(gp, *place)) for name, place in places.items()}
    rt.copystack(gp, 4096)
    after = {name: rt.load(rt.variable(gp, *place)) for name, place in places.items()}
    if before == after:
        return None
    return {name: "same" if before[name] == value else f"{gp.stack.hi - value} below" for name, value in after.items()}


def read_by_value(below: int) -> dict[str, str] | None:
    """What it comes to by the rule that goes by values."""
    return tried(by_value, below)


def below_cases(luck: Random) -> list[tuple]:
    return [(56,), (luck.randrange(64, 2048, WORD),), (2048,), (2056,), (0,), (1 << 20,)]


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.stacks-{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "moved": Prediction(move_problem, moved, parts("moved", "p", "n", "r", "q"), believed.MOVED),
    "check": Function(fails, check_cases),
    "calls": Prediction(calls_problem, calls_with_room, parts("calls", "first", "second"), believed.CALLS),
    "newsize": Function(newsize, newsize_cases),
    "sizes": Prediction(sizes_problem, sizes, beliefs=believed.SIZES),
    "copied": Prediction(cost_problem, copied, parts("copied", "doubled", "added"), believed.COPIED),
    "trips": Prediction(edge_problem, trips, parts("trips", "segments", "copying"), believed.TRIPS),
    "shrunk": Prediction(shrink_problem, shrunk, parts("shrunk", "size", "times"), believed.SHRUNK),
    "overflow": Prediction(overflow_problem, read_overflow, parts("overflow", "size", "used", "wanted"),
                           believed.OVERFLOW),
    "by-value": Function(read_by_value, below_cases, tried),
}
